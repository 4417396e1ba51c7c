"""`python -m handoff clean | rotate | figures GEMEENTE`: what the operator does about questions for a team."""

import argparse
import asyncio
import sys

from catalog.search import Live
from handoff import retention
from handoff.figures import SMALLEST, of_gemeente
from handoff.rotation import Rotated, rotate
from kit.database import Database
from privacy.vault import Vault
from settings import Settings


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def _clean(settings: Settings) -> int:
    database = Database(settings.database_url)
    removed = await retention.clean(database)
    await database.close()
    _say(f"{removed} vragen verwijderd")
    return 0


async def _rotate(settings: Settings) -> int:
    """Exit code 1 when the old keys are still there."""
    database = Database(settings.database_url)
    _say("Een nieuwe sleutel. Dit duurt een paar minuten; de server kan aan blijven. Stop je nu, begin dan later gewoon opnieuw.")
    try:
        done = await rotate(database, Vault(settings.var / "handoff.keys"))
    except BlockingIOError:
        _say("Er is al iemand mee bezig.")
        return 1
    finally:
        await database.close()
    _say(_told(done))
    return 1 if done.unreadable else 0


def _told(done: Rotated) -> str:
    if done.unreadable:
        return (
            f"{done.resealed} teksten hebben de nieuwe sleutel. {done.unreadable} teksten gaan niet meer open: de sleutel is weg, of ze zijn "
            "veranderd. De oude sleutels blijven daarom staan."
        )
    return (
        f"{done.resealed} teksten hebben de nieuwe sleutel; {done.dropped} oude sleutels zijn weg. Maak nu een back-up van de database en van "
        "handoff.keys: vragen in oudere back-ups gaan met deze sleutel niet meer open."
    )


async def _figures(settings: Settings, gemeente: str) -> int:
    """The newest quarter, as on `/beheer/vragen/cijfers`. Exit code 1 for a gemeente without a profile."""
    database = Database(settings.database_url)
    profile = (await Live(database).current()).profile(gemeente)
    try:
        if profile is None:
            _say(f"Er is geen profiel {gemeente}.")
            return 1
        async with database.session() as session:
            _, found = await of_gemeente(session, gemeente, "", {team.id: team.name for team in profile.handoff.teams})
    finally:
        await database.close()
    if found is None or found.total is None:
        _say(f"Er is nog niets te tellen: minder dan {SMALLEST} vragen.")
        return 0
    _say(f"{profile.name}, {found.quarter}: {found.total} vragen")
    for table in found.tables:
        _say(f"\n{table.title}")
        for row in table.rows:
            _say(f"  {row.label:44} {f'minder dan {SMALLEST}, of niet te tonen' if row.count is None else row.count}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m handoff", description="Vragen voor het team.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("clean", help="verwijder vragen waarvan de tijd voorbij is")
    commands.add_parser("rotate", help="geef alles een nieuwe sleutel")
    counting = commands.add_parser("figures", help="de cijfers van het nieuwste kwartaal")
    counting.add_argument("gemeente", help="naam van een profiel, zoals voorbeeldstad")
    chosen = parser.parse_args()
    if chosen.command == "figures":
        return asyncio.run(_figures(Settings(), chosen.gemeente))
    return asyncio.run({"clean": _clean, "rotate": _rotate}[chosen.command](Settings()))


if __name__ == "__main__":
    sys.exit(main())
