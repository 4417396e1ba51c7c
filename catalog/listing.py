"""The editor's list: search, filters, order and pages, asked of the database so that 50,000 offers are no burden."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from access.schemas import EVERYWHERE, Role, Staff
from catalog.forms import Body
from catalog.models import CatalogueDocument, CatalogueDraft, DocumentKind

PAGE = 25
MOST_WORDS = 8
LOCAL, NATIONAL = "lokaal", ("landelijk", "veel_gemeenten")
Status = Literal["gepubliceerd", "concept", "ingetrokken", "gewijzigd"]
Order = Literal["naam", "soort", "nakijken", "gewijzigd"]
ORDERS: dict[str, str] = {"naam": "Naam", "soort": "Soort hulp", "nakijken": "Opnieuw nakijken", "gewijzigd": "Laatst gewijzigd"}
STATUSES: dict[str, str] = {
    "gepubliceerd": "Gepubliceerd",
    "concept": "Nog niet gepubliceerd",
    "gewijzigd": "Met een concept dat nog niet gepubliceerd is",
    "ingetrokken": "Ingetrokken",
}
MUST = ("name", "provider", "kind", "summary", "cost", "start.text", "no_referral.evidence", "check_again", "source.url")
WAYS_IN = ("start.url", "start.phone")  # at least one
# What must be filled in: of each group at least one.
NEEDED: Mapping[DocumentKind, tuple[tuple[str, ...], ...]] = {
    "offer": (*((path,) for path in MUST), WAYS_IN),
    "tip": (("topic",), ("text",), ("source.url",)),
    "profile": (("name",), ("team.phone",), ("team.url",), ("team.hours",)),
}
SEARCHED: Mapping[DocumentKind, tuple[str, ...]] = {
    "offer": ("name", "provider", "summary", "id"),
    "tip": ("text", "source.title", "id"),
    "profile": ("name", "team.name", "id"),
}


@dataclass(frozen=True)
class Filter:
    """What the editor asks for; everything empty is everything they may see. `age` in years. `gemeente`: what parents there get to see."""

    words: str = ""
    kind: str = ""
    topic: str = ""
    age: float | None = None
    status: str = ""
    gemeente: str = ""
    due: bool = False
    incomplete: bool = False
    order: str = "naam"
    down: bool = False
    page: int = 1


@dataclass(frozen=True)
class Row:
    """One line of the list. `version` is that of the published text, 0 without one."""

    id: str
    body: Body
    status: str
    is_draft: bool
    version: int
    changed_at: datetime
    may_edit: bool


@dataclass(frozen=True)
class Listing:
    rows: list[Row]
    total: int
    pages: int
    page: int


def status_of(published: Body | None) -> str:
    """`concept` as long as nothing was published; what names no status of its own is `gepubliceerd`."""
    return str(published.get("status", "gepubliceerd")) if published is not None else "concept"


def text_of(column: Any, path: str) -> Any:
    """A value in a JSON column as text, on SQLite and on PostgreSQL; nothing for what is not there."""
    steps = path.split(".")
    return column[tuple(steps)].as_string() if len(steps) > 1 else column[path].as_string()


def has(column: Any, path: str, value: str) -> ColumnElement[bool]:
    """Whether a list of ids has this one."""
    return text_of(column, path).contains(f'"{value}"', autoescape=True)  # type: ignore[no-any-return]


def _only(column: Any, gemeenten: frozenset[str]) -> ColumnElement[bool]:
    """Whether a text names no place beside these: what is left of the list without them has no name in it."""
    left: Any = func.coalesce(text_of(column, "places.gemeenten"), "")
    for gemeente in sorted(gemeenten):
        left = func.replace(left, f'"{gemeente}"', "")
    return and_(func.coalesce(text_of(column, "places.scope"), LOCAL) == LOCAL, ~left.contains('"'))


def _mine(kind: DocumentKind, staff: Staff, bodies: list[Any]) -> ColumnElement[bool]:
    """The same as `rights.may_edit`, for a text that names a place."""
    gemeenten = staff.gemeenten(Role.EDITOR)
    if EVERYWHERE in gemeenten or not gemeenten:
        return literal(bool(gemeenten))
    if kind == "offer":
        return and_(*(or_(body.is_(None), _only(body, gemeenten)) for body in bodies))
    return bodies[0]["id"].as_string().in_(sorted(gemeenten)) if kind == "profile" else literal(False)


def _seen(kind: DocumentKind, staff: Staff, published: Any) -> ColumnElement[bool]:
    """The same as `rights.may_see`."""
    if kind != "offer" or not staff.has(Role.EDITOR):
        return literal(kind == "tip" and staff.has(Role.EDITOR))
    mine = [has(published, "places.gemeenten", gemeente) for gemeente in sorted(staff.gemeenten(Role.EDITOR))]
    return or_(text_of(published, "places.scope").in_(NATIONAL), *mine)


def _working(kind: DocumentKind, staff: Staff) -> Subquery:
    """A row per document that they may see: the published text (`published`, empty for a new one) and the text to go on with (`body`)."""
    document, draft = CatalogueDocument, CatalogueDraft
    same = and_(draft.kind == document.kind, draft.id == document.id)
    mine = _mine(kind, staff, [document.body, draft.body])
    theirs = and_(mine, draft.id.is_not(None))
    with_text = select(
        document.id,
        document.body.label("published"),
        case((theirs, draft.body), else_=document.body).label("body"),
        theirs.label("is_draft"),
        document.version,
        case((theirs, draft.at), else_=document.updated_at).label("at"),
        mine.label("may_edit"),
    )
    published = (
        with_text.select_from(document).outerjoin(draft, same).where(document.kind == kind, or_(mine, _seen(kind, staff, document.body)))
    )
    placed = literal(kind == "profile") | or_(
        text_of(draft.body, "places.gemeenten").contains('"'), draft.by == staff.id, literal(staff.may(Role.EDITOR, EVERYWHERE))
    )
    new = select(draft.id, null().label("published"), draft.body, literal(True).label("is_draft"), literal(0).label("version"), draft.at)
    unpublished = new.add_columns(literal(True).label("may_edit")).where(
        draft.kind == kind, _mine(kind, staff, [draft.body]), placed, ~select(document.id).where(same).exists()
    )
    return union_all(published, unpublished).subquery("working")


def _status(rows: Subquery, status: str) -> ColumnElement[bool]:
    new = rows.c.version == 0
    told = case((new, "concept"), else_=func.coalesce(text_of(rows.c.published, "status"), "gepubliceerd"))
    return and_(~new, rows.c.is_draft) if status == "gewijzigd" else told == status


def _words(kind: DocumentKind, body: Any, words: str) -> list[ColumnElement[bool]]:
    paths = SEARCHED[kind]
    return [or_(*(text_of(body, path).icontains(word, autoescape=True) for path in paths)) for word in words.split()[:MOST_WORDS]]


def _age(published: Any, age: float) -> ColumnElement[bool]:
    """By the published text, since a draft may hold anything; what is new is always there."""
    low, high = (func.coalesce(published[name].as_float(), limit) for name, limit in (("age_min", 0), ("age_max", 99)))
    return and_(low <= age, high >= age)


def _due(published: Any, today: date) -> ColumnElement[bool]:
    return and_(text_of(published, "status") == "gepubliceerd", text_of(published, "check_again") <= today.isoformat())


def _nothing(column: Any, path: str) -> ColumnElement[bool]:
    told = text_of(column, path)
    return or_(told.is_(None), told == "[]")


def _incomplete(kind: DocumentKind, body: Any) -> ColumnElement[bool]:
    return or_(*(and_(*(_nothing(body, path) for path in group)) for group in NEEDED[kind]))


def _asked(kind: DocumentKind, rows: Subquery, asked: Filter, today: date) -> list[ColumnElement[bool]]:
    body, published = rows.c.body, rows.c.published
    asked_for: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
        (asked.kind, lambda: text_of(body, "kind") == asked.kind),
        (asked.topic, lambda: text_of(body, "topic") == asked.topic if kind == "tip" else has(body, "topics", asked.topic)),
        (asked.age is not None, lambda: _age(published, asked.age or 0)),
        (asked.status, lambda: _status(rows, asked.status)),
        (asked.gemeente, lambda: or_(has(body, "places.gemeenten", asked.gemeente), text_of(body, "places.scope").in_(NATIONAL))),
        (asked.due, lambda: _due(published, today)),
        (asked.incomplete, lambda: _incomplete(kind, body)),
    ]
    return [*_words(kind, body, asked.words), *(condition() for given, condition in asked_for if given)]


def _ordered(kind: DocumentKind, rows: Subquery, asked: Filter) -> list[Any]:
    columns: Mapping[str, Any] = {
        "naam": text_of(rows.c.body, "topic") if kind == "tip" else func.lower(text_of(rows.c.body, "name")),
        "soort": text_of(rows.c.body, "kind"),
        "nakijken": text_of(rows.c.body, "check_again"),
        "gewijzigd": rows.c.at,
    }
    column = columns.get(asked.order, columns["naam"])
    ages = [rows.c.body["age_min"].as_float().asc().nulls_first()] if kind == "tip" else []
    return [column.desc().nulls_last() if asked.down else column.asc().nulls_last(), *ages, rows.c.id]


async def listing(session: AsyncSession, kind: DocumentKind, staff: Staff, asked: Filter, today: date) -> Listing:
    """One page of what this person may see. A page too far gives the last one."""
    rows = _working(kind, staff)
    wanted = _asked(kind, rows, asked, today)
    total = await session.scalar(select(func.count()).select_from(rows).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, asked.page), pages)
    statement: Select[Any] = select(rows).where(*wanted).order_by(*_ordered(kind, rows, asked)).limit(PAGE).offset((page - 1) * PAGE)
    found = (await session.execute(statement)).mappings().all()
    return Listing([_row(one) for one in found], total, pages, page)


def _row(found: Any) -> Row:
    return Row(
        id=found["id"],
        body=found["body"],
        status=status_of(found["published"] if found["version"] else None),
        is_draft=bool(found["is_draft"]),
        version=found["version"],
        changed_at=found["at"],
        may_edit=bool(found["may_edit"]),
    )
