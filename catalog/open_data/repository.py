"""What a feed asks of the database: filters in the database, so that 50,000 offers are no burden, and which id of ours is behind which of theirs."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from catalog import repository
from catalog.models import CatalogueDocument
from catalog.open_data.mapping import ACTIVE, INACTIVE, Place, Published, location_keys, organization_id, service_at_location_id, service_id
from catalog.open_data.taxonomies import BY_ID, FACTS, FREE, GRATIS, NOT_NEEDED, TERMS, Scheme
from catalog.schemas import Offer
from kit.clock import UTC

IN_PARTS = 500
SEARCHED = ("name", "provider", "summary", "id")
BODY = CatalogueDocument.body


@dataclass(frozen=True)
class Asked:
    """Everything empty is everything. `timed`: a weekday or hour was asked, which no offer of ours keeps: it goes on, or
    happens once."""

    search: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    modified_after: datetime | None = None
    timed: bool = False
    postcode: str = ""


@dataclass
class Keys:
    """Which id of ours is behind which UUID, for one version of the catalogue. `spots`: per offer its places, in order of id."""

    version: int = -1
    services: dict[int, str] = field(default_factory=dict)
    organizations: dict[int, str] = field(default_factory=dict)
    spots: dict[str, list[str]] = field(default_factory=dict)
    at_locations: dict[int, tuple[str, str]] = field(default_factory=dict)


class Book:
    """The newest Keys, made when somebody asks for them."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._lock = asyncio.Lock()

    async def keys(self, session: AsyncSession) -> Keys:
        version = await repository.version(session)
        async with self._lock:
            if self._keys.version != version:
                columns = CatalogueDocument.id, BODY["status"].as_string(), BODY["provider"].as_string(), BODY["places"], BODY["delivery"]
                rows = await session.execute(select(*columns).where(*_public(True)).order_by(CatalogueDocument.id))
                self._keys = await asyncio.to_thread(_keys, version, rows.all())
            return self._keys


def _keys(version: int, rows: Sequence[Any]) -> Keys:
    keys = Keys(version)
    for offer_id, status, provider, places, delivery in rows:
        keys.services[service_id(offer_id).int] = offer_id
        if status == ACTIVE:
            keys.organizations.setdefault(organization_id(provider).int, provider)
            keys.spots[offer_id] = location_keys(places, delivery)
            for key in keys.spots[offer_id]:
                keys.at_locations[service_at_location_id(offer_id, key).int] = (offer_id, key)
    return keys


def _public(withdrawn: bool) -> list[ColumnElement[bool]]:
    """What the world may see. What was withdrawn only for who follows the changes or knows its id."""
    return [CatalogueDocument.kind == "offer", BODY["status"].as_string().in_((ACTIVE, INACTIVE) if withdrawn else (ACTIVE,))]


def _text(path: str) -> Any:
    steps = path.split(".")
    return (BODY[tuple(steps)] if len(steps) > 1 else BODY[path]).as_string()


def _with_term(scheme: Scheme, value: str) -> ColumnElement[bool]:
    if scheme.path:
        same: ColumnElement[bool] = _text(scheme.path) == value
        return _in_list(scheme.path, value) if scheme.many else same
    if scheme.slug == FREE:
        free: ColumnElement[bool] = BODY["free"].as_boolean().is_(value == GRATIS)
        return free
    return true() if value == NOT_NEEDED or scheme.slug == FACTS else false()


def _with_scheme(scheme: Scheme) -> ColumnElement[bool]:
    return _text("free").is_not(None) if scheme.slug == FREE else true()


def _taxonomic(asked: Asked) -> Iterable[ColumnElement[bool]]:
    if asked.taxonomy_term_id is not None:
        found = TERMS.get(asked.taxonomy_term_id)
        yield _with_term(*found) if found else false()
    if asked.taxonomy_id is not None:
        scheme = BY_ID.get(asked.taxonomy_id)
        yield _with_scheme(scheme) if scheme else false()


def _ages(asked: Asked) -> Iterable[ColumnElement[bool]]:
    """As the standard words it: the ages of the service lie within those asked. An open end lies within nothing."""
    if asked.minimum_age is not None:
        yield BODY["age_min"].as_float() >= asked.minimum_age
    if asked.maximum_age is not None:
        yield BODY["age_max"].as_float() <= asked.maximum_age


async def _conditions(session: AsyncSession, book: Book, asked: Asked) -> list[ColumnElement[bool]]:
    found = [*_public(asked.modified_after is not None), *_taxonomic(asked), *_ages(asked)]
    found += [or_(*(_text(path).icontains(word, autoescape=True) for path in SEARCHED)) for word in asked.search.split()]
    if asked.organization_id is not None:
        provider = (await book.keys(session)).organizations.get(asked.organization_id.int)
        found.append(_text("provider") == provider if provider else false())
    if asked.modified_after is not None:
        found.append(CatalogueDocument.updated_at >= asked.modified_after)
    if asked.timed:
        found.append(false())
    if asked.postcode:
        found.append(await _covering(session, asked.postcode))
    return found


async def _covering(session: AsyncSession, postcode: str) -> ColumnElement[bool]:
    """Help for the whole country, for many gemeenten, and for the gemeente (and wijk) of this postcode."""
    wide = _text("places.scope").in_(("landelijk", "veel_gemeenten"))
    here = await wijken_at(session, postcode)
    there = [
        and_(
            _in_list("places.gemeenten", gemeente), or_(_text("places.wijken") == "[]", *(_in_list("places.wijken", one) for one in wijken))
        )
        for gemeente, wijken in here.items()
    ]
    return or_(wide, *there)


def _in_list(path: str, value: str) -> ColumnElement[bool]:
    """Whether a list in the body has this one; letters with accents are stored as the JSON escapes them."""
    found: ColumnElement[bool] = _text(path).contains(json.dumps(value), autoescape=True)
    return found


async def wijken_at(session: AsyncSession, postcode: str) -> dict[str, list[str]]:
    """By gemeente the wijken with these four digits."""
    rows = await session.execute(select(CatalogueDocument.id, BODY["wijken"]).where(CatalogueDocument.kind == "profile"))
    digits = postcode.replace(" ", "")[:4]
    found = {gemeente: [str(wijk["name"]) for wijk in wijken or () if digits in wijk.get("postcodes", ())] for gemeente, wijken in rows}
    return {gemeente: names for gemeente, names in found.items() if names}


async def services(session: AsyncSession, book: Book, asked: Asked, page: int, size: int, today: date) -> tuple[int, list[Published]]:
    """How many there are, and those on this page, in a fixed order."""
    wanted = await _conditions(session, book, asked)
    total = await session.scalar(select(func.count()).select_from(CatalogueDocument).where(*wanted)) or 0
    statement = select(CatalogueDocument.id).where(*wanted).order_by(CatalogueDocument.id)
    ids = await session.scalars(statement.limit(size).offset((page - 1) * size))
    return total, await by_ids(session, list(ids), today)


async def ids(session: AsyncSession, book: Book, asked: Asked) -> list[str]:
    """Of everything that fits, in a fixed order."""
    wanted = await _conditions(session, book, asked)
    return list(await session.scalars(select(CatalogueDocument.id).where(*wanted).order_by(CatalogueDocument.id)))


async def by_ids(session: AsyncSession, wanted: Sequence[str], today: date) -> list[Published]:
    """In the order of `wanted`; what the schema no longer accepts is left out."""
    found: dict[str, Published] = {}
    for at in range(0, len(wanted), IN_PARTS):
        columns = CatalogueDocument.id, BODY, CatalogueDocument.updated_at
        part: Select[Any] = select(*columns).where(*_public(True), CatalogueDocument.id.in_(wanted[at : at + IN_PARTS]))
        for offer_id, body, changed in await session.execute(part):
            try:
                found[offer_id] = Published(Offer.model_validate(body), aware(changed), {}, today)
            except ValidationError:
                continue
    named = {gemeente for one in found.values() for gemeente in one.offer.places.gemeenten}
    places = await _places(session, named)
    return [Published(found[one].offer, found[one].changed, places, today) for one in wanted if one in found]


async def _places(session: AsyncSession, named: set[str]) -> dict[str, Place]:
    columns = CatalogueDocument.id, BODY["name"].as_string(), BODY["province"].as_string()
    rows = await session.execute(select(*columns).where(CatalogueDocument.kind == "profile", CatalogueDocument.id.in_(named)))
    return {gemeente: Place(name, province) for gemeente, name, province in rows}


async def changed_at(session: AsyncSession) -> datetime | None:
    """When anything in the catalogue last changed."""
    moment = await session.scalar(select(func.max(CatalogueDocument.updated_at)))
    return aware(moment) if moment else None


def aware(moment: datetime) -> datetime:
    """SQLite gives back a time without its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
