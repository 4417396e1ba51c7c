"""The only file that talks to Open Klant: looking, making, changing and removing over its Klantinteracties API. No word of it in a log."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from kit import logs
from settings import Settings

log = logs.get(__name__)

Body = dict[str, Any]

TIMEOUT_SECONDS = 20.0
MOST_FOUND = 100
HERE = ("localhost", "127.0.0.1", "::1")


class OpenKlantFailed(Exception):
    """The kind of failure is in the name: a message could quote what was sent."""


class NotReached(OpenKlantFailed):
    """No answer."""


class NotAllowed(OpenKlantFailed):
    """The token is wrong, or may not do this."""


class Refused(OpenKlantFailed):
    """It does not take what we send: another version, or a rule that we do not know."""


class Broken(OpenKlantFailed):
    """It says that it is broken or busy, or gives an answer that is none."""


class OpenKlant:
    """One per process. Paths are those of the API without slashes: `klantcontacten`."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Raises ValueError when half of the settings is there, or the address is not https and not this machine."""
        url = settings.klantinteracties_url.rstrip("/") + "/"
        address = urlsplit(url)
        if not settings.klantinteracties_token:
            raise ValueError("WEGWIJS_KLANTINTERACTIES_TOKEN ontbreekt")
        if not address.hostname or (address.scheme != "https" and not (address.scheme == "http" and address.hostname in HERE)):
            raise ValueError("WEGWIJS_KLANTINTERACTIES_URL: gebruik https://")
        headers = {"Authorization": f"Token {settings.klantinteracties_token}", "Accept": "application/json"}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS, transport=transport)

    async def find(self, path: str, **filters: str) -> list[Body]:
        """The first hundred. Raises OpenKlantFailed."""
        answer = self._body(await self._ask("GET", path, params={**filters, "pageSize": str(MOST_FOUND)}))
        found = answer.get("results")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Broken()
        return found

    async def get(self, path: str, uuid: str) -> Body | None:
        """None when it is not there. Raises OpenKlantFailed."""
        answer = await self._ask("GET", f"{path}/{uuid}", missing=True)
        return None if answer.status_code == httpx.codes.NOT_FOUND else self._body(answer)

    async def make(self, path: str, body: Body) -> str:
        """Its uuid. Raises OpenKlantFailed."""
        return uuid_of(self._body(await self._ask("POST", path, json=body)))

    async def change(self, path: str, uuid: str, body: Body) -> None:
        """Raises OpenKlantFailed."""
        await self._ask("PATCH", f"{path}/{uuid}", json=body)

    async def remove(self, path: str, uuid: str) -> None:
        """Also when it is gone already. Raises OpenKlantFailed."""
        await self._ask("DELETE", f"{path}/{uuid}", missing=True)

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, method: str, path: str, missing: bool = False, **given: Any) -> httpx.Response:
        """`missing`: that it is not there is an answer too."""
        try:
            answer = await self._http.request(method, path, **given)
        except httpx.HTTPError as error:
            log.warning("open_klant_not_reached", reason=type(error).__name__)
            raise NotReached() from None
        if answer.is_success or (missing and answer.status_code == httpx.codes.NOT_FOUND):
            return answer
        log.warning("open_klant_refused", method=method, path=path.split("/")[0], status=answer.status_code, fields=_fields(answer))
        raise _failure(answer.status_code)

    @staticmethod
    def _body(answer: httpx.Response) -> Body:
        try:
            body = answer.json()
        except ValueError:
            raise Broken() from None
        if not isinstance(body, dict):
            raise Broken()
        return body


def uuid_of(found: Mapping[str, Any]) -> str:
    """Raises Broken for an object without one."""
    uuid = found.get("uuid")
    if not isinstance(uuid, str) or not uuid:
        raise Broken()
    return uuid


def _failure(status: int) -> OpenKlantFailed:
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return NotAllowed()
    too_busy = status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.REQUEST_TIMEOUT)
    return Refused() if status < httpx.codes.INTERNAL_SERVER_ERROR and not too_busy else Broken()


def _fields(answer: httpx.Response) -> list[str]:
    """`adres: max_length`: names and codes only, since a reason may quote."""
    try:
        wrong = answer.json().get("invalidParams") or []
        return [f"{str(one['name'])[:60]}: {str(one['code'])[:40]}" for one in wrong][:10]
    except (ValueError, AttributeError, KeyError, TypeError):
        return []
