"""Every database statement about handoffs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from access.schemas import EVERYWHERE, Role, Staff
from handoff.models import Handoff, HandoffEvent, HandoffFact, MeldcodeStep, OutboxEntry, TeamMember
from handoff.schemas import Wanted
from kit import clock

DONE = "afgerond"
OPEN_KLANT = "klantinteracties"
SEALED = (Handoff.code, Handoff.contact, Handoff.question, Handoff.transcript)
ON_A_PAGE = 50


async def of_form(session: AsyncSession, conversation_id: str, form_hash: str) -> Handoff | None:
    """What this very form made before."""
    return await session.scalar(select(Handoff).where(Handoff.conversation_id == conversation_id, Handoff.form_hash == form_hash))


async def by_reference(session: AsyncSession, reference: str) -> Handoff | None:
    """For the parent, who has a code; staff go through `visible_to`. Nobody else changes it before this transaction ends."""
    return await session.scalar(select(Handoff).where(Handoff.reference == reference).with_for_update())


async def of_conversation(session: AsyncSession, conversation_id: str) -> list[Handoff]:
    return list(await session.scalars(select(Handoff).where(Handoff.conversation_id == conversation_id).order_by(Handoff.created_at)))


async def open_in(session: AsyncSession, conversation_id: str) -> int:
    """How many questions of this conversation wait for an answer."""
    asked = select(func.count()).select_from(Handoff).where(Handoff.conversation_id == conversation_id, Handoff.status != DONE)
    return await session.scalar(asked) or 0


async def add_event(
    session: AsyncSession,
    handoff_id: str,
    kind: str,
    staff_id: str | None = None,
    text: str | None = None,
    data: dict[str, Any] | None = None,
) -> HandoffEvent:
    """`text` is sealed already, `data` holds ids and codes only."""
    event = HandoffEvent(handoff_id=handoff_id, at=clock.now(), kind=kind, staff_id=staff_id, text=text, data=data or {})
    session.add(event)
    await session.flush()
    return event


def add_to_outbox(session: AsyncSession, handoff_id: str, channel: str, occasion: str) -> None:
    """To be sent as soon as this transaction stands."""
    values = {"state": "wacht", "tries": 0, "next_at": clock.now(), "busy_until": None, "error": None, "data": {}, "done_at": None}
    session.add(OutboxEntry(handoff_id=handoff_id, channel=channel, occasion=occasion, **values))


def add_removal(session: AsyncSession, data: dict[str, Any]) -> None:
    """What was posted of a handoff that is gone here must go there too; tried and given up as everything else."""
    values = {"state": "wacht", "tries": 0, "next_at": clock.now(), "busy_until": None, "error": None, "data": data, "done_at": None}
    session.add(OutboxEntry(handoff_id=None, channel=OPEN_KLANT, occasion="verwijderen", **values))


def elsewhere(row: Handoff) -> dict[str, str]:
    """By what a handoff is recognised where it was posted."""
    return {"handoff": row.id, "reference": row.reference, "gemeente": row.gemeente}


async def forget_unsent(session: AsyncSession, handoff_id: str, channel: str) -> None:
    """What was not sent yet need not be sent any more."""
    await session.execute(
        delete(OutboxEntry).where(OutboxEntry.handoff_id == handoff_id, OutboxEntry.channel == channel, OutboxEntry.state == "wacht")
    )


def close(row: Handoff, outcome: str, days: int) -> None:
    """Finished now; kept for `days` more."""
    row.status, row.outcome, row.closed_at, row.version = DONE, outcome, clock.now(), row.version + 1
    row.delete_after = row.closed_at + timedelta(days=days)


async def remove(session: AsyncSession, row: Handoff) -> None:
    """The only way in which a handoff goes: with everything that hangs on it, and what was posted elsewhere after it. A counted fact stays."""
    session.add(fact_of(row))
    for entry in await outbox_of(session, row.id):
        if entry.channel == OPEN_KLANT:
            add_removal(session, {**entry.data, **elsewhere(row)})
    await session.flush()
    await session.execute(delete(Handoff).where(Handoff.id == row.id))


def fact_of(row: Handoff) -> HandoffFact:
    """Without an id, a name or a word. Contact is the first attempt to reach the parent, or the end of the work."""
    year, week, _ = clock.local(row.created_at).isocalendar()
    reached_at = reached(row)
    return HandoffFact(
        gemeente=row.gemeente,
        team=row.team,
        week=f"{year}-W{week:02}",
        topic=row.topics[0] if row.topics else None,
        urgency=row.urgency,
        outcome=row.outcome or "ingetrokken",
        hours_to_contact=None if reached_at is None else int((reached_at - row.created_at).total_seconds() // 3600),
        within_norm=None if reached_at is None else reached_at <= row.due_at,
    )


def reached(row: Handoff) -> datetime | None:
    """When the team first did what it promised; None while that has not happened, or when the parent took the question back first."""
    return row.tried_to_reach_at or (row.closed_at if row.withdrawn_at is None else None)


# ---- for staff ----


def visible_to(staff: Staff) -> Select[Handoff]:
    """What this person may see: every read of staff begins here."""
    return select(Handoff).where(*_theirs(staff))


def _theirs(staff: Staff) -> tuple[ColumnElement[bool], ...]:
    """Of a gemeente where they work in the wijkteam, and of their own team when they have one there. Being admin does not count: the
    parent said yes to the team."""
    own = staff.gemeenten(Role.WIJKTEAM)
    place = true() if EVERYWHERE in own else Handoff.gemeente.in_(sorted(own))
    teams = select(TeamMember.team).where(TeamMember.staff_id == staff.id, TeamMember.gemeente == Handoff.gemeente)
    return place, or_(~teams.exists(), Handoff.team.in_(teams))


async def seen_by(session: AsyncSession, staff: Staff, handoff_id: str) -> Handoff | None:
    return await session.scalar(visible_to(staff).where(Handoff.id == handoff_id))


async def listed(session: AsyncSession, staff: Staff, wanted: Wanted) -> tuple[list[Handoff], int]:
    """One page of the inbox without what is sealed, and how many there are in all. Urgent first, then what is due first."""
    found = visible_to(staff).where(*_filters(staff, wanted))
    total = await session.scalar(select(func.count()).select_from(found.with_only_columns(Handoff.id).subquery())) or 0
    newest = (Handoff.closed_at.desc(),) if wanted.status == DONE else ()
    order = (*newest, Handoff.urgency.desc(), Handoff.due_at, Handoff.id)  # "spoed" comes after "normaal"
    page = found.options(*(defer(column, raiseload=True) for column in SEALED)).order_by(*order)
    return list(await session.scalars(page.limit(ON_A_PAGE).offset((wanted.page - 1) * ON_A_PAGE))), total


def _filters(staff: Staff, wanted: Wanted) -> list[ColumnElement[bool]]:
    late = (Handoff.closed_at.is_(None), Handoff.tried_to_reach_at.is_(None), Handoff.due_at < clock.now())
    asked: list[tuple[object, tuple[ColumnElement[bool], ...]]] = [
        (wanted.status == "open", (Handoff.status != DONE,)),
        (wanted.status not in ("open", "alle"), (Handoff.status == wanted.status,)),
        (wanted.gemeente, (Handoff.gemeente == wanted.gemeente,)),
        (wanted.team, (Handoff.team == wanted.team,)),
        (wanted.mine, (Handoff.assignee == staff.id,)),
        (wanted.late, late),
        (wanted.urgent, (Handoff.urgency == "spoed",)),
        (wanted.reference, (Handoff.reference.startswith(wanted.reference, autoescape=True),)),
    ]
    return [one for chosen, conditions in asked if chosen for one in conditions]


async def state_of_inbox(session: AsyncSession, staff: Staff) -> tuple[Any, ...]:
    """Another value as soon as anything changed in what this person may see; the first is how many questions nobody has taken."""
    new = func.count().filter(Handoff.status == "nieuw")
    told = visible_to(staff).with_only_columns(new, func.count(), func.sum(Handoff.version), func.max(Handoff.created_at))
    return tuple((await session.execute(told)).one())


async def change(
    session: AsyncSession, staff: Staff, handoff_id: str, version: int | None, statuses: Sequence[str], **values: Any
) -> Handoff | None:
    """Changes what this person may see, if it has one of these statuses and is still this `version` (None: any). Of two at once one gets
    None."""
    asked = [Handoff.id == handoff_id, Handoff.status.in_(statuses), Handoff.withdrawn_at.is_(None), *_theirs(staff)]
    if version is not None:
        asked.append(Handoff.version == version)
    changed = update(Handoff).where(*asked).values(version=Handoff.version + 1, **values).returning(Handoff.id)
    if await session.scalar(changed.execution_options(synchronize_session=False)) is None:
        return None
    return await session.get(Handoff, handoff_id, populate_existing=True)


async def events_of(session: AsyncSession, handoff_id: str) -> list[HandoffEvent]:
    """The oldest first."""
    return list(await session.scalars(select(HandoffEvent).where(HandoffEvent.handoff_id == handoff_id).order_by(HandoffEvent.id)))


async def outbox_of(session: AsyncSession, handoff_id: str) -> list[OutboxEntry]:
    return list(await session.scalars(select(OutboxEntry).where(OutboxEntry.handoff_id == handoff_id).order_by(OutboxEntry.id)))


async def meldcode_of(session: AsyncSession, handoff_id: str) -> dict[int, MeldcodeStep]:
    """The steps that were written down, by number."""
    return {one.step: one for one in await session.scalars(select(MeldcodeStep).where(MeldcodeStep.handoff_id == handoff_id))}


async def teams_of(session: AsyncSession, gemeenten: Sequence[str]) -> list[TeamMember]:
    """Who works for one team only, in these gemeenten."""
    return list(await session.scalars(select(TeamMember).where(TeamMember.gemeente.in_(gemeenten))))


async def put_teams(session: AsyncSession, staff_id: str, gemeente: str, teams: Sequence[str]) -> None:
    """These and no others; none at all is every team of the gemeente."""
    await session.execute(delete(TeamMember).where(TeamMember.staff_id == staff_id, TeamMember.gemeente == gemeente))
    session.add_all(TeamMember(staff_id=staff_id, gemeente=gemeente, team=team) for team in teams)


async def stuck(session: AsyncSession, admin: Staff, number: int | None = None) -> list[tuple[OutboxEntry, str, str]]:
    """What was given up, in the gemeenten of this admin, with reference and gemeente of its question; or only the entry `number`."""
    asked = select(OutboxEntry, Handoff.reference, Handoff.gemeente).outerjoin(Handoff, Handoff.id == OutboxEntry.handoff_id)
    asked = asked.where(OutboxEntry.state == "opgegeven", *([OutboxEntry.id == number] if number is not None else []))
    found = await session.execute(asked.order_by(OutboxEntry.id))
    told = [(entry, reference or entry.data["reference"], gemeente or entry.data["gemeente"]) for entry, reference, gemeente in found]
    return [one for one in told if admin.may(Role.ADMIN, one[2])]


async def counted(session: AsyncSession, gemeente: str) -> list[HandoffFact]:
    """Every question of a gemeente as a fact: those that are here still, and what stayed of those that are gone. An outcome is empty
    while the question is open."""
    asked = select(Handoff).where(Handoff.gemeente == gemeente).options(*(defer(column, raiseload=True) for column in SEALED))
    here = list(await session.scalars(asked))
    facts = [fact_of(row) for row in here]
    for fact, row in zip(facts, here, strict=True):
        fact.outcome = row.outcome or ""
    return facts + list(await session.scalars(select(HandoffFact).where(HandoffFact.gemeente == gemeente)))
