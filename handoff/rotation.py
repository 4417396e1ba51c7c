"""A new key for everything that is sealed, while the server runs. Stopped halfway it goes on where it was; the old keys go last."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from handoff.models import Handoff, HandoffEvent, MeldcodeStep
from handoff.sealed import COLUMNS
from kit import logs
from kit.database import Base, Database
from privacy.vault import CannotOpen, Vault

log = logs.get(__name__)

AT_A_TIME = 100
WAIT_SECONDS = 60.0  # longer than any transaction: who sealed with the old key has stored it by then, and who read it has opened it


@dataclass(frozen=True)
class Place:
    """A sealed column. `keys` name its row; `belongs_to` makes of them what the text is bound to."""

    model: type[Base]
    column: InstrumentedAttribute[Any]
    keys: tuple[InstrumentedAttribute[Any], ...]
    bound_by: tuple[InstrumentedAttribute[Any], ...]
    belongs_to: Callable[..., str]


def _handoff(name: str) -> Place:
    return Place(Handoff, getattr(Handoff, name), (Handoff.id,), (Handoff.id,), lambda handoff_id: f"handoff/{handoff_id}/{name}")


STEP = (MeldcodeStep.handoff_id, MeldcodeStep.step)
PLACES = (
    *(_handoff(name) for name in COLUMNS),
    Place(HandoffEvent, HandoffEvent.text, (HandoffEvent.id,), (HandoffEvent.handoff_id,), lambda handoff_id: f"event/{handoff_id}"),
    Place(MeldcodeStep, MeldcodeStep.note, STEP, STEP, lambda handoff_id, step: f"meldcode/{handoff_id}/{step}"),
)


@dataclass(frozen=True)
class Rotated:
    """`unreadable` texts are no longer sealed by a key of ours, or were changed. As long as there are any that an old key might open, it stays."""

    resealed: int
    unreadable: int
    dropped: int


async def rotate(database: Database, vault: Vault, wait_seconds: float = WAIT_SECONDS) -> Rotated:
    """A new key, unless an earlier run stopped before the end; everything sealed with it; then the old keys go.

    Raises BlockingIOError when another rotation runs.
    """
    with vault.alone():
        key = vault.newest if len(vault.names) > 1 else vault.add_key()
        total = 0
        while True:
            resealed, _ = await _reseal(database, vault, key)
            total += resealed
            await asyncio.sleep(wait_seconds)
            late, unreadable = await _reseal(database, vault, key)
            total += late
            if not late:
                break
        old = [name for name in vault.names if name != key]
        if not unreadable:
            vault.drop_keys(key)
        log.info("keys_rotated", resealed=total, unreadable=unreadable)
        return Rotated(total, unreadable, 0 if unreadable else len(old))


async def _reseal(database: Database, vault: Vault, key: str) -> tuple[int, int]:
    """Everything once; returns how many were resealed and how many cannot be opened."""
    found = [await _reseal_column(database, vault, key, place) for place in PLACES]
    return sum(resealed for resealed, _ in found), sum(unreadable for _, unreadable in found)


async def _reseal_column(database: Database, vault: Vault, key: str, place: Place) -> tuple[int, int]:
    resealed = unreadable = 0
    after: tuple[Any, ...] | None = None
    while rows := await _batch(database, key, place, after):
        texts = [_resealed(vault, place, row) for row in rows]
        await _store(database, place, [(row, text) for row, text in zip(rows, texts, strict=True) if text is not None])
        resealed += len(rows) - texts.count(None)
        unreadable += texts.count(None)
        after = tuple(rows[-1])[: len(place.keys)]
    return resealed, unreadable


async def _batch(database: Database, key: str, place: Place, after: tuple[Any, ...] | None) -> list[Row[Any]]:
    """Rows (keys, what it is bound by, sealed text) that are sealed with another key, after these keys."""
    asked = select(*place.keys, *place.bound_by, place.column).where(place.column.is_not(None), ~place.column.startswith(f"{key}."))
    if after is not None:
        asked = asked.where(tuple_(*place.keys) > tuple_(*after))
    async with database.session() as session:
        return list(await session.execute(asked.order_by(*place.keys).limit(AT_A_TIME)))


def _resealed(vault: Vault, place: Place, row: Row[Any]) -> str | None:
    """None when it cannot be opened."""
    belongs_to = place.belongs_to(*row[len(place.keys) : -1])
    try:
        return vault.seal(vault.open(row[-1], belongs_to), belongs_to)
    except CannotOpen:
        log.error("cannot_reseal", table=place.model.__tablename__, column=place.column.key)
        return None


async def _store(database: Database, place: Place, resealed: list[tuple[Row[Any], str]]) -> None:
    """What somebody wrote meanwhile stays as they wrote it."""
    async with database.session() as session:
        for row, text in resealed:
            this = [column == value for column, value in zip(place.keys, row, strict=False)]
            await session.execute(update(place.model).where(*this, place.column == row[-1]).values({place.column: text}))
