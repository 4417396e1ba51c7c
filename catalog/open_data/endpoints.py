"""`/open-data/hsds`: open to everybody and every site, read only, in pages, with what a cache needs to ask less."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, StreamingResponse
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from catalog.open_data import mapping
from catalog.open_data import repository as stored
from catalog.open_data.mapping import Published
from catalog.open_data.repository import Asked, Book
from catalog.open_data.schemas import (
    About,
    Hsds,
    LocationListed,
    Organization,
    OrganizationWithServices,
    Page,
    Service,
    ServiceAtLocationListed,
    ServiceAtLocationWhole,
    ServiceBrief,
    ServiceListed,
    Taxonomy,
    TaxonomyTerm,
)
from catalog.open_data.taxonomies import BY_ID, SCHEMES, TERMS
from kit.clock import local, now
from kit.database import Database
from kit.errors import Invalid, NotFound, TooFast

PREFIX = "/open-data/hsds"
PROFILE = "https://docs.openreferraluk.org/en/3.0/"
MOST_ON_A_PAGE = 500
CACHE = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
READABLE = ["ETag", "Last-Modified", "Retry-After", "Link"]
NDJSON = "application/x-ndjson"

Model = TypeVar("Model", bound=BaseModel)
Listed = TypeVar("Listed", bound=BaseModel)

router = APIRouter(prefix=PREFIX, tags=["open data"])


class Feed:
    """What one process keeps for its feed: ids, and how often each address has asked this minute."""

    def __init__(self, per_minute: int) -> None:
        self.book = Book()
        self._limit = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, address: str) -> None:
        """Raises TooFast. The address stays in memory for a minute."""
        if not self._limiter.hit(self._limit, address):
            raise TooFast(headers={"Retry-After": "60"})


def install(app: FastAPI, database: Callable[[Request], Database]) -> None:
    """The feed, for every site. `database` finds the one of a running server."""
    app.state.feed = Feed(app.state.settings.open_data_requests_per_minute)
    app.state.feed_database = database
    app.include_router(router, include_in_schema=False)
    app.add_middleware(ForEverySite)


class ForEverySite:
    """Plain ASGI: a browser may read the feed from any site, whatever the chat API allows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(app, allow_origins=["*"], allow_methods=["GET"], allow_headers=["*"], expose_headers=READABLE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_feed = scope["type"] == "http" and scope["path"].startswith(f"{PREFIX}/")
        await (self._open if of_feed else self._app)(scope, receive, send)


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    request.app.state.feed.spend(request.client.host if request.client else "unknown")
    async with request.app.state.feed_database(request).session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(_session, scope="function")]  # over before the answer leaves: a slow reader holds nothing
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]
Format = Annotated[Literal["json", "ndjson"], Query(description="`ndjson`: everything at once, one object a line.")]
Search = Annotated[str, Query(max_length=200)]


class Frame:
    """Which part of a list is asked, in which form."""

    def __init__(self, page: PageNumber = 1, per_page: PerPage = 50, format: Format = "json") -> None:
        self.page, self.per_page, self.lines = page, per_page, format == "ndjson"


def _asked(
    search: Search = "",
    taxonomy_term_id: UUID | None = None,
    taxonomy_id: UUID | None = None,
    organization_id: UUID | None = None,
    minimum_age: Annotated[float | None, Query(ge=0, le=150)] = None,
    maximum_age: Annotated[float | None, Query(ge=0, le=150)] = None,
    modified_after: Annotated[
        datetime | date | None, Query(description="On or after this moment. Then withdrawn services are told too.")
    ] = None,
    start_time: Annotated[str, Query(max_length=20)] = "",
    end_time: Annotated[str, Query(max_length=20)] = "",
    day: Annotated[str, Query(max_length=20)] = "",
) -> Asked:
    return Asked(
        search=search,
        taxonomy_term_id=taxonomy_term_id,
        taxonomy_id=taxonomy_id,
        organization_id=organization_id,
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        modified_after=_moment(modified_after),
        timed=bool(start_time or end_time or day),
    )


def _moment(given: datetime | date | None) -> datetime | None:
    """A day is its first moment; without a zone it is UTC."""
    if given is None:
        return None
    return stored.aware(given if isinstance(given, datetime) else datetime.combine(given, time()))


Filters = Annotated[Asked, Depends(_asked)]
Framed = Annotated[Frame, Depends()]


def _today() -> date:
    return local(now()).date()


def _book(request: Request) -> Book:
    found: Book = request.app.state.feed.book
    return found


async def _answer(request: Request, session: AsyncSession, found: BaseModel) -> Response:
    """The body, or 304 when whoever asks has it already."""
    body = found.model_dump_json(exclude_none=True).encode()
    changed = await stored.changed_at(session)
    headers = {**CACHE, "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if changed:
        headers["Last-Modified"] = format_datetime(changed.replace(microsecond=0), usegmt=True)
    if _known(request, headers["ETag"], changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _known(request: Request, etag: str, changed: datetime | None) -> bool:
    if (tags := request.headers.get("if-none-match")) is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = request.headers.get("if-modified-since")
    try:
        return bool(since and changed) and changed is not None and changed.replace(microsecond=0) <= parsedate_to_datetime(str(since))
    except (ValueError, TypeError):
        return False


def _page(of: type[Listed], contents: Sequence[Listed], total: int, frame: Frame) -> Page[Listed]:
    pages = -(-total // frame.per_page)
    return Page[of](  # type: ignore[valid-type]
        total_items=total,
        total_pages=pages,
        page_number=frame.page,
        size=len(contents),
        first_page=frame.page == 1,
        last_page=frame.page >= pages,
        empty=not contents,
        contents=list(contents),
    )


def _lines(parts: AsyncIterator[Iterable[BaseModel]]) -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        async for part in parts:
            for one in part:
                yield f"{one.model_dump_json(exclude_none=True)}\n"

    return StreamingResponse(lines(), media_type=NDJSON, headers=CACHE)


def _narrow(of: type[Model], whole: BaseModel) -> Model:
    """A larger object as a smaller one."""
    return of.model_validate({name: getattr(whole, name) for name in of.model_fields})


async def _paged(request: Request, session: AsyncSession, of: type[Listed], everything: Sequence[Listed], frame: Frame) -> Response:
    async def parts() -> AsyncIterator[Iterable[BaseModel]]:
        yield everything

    if frame.lines:
        return _lines(parts())
    begin = (frame.page - 1) * frame.per_page
    return await _answer(request, session, _page(of, everything[begin : begin + frame.per_page], len(everything), frame))


@router.get("/", response_model=About)
async def about(request: Request, session: Session) -> Response:
    settings = request.app.state.settings
    openapi = f"{settings.address}{PREFIX}/openapi.json"
    found = About.model_validate(
        {"version": "HSDS-UK-3.0", "profile": PROFILE, "openapi_url": openapi, "license": settings.open_data_licence}
    )
    return await _answer(request, session, found)


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request, _: Session) -> JSONResponse:
    licence = {"name": "Licence of the data", "url": request.app.state.settings.open_data_licence}
    found = get_openapi(
        title="Wegwijs open data",
        version="3.0",
        routes=router.routes,
        license_info=licence,
        servers=[{"url": request.app.state.settings.address}],
    )
    return JSONResponse(found, headers=CACHE)


def _shape(full: bool, minimal: bool) -> type[Service] | type[ServiceBrief] | type[ServiceListed]:
    return ServiceBrief if minimal else Service if full else ServiceListed


@router.get("/services", response_model=Page[ServiceListed])
async def services(
    request: Request, session: Session, frame: Framed, asked: Filters, full: bool = False, minimal: bool = False
) -> Response:
    shape = _shape(full, minimal)
    if frame.lines:
        return _lines(_all_services(request, asked, shape))
    total, found = await stored.services(session, _book(request), asked, frame.page, frame.per_page, _today())
    contents = await asyncio.to_thread(lambda: [_narrow(shape, mapping.service(one)) for one in found])
    return await _answer(request, session, _page(shape, contents, total, frame))


async def _all_services(request: Request, asked: Asked, shape: type[Any]) -> AsyncIterator[Iterable[BaseModel]]:
    """In parts, each in a transaction of its own: whoever reads slowly keeps nothing open."""
    database: Database = request.app.state.feed_database(request)
    async with database.session() as session:
        wanted = await stored.ids(session, _book(request), asked)
    for at in range(0, len(wanted), MOST_ON_A_PAGE):
        async with database.session() as session:
            found = await stored.by_ids(session, wanted[at : at + MOST_ON_A_PAGE], _today())
        yield [_narrow(shape, mapping.service(one)) for one in found]


@router.get("/services/{id}", response_model=Service)
async def service(request: Request, session: Session, id: str) -> Response:
    return await _answer(request, session, mapping.service(await _published(request, session, id)))


async def _published(request: Request, session: AsyncSession, id: str) -> Published:
    offer_id = (await _book(request).keys(session)).services.get(_uuid(id).int)
    found = await stored.by_ids(session, [offer_id], _today()) if offer_id else []
    if not found:
        raise NotFound()
    return found[0]


def _uuid(id: str) -> UUID:
    """Raises NotFound for what is no UUID: nothing of ours has such an id."""
    try:
        return UUID(id)
    except ValueError:
        raise NotFound() from None


@router.get("/service_at_locations", response_model=Page[ServiceAtLocationListed])
async def service_at_locations(
    request: Request,
    session: Session,
    frame: Framed,
    asked: Filters,
    postcode: Annotated[str, Query(max_length=10)] = "",
    proximity: Annotated[
        int | None, Query(ge=0, description="No offer of ours has coordinates: with a postcode you get its whole gemeente.")
    ] = None,
    full: bool = False,
) -> Response:
    if proximity is not None and not postcode:
        raise Invalid("proximity gaat alleen samen met postcode.")
    spots = await _spots(request, session, replace(asked, postcode=postcode))
    shape = ServiceAtLocationWhole if full else ServiceAtLocationListed
    if frame.lines:
        return _lines(_all_spots(request, spots, shape))
    begin = (frame.page - 1) * frame.per_page
    contents = await _at_locations(session, spots[begin : begin + frame.per_page], shape)
    return await _answer(request, session, _page(shape, contents, len(spots), frame))


async def _spots(request: Request, session: AsyncSession, asked: Asked) -> list[tuple[str, str]]:
    """Offer and place, of everything that fits. With a postcode the places elsewhere fall out."""
    by_offer = (await _book(request).keys(session)).spots
    here = await stored.wijken_at(session, asked.postcode) if asked.postcode else None
    found = [(one, key) for one in await stored.ids(session, _book(request), asked) for key in by_offer.get(one, ())]
    return [(one, key) for one, key in found if here is None or not key.startswith("gemeente:") or key.partition(":")[2] in here]


async def _at_locations(session: AsyncSession, spots: Sequence[tuple[str, str]], shape: type[Any]) -> list[Any]:
    found = {one.offer.id: one for one in await stored.by_ids(session, list(dict.fromkeys(one for one, _ in spots)), _today())}
    return [_at_location(found[offer_id], key, shape) for offer_id, key in spots if offer_id in found]


def _at_location(found: Published, key: str, shape: type[Any]) -> Hsds:
    spot, whole = mapping.service_at_location(found, key), mapping.service(found)
    narrow = shape is ServiceAtLocationListed
    made: Hsds = shape(
        id=spot.id,
        service_id=spot.service_id,
        location_id=spot.location_id,
        location=_narrow(LocationListed, spot.location) if narrow else spot.location,
        service=_narrow(ServiceListed, whole) if narrow else whole,
    )
    return made


async def _all_spots(request: Request, spots: list[tuple[str, str]], shape: type[Any]) -> AsyncIterator[Iterable[BaseModel]]:
    database: Database = request.app.state.feed_database(request)
    for at in range(0, len(spots), MOST_ON_A_PAGE):
        async with database.session() as session:
            yield await _at_locations(session, spots[at : at + MOST_ON_A_PAGE], shape)


@router.get("/service_at_locations/{id}", response_model=ServiceAtLocationWhole)
async def service_at_location(request: Request, session: Session, id: str) -> Response:
    offer_id, key = (await _book(request).keys(session)).at_locations.get(_uuid(id).int, ("", ""))
    found = await _at_locations(session, [(offer_id, key)], ServiceAtLocationWhole) if offer_id else []
    if not found:
        raise NotFound()
    return await _answer(request, session, found[0])


@router.get("/organizations", response_model=Page[Organization])
async def organizations(request: Request, session: Session, frame: Framed, search: Search = "", full_service: bool = False) -> Response:
    names = sorted((await _book(request).keys(session)).organizations.values())
    words = search.lower().split()
    wanted = [name for name in names if all(word in name.lower() for word in words)]
    if not full_service:
        return await _paged(request, session, Organization, [mapping.organization(name) for name in wanted], frame)
    begin = (frame.page - 1) * frame.per_page
    contents = [await _with_services(request, session, name, Service) for name in wanted[begin : begin + frame.per_page]]
    return await _answer(request, session, _page(OrganizationWithServices, contents, len(wanted), frame))


@router.get("/organizations/{id}", response_model=OrganizationWithServices)
async def organization(request: Request, session: Session, id: str, full_service: bool = False) -> Response:
    name = (await _book(request).keys(session)).organizations.get(_uuid(id).int)
    if name is None:
        raise NotFound()
    return await _answer(request, session, await _with_services(request, session, name, Service if full_service else ServiceListed))


async def _with_services(request: Request, session: AsyncSession, name: str, shape: type[Any]) -> OrganizationWithServices:
    asked = Asked(organization_id=mapping.organization_id(name))
    _, found = await stored.services(session, _book(request), asked, 1, MOST_ON_A_PAGE, _today())
    services = [_narrow(shape, mapping.service(one)) for one in found]
    return OrganizationWithServices(**dict(mapping.organization(name)), services=services)


@router.get("/taxonomies", response_model=Page[Taxonomy])
async def taxonomies(request: Request, session: Session, frame: Framed, search: Search = "") -> Response:
    found = [scheme.taxonomy for scheme in SCHEMES if search.lower() in f"{scheme.name} {scheme.description}".lower()]
    return await _paged(request, session, Taxonomy, found, frame)


@router.get("/taxonomies/{id}", response_model=Taxonomy)
async def taxonomy(request: Request, session: Session, id: str) -> Response:
    scheme = BY_ID.get(_uuid(id))
    if scheme is None:
        raise NotFound()
    return await _answer(request, session, scheme.taxonomy)


@router.get("/taxonomy_terms", response_model=Page[TaxonomyTerm])
async def taxonomy_terms(
    request: Request,
    session: Session,
    frame: Framed,
    search: Search = "",
    taxonomy_id: UUID | None = None,
    top_only: bool = False,
    parent_id: UUID | None = None,
) -> Response:
    """Our terms have no parents, so `top_only` changes nothing and no term is under another."""
    terms = [] if parent_id else [scheme.term(value) for scheme, value in TERMS.values() if taxonomy_id in (None, scheme.id)]
    found = [term for term in terms if search.lower() in f"{term.name} {term.description}".lower()]
    return await _paged(request, session, TaxonomyTerm, found, frame)


@router.get("/taxonomy_terms/{id}", response_model=TaxonomyTerm)
async def taxonomy_term(request: Request, session: Session, id: str) -> Response:
    found = TERMS.get(_uuid(id))
    if found is None:
        raise NotFound()
    scheme, value = found
    return await _answer(request, session, scheme.term(value))
