"""`python -m catalog setup | load --replace | export FOLDER | import FILE... | check`: the content between YAML and the database."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import AsyncSession

from catalog import files, guess, repository
from catalog.exchange import command as exchange
from kit.clock import local, now
from kit.database import Database
from settings import Settings

CONTENT = Path(__file__).parent
MIGRATIONS = CONTENT.parent / "migrations"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _with_database(work: Callable[[Database], Awaitable[int]]) -> int:
    async def run() -> int:
        database = Database(Settings().database_url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def _migrate() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", Settings().database_url.replace("%", "%%"))
    command.upgrade(config, "head")


def setup() -> int:
    """The tables, and on the first start the content. What editors changed later is left alone, but read by the encoder of today."""
    _migrate()

    async def work(database: Database) -> int:
        async with database.session() as session:
            if not await repository.version(session):
                await _read_files(session)
        await _read_meanings(database)
        return 0

    return _with_database(work)


async def _read_files(session: AsyncSession) -> None:
    found = files.read(CONTENT)
    for problem in found.errors:
        _say(str(problem))
    await repository.replace(session, found.documents, vectors_later=True)
    _say(f"catalogus geladen: {len(found.offers)} aanbod, {len(found.tips)} tips, {len(found.profiles)} gemeenten")


async def _read_meanings(database: Database) -> None:
    """Parents already find the offers by topic and words meanwhile."""
    await repository.renew_vectors(database, lambda done, of: _say(f"betekenis van de teksten: {done} van {of} aanbod"))


def load() -> int:
    async def work(database: Database) -> int:
        async with database.session() as session:
            await _read_files(session)
        await _read_meanings(database)
        return 0

    return _with_database(work)


def export(folder: Path) -> int:
    async def work(database: Database) -> int:
        async with database.session() as session:
            whole = await repository.load(session)
        count = files.write(folder, [*whole.offers, *whole.tips, *whole.profiles])
        _say(f"{count} bestanden geschreven in {folder}")
        return 0

    return _with_database(work)


def take_in(asked: argparse.Namespace) -> int:
    return _with_database(
        lambda database: exchange.take_in(
            database, asked.files, asked.by, write=asked.write, publish=asked.publish, fetch=asked.fetch, say=_say
        )
    )


def check() -> int:
    """Everything that is wrong or asks for attention; exit code 1 when something is wrong."""
    found = files.read(CONTENT, local(now()).date())
    code = files.problem_lines(found, _say)
    _say(f"{len(found.offers)} aanbod, {len(found.tips)} tips, {len(found.profiles)} gemeenten; {len(found.errors)} fout(en)")
    return code


def learn() -> int:
    """guess.npz anew; after a change of data/nlu or of the encoder. Minutes, one core."""
    guess.learn()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m catalog", description="Inhoud van de catalogus.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="maak de tabellen en laad bij de eerste start de inhoud")
    loading = commands.add_parser("load", help="laad de inhoud opnieuw uit YAML")
    loading.add_argument("--replace", action="store_true", required=True, help="alles in de database wordt vervangen")
    commands.add_parser("export", help="schrijf de inhoud als YAML").add_argument("folder", type=Path)
    taking = commands.add_parser("import", help="lees aanbod in uit Excel, CSV, YAML of open data (HSDS); zonder --write alleen kijken")
    taking.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="hooguit 5 MB en 500 regels per bestand; het mogen er veel zijn"
    )
    taking.add_argument("--by", required=True, metavar="EMAIL", help="account van de redacteur die dit doet")
    taking.add_argument("--write", action="store_true", help="schrijf het echt: alles of niets, als concept")
    taking.add_argument("--publish", action="store_true", help="publiceer meteen wat compleet is")
    taking.add_argument("--fetch", action="store_true", help="haal de webadressen in een .txt-bestand op")
    commands.add_parser("check", help="zeg wat fout is of aandacht vraagt")
    commands.add_parser("learn", help="leer uit data/nlu over welk onderwerp een zin gaat")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    if arguments.command == "export":
        return export(arguments.folder)
    if arguments.command == "import":
        return take_in(arguments)
    commands: dict[str, Callable[[], int]] = {"setup": setup, "load": load, "check": check, "learn": learn}
    return commands[arguments.command]()


if __name__ == "__main__":
    sys.exit(main())
