"""Every database statement about live chats and about who is there for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from access.schemas import EVERYWHERE, Role, Staff
from handoff.models import LiveChat, Presence, TeamMember

ASKED, CONNECTED, BACK, MISSED, STOPPED = "gevraagd", "verbonden", "terug", "gemist", "gestopt"
OPEN = (ASKED, CONNECTED)


# ---- for the parent and the machine ----


async def open_of(session: AsyncSession, conversation_id: str) -> LiveChat | None:
    """The chat that waits or goes on now; of one conversation there is one at most."""
    asked = select(LiveChat).where(LiveChat.conversation_id == conversation_id, LiveChat.state.in_(OPEN))
    return await session.scalar(asked.order_by(LiveChat.asked_at.desc()).limit(1))


async def change(session: AsyncSession, chat_id: str, states: Sequence[str], *more: ColumnElement[bool], **values: Any) -> LiveChat | None:
    """Changes a chat that is in one of these states. Of two at once one gets None."""
    changed = update(LiveChat).where(LiveChat.id == chat_id, LiveChat.state.in_(states), *more).values(**values).returning(LiveChat.id)
    if await session.scalar(changed.execution_options(synchronize_session=False)) is None:
        return None
    return await session.get(LiveChat, chat_id, populate_existing=True)


async def given_up(session: AsyncSession, now: datetime) -> list[LiveChat]:
    """Who has waited as long as the profile says."""
    return list(await session.scalars(select(LiveChat).where(LiveChat.state == ASKED, LiveChat.give_up_at <= now)))


async def connected(session: AsyncSession) -> list[LiveChat]:
    return list(await session.scalars(select(LiveChat).where(LiveChat.state == CONNECTED)))


async def remove(session: AsyncSession, conversation_id: str) -> list[LiveChat]:
    """Takes out all chats of a conversation; gives those that were open."""
    found = await session.scalars(select(LiveChat).where(LiveChat.conversation_id == conversation_id, LiveChat.state.in_(OPEN)))
    still_open = list(found)
    await session.execute(delete(LiveChat).where(LiveChat.conversation_id == conversation_id))
    return still_open


async def before(session: AsyncSession, gemeente: str, team: str) -> int:
    """How many parents wait for this team now."""
    waiting = select(func.count()).where(LiveChat.gemeente == gemeente, LiveChat.team == team, LiveChat.state == ASKED)
    return await session.scalar(waiting) or 0


# ---- who is there ----


async def free_places(session: AsyncSession, gemeente: str, team: str, since: datetime) -> int:
    """How many parents more could be helped now by who was seen after `since`, less those who wait already."""
    busy = select(func.count()).where(LiveChat.state == CONNECTED, LiveChat.staff_id == Presence.staff_id).scalar_subquery()
    there = select(Presence.at_most, busy).where(Presence.gemeente == gemeente, Presence.team == team, Presence.seen_at > since)
    free = sum([max(0, int(at_most) - int(taken)) for at_most, taken in await session.execute(there)])
    return free - await before(session, gemeente, team)


async def presence_of(session: AsyncSession, staff_id: str) -> list[Presence]:
    return list(await session.scalars(select(Presence).where(Presence.staff_id == staff_id).order_by(Presence.gemeente, Presence.team)))


async def last_seen(session: AsyncSession, staff_id: str) -> datetime | None:
    return await session.scalar(select(func.max(Presence.seen_at)).where(Presence.staff_id == staff_id))


async def put_presence(session: AsyncSession, staff_id: str, places: Iterable[tuple[str, str]], at_most: int, now: datetime) -> None:
    """These teams (gemeente, team) and no others; none at all is being away."""
    await session.execute(delete(Presence).where(Presence.staff_id == staff_id))
    session.add_all(Presence(staff_id=staff_id, gemeente=gemeente, team=team, at_most=at_most, seen_at=now) for gemeente, team in places)


async def seen(session: AsyncSession, staff_id: str, now: datetime, since: datetime) -> None:
    """Still there. Who was not seen after `since` went away without saying so, and has to say again that they are there."""
    own = Presence.staff_id == staff_id
    await session.execute(delete(Presence).where(own, Presence.seen_at <= since))
    await session.execute(update(Presence).where(own).values(seen_at=now))


# ---- for staff ----


def visible_to(staff: Staff) -> Select[LiveChat]:
    """What this person may see: every read of staff begins here."""
    return select(LiveChat).where(*theirs(staff))


def theirs(staff: Staff) -> tuple[ColumnElement[bool], ...]:
    """Of a gemeente where they work in the wijkteam, of their own team when they have one there; a chat that somebody took is theirs alone."""
    own = staff.gemeenten(Role.WIJKTEAM)
    place = true() if EVERYWHERE in own else LiveChat.gemeente.in_(sorted(own))
    teams = select(TeamMember.team).where(TeamMember.staff_id == staff.id, TeamMember.gemeente == LiveChat.gemeente)
    mine = or_(LiveChat.staff_id.is_(None), LiveChat.staff_id == staff.id)
    return place, or_(~teams.exists(), LiveChat.team.in_(teams)), mine


async def seen_by(session: AsyncSession, staff: Staff, chat_id: str) -> LiveChat | None:
    found: LiveChat | None = await session.scalar(visible_to(staff).where(LiveChat.id == chat_id))
    return found


async def waiting(session: AsyncSession, staff: Staff) -> list[LiveChat]:
    """Danger first, then who waits longest."""
    found = visible_to(staff).where(LiveChat.state == ASKED).order_by(LiveChat.danger.is_(None), LiveChat.asked_at)
    return list(await session.scalars(found))


async def mine(session: AsyncSession, staff: Staff) -> list[LiveChat]:
    """The chats in which this person is, the oldest first."""
    found = visible_to(staff).where(LiveChat.state == CONNECTED, LiveChat.staff_id == staff.id).order_by(LiveChat.joined_at)
    return list(await session.scalars(found))


async def own_teams(session: AsyncSession, staff_id: str) -> set[tuple[str, str]]:
    """(gemeente, team) of who works for one team only."""
    found = await session.execute(select(TeamMember.gemeente, TeamMember.team).where(TeamMember.staff_id == staff_id))
    return {(gemeente, team) for gemeente, team in found}


async def was_for(session: AsyncSession, staff: Staff, chat_id: str) -> bool:
    """Whether they may see chats of this team, whoever is in this one now."""
    place, team, _ = theirs(staff)
    return await session.scalar(select(LiveChat.id).where(LiveChat.id == chat_id, place, team)) is not None
