"""`.venv/bin/python deploy/backup.py [FOLDER]`: a copy of the database while it is in use; copies that are too old go.

Conversations are not in it: they live a day, and a copy would keep them longer. Nor is `handoff.keys`, without which what is sealed stays shut.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy.engine import URL, make_url  # noqa: E402

import access.models  # noqa: E402, F401
import catalog.models  # noqa: E402, F401
import chat.models  # noqa: E402, F401
import handoff.models  # noqa: E402, F401
import insights.models  # noqa: E402, F401
from kit import clock  # noqa: E402
from kit.database import Base  # noqa: E402
from settings import Settings  # noqa: E402

NAME = "wegwijs-%Y%m%dT%H%M%S"
MINE = "wegwijs-*.backup"
NOT_KEPT = "conversations"
WAITS_SECONDS = 60


def left_out() -> list[str]:
    """The table of conversations and every table that hangs on it, the deepest first."""
    found = [NOT_KEPT]
    for table in Base.metadata.sorted_tables:
        if table.name not in found and any(key.column.table.name in found for key in table.foreign_keys):
            found.append(table.name)
    return found[::-1]


def back_up(database_url: str, folder: Path) -> Path:
    """Path of the new copy, readable for the owner only. It is there as a whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ready = folder / f"{clock.now().strftime(NAME)}.backup"
    part = ready.with_suffix(".part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    url = make_url(database_url)
    try:
        (_copy_sqlite if url.get_backend_name() == "sqlite" else _dump_postgresql)(url, part)
        return part.rename(ready)
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(url: URL, part: Path) -> None:
    """By SQLite's own backup, so that a copy made while somebody writes is whole. What is left out is overwritten, not only unlinked."""
    address = f"{Path(url.database or '').resolve().as_uri()}?mode=rw"  # it never makes a database
    with closing(sqlite3.connect(address, uri=True, timeout=WAITS_SECONDS)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
        copy.isolation_level = None
        for pragma in ("journal_mode=DELETE", "secure_delete=ON"):
            copy.execute(f"PRAGMA {pragma}")
        for table in left_out():
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  # a name out of our own models
        copy.execute("VACUUM")


def _dump_postgresql(url: URL, part: Path) -> None:
    """By pg_dump, which must be on the path. The password goes by the environment: arguments can be read by everybody on the machine."""
    options = [f"--exclude-table-data={table}" for table in left_out()]
    words = ["pg_dump", "--format=custom", "--no-owner", f"--file={part}", *options]
    subprocess.run(words, check=True, env={**os.environ, **_connection(url)})  # noqa: S603


def _connection(url: URL) -> dict[str, str]:
    host = url.host or url.query.get("host")
    found = {"PGHOST": host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    return {name: str(value) for name, value in found.items() if value}


def forget(folder: Path, days: int) -> list[Path]:
    """Removes copies that are older; returns which."""
    before = (clock.now() - timedelta(days=days)).strftime(NAME)
    old = [path for path in sorted(folder.glob(MINE)) if path.stem <= before]
    for path in old:
        path.unlink()
    return old


def main() -> int:
    settings = Settings()
    parser = argparse.ArgumentParser(description="Maak een kopie van de database en gooi te oude kopieën weg.")
    parser.add_argument("folder", nargs="?", type=Path, default=settings.var / "backups", help="waar de kopieën staan")
    folder = parser.parse_args().folder
    try:
        made = back_up(settings.database_url, folder)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"Er is geen back-up gemaakt: {type(error).__name__}: {error}\n")
        return 1
    old = forget(folder, settings.backup_days)
    sys.stdout.write(
        f"{made} ({made.stat().st_size / 1e6:.1f} MB)\n{len(old)} back-ups verwijderd, ouder dan {settings.backup_days} dagen\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
