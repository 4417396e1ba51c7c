"""Everything under /beheer comes through here: one router, one check of every form, one ceiling for what is sent."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access import account_pages, admin_pages, csrf, sign_in_pages
from access.pages import BEFORE, SESSION, SignInFirst, cookie, page, service
from kit.errors import TooLarge
from pages.errors import app_error

PREFIX = "/beheer"
SIGN_IN = f"{PREFIX}/inloggen"
LARGEST_BODY = 6 * 1024 * 1024
NEVER_AGAIN = ("password", "again", "old", "code", "sealed")


def install(app: FastAPI, *doors: APIRouter) -> None:
    """The staff pages, with those of other doors (their paths without /beheer)."""
    staff = APIRouter(prefix=PREFIX, dependencies=[Depends(_guard)], include_in_schema=False)
    for router in (sign_in_pages.router, account_pages.router, admin_pages.router, *doors):
        staff.include_router(router)
    app.include_router(staff)
    app.add_middleware(Gate)
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(csrf.Stale, _stale)


async def _guard(request: Request) -> None:
    """Keeps what was filled in, so that it can be offered again when the session was over."""
    if request.method not in csrf.SAFE:
        request.state.form = [pair for pair in (await request.form()).multi_items() if pair[0] != csrf.FIELD]
    secret = cookie(request, SESSION) or cookie(request, BEFORE)
    await csrf.check(request, secret, request.app.state.settings.public_url)


async def _sign_in_first(request: Request, error: Exception) -> Response:
    if request.method == "GET":
        wanted = f"{request.url.path}?{request.url.query}".rstrip("?")
        return RedirectResponse(f"{SIGN_IN}?{urlencode({'terug': wanted})}", 303)
    return _again(request, False) or RedirectResponse(SIGN_IN, 303)


async def _stale(request: Request, error: Exception) -> Response:
    secret = cookie(request, SESSION)
    signed_in = bool(secret) and await service(request).current(secret or "") is not None
    return _again(request, signed_in) or await app_error(request, error)


def _again(request: Request, signed_in: bool) -> Response | None:
    """The same form to send once more, for who was away too long. Not with a file or a secret in it, and only for our own page
    (the guard saw that already)."""
    fields: list[tuple[str, Any]] = request.state.form
    if not fields or any(name in NEVER_AGAIN or not isinstance(value, str) for name, value in fields):
        return None
    return page(request, None, "access_opnieuw.html", 403, fields=fields, signed_in=signed_in)


class Gate:
    """Plain ASGI: refuses a body that is too large before anything reads it, and writes down what flash() said before the answer leaves,
    after the transaction of the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{PREFIX}/"):
            return await self._app(scope, receive, send)
        request = Request(scope)
        request.state.flashes = []

        async def send_after_flashes(message: Message) -> None:
            if message["type"] == "http.response.start" and request.state.flashes:
                texts, request.state.flashes = request.state.flashes, []
                await service(request).keep_flashes(cookie(request, SESSION) or "", texts)
            await send(message)

        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > LARGEST_BODY:
            answer = await app_error(request, TooLarge("Dit is te groot: het mag hooguit 6 MB zijn."))
            return await answer(scope, receive, send)
        await self._app(scope, _counted(receive), send_after_flashes)


def _counted(receive: Receive) -> Receive:
    """For a body that does not say how large it is."""
    size = 0

    async def read() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(TooLarge.status)
        return message

    return read
