"""`python -m catalog import FILE --by EMAIL`: the same as the page does, from a terminal."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from access import repository as people
from catalog.exchange import files, hsds_file
from catalog.exchange.intake import Intake, Plan
from catalog.exchange.sheet import LARGEST_FILE
from kit.database import Database
from kit.errors import AppError, Invalid

Say = Callable[[str], None]


async def take_in(database: Database, path: Path, email: str, *, write: bool, publish: bool, fetch: bool, say: Say) -> int:
    """Shows what would happen; writes it with `write`. `fetch`: the addresses in the file may be read. Gives the exit code."""
    try:
        return await _take_in(database, path, email, write, publish, fetch, say)
    except (AppError, OSError) as error:
        say(f"fout: {error.detail if isinstance(error, AppError) else f'{path} is niet te lezen'}")
        return 1


async def _take_in(database: Database, path: Path, email: str, write: bool, publish: bool, fetch: bool, say: Say) -> int:
    async with database.session() as session:
        account = await people.by_email(session, email)
        if account is None or not account.active:
            raise Invalid(f"Er is geen account van {email}.")
        intake = Intake(database, await people.as_staff(session, account))
    with path.open("rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    names = await intake.names()
    if path.suffix.lower() == files.ADDRESSES:
        addresses = hsds_file.addresses_in(content)
        if not fetch:
            say("\n".join([*addresses, "Niets opgehaald: zeg --fetch om deze adressen op te halen."]))
            return 0
        sheet = await files.fetch(addresses, names)
    else:
        sheet = await asyncio.to_thread(files.read, path.name, content, names)
    plan = await intake.plan(sheet)
    code = _told(plan, say)
    if code or not write:
        return code
    result = await intake.take(sheet, publish, plan.state)
    if isinstance(result, Plan):
        raise Invalid("Intussen is er iets veranderd. Probeer het opnieuw.")
    say(f"ingelezen: {result.published} gepubliceerd, {result.drafts} als concept")
    return 0


def _told(plan: Plan, say: Say) -> int:
    for problem in plan.problems:
        say(f"fout: regel {problem.row}, {problem.column}: {problem.reason}")
    for row in plan.rows:
        for note in row.notes:
            say(f"let op: regel {row.number}, {row.name}: {note}")
    say(
        f"{plan.count('nieuw')} nieuw, {plan.count('gewijzigd')} gewijzigd, {plan.count('ongewijzigd')} gelijk, {len(plan.problems)} fout(en)"
    )
    return 1 if plan.problems else 0
