"""The catalogue as the actions read it: one live snapshot per process, refreshed when an editor publishes."""

from functools import cache

from catalog.search import Catalogue, Live
from kit.database import Database
from settings import Settings


@cache
def _live() -> Live:
    settings = Settings()
    return Live(Database(settings.database_url), late=settings.offer_late)


async def catalogue() -> Catalogue:
    """What is published now."""
    return await _live().current()
