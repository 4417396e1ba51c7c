"""What has lived long enough goes, by itself every few minutes and by `python -m chat clean`."""

import asyncio
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from chat import repository
from kit import clock, logs
from kit.database import Database

log = logs.get(__name__)

PAUSE_SECONDS = 300.0
REASONS_KEPT = timedelta(days=90)


async def clean(database: Database) -> int:
    """Remove expired conversations and old words of feedback; returns how many conversations went."""
    async with database.session() as session:
        removed = await repository.wipe_expired(session, clock.now())
        await repository.forget_reasons(session, clock.now() - REASONS_KEPT)
    if removed:
        await database.scrub()
        log.info("conversations_expired", count=removed)
    return removed


async def keep_clean(database: Database) -> None:
    while True:
        try:
            await clean(database)
        except SQLAlchemyError as error:
            log.error("cleaning_failed", reason=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)
