"""Who did what to which id, in a chain: a row that is changed or taken out later is noticed."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from access.models import AuditEntry
from access.schemas import Staff
from kit import clock

ONE_AT_A_TIME = 7_365_001


async def record(session: AsyncSession, who: Staff | None, action: str, gemeente: str | None, subject: str) -> None:
    """Add a row in the caller's own transaction. `action` is a Dutch verb of at most 40 signs, `subject` an id: never words that somebody wrote."""
    await record_all(session, who, action, [(gemeente, subject)])


async def record_all(session: AsyncSession, who: Staff | None, action: str, done: Iterable[tuple[str | None, str]]) -> None:
    """The same of many things at once: pairs of gemeente and subject, a row each."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    before = await session.scalar(select(AuditEntry.chain).order_by(AuditEntry.id.desc()).limit(1)) or ""
    at, staff_id = clock.now(), who.id if who else None
    entries = [
        AuditEntry(at=at, staff_id=staff_id, action=action, gemeente=gemeente, subject=subject, chain="") for gemeente, subject in done
    ]
    session.add_all(entries)
    await session.flush()
    for entry in sorted(entries, key=lambda one: one.id):
        entry.chain = before = _link(before, entry)
    await session.flush()


async def broken(session: AsyncSession) -> int | None:
    """The id of the first row that does not follow from the one before it; None when all is well. The oldest row that is kept counts as given."""
    before: str | None = None
    for entry in await session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if before is not None and entry.chain != _link(before, entry):
            return entry.id
        before = entry.chain
    return None


async def forget(session: AsyncSession, before: datetime) -> None:
    """What is older goes, from the beginning of the chain only."""
    await session.execute(delete(AuditEntry).where(AuditEntry.at < before))


def _link(before: str, entry: AuditEntry) -> str:
    facts = [before, entry.id, _seconds(entry.at), entry.staff_id, entry.action, entry.gemeente, entry.subject]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _seconds(moment: datetime) -> int:
    """SQLite gives back a time without its zone."""
    return int((moment if moment.tzinfo else moment.replace(tzinfo=clock.UTC)).timestamp())
