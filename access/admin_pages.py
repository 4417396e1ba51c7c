"""Who may come in: the page of the admin."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from access.account_pages import in_words
from access.forms import roles_of
from access.pages import AccessService, flash, needs, page
from access.people import LastAdmin, Pairs, People
from access.schemas import EVERYWHERE, ROLE_LABELS, Role, Staff
from kit.errors import FormMistakes, NotFound

router = APIRouter(prefix="/toegang")
Admin = Annotated[Staff, needs(Role.ADMIN)]
Typed = Annotated[str, Form()]
Ticked = Annotated[list[str], Form(default_factory=list)]


async def _places(access: AccessService, by: Staff) -> dict[str, str]:
    """Id and name of the gemeenten where this admin may give roles; `*` last when that is everywhere, so that nobody gives it by accident."""
    everywhere = {EVERYWHERE: "Alle gemeenten"} if by.may(Role.ADMIN, EVERYWHERE) else {}
    names = sorted((await access.names()).items(), key=lambda item: item[1])
    return {key: name for key, name in names if by.may(Role.ADMIN, key)} | everywhere


async def _wanted(access: AccessService, by: Staff, kept: list[str], gemeente: str, extra: list[str]) -> Pairs:
    """Boxes that stay ticked, and the roles that come with one more gemeente. Raises NotFound for what this admin cannot give."""
    wanted = roles_of([*kept, *(f"{gemeente}:{role}" for role in extra)])
    if wanted is None or not {place for place, _ in wanted} <= (await _places(access, by)).keys():
        raise NotFound()
    return wanted


@router.get("")
async def overview(request: Request, access: AccessService, staff: Admin) -> Response:
    return await _overview(request, access, staff)


async def _overview(
    request: Request, access: AccessService, staff: Staff, errors: dict[str, str] | None = None, email: str = ""
) -> Response:
    names = await access.names()
    people = [(found, in_words(found.roles, names)) for found in await People(access).everybody(staff)]
    values = {"people": people, "places": await _places(access, staff), "labels": ROLE_LABELS, "errors": errors or {}, "email": email}
    return page(request, staff, "access_toegang.html", FormMistakes.status if errors else 200, **values)


@router.post("")
async def invite(request: Request, access: AccessService, staff: Admin, extra: Ticked, email: Typed = "", gemeente: Typed = "") -> Response:
    wanted = await _wanted(access, staff, [], gemeente, extra)
    try:
        invited = await People(access).invite(staff, email, wanted)
    except FormMistakes as error:
        return await _overview(request, access, staff, error.fields, email)
    if invited.secret is None:
        flash(request, "Deze persoon heeft al een account. De rollen zijn toegevoegd.")
        return RedirectResponse(f"/beheer/toegang/{invited.staff_id}", 303)
    return await _person_page(request, access, staff, invited.staff_id, link=_link(access, invited.secret))


def _link(access: AccessService, secret: str) -> str:
    return f"{access.settings.address}/beheer/uitnodiging/{secret}"


@router.get("/{staff_id}")
async def person(request: Request, access: AccessService, staff: Admin, staff_id: str) -> Response:
    return await _person_page(request, access, staff, staff_id)


async def _person_page(request: Request, access: AccessService, staff: Staff, staff_id: str, status: int = 200, **more: str) -> Response:
    found = await People(access).person(staff, staff_id)
    places, names = await _places(access, staff), await access.names()
    here = frozenset(pair for pair in found.roles if pair[0] in places)
    boxes = [(f"{gemeente}:{role}", in_words([(gemeente, role)], names)[0]) for gemeente, role in sorted(here)]
    values = {"person": found, "places": places, "labels": ROLE_LABELS, "boxes": boxes, "elsewhere": in_words(found.roles - here, names)}
    values |= {"link": "", "error": "", **more}
    return page(request, staff, "access_persoon.html", status, **values)


@router.post("/{staff_id}/rollen")
async def set_roles(
    request: Request, access: AccessService, staff: Admin, staff_id: str, kept: Ticked, extra: Ticked, gemeente: Typed = ""
) -> Response:
    try:
        await People(access).set_roles(staff, staff_id, await _wanted(access, staff, kept, gemeente, extra))
    except LastAdmin as error:
        return await _person_page(request, access, staff, staff_id, error.status, error=error.detail)
    flash(request, "De rollen zijn opgeslagen. Deze persoon moet opnieuw inloggen.")
    return RedirectResponse(f"/beheer/toegang/{staff_id}", 303)


@router.post("/{staff_id}/uit")
async def switch_off(request: Request, access: AccessService, staff: Admin, staff_id: str) -> Response:
    try:
        await People(access).switch(staff, staff_id, on=False)
    except LastAdmin as error:
        return await _person_page(request, access, staff, staff_id, error.status, error=error.detail)
    flash(request, "Het account is uitgezet. Deze persoon is overal uitgelogd.")
    return RedirectResponse(f"/beheer/toegang/{staff_id}", 303)


@router.post("/{staff_id}/aan")
async def switch_on(request: Request, access: AccessService, staff: Admin, staff_id: str) -> Response:
    await People(access).switch(staff, staff_id, on=True)
    flash(request, "Het account staat weer aan.")
    return RedirectResponse(f"/beheer/toegang/{staff_id}", 303)


@router.post("/{staff_id}/link")
async def new_link(request: Request, access: AccessService, staff: Admin, staff_id: str) -> Response:
    secret = await People(access).new_link(staff, staff_id)
    return await _person_page(request, access, staff, staff_id, link=_link(access, secret))


@router.post("/{staff_id}/sessies")
async def end_sessions(request: Request, access: AccessService, staff: Admin, staff_id: str) -> Response:
    await People(access).end_sessions(staff, staff_id)
    flash(request, "Deze persoon is overal uitgelogd.")
    return RedirectResponse(f"/beheer/toegang/{staff_id}", 303)
