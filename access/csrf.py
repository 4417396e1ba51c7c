"""A form that changes something must come from our own page (Origin, Sec-Fetch-Site) and from this browser's own session (token)."""

import hmac
from urllib.parse import urlsplit

from fastapi import Request

from kit.errors import AppError
from kit.ids import fingerprint

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD, HEADER = "csrf", "x-csrf-token"


class Foreign(AppError):
    status = 403
    title = "Dit kan niet"
    detail = "Dit formulier komt van een andere site. Ga naar Wegwijs en probeer het daar."


class Stale(AppError):
    """The form is ours and from our own page, but of an earlier session."""

    status = 403
    title = "Je was even weg"
    detail = "Deze pagina was te oud. Ga terug, vernieuw de pagina en probeer het opnieuw."


def token(secret: str) -> str:
    """The token that belongs to the secret in a cookie; it does not give the secret away."""
    return fingerprint(f"csrf {secret}")


def same_origin(request: Request, public_url: str) -> bool:
    """What the browser itself says. A browser that says nothing at all is not believed."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is not None and origin != "null":
        return _ours(origin, request.headers.get("host", ""), public_url)
    return site is not None


def _ours(origin: str, host: str, public_url: str) -> bool:
    if public_url:
        wanted = urlsplit(public_url)
        return origin == f"{wanted.scheme}://{wanted.netloc}"
    return urlsplit(origin).netloc == host


async def check(request: Request, secret: str | None, public_url: str) -> None:
    """For every method that changes something. Raises Foreign, or Stale when only the token is wrong."""
    if request.method in SAFE:
        return
    if not same_origin(request, public_url):
        raise Foreign()
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    if not secret or not isinstance(given, str) or not hmac.compare_digest(given.encode(), token(secret).encode()):
        raise Stale()
