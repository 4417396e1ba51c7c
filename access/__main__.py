"""`python -m access invite EMAIL --role editor --gemeente voorbeeldstad | demo [--again] | audit`: what the operator does about staff."""

import argparse
import asyncio
import re
import sys
from collections.abc import Awaitable, Callable

from access import audit
from access.people import People
from access.schemas import EVERYWHERE, Role
from access.service import Access
from kit.database import Database
from kit.errors import FormMistakes
from settings import Settings

GEMEENTE = re.compile(r"[a-z0-9_]{2,80}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _run(work: Callable[[Access], Awaitable[int]]) -> int:
    async def run() -> int:
        settings = Settings()
        database = Database(settings.database_url)
        try:
            return await work(Access(database, settings))
        finally:
            await database.close()

    return asyncio.run(run())


def invite(email: str, roles: list[str], gemeenten: list[str]) -> int:
    """Prints a link that works once, three days long. For somebody who has an account the link replaces password and code."""
    pairs = frozenset((gemeente, Role(role)) for gemeente in gemeenten for role in roles)

    async def work(access: Access) -> int:
        try:
            invited = await People(access).invite(None, email, pairs)
        except FormMistakes as error:
            _say(error.detail)
            return 1
        _say(f"{access.settings.address}/beheer/uitnodiging/{invited.secret}")
        _say("Deze link werkt één keer en drie dagen lang.")
        return 0

    return _run(work)


def demo(again: bool) -> int:
    """Prints the demo accounts with new passwords: the first time, or when asked again."""

    async def work(access: Access) -> int:
        made = await People(access).demo(access.settings.gemeente, again)
        if not made:
            _say("Demo-accounts zijn er al. Nieuwe wachtwoorden: python -m access demo --again")
        for email, password in made:
            _say(f"  {email:22} {password}")
        return 0

    return _run(work)


def check_audit() -> int:
    """Exit code 1 when a row of the audit log was changed or taken out."""

    async def work(access: Access) -> int:
        async with access.database.session() as session:
            row = await audit.broken(session)
        _say("Het logboek klopt." if row is None else f"Het logboek klopt niet vanaf regel {row}.")
        return 0 if row is None else 1

    return _run(work)


def _gemeente(typed: str) -> str:
    if typed != EVERYWHERE and not GEMEENTE.fullmatch(typed):
        raise argparse.ArgumentTypeError("gebruik de naam van een profiel, zoals voorbeeldstad, of *")
    return typed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m access", description="Toegang voor medewerkers.")
    commands = parser.add_subparsers(dest="command", required=True)
    inviting = commands.add_parser("invite", help="nodig iemand uit, of geef een nieuwe link")
    inviting.add_argument("email")
    inviting.add_argument("--role", action="append", required=True, choices=list(Role), help="mag vaker")
    inviting.add_argument("--gemeente", action="append", required=True, type=_gemeente, help="mag vaker; * is elke gemeente")
    again = commands.add_parser("demo", help="maak de demo-accounts")
    again.add_argument("--again", action="store_true", help="geef nieuwe wachtwoorden")
    commands.add_parser("audit", help="kijk of het logboek heel is")
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    if arguments.command == "invite":
        return invite(arguments.email, arguments.role, arguments.gemeente)
    return demo(arguments.again) if arguments.command == "demo" else check_audit()


if __name__ == "__main__":
    sys.exit(main())
