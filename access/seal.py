"""What must be read back but may not lie open in the database: sealed with a key that lives in a file beside it."""

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """The key is made at the first use, readable for the owner only. A copy of the database without this file opens nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fernet: Fernet | None = None

    def close(self, text: str) -> str:
        """`text` sealed: ASCII, about 100 signs longer."""
        return self._key().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text again; None when it was sealed with another key."""
        try:
            return self._key().decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def _key(self) -> Fernet:
        if self._fernet is None:
            self._make()
            self._fernet = Fernet(self._path.read_bytes())
        return self._fernet

    def _make(self) -> None:
        """Two programs may start at once: who is second uses the key of the first."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        own = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(Fernet.generate_key())
            os.link(own, self._path)
        except FileExistsError:
            pass
        finally:
            own.unlink(missing_ok=True)
