"""The start page, and one's own account: password, codes, sessions."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from access.nav import entries
from access.pages import SESSION, AccessService, SignedIn, Visiting, cookie, flash, let_in, page
from access.people import People
from access.schemas import EVERYWHERE, ROLE_LABELS, Role, Staff
from access.service import aware
from access.totp import in_groups, picture
from kit.clock import local
from kit.errors import FormMistakes, TooFast

router = APIRouter()
Typed = Annotated[str, Form()]


@router.get("/")
async def start(request: Request, access: AccessService, staff: SignedIn) -> Response:
    return page(request, staff, "access_start.html", entries=entries(staff), roles=in_words(staff.roles, await access.names()))


def in_words(pairs: Iterable[tuple[str, Role]], names: dict[str, str]) -> list[str]:
    """Roles as a sentence each: `redacteur voor Voorbeeldstad`."""
    places = {EVERYWHERE: "alle gemeenten", **names}
    return [f"{ROLE_LABELS[role]} voor {places.get(gemeente, gemeente)}" for gemeente, role in sorted(pairs)]


@router.post("/blijf", status_code=204)
async def stay(staff: SignedIn) -> None:
    """Who is still typing stays signed in: the page says so every few minutes."""


@router.get("/account")
async def account(request: Request, access: AccessService, staff: SignedIn) -> Response:
    return await _account_page(request, access, staff)


async def _account_page(request: Request, access: AccessService, staff: Staff, errors: dict[str, str] | None = None) -> Response:
    people = People(access)
    own = await people.own(staff)
    sessions = [(row, local(aware(row.begun_at)), row.number == request.state.current.number) for row in await people.sessions(staff)]
    values: dict[str, object] = {"has_password": own.password_hash is not None, "has_code": own.totp_sealed is not None}
    values |= {"connected": own.oidc_subject is not None, "left": await people.codes_left(staff), "sessions": sessions}
    values |= {"errors": errors or {}, "roles": in_words(staff.roles, await access.names())}
    return page(request, staff, "access_account.html", FormMistakes.status if errors else 200, **values)


@router.post("/account/wachtwoord")
async def new_password(
    request: Request,
    access: AccessService,
    visit: Visiting,
    staff: SignedIn,
    old: Typed = "",
    password: Typed = "",
    again: Typed = "",
) -> Response:
    try:
        opened = await People(access).change_password(staff, old, password, again, visit)
    except FormMistakes as error:
        return await _account_page(request, access, staff, error.fields)
    except TooFast as error:
        return await _account_page(request, access, staff, {"old": error.detail})
    answer = RedirectResponse("/beheer/account", 303)
    await let_in(request, answer, opened)
    await access.keep_flashes(opened.secret, ["Je wachtwoord is veranderd. Op andere apparaten ben je uitgelogd."])
    return answer


@router.get("/account/code")
async def code(request: Request, access: AccessService, staff: SignedIn) -> Response:
    shown, sealed = People(access).offer_code(staff.id)
    return _code_page(request, staff, shown, sealed, {})


def _code_page(request: Request, staff: Staff, shown: str, sealed: str, errors: dict[str, str]) -> Response:
    values = {"qr": picture(shown, staff.email), "typed_over": in_groups(shown), "sealed": sealed, "errors": errors}
    return page(request, staff, "access_nieuwe_code.html", FormMistakes.status if errors else 200, **values)


@router.post("/account/code")
async def new_code(
    request: Request, access: AccessService, staff: SignedIn, old: Typed = "", sealed: Typed = "", code: Typed = ""
) -> Response:
    people = People(access)
    try:
        codes = await people.change_code(staff, cookie(request, SESSION) or "", old, sealed, code)
    except (FormMistakes, TooFast) as error:
        shown = people.offered_code(staff.id, sealed)
        if shown is None:
            shown, sealed = people.offer_code(staff.id)
        return _code_page(request, staff, shown, sealed, error.fields if isinstance(error, FormMistakes) else {"old": error.detail})
    return page(request, staff, "access_herstelcodes.html", codes=codes, first=False)


@router.post("/account/sessies/{number}")
async def end_session(request: Request, access: AccessService, staff: SignedIn, number: str) -> Response:
    await People(access).end_own_session(staff, number)
    flash(request, "Die sessie is beëindigd.")
    return RedirectResponse("/beheer/account", 303)
