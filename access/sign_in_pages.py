"""The way in and out: password, code, identity provider, invitation."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from access.forms import safe_return
from access.models import Account
from access.pages import (
    HALF,
    SESSION,
    AccessService,
    SignedIn,
    SignInFirst,
    Visiting,
    cookie,
    drop_cookie,
    let_in,
    page,
    put_cookie,
    signed_in,
)
from access.people import People
from access.service import HALF_WAY, TOO_LATE, Half
from access.totp import in_groups, picture
from kit.errors import AppError, FormMistakes

router = APIRouter()
Typed = Annotated[str, Form()]


@router.get("/inloggen")
async def sign_in(request: Request, access: AccessService, terug: str = "", uit: str = "") -> Response:
    try:
        await signed_in(request)
    except SignInFirst:
        return _sign_in_page(request, access, terug, signed_out=uit == "ja")
    return RedirectResponse(safe_return(terug), 303)


def _sign_in_page(request: Request, access: AccessService, terug: str, status: int = 200, **values: object) -> Response:
    known: dict[str, object] = {"error": None, "email": "", "signed_out": False, **values}
    provider = access.settings.oidc_name if access.provider else None
    return page(request, None, "access_inloggen.html", status, terug=safe_return(terug), provider=provider, **known)


@router.post("/inloggen")
async def send_password(
    request: Request, access: AccessService, visit: Visiting, email: Typed = "", password: Typed = "", terug: Typed = ""
) -> Response:
    try:
        opened = await access.sign_in(email, password, visit)
    except AppError as error:
        answer = _sign_in_page(request, access, terug, error.status, error=error.detail, email=email)
        answer.headers.update(error.headers)
        return answer
    if isinstance(opened, Half):
        answer = page(request, None, "access_code.html", terug=safe_return(terug), error=None)
        put_cookie(request, answer, HALF, opened.secret, int(HALF_WAY.total_seconds()))
        return answer
    answer = RedirectResponse(safe_return(terug), 303)
    await let_in(request, answer, opened)
    return answer


@router.get("/inloggen/code")
async def code_page() -> Response:
    """Who reloads the page of the code begins again: the password is not kept."""
    return RedirectResponse("/beheer/inloggen", 303)


@router.post("/inloggen/code")
async def send_code(request: Request, access: AccessService, visit: Visiting, code: Typed = "", terug: Typed = "") -> Response:
    try:
        opened = await access.confirm(cookie(request, HALF) or "", code, visit)
    except AppError as error:
        if error.detail == TOO_LATE:
            return _sign_in_page(request, access, terug, error.status, error=error.detail)
        answer = page(request, None, "access_code.html", error.status, terug=safe_return(terug), error=error.detail)
        answer.headers.update(error.headers)
        return answer
    back = RedirectResponse(safe_return(terug), 303)
    await let_in(request, back, opened)
    return back


@router.get("/inloggen/werkaccount")
async def to_provider(request: Request, access: AccessService, visit: Visiting, terug: str = "") -> Response:
    """A link and no form: a form may not lead to another site (form-action)."""
    try:
        url, half = await access.provider_begin(visit, safe_return(terug))
    except AppError as error:
        return _sign_in_page(request, access, terug, error.status, error=error.detail)
    answer = RedirectResponse(url, 303)
    put_cookie(request, answer, HALF, half, int(HALF_WAY.total_seconds()))
    return answer


@router.get("/inloggen/terug")
async def from_provider(request: Request, access: AccessService, visit: Visiting, state: str = "", code: str = "") -> Response:
    """Also when the provider says no: then there is no code."""
    try:
        opened, wanted = await access.provider_finish(cookie(request, HALF) or "", state, code, visit)
    except AppError as error:
        answer = _sign_in_page(request, access, "", error.status, error=error.detail)
        drop_cookie(request, answer, HALF)
        return answer
    back = RedirectResponse(safe_return(wanted), 303)
    await let_in(request, back, opened)
    return back


@router.post("/uitloggen")
async def sign_out(request: Request, access: AccessService, staff: SignedIn, overal: Typed = "") -> Response:
    await access.sign_out(cookie(request, SESSION) or "", staff, everywhere=overal == "ja")
    answer = RedirectResponse("/beheer/inloggen?uit=ja", 303)
    drop_cookie(request, answer, SESSION)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get("/uitnodiging/{secret}")
async def invitation(request: Request, access: AccessService, secret: str) -> Response:
    people = People(access)
    account = await people.invited(secret)
    shown, sealed = people.offer_code(account.id)
    name = account.name if account.password_hash else ""
    return _invitation_page(request, account, shown, sealed, name, {})


def _invitation_page(request: Request, account: Account, shown: str, sealed: str, name: str, errors: dict[str, str]) -> Response:
    values = {"qr": picture(shown, account.email), "typed_over": in_groups(shown), "sealed": sealed}
    status = FormMistakes.status if errors else 200
    return page(request, None, "access_uitnodiging.html", status, email=account.email, name=name, errors=errors, **values)


@router.post("/uitnodiging/{secret}")
async def accept(
    request: Request,
    access: AccessService,
    visit: Visiting,
    secret: str,
    name: Typed = "",
    password: Typed = "",
    again: Typed = "",
    sealed: Typed = "",
    code: Typed = "",
) -> Response:
    people = People(access)
    try:
        opened, codes = await people.accept(secret, name, password, again, sealed, code, visit)
    except FormMistakes as error:
        account = await people.invited(secret)
        shown = people.offered_code(account.id, sealed)
        if shown is None:
            shown, sealed = people.offer_code(account.id)
        return _invitation_page(request, account, shown, sealed, name, error.fields)
    answer = page(request, None, "access_herstelcodes.html", codes=codes, first=True)
    await let_in(request, answer, opened)
    return answer
