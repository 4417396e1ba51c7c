"""Sessions and links that are over go, and so does what the audit log kept for a year."""

import asyncio
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from access import audit, repository
from kit import clock, logs
from kit.database import Database
from settings import Settings

log = logs.get(__name__)

PAUSE_SECONDS = 3600.0
AUDIT_KEPT = timedelta(days=365)


async def clean(database: Database, settings: Settings) -> None:
    now = clock.now()
    async with database.session() as session:
        await repository.forget_expired(session, now, now - settings.staff_idle, now - settings.staff_session)
        await audit.forget(session, now - AUDIT_KEPT)


async def keep_clean(database: Database, settings: Settings) -> None:
    while True:
        try:
            await clean(database, settings)
        except SQLAlchemyError as error:
            log.error("cleaning_staff_failed", reason=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)
