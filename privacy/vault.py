"""What is personal and must be read back: sealed with AES-256-GCM under a key outside the database, and bound to the row it belongs to."""

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BITS = 256
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key is gone, or the text belongs to another row or was changed."""


class Vault:
    """Keys in one file, a line each: `id key`, the newest last. It is made at the first use, readable for the owner only.

    A sealed text is `id.nonce and ciphertext`, ASCII. `belongs_to` (such as `handoff/<id>/contact`) must be the same at opening.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys: dict[str, AESGCM] = {}
        self._seen = (0, 0, 0)

    def seal(self, text: str, belongs_to: str) -> str:
        keys = self._read()
        name = next(reversed(keys))
        nonce = secrets.token_bytes(NONCE_BYTES)
        closed = nonce + keys[name].encrypt(nonce, text.encode(), belongs_to.encode())
        return f"{name}.{base64.urlsafe_b64encode(closed).decode()}"

    def open(self, sealed: str, belongs_to: str) -> str:
        """Raises CannotOpen."""
        name, _, text = sealed.partition(".")
        key = self._read().get(name)
        if key is None:
            raise CannotOpen(f"no key {name}")
        try:
            closed = base64.urlsafe_b64decode(text)
            return key.decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], belongs_to.encode()).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen("another row, or changed") from None

    @property
    def newest(self) -> str:
        """Id of the key with which is sealed now."""
        return next(reversed(self._read()))

    @property
    def names(self) -> list[str]:
        """Ids of all keys, the newest last."""
        return list(self._read())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other program adds or drops keys meanwhile. Raises BlockingIOError when one is busy with that."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_name(f"{self._path.name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def add_key(self) -> str:
        """A new key, used from now on; the older ones stay until `drop_keys`. Returns its id."""
        self._read()
        name = secrets.token_hex(4)
        with self._path.open("a", encoding="ascii") as file:
            file.write(_line(name))
            file.flush()
            os.fsync(file.fileno())
        return name

    def drop_keys(self, kept: str) -> None:
        """Only the key `kept` stays: what another one sealed can never be read again."""
        lines = [line for line in self._path.read_text(encoding="ascii").splitlines() if line.startswith(f"{kept} ")]
        own = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        _write(own, "\n".join(lines) + "\n")
        own.replace(self._path)

    def _read(self) -> dict[str, AESGCM]:
        """The keys of the file as it is now: another program may have added one."""
        self._make()
        found = self._path.stat()
        changed = (found.st_mtime_ns, found.st_size, found.st_ino)
        if changed != self._seen:
            lines = (line.split() for line in self._path.read_text(encoding="ascii").splitlines() if line.strip())
            self._keys = {name: AESGCM(base64.urlsafe_b64decode(key)) for name, key in lines}
            self._seen = changed
        return self._keys

    def _make(self) -> None:
        """Two programs may start at once: who is second uses the key of the first."""
        if self._path.exists():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        own = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        _write(own, _line(secrets.token_hex(4)))
        try:
            os.link(own, self._path)
        except FileExistsError:
            pass
        finally:
            own.unlink(missing_ok=True)


def _line(name: str) -> str:
    return f"{name} {base64.urlsafe_b64encode(AESGCM.generate_key(KEY_BITS)).decode()}\n"


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
