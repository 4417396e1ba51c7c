"""Headers that every answer carries, whatever door it came through."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_VERSION = "1.0.0"
NOBODY = "frame-ancestors 'none'"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        NOBODY,
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "no-store",
}
CACHEABLE = ("/static/", "/widget/")
FRAMED = "/chat/"
HOME = "/"
MICROPHONE = "camera=(), geolocation=(), microphone=(self)"  # where the chat stands a parent may speak instead of type


class SecurityHeaders:
    """Plain ASGI, so that streams are not held up. `sites` may show the chat, and nothing else of us, in a frame."""

    def __init__(self, app: ASGIApp, sites: Iterable[str] = ()) -> None:
        self._app = app
        self._framed = POLICY.replace(NOBODY, " ".join(("frame-ancestors 'self'", *sites)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(scope["path"], MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, path: str, headers: MutableHeaders) -> None:
        if path.startswith(FRAMED):
            headers.setdefault("Content-Security-Policy", self._framed)
        if path == HOME or path.startswith(FRAMED):
            headers.setdefault("Permissions-Policy", MICROPHONE)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if path.startswith(CACHEABLE):
            headers["Cache-Control"] = "no-cache"
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if path.startswith("/api/"):
            headers["API-Version"] = API_VERSION
