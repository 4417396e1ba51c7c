"""`python -m chat clean`: remove the conversations whose time is over."""

import asyncio
import sys

from chat.retention import clean
from kit.database import Database
from settings import Settings


async def _clean() -> None:
    database = Database(Settings().database_url)
    removed = await clean(database)
    await database.close()
    sys.stdout.write(f"{removed} gesprekken verwijderd\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["clean"]:
        raise SystemExit("gebruik: python -m chat clean")
    asyncio.run(_clean())
