"""One async engine per process, and one transaction per piece of work. SQLite by default, PostgreSQL by setting."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BUSY_SECONDS = 5
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment, always with its zone; it comes back in UTC. SQLite keeps no zone, so there it is stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a moment without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Base(DeclarativeBase):
    """Parent of all tables; constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment}


def async_url(url: str) -> str:
    """The same database with the driver that we use: `sqlite:///x` becomes `sqlite+aiosqlite:///x`. Raises ValueError for other databases."""
    parsed = make_url(url)
    name = parsed.get_backend_name()
    if name not in DRIVERS:
        raise ValueError(f"WEGWIJS_DATABASE_URL: {name} is not supported, use sqlite or postgresql")
    return parsed.set(drivername=DRIVERS[name]).render_as_string(hide_password=False)


def _options(kind: str) -> dict[str, Any]:
    """PostgreSQL waits for a lock no longer than SQLite does, and a connection that broke meanwhile is noticed before it is used."""
    if kind == "sqlite":
        return {}
    waits = {"lock_timeout": f"{BUSY_SECONDS}s", "jit": "off"}
    return {"pool_pre_ping": True, "connect_args": {"timeout": BUSY_SECONDS, "server_settings": waits}}


def without_zeros(value: Any) -> Any:
    """The same without the sign U+0000, also inside lists and mappings: PostgreSQL refuses it, and no text needs it."""
    match value:
        case str():
            return value.replace("\x00", "")
        case dict():
            return {without_zeros(key): without_zeros(one) for key, one in value.items()}
        case list() | tuple():
            return type(value)(without_zeros(one) for one in value)
    return value


def _to_json(value: Any) -> str:
    return json.dumps(without_zeros(value))


def _plain_parameters(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
    return statement, without_zeros(parameters)


def _connect(dialect: Dialect, _record: object, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """A database that cannot be reached is an error of the database; asyncpg lets those of the network through."""
    from asyncpg.exceptions import PostgresError  # not loaded where SQLite is used

    try:
        return dialect.connect(*positional, **named)
    except (OSError, PostgresError) as error:
        raise OperationalError("connect", None, error) from error


def _careful_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


class Database:
    """An engine and its sessions. `async with database.session()` is one transaction: committed at the end, undone on an error.
    Whatever is wrong with the database, also that it is not there, is a SQLAlchemyError."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        options = _options(address.get_backend_name())
        self.engine: AsyncEngine = create_async_engine(async_url(url), hide_parameters=True, json_serializer=_to_json, **options)
        event.listen(self.engine.sync_engine, "before_cursor_execute", _plain_parameters, retval=True)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _careful_sqlite)
        else:
            event.listen(self.engine.sync_engine, "do_connect", _connect)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        async with self._sessions() as session, session.begin():
            yield session

    async def answers(self) -> bool:
        """Whether the database can be asked anything now."""
        try:
            async with self.engine.connect() as connection:
                await connection.execute(select(1))
        except SQLAlchemyError:
            return False
        return True

    async def scrub(self) -> None:
        """After a removal: nothing of it stays in SQLite's write-ahead log. PostgreSQL looks after its own."""
        if self.engine.dialect.name == "sqlite":
            async with self.engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self.engine.dispose()
