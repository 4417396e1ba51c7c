"""Questions in the database, and people of the team, for tests of the inbox."""

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select

from access.models import AuditEntry
from access.schemas import Role
from handoff import sealed
from handoff.models import Handoff, HandoffEvent, TeamMember
from handoff.references import new_code, new_reference
from kit import clock
from kit.ids import fingerprint, new_id
from tests.access.factory import StaffClient, sign_in
from tests.handoff.asking import change_profile, desk

HOME = "/beheer/vragen"
QUESTION = "Wie kan met ons meedenken over de avonden?"
NAME, PHONE, EMAIL = "Fatima uit de Dorpsstraat", "+31612345678", "fatima@ouder.example"
TALK = [
    {"from": "user", "type": "text", "text": "hij slaapt al weken niet"},
    {"from": "bot", "type": "tips", "title": "Tips over slapen", "items": []},
]
WIJKTEAM = frozenset({("voorbeeldstad", Role.WIJKTEAM)})
TEAMS = [{"id": "oost", "name": "Team Oost"}, {"id": "west", "name": "Team West"}]


async def question(client: httpx.AsyncClient, **values: Any) -> Handoff:
    """A question as it stands in the database, with everything in it; `values` are columns."""
    handoff_id, now = values.pop("id", None) or new_id(), clock.now()
    code = new_code()
    personal = {
        "code": code,
        "contact": {"name": NAME, "phone": PHONE, "email": EMAIL},
        "question": values.pop("question", QUESTION),
        "transcript": values.pop("transcript", TALK),
    }
    whole: dict[str, Any] = {
        "reference": new_reference(),
        "code_hash": fingerprint(code),
        "gemeente": "voorbeeldstad",
        "team": "wijkteam",
        "wijk": "Centrum",
        "topics": ["slapen"],
        "ages": [[3.0, 3.0]],
        "weight": "zwaar",
        "tried": [],
        "urgency": "normaal",
        "status": "nieuw",
        "version": 1,
        "preferred_time": "ochtend",
        "consent_version": "1",
        "consent_at": now,
        "consent_scope": "vraag_en_gesprek",
        "created_at": now,
        "due_at": now + timedelta(days=2),
        **values,
    }
    row = Handoff(id=handoff_id, **whole, **sealed.seal(desk(client).vault, handoff_id, personal))
    async with desk(client).database.session() as session:
        session.add(row)
        await session.flush()
        session.add(HandoffEvent(handoff_id=row.id, at=row.created_at, kind="gemaakt", data={}))
    return row


async def worker(client: httpx.AsyncClient, name: str = "Noor", gemeente: str = "voorbeeldstad", *teams: str) -> StaffClient:
    """Somebody of the wijkteam, signed in; of these teams only when there are any."""
    found = await sign_in(client, {(gemeente, Role.WIJKTEAM)}, name=name)
    async with desk(client).database.session() as session:
        session.add_all(TeamMember(staff_id=found.staff.id, gemeente=gemeente, team=team) for team in teams)
    return found


async def two_teams(client: httpx.AsyncClient, **more: str) -> None:
    """Voorbeeldstad has team Oost and team West from now on."""
    known = await desk(client).profile("voorbeeldstad")
    made = [type(known.handoff.teams[0])(**{**one, **more}) for one in TEAMS]
    await change_profile(client, teams=made)


async def now_in(client: httpx.AsyncClient, row: Handoff) -> Handoff:
    async with desk(client).database.session() as session:
        return await session.get_one(Handoff, row.id)


async def events(client: httpx.AsyncClient, row: Handoff) -> list[HandoffEvent]:
    async with desk(client).database.session() as session:
        return list(await session.scalars(select(HandoffEvent).where(HandoffEvent.handoff_id == row.id).order_by(HandoffEvent.id)))


async def kinds(client: httpx.AsyncClient, row: Handoff) -> list[str]:
    """What happened, without who looked."""
    return [one.kind for one in await events(client, row) if one.kind != "geopend"]


async def audited(client: httpx.AsyncClient, row: Handoff) -> list[tuple[str | None, str]]:
    async with desk(client).database.session() as session:
        found = await session.scalars(select(AuditEntry).where(AuditEntry.subject == row.id).order_by(AuditEntry.id))
        return [(one.staff_id, one.action) for one in found]
