"""What must leave the house leaves it: tried again until it is gone, by one sender at a time, and given up only in sight of the admin."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.models import OutboxEntry
from kit import clock, logs
from kit.database import Database

log = logs.get(__name__)

Sender = Callable[[OutboxEntry], Awaitable[None]]
Senders = Mapping[str, Sender]

LEASE = timedelta(minutes=5)
SENDING_SECONDS = 240.0
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 20
LOOK_EVERY_SECONDS = 5.0
SENT = {"mail": "gemaild", "klantinteracties": "gepost"}


def wait_after(tries: int) -> timedelta:
    """A minute after the first try, twice as long each time, six hours at most."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 20)), LONGEST_WAIT)


async def run_once(database: Database, senders: Senders) -> int:
    """Try everything that is due, the oldest first; returns how many went well. A sender raises when it failed."""
    done = 0
    while (entry := await _next(database, senders)) is not None:
        done += await _try(database, senders[entry.channel], entry)
    return done


async def _next(database: Database, senders: Senders) -> OutboxEntry | None:
    """One entry that nobody else is sending, ours until the lease ends. Who stops in the middle leaves it for the next."""
    now = clock.now()
    free = or_(OutboxEntry.busy_until.is_(None), OutboxEntry.busy_until < now)
    due = (OutboxEntry.state == "wacht", OutboxEntry.next_at <= now, OutboxEntry.channel.in_(senders), free)
    async with database.session() as session:
        for number in await session.scalars(select(OutboxEntry.id).where(*due).order_by(OutboxEntry.next_at).limit(20)):
            taken = update(OutboxEntry).where(OutboxEntry.id == number, *due).values(busy_until=now + LEASE).returning(OutboxEntry.id)
            if await session.scalar(taken) is not None:
                return await session.get(OutboxEntry, number, populate_existing=True)
    return None


async def _try(database: Database, sender: Sender, entry: OutboxEntry) -> bool:
    try:
        async with asyncio.timeout(SENDING_SECONDS):
            await sender(entry)
    except Exception as error:
        await _failed(database, entry, error)
        return False
    await _sent(database, entry)
    return True


async def _sent(database: Database, entry: OutboxEntry) -> None:
    values = {"state": "verstuurd", "done_at": clock.now(), "busy_until": None, "error": None, "tries": entry.tries + 1}
    async with database.session() as session:
        if await _change(session, entry, values) and entry.handoff_id:
            await repository.add_event(session, entry.handoff_id, SENT.get(entry.channel, "verstuurd"), data={"occasion": entry.occasion})
    log.info("outbox_sent", entry=entry.id, channel=entry.channel)


async def _failed(database: Database, entry: OutboxEntry, error: Exception) -> None:
    """`error` in the table is the kind of it: its message may quote what was sent."""
    tries = entry.tries + 1
    given_up = tries >= MOST_TRIES
    values = {
        "tries": tries,
        "state": "opgegeven" if given_up else "wacht",
        "next_at": clock.now() + wait_after(tries),
        "busy_until": None,
        "error": type(error).__name__[:200],
    }
    async with database.session() as session:
        if await _change(session, entry, values) and given_up and entry.handoff_id:
            await repository.add_event(session, entry.handoff_id, "mislukt", data={"channel": entry.channel})
    log.warning("outbox_failed", entry=entry.id, channel=entry.channel, tries=tries, reason=type(error).__name__)


async def _change(session: AsyncSession, entry: OutboxEntry, values: dict[str, Any]) -> bool:
    """False when the handoff went meanwhile, and its entries with it."""
    changed = update(OutboxEntry).where(OutboxEntry.id == entry.id).values(**values).returning(OutboxEntry.id)
    return await session.scalar(changed) is not None


async def again(session: AsyncSession, number: int) -> bool:
    """An entry that was given up is tried as if it were new. False when there is no such entry."""
    values = {"state": "wacht", "tries": 0, "next_at": clock.now(), "busy_until": None}
    changed = update(OutboxEntry).where(OutboxEntry.id == number, OutboxEntry.state == "opgegeven").values(**values)
    return await session.scalar(changed.returning(OutboxEntry.id)) is not None


async def keep_sending(database: Database, senders: Senders) -> None:
    """Runs beside the server until it is cancelled; a database that fails now is asked again later. One channel does not wait for another."""
    while True:
        try:
            await asyncio.gather(*(run_once(database, {channel: sender}) for channel, sender in senders.items()))
        except (SQLAlchemyError, OSError) as error:
            log.error("outbox_stopped", reason=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_SECONDS)
