"""`python -m catalog import FILE... --by EMAIL`: the same as the page does, from a terminal."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from access import repository as people
from catalog.exchange import files, hsds_file
from catalog.exchange.intake import Intake, Plan
from catalog.exchange.sheet import LARGEST_FILE, Sheet
from kit.database import Database
from kit.errors import AppError, Invalid

Say = Callable[[str], None]


async def take_in(database: Database, paths: Sequence[Path], email: str, *, write: bool, publish: bool, fetch: bool, say: Say) -> int:
    """Shows what would happen; writes it with `write`, a file at a time, after all of them were found to be good. `fetch`: the addresses
    in a file may be read. Gives the exit code."""
    try:
        intake = await _intake(database, email)
        sheets = [await _sheet(path, intake, fetch, say) for path in paths]
        found = [sheet for sheet in sheets if sheet is not None]
        bad = [await _looked_at(intake, sheet, f"{at} van {len(found)}", say) for at, sheet in enumerate(found, start=1)]
        if any(bad) or not write:
            return int(any(bad))
        for at, sheet in enumerate(found, start=1):
            await _write(intake, sheet, publish, f"{at} van {len(found)}", say)
    except (AppError, OSError) as error:
        say(f"fout: {error.detail if isinstance(error, AppError) else 'een bestand is niet te lezen'}")
        return 1
    return 0


async def _intake(database: Database, email: str) -> Intake:
    async with database.session() as session:
        account = await people.by_email(session, email)
        if account is None or not account.active:
            raise Invalid(f"Er is geen account van {email}.")
        return Intake(database, await people.as_staff(session, account))


async def _sheet(path: Path, intake: Intake, fetch: bool, say: Say) -> Sheet | None:
    """None for addresses that may not be read yet."""
    with path.open("rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    names = await intake.names()
    if path.suffix.lower() != files.ADDRESSES:
        return await asyncio.to_thread(files.read, path.name, content, names)
    addresses = hsds_file.addresses_in(content)
    if not fetch:
        say("\n".join([*addresses, "Niets opgehaald: zeg --fetch om deze adressen op te halen."]))
        return None
    return await files.fetch(addresses, names)


async def _looked_at(intake: Intake, sheet: Sheet, which: str, say: Say) -> bool:
    """Whether there is something wrong in it."""
    plan = await intake.plan(sheet)
    return bool(_told(plan, which, say))


async def _write(intake: Intake, sheet: Sheet, publish: bool, which: str, say: Say) -> None:
    result = await intake.take(sheet, publish, None)
    if isinstance(result, Plan):
        _told(result, which, say)
        raise Invalid("Dit bestand gaat niet meer goed samen met wat er nu is. Wat hiervoor staat, is ingelezen.")
    say(f"bestand {which} ingelezen: {result.published} gepubliceerd, {result.drafts} als concept")


def _told(plan: Plan, which: str, say: Say) -> int:
    for problem in plan.problems:
        say(f"fout: regel {problem.row}, {problem.column}: {problem.reason}")
    for row in plan.rows:
        for note in row.notes:
            say(f"let op: regel {row.number}, {row.name}: {note}")
    say(
        f"bestand {which}: {plan.count('nieuw')} nieuw, {plan.count('gewijzigd')} gewijzigd, {plan.count('ongewijzigd')} gelijk, {len(plan.problems)} fout(en)"
    )
    return 1 if plan.problems else 0
