"""Web addresses in the catalogue: do they still lead somewhere? Looked at on request and at night, one site at a time and without haste."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.models import CatalogueDocument, CatalogueLink
from kit import clock, logs
from kit.database import Database
from kit.public_http import Budget, Hidden, Unreachable, status

log = logs.get(__name__)

GOOD, BROKEN, SILENT, CLOSED = "goed", "stuk", "stil", "dicht"
PATIENCE = timedelta(days=3)  # a site that does not answer is given so long before anybody is asked to look
GOOD_FOR, AGAIN = timedelta(days=6), timedelta(hours=12)
GONE = {404: "Deze pagina is er niet (meer).", 410: "Deze pagina is weggehaald."}
SHUT = (401, 403, 405, 406, 429, 451, 999)  # the site is there and does not want programs
SECONDS_PER_SITE = 1.0
SITES_AT_ONCE = 4
MOST_A_NIGHT = 5000


def addresses(body: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Every web address in a document by its path: `{"start.url": "https://…", "people.0.url": "https://…"}`."""
    found: dict[str, str] = {}
    for name, value in body.items():
        path = f"{above}{name}"
        if isinstance(value, Mapping):
            found |= addresses(value, f"{path}.")
        elif isinstance(value, list):
            for at, one in enumerate(value):
                found |= addresses(one, f"{path}.{at}.") if isinstance(one, Mapping) else {}
        elif name == "url" and isinstance(value, str) and value.startswith(("http://", "https://")):
            found[path] = value
    return found


async def look(url: str) -> tuple[str, str]:
    """The state of an address, and how people say it."""
    try:
        code = await status(url, Budget(seconds=20, size=65_536, requests=10))
    except Hidden as error:
        return BROKEN, error.detail
    except Unreachable as error:
        return SILENT, error.detail
    if code in GONE:
        return BROKEN, GONE[code]
    if code in SHUT:
        return CLOSED, "De site laat een programma niet kijken. Open de link zelf."
    if code >= 400:
        return SILENT, f"De site geeft een fout (code {code})."
    return GOOD, "De link werkt."


@dataclass(frozen=True)
class Place:
    """Where an address stands."""

    kind: str
    id: str
    path: str
    url: str


async def places(session: AsyncSession) -> list[Place]:
    """Every address that a parent can get to see."""
    rows = await session.stream(
        select(CatalogueDocument.kind, CatalogueDocument.id, CatalogueDocument.body).execution_options(yield_per=500)
    )
    return [
        Place(kind, name, path, url)
        async for kind, name, body in rows
        if body.get("status") != "ingetrokken"
        for path, url in addresses(body).items()
    ]


async def check(database: Database, wanted: Iterable[Place]) -> int:
    """Looks at these addresses, each one once, and keeps what was found; how many do not work."""
    by_url: dict[str, list[Place]] = defaultdict(list)
    for place in wanted:
        by_url[place.url].append(place)
    room = asyncio.Semaphore(SITES_AT_ONCE)
    broken = await asyncio.gather(*(_site(database, room, urls, by_url) for urls in _by_site(by_url)))
    return sum(broken)


def _by_site(urls: Iterable[str]) -> Iterator[list[str]]:
    sites: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        sites[(urlsplit(url).hostname or "").removeprefix("www.")].append(url)
    yield from sites.values()


async def _site(database: Database, room: asyncio.Semaphore, urls: list[str], places: Mapping[str, list[Place]]) -> int:
    """The addresses of one site after another."""
    broken = 0
    async with room:
        for number, url in enumerate(urls):
            if number:
                await asyncio.sleep(SECONDS_PER_SITE)
            state, told = await look(url)
            async with database.session() as session:
                for place in places[url]:
                    await _keep(session, place, state, told)
            broken += state in (BROKEN, SILENT)
    return broken


async def _keep(session: AsyncSession, place: Place, state: str, told: str) -> None:
    """`since` stays while the same address is in the same state."""
    now = clock.now()
    row = await session.get(CatalogueLink, (place.kind, place.id, place.path))
    if row is None:
        row = CatalogueLink(kind=place.kind, document_id=place.id, path=place.path, since=now, state="", url="")
        session.add(row)
    if (row.url, row.state) != (place.url, state):
        row.since = now
    row.url, row.state, row.told, row.checked_at = place.url, state, told, now


async def check_night(database: Database) -> int:
    """What was not looked at for a while, or did not work: the longest ago first. Forgets addresses that no longer stand anywhere."""
    async with database.session() as session:
        now = {(place.kind, place.id, place.path): place for place in await places(session)}
        known = {(row.kind, row.document_id, row.path): row for row in await session.scalars(select(CatalogueLink))}
        for gone in known.keys() - now.keys():
            await session.delete(known[gone])
    due = sorted((place for key, place in now.items() if _due(place, known.get(key))), key=lambda place: _looked(place, known))
    broken = await check(database, due[:MOST_A_NIGHT])
    log.info("links_checked", count=len(due[:MOST_A_NIGHT]), broken=broken)
    return broken


def _due(place: Place, row: CatalogueLink | None) -> bool:
    if row is None or row.url != place.url:
        return True
    return row.checked_at <= clock.now() - (GOOD_FOR if row.state in (GOOD, CLOSED) else AGAIN)


def _looked(place: Place, known: Mapping[tuple[str, str, str], CatalogueLink]) -> datetime:
    row = known.get((place.kind, place.id, place.path))
    return row.checked_at if row else datetime.min.replace(tzinfo=clock.UTC)


async def of_document(session: AsyncSession, kind: str, document_id: str) -> list[CatalogueLink]:
    """What is known of the addresses of one document."""
    rows = select(CatalogueLink).where(CatalogueLink.kind == kind, CatalogueLink.document_id == document_id)
    return list(await session.scalars(rows.order_by(CatalogueLink.path)))
