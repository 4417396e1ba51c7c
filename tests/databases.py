"""Both kinds of database for the tests: SQLite files, and a PostgreSQL that lives as long as the test run."""

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NoReturn, Protocol
from urllib.parse import quote

import pytest
from alembic import command
from alembic.config import Config

from settings import ROOT
from tests.aside import aside

NEED_ALL = "WEGWIJS_TESTS_NEED_ALL"
KINDS = ("sqlite", "postgresql")
ANSWERS_WITHIN_SECONDS = 30
OWNER = "postgres"  # initdb refuses root
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
UNLIKE_SQLITE = ("timezone=Europe/Amsterdam", "datestyle=SQL,DMY")  # what an operator may have set, and what would hide a mistake
# The server of a test run that was killed goes too: its input then ends without a word.
KEPT_COMPANY = """
folder=$1; shift
"$@" & server=$!
if read -r _; then gone=; else gone=$folder; fi
kill -INT $server; wait $server; [ -z "$gone" ] || rm -rf "$gone"
"""
DUTCH_ORDER = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl-NL")


def absent(what: str) -> NoReturn:
    """Skips this test, or fails it where everything must be there. Never returns."""
    if os.environ.get(NEED_ALL, "") not in ("", "0"):
        pytest.fail(f"{what} ({NEED_ALL} is set)", pytrace=False)
    pytest.skip(what)


class Databases(Protocol):
    """One kind of database."""

    kind: str

    def empty(self) -> str:
        """Address of a new database without tables."""

    def copy(self, url: str) -> str:
        """Address of a new database with the same content. Nobody may be connected to the first."""

    def remove(self, url: str) -> None: ...

    def stored(self, url: str) -> bytes:
        """Everything that stands in it. SQLite: also what was removed and not yet overwritten."""

    @contextmanager
    def locked(self, url: str, table: str) -> Iterator[None]:
        """Somebody else is busy with this table, and no other may read or write there (SQLite: write anywhere)."""


class SqliteFiles:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def empty(self) -> str:
        return f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"

    def copy(self, url: str) -> str:
        target = self.empty()
        shutil.copy(self._path(url), self._path(target))
        return target

    def remove(self, url: str) -> None:
        for path in self._files(url):
            path.unlink(missing_ok=True)

    def stored(self, url: str) -> bytes:
        return b"".join(path.read_bytes() for path in self._files(url))

    @contextmanager
    def locked(self, url: str, table: str) -> Iterator[None]:
        with closing(sqlite3.connect(self._path(url))) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    def _files(self, url: str) -> list[Path]:
        return list(self._folder.glob(f"{self._path(url).name}*"))

    @staticmethod
    def _path(url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))


class Postgres:
    """One server, reached over a socket file in its own folder: no port to be taken, nobody else can connect."""

    kind = "postgresql"

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count()
        self._as_owner: dict[str, Any] = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
        self._process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        if self._as_owner:
            shutil.chown(self._folder, OWNER, OWNER)
        self._run("initdb", "--pgdata", str(self._folder / "data"), "--auth=trust", "--username=wegwijs", "--no-sync", *DUTCH_ORDER)
        self.start()

    def start(self) -> None:
        """Also after `stop`: the same databases are there again."""
        settings = [part for setting in (*FAST, *UNLIKE_SQLITE, "listen_addresses=") for part in ("-c", setting)]
        program = [str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder), *settings]
        words = ["sh", "-c", KEPT_COMPANY, "sh", str(self._folder), *program]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", start_new_session=True, **self._as_owner
            )
        self._wait()

    def stop(self) -> None:
        """At once: who was connected loses the connection."""
        assert self._process
        self._process.communicate(b"stop\n", timeout=ANSWERS_WITHIN_SECONDS)

    def empty(self) -> str:
        return self._new("template0")

    def copy(self, url: str) -> str:
        return self._new(self._name(url))

    def remove(self, url: str) -> None:
        self._say(f"DROP DATABASE {self._name(url)} WITH (FORCE)")

    def stored(self, url: str) -> bytes:
        return self._run("pg_dump", "--host", str(self._folder), "--username=wegwijs", "--inserts", self._name(url))

    @contextmanager
    def locked(self, url: str, table: str) -> Iterator[None]:
        name = self._name(url)
        words = [*self._psql(name), "-c", f"BEGIN; LOCK TABLE {table}; SELECT pg_sleep({ANSWERS_WITHIN_SECONDS})"]
        holder = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._folder, **self._as_owner)
        held = f"SELECT count(*) FROM pg_locks WHERE relation = '{table}'::regclass AND granted AND mode = 'AccessExclusiveLock'"
        while self._say(held, name).strip() != b"1":
            time.sleep(0.01)
        try:
            yield
        finally:
            self._say("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%' AND pid <> pg_backend_pid()")
            holder.wait(ANSWERS_WITHIN_SECONDS)

    def _new(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://wegwijs@/{name}?host={quote(str(self._folder), safe='')}"

    def _psql(self, database: str) -> list[str]:
        given = ["--host", str(self._folder), "--username=wegwijs", "--dbname", database, "--no-psqlrc", "--quiet", "--tuples-only"]
        return [str(self._programs / "psql"), *given, "-v", "ON_ERROR_STOP=1"]

    def _say(self, statement: str, database: str = "postgres") -> bytes:
        return self._done([*self._psql(database), "-c", statement])

    def _run(self, program: str, *arguments: str) -> bytes:
        return self._done([str(self._programs / program), *arguments])

    def _done(self, words: list[str]) -> bytes:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(words, capture_output=True, cwd=self._folder, **self._as_owner)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def _wait(self) -> None:
        deadline = time.monotonic() + ANSWERS_WITHIN_SECONDS
        asked = [str(self._programs / "pg_isready"), "--host", str(self._folder)]
        while subprocess.run(asked, capture_output=True).returncode:
            assert self._process and self._process.poll() is None and time.monotonic() < deadline, (self._folder / "log").read_text()
            time.sleep(0.05)

    @staticmethod
    def _name(url: str) -> str:
        return url.split("/")[3].split("?")[0]


def postgres_programs() -> Path | None:
    """The folder with PostgreSQL's programs; Debian keeps them off the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        places.insert(0, Path(found).parent)
    return next((place for place in places if (place / "initdb").exists() and (place / "psql").exists()), None)


def _may_run() -> bool:
    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        return os.geteuid() != 0
    return True


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Skips where PostgreSQL is absent."""
    programs = postgres_programs()
    if programs is None or not _may_run():
        absent("PostgreSQL is absent on this machine: install it with `apt-get install postgresql`")
    with tempfile.TemporaryDirectory(prefix="wegwijs-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(programs, Path(folder))
        server.create()
        try:
            yield server
        finally:
            server.stop()


def migrate(url: str, to: str = "head") -> None:
    """Up to a version."""
    aside(lambda: command.upgrade(migrations(url), to))


def migrations(url: str) -> Config:
    """Alembic's way to one database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
