"""Alembic's way in: the tables of all doors, and the database of the settings unless a caller gave another."""

import asyncio

from alembic import context
from sqlalchemy import Connection

import access.models  # noqa: F401
import catalog.models  # noqa: F401
import chat.models  # noqa: F401
import handoff.models  # noqa: F401
import insights.models  # noqa: F401
from kit.database import Base, Database
from settings import Settings


def _migrate(connection: Connection) -> None:
    """All in one transaction; SQLite gets batch mode, since it cannot alter a column."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    database = Database(context.config.get_main_option("sqlalchemy.url") or Settings().database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(_migrate)
    await database.close()


asyncio.run(run())
