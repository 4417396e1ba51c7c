"""Every error in one place: problem+json for programs, a Dutch page for people. Never a stack trace, never the words of a parent."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException

from kit import logs
from kit.errors import AppError, Invalid, NotFound, Unavailable
from pages.shell import render

log = logs.get(__name__)

FOR_PROGRAMS = ("/api/", "/webhooks/", "/open-data/")
FOR_STAFF = "/beheer/"
OURS = (DataError, IntegrityError, ProgrammingError)
NOT_KEPT = "Dit is nu niet gelukt, en er is niets veranderd. Ga terug en probeer het zo nog eens."
DUTCH = {
    400: "Dit heeft niet de goede vorm. Ga terug en probeer het opnieuw.",
    404: NotFound.detail,
    405: "Dit kan hier niet.",
    413: "Dit is te groot.",
}


def _answer(request: Request, status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    if request.url.path.startswith(FOR_PROGRAMS):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
        return JSONResponse(body, status, headers, media_type="application/problem+json")
    template = "staff_error.html" if request.url.path.startswith(FOR_STAFF) else "error.html"
    page = render(request, template, status, title=title, detail=detail)
    page.headers.update(headers or {})
    return page


async def app_error(request: Request, error: Exception) -> Response:
    """The answer to an AppError, also for what stands before the router."""
    assert isinstance(error, AppError)
    return _answer(request, error.status, error.title, error.detail, error.headers, **error.more)


async def _invalid(request: Request, error: Exception) -> Response:
    """Names the fields, never what was typed in them."""
    assert isinstance(error, RequestValidationError)
    fields = [{"name": ".".join(str(part) for part in item["loc"][1:]), "reason": item["type"]} for item in error.errors()]
    return _answer(request, 422, Invalid.title, "Het bericht heeft niet de goede vorm.", invalidParams=fields)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = NotFound.title if error.status_code == 404 else Invalid.title
    return _answer(request, error.status_code, title, DUTCH.get(error.status_code, str(error.detail)), dict(error.headers or {}))


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected_error", error=type(error).__name__, route=getattr(request.scope.get("route"), "path", "?"))
    return _answer(request, AppError.status, AppError.title, AppError.detail)


async def _database(request: Request, error: Exception) -> Response:
    """It is down, full, or others hold what is asked for too long: its own trouble, and nothing of this request was kept. What we asked wrongly is ours."""
    if isinstance(error, OURS):
        return await _unexpected(request, error)
    log.error("database_unavailable", error=type(error).__name__, route=getattr(request.scope.get("route"), "path", "?"))
    return _answer(request, Unavailable.status, Unavailable.title, NOT_KEPT, {"Retry-After": "5"})


def install(app: FastAPI) -> None:
    app.add_exception_handler(AppError, app_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind in (DBAPIError, NoConnection):
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, _unexpected)
