"""For the admin, under `/beheer/teams`: who works for one team only, and what could not be sent. Never what a parent asked."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

import access.repository
from access import audit
from access.pages import flash, needs, page
from access.schemas import EVERYWHERE, Role, Staff
from handoff import inbox as words
from handoff import outbox, repository
from handoff.models import OutboxEntry
from handoff.service import Handoffs
from kit import clock
from kit.errors import NotFound

HOME = "/beheer/teams"
CHANNELS = {"mail": "Mail naar het team", "klantinteracties": "Doorgeven aan Open Klant"}
REMOVAL = "Verwijderen uit Open Klant"
router = APIRouter(prefix="/teams")
Admin = Annotated[Staff, needs(Role.ADMIN)]
Ticked = Annotated[list[str], Form(default_factory=list)]


def _handoffs(request: Request) -> Handoffs:
    return request.app.state.handoffs  # type: ignore[no-any-return]


@router.get("")
async def overview(request: Request, staff: Admin) -> Response:
    handoffs = _handoffs(request)
    known = await handoffs.catalogue.current()
    own = staff.gemeenten(Role.ADMIN)
    profiles = [one for one in known.profiles.values() if EVERYWHERE in own or one.id in own]
    divided = {one.id: one for one in profiles if len(one.handoff.teams) > 1}
    async with handoffs.database.session() as session:
        accounts = await access.repository.accounts(session)
        roles = await access.repository.roles(session, [one.id for one in accounts])
        members = {(one.staff_id, one.gemeente, one.team) for one in await repository.teams_of(session, list(divided))}
        stuck = await repository.stuck(session, staff)
    people: list[dict[str, Any]] = [
        {"id": one.id, "name": one.name, "email": one.email, "gemeente": profile.id, "place": profile.name, "teams": profile.handoff.teams}
        for profile in sorted(divided.values(), key=lambda one: one.name)
        for one in accounts
        if one.active and _works_in(roles[one.id], profile.id)
    ]
    posts = [(_words(entry), entry, reference, words.gemeente_name(known, gemeente)) for entry, reference, gemeente in stuck]
    return page(request, staff, "vraag_teams.html", home=HOME, people=people, members=members, posts=posts, local=clock.local)


def _words(entry: OutboxEntry) -> str:
    return CHANNELS.get(entry.channel, entry.channel) if entry.handoff_id else REMOVAL


def _works_in(pairs: frozenset[tuple[str, Role]], gemeente: str) -> bool:
    return bool({(gemeente, Role.WIJKTEAM), (EVERYWHERE, Role.WIJKTEAM)} & pairs)


@router.post("/wie/{gemeente}/{staff_id}")
async def set_teams(request: Request, staff: Admin, gemeente: str, staff_id: str, team: Ticked) -> Response:
    """None of them ticked is all of them."""
    handoffs = _handoffs(request)
    profile = (await handoffs.catalogue.current()).profile(gemeente)
    if profile is None or not set(team) <= {one.id for one in profile.handoff.teams}:
        raise NotFound()
    async with handoffs.database.session() as session:
        if not _works_in((await access.repository.roles(session, [staff_id]))[staff_id], gemeente):
            raise NotFound()
        await repository.put_teams(session, staff_id, gemeente, team)
        await audit.record(session, staff, "teams gewijzigd", gemeente, staff_id)
    flash(request, "De teams zijn opgeslagen. Dit geldt meteen.")
    return RedirectResponse(HOME, 303)


@router.post("/post/{number}")
async def send_again(request: Request, staff: Admin, number: int) -> Response:
    async with _handoffs(request).database.session() as session:
        found = await repository.stuck(session, staff, number)
        if not found or not await outbox.again(session, number):
            raise NotFound()
        entry, reference, gemeente = found[0]
        await audit.record(session, staff, "post opnieuw geprobeerd", gemeente, entry.handoff_id or reference)
    flash(request, "Wegwijs probeert het opnieuw.")
    return RedirectResponse(HOME, 303)
