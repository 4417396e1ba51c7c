"""`python -m catalog setup | load --replace | export FOLDER | check`: the content between YAML and the database."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncSession

from catalog import files, repository
from kit.clock import local, now
from kit.database import Database
from settings import Settings

CONTENT = Path(__file__).parent
MIGRATIONS = CONTENT.parent / "migrations"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _in_session(work: Callable[[AsyncSession], Awaitable[int]]) -> int:
    async def run() -> int:
        database = Database(Settings().database_url)
        try:
            async with database.session() as session:
                return await work(session)
        finally:
            await database.close()

    return asyncio.run(run())


def _migrate() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", Settings().database_url.replace("%", "%%"))
    command.upgrade(config, "head")


def setup() -> int:
    """The tables, and on the first start the content. What editors changed later is left alone."""
    _migrate()

    async def first_load(session: AsyncSession) -> int:
        return 0 if await repository.version(session) else await _load(session)

    return _in_session(first_load)


async def _load(session: AsyncSession) -> int:
    found = files.read(CONTENT)
    for problem in found.errors:
        _say(str(problem))
    await repository.replace(session, found.documents)
    _say(f"catalogus geladen: {len(found.offers)} aanbod, {len(found.tips)} tips, {len(found.profiles)} gemeenten")
    return 0


def load() -> int:
    return _in_session(_load)


def export(folder: Path) -> int:
    async def run(session: AsyncSession) -> int:
        whole = await repository.load(session)
        count = files.write(folder, [*whole.offers, *whole.tips, *whole.profiles])
        _say(f"{count} bestanden geschreven in {folder}")
        return 0

    return _in_session(run)


def check() -> int:
    """Everything that is wrong or asks for attention; exit code 1 when something is wrong."""
    found = files.read(CONTENT, local(now()).date())
    code = files.problem_lines(found, _say)
    _say(f"{len(found.offers)} aanbod, {len(found.tips)} tips, {len(found.profiles)} gemeenten; {len(found.errors)} fout(en)")
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m catalog", description="Inhoud van de catalogus.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="maak de tabellen en laad bij de eerste start de inhoud")
    loading = commands.add_parser("load", help="laad de inhoud opnieuw uit YAML")
    loading.add_argument("--replace", action="store_true", required=True, help="alles in de database wordt vervangen")
    commands.add_parser("export", help="schrijf de inhoud als YAML").add_argument("folder", type=Path)
    commands.add_parser("check", help="zeg wat fout is of aandacht vraagt")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    if arguments.command == "export":
        return export(arguments.folder)
    commands: dict[str, Callable[[], int]] = {"setup": setup, "load": load, "check": check}
    return commands[arguments.command]()


if __name__ == "__main__":
    sys.exit(main())
