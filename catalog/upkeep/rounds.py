"""What happens by itself to keep the catalogue true: mail that must go, links at night, and words of parents that are old go."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from catalog.models import CatalogueReport
from catalog.upkeep import links, mail, providers
from catalog.upkeep.mail import Post
from catalog.upkeep.providers import Providers
from kit import clock, logs
from kit.database import Database

log = logs.get(__name__)

PAUSE_SECONDS = 600.0
NIGHT = range(2, 5)  # hours on a Dutch clock
WORDS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Upkeep:
    """All that the rounds need. `check_links`: whether addresses are looked at at night."""

    database: Database
    post: Post
    providers: Providers
    check_links: bool


async def clean(database: Database) -> None:
    """What parents wrote about an offer goes after a while; that they did stays on the list."""
    async with database.session() as session:
        old = CatalogueReport.by == "", CatalogueReport.text != "", CatalogueReport.at <= clock.now() - WORDS_KEPT
        await session.execute(update(CatalogueReport).where(*old).values(text=""))
        await providers.forget_old(session)
        await mail.forget_old(session)


async def round_once(upkeep: Upkeep) -> None:
    await clean(upkeep.database)
    if upkeep.post.host:
        await mail.plan(upkeep.database, upkeep.post)
        await mail.send_due(upkeep.database, upkeep.post, upkeep.providers)
    if upkeep.check_links and clock.local(clock.now()).hour in NIGHT:
        await links.check_night(upkeep.database)


async def keep_true(upkeep: Upkeep) -> None:
    """For ever; the first round after a pause, so that starting does nothing at once."""
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            await round_once(upkeep)
        except (SQLAlchemyError, OSError) as error:
            log.error("upkeep_failed", reason=type(error).__name__)
