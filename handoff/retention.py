"""Handoffs whose time is over go, with everything that hangs on them: every hour by itself, and by `python -m handoff clean`."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import SQLAlchemyError

from access import audit
from handoff import repository
from handoff.models import Handoff, HandoffEvent
from kit import clock, logs
from kit.database import Database

log = logs.get(__name__)

PAUSE_SECONDS = 3600.0
NEVER_FINISHED = timedelta(days=365)
UNFINISHED = "niet_afgerond"
AT_A_TIME = 100


async def clean(database: Database) -> int:
    """Remove what was finished long enough ago, and what nobody finished in a year; returns how many went."""
    removed = 0
    while some := await _clean_some(database, clock.now()):
        removed += some
    if removed:
        await database.scrub()
        log.info("handoffs_expired", count=removed)
    return removed


async def _clean_some(database: Database, now: datetime) -> int:
    year_ago = now - NEVER_FINISHED
    reopened = select(HandoffEvent.id).where(
        HandoffEvent.handoff_id == Handoff.id, HandoffEvent.kind == "heropend", HandoffEvent.at > year_ago
    )
    forgotten = and_(Handoff.status != repository.DONE, Handoff.created_at <= year_ago, ~reopened.exists())
    over = or_(Handoff.delete_after <= now, forgotten)
    async with database.session() as session:
        rows = list(await session.scalars(select(Handoff).where(over).limit(AT_A_TIME)))
        for row in rows:
            if row.status != repository.DONE:
                row.outcome = UNFINISHED
            await audit.record(session, None, "vraag verwijderd: tijd voorbij", row.gemeente, row.id)
            await repository.remove(session, row)
    return len(rows)


async def keep_clean(database: Database) -> None:
    """Runs beside the server until it is cancelled."""
    while True:
        try:
            await clean(database)
        except SQLAlchemyError as error:
            log.error("cleaning_handoffs_failed", reason=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)
