"""What every staff page uses: SignedIn, needs, page, flash. Cookies of staff are read and written here only."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from access import csrf
from access.nav import entries
from access.schemas import Role, Staff
from access.service import DEVICE_KNOWN, Access, Opened, Visit
from kit.errors import NotFound
from kit.ids import new_token
from pages.shell import render

SESSION, BEFORE, HALF, DEVICE = "beheer", "beheer-vooraf", "beheer-half", "beheer-apparaat"
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}


class SignInFirst(Exception):
    """Nobody is signed in here, or not any more."""


def service(request: Request) -> Access:
    return request.app.state.access  # type: ignore[no-any-return]


AccessService = Annotated[Access, Depends(service)]


async def signed_in(request: Request) -> Staff:
    """Who is at work. Anyone else is sent to sign in and comes back here afterwards; what they had filled in is not lost."""
    secret = cookie(request, SESSION)
    found = await service(request).current(secret, take_flashes=request.method == "GET") if secret else None
    if found is None:
        raise SignInFirst()
    request.state.current = found
    return found.staff


SignedIn = Annotated[Staff, Depends(signed_in)]


def needs(role: Role) -> Any:
    """A dependency that gives the Staff when they have this role: for the `gemeente` in the path if there is one, else anywhere.
    Otherwise the page does not exist (404)."""

    async def check(request: Request, staff: SignedIn) -> Staff:
        gemeente = request.path_params.get("gemeente")
        if not (staff.has(role) if gemeente is None else staff.may(role, gemeente)):
            raise NotFound()
        return staff

    return Depends(check)


def page(request: Request, staff: Staff | None, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A staff page: `values` plus `staff`, `csrf`, the menu and what flash() said. `staff` is None before signing in."""
    settings = request.app.state.settings
    known_secret = cookie(request, SESSION) or cookie(request, BEFORE)
    secret = known_secret or new_token()
    current = getattr(request.state, "current", None)
    known = {
        "staff": staff,
        "nav": entries(staff) if staff else [],
        "csrf": csrf.token(secret),
        "flashes": current.flashes if current else [],
        "demo": current.demo if current else settings.demo_accounts,
        "idle_seconds": int(settings.staff_idle.total_seconds()),
    }
    answer = render(request, template, status, **known, **values)
    answer.headers["Referrer-Policy"] = "same-origin"  # with no-referrer a browser hides the Origin of our own forms
    if known_secret is None:
        put_cookie(request, answer, BEFORE, secret)
    return answer


def flash(request: Request, text: str) -> None:
    """One sentence on top of the next page of this person. Written just before the answer leaves, after your transaction."""
    request.state.flashes.append(text)


def visit(request: Request) -> Visit:
    """Who stands at the door."""
    agent = request.headers.get("user-agent", "")
    kind = " op ".join(next((words for sign, words in names.items() if sign in agent), "onbekend") for names in (BROWSERS, SYSTEMS))
    return Visit(request.client.host if request.client else "unknown", cookie(request, DEVICE), kind)


Visiting = Annotated[Visit, Depends(visit)]


def cookie(request: Request, name: str) -> str | None:
    return request.cookies.get(_full(request, name))


def put_cookie(request: Request, answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """For this browser until it closes, or for `seconds`. Lax, since a sign-in at the identity provider comes back from another site."""
    secure = request.app.state.settings.secure_cookies
    answer.set_cookie(_full(request, name), value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def drop_cookie(request: Request, answer: Response, name: str) -> None:
    secure = request.app.state.settings.secure_cookies
    answer.delete_cookie(_full(request, name), path="/", httponly=True, samesite="lax", secure=secure)


def _full(request: Request, name: str) -> str:
    """With this beginning a browser takes the cookie only over HTTPS from this very host."""
    return f"__Host-{name}" if request.app.state.settings.secure_cookies else name


async def let_in(request: Request, answer: Response, opened: Opened) -> None:
    """The cookies of a new session; the session that this browser had before is over."""
    await service(request).drop(cookie(request, SESSION))
    put_cookie(request, answer, SESSION, opened.secret)
    put_cookie(request, answer, DEVICE, opened.device, int(DEVICE_KNOWN.total_seconds()))
    drop_cookie(request, answer, HALF)
    drop_cookie(request, answer, BEFORE)
