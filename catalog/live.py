"""The catalogue as it is in the database now, in memory: a change made by any process is seen within two seconds."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from catalog import repository
from catalog.index import LATE
from catalog.snapshot import Catalogue, CatalogueBuilder
from kit.database import Database

LOOK_EVERY = 1.0  # seconds


class Live:
    """Holds the newest snapshot. While a new one is made, turns go on with the old one; so they do when the database cannot be read."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic, late: timedelta = LATE) -> None:
        """`late`: how long after check_again an offer may still be shown."""
        self._database = database
        self._clock = clock
        self._late = late
        self._lock = asyncio.Lock()
        self._catalogue: Catalogue | None = None
        self._version = 0
        self._keys: set[tuple[str, str]] = set()
        self._looked = float("-inf")

    async def current(self) -> Catalogue:
        """The snapshot to use for one turn. Raises SQLAlchemyError only when nothing was ever read."""
        catalogue = self._catalogue
        if catalogue is not None and (self._lock.locked() or self._clock() - self._looked < LOOK_EVERY):
            return catalogue
        async with self._lock:
            return await self._refreshed()

    async def _refreshed(self) -> Catalogue:
        if self._catalogue is not None and self._clock() - self._looked < LOOK_EVERY:
            return self._catalogue
        self._looked = self._clock()
        try:
            return await self._read()
        except SQLAlchemyError:
            if self._catalogue is None:
                raise
            return self._catalogue

    async def _read(self) -> Catalogue:
        async with self._database.session() as session:
            at = await repository.version(session)
            if self._catalogue is None or at != self._version:
                self._catalogue = await self._newer(session, self._catalogue)
                self._version = at
            return self._catalogue

    async def _newer(self, session: AsyncSession, old: Catalogue | None) -> Catalogue:
        builder, keys = CatalogueBuilder(old, self._late), set(self._keys) if old else set()
        async for part in repository.batches(session, self._version if old else 0):
            keys |= part.keys
            await asyncio.to_thread(builder.add, part.offers, part.tips, part.profiles, part.vectors)
        if old is not None and len(keys) != await repository.count(session):
            return await self._newer(session, None)  # rows were removed, which a look at the changed ones does not show
        self._keys = keys
        return await asyncio.to_thread(builder.catalogue)
