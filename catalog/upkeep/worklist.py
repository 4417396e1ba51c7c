"""The work list: everything in the catalogue that asks for attention of this editor. Nothing here is stored but what was done about it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from access.audit import record
from access.schemas import EVERYWHERE, Role, Staff
from catalog.forms import Body
from catalog.listing import WAYS_IN, has, text_of
from catalog.models import CatalogueDocument, CatalogueDraft, CatalogueLink, CatalogueOutcome, CatalogueProposal, CatalogueReport
from catalog.rights import may_edit, places_of
from catalog.service import CHECK_TERM, names
from catalog.upkeep.links import BROKEN, PATIENCE, SILENT, addresses
from catalog.upkeep.tasks import AGAIN_AFTER, SORTS, Review, Sort, Task
from kit import clock
from kit.database import Database
from kit.errors import Invalid, NotFound

NEAR = timedelta(days=14)
STILL = timedelta(days=7)  # a draft that nobody touched
MOST = 200  # of one sort; the next come up when these are done
MOST_WORDS = 10
ANSWERS = {
    "klopt": "De aanbieder zegt dat alles nog klopt.",
    "anders": "De aanbieder stelt iets anders voor.",
    "gestopt": "De aanbieder zegt dat dit gestopt is.",
}
Reviews = Callable[[date], Sequence[Review]]


@dataclass(frozen=True)
class Row:
    """A document with its draft. `body` is empty for one that was never published."""

    kind: Any
    id: str
    body: Body | None
    version: int
    draft: Body | None
    draft_by: str | None
    draft_at: datetime | None

    @property
    def bodies(self) -> list[Body]:
        return [body for body in (self.body, self.draft) if body is not None]

    @property
    def name(self) -> str:
        found = self.body or self.draft or {}
        return str(found.get("name") or found.get("text") or self.id)[:120]

    @property
    def published(self) -> bool:
        return bool(self.body) and (self.body or {}).get("status", "gepubliceerd") != "ingetrokken"


@dataclass(frozen=True)
class Work:
    """What there is to do, in order. `cut`: sorts of which there is more than is shown."""

    tasks: list[Task]
    cut: list[Sort] = field(default_factory=list)

    def count(self, sort: Sort) -> int:
        return sum(task.sort is sort for task in self.tasks)


@dataclass(frozen=True)
class Done:
    """What somebody did about a task. `by` is a name."""

    sort: str
    kind: str
    id: str
    outcome: str
    note: str
    by: str
    at: datetime


def local_day(moment: datetime) -> date:
    return clock.local(moment).date()


def _joined() -> Select[Any]:
    document, draft = CatalogueDocument, CatalogueDraft
    same = and_(draft.kind == document.kind, draft.id == document.id)
    columns = document.kind, document.id, document.body, document.version, draft.body, draft.by, draft.at
    return select(*columns).outerjoin(draft, same)


def _no_way_in(body: Any) -> ColumnElement[bool]:
    return and_(*(text_of(body, path).is_(None) for path in WAYS_IN))


class Worklist:
    """Of one editor. `late`: how long after its date an offer may still be shown. `reviews`: what is overdue outside the catalogue."""

    def __init__(self, database: Database, staff: Staff, late: timedelta, reviews: Reviews | None = None) -> None:
        self._database = database
        self._staff = staff
        self._late = late
        self._reviews = reviews
        self._now = clock.now()
        self._today = local_day(self._now)

    async def work(self) -> Work:
        """Everything that is open, the most urgent sort first and in it the oldest."""
        if not self._staff.has(Role.EDITOR):
            return Work([])
        async with self._database.session() as session:
            found = [
                *await self._dates(session),
                *await self._incomplete(session),
                *await self._drafts(session),
                *await self._links(session),
                *await self._reported(session),
                *await self._proposed(session),
                *self._overdue(),
            ]
            closed = await self._closed(session, found)
        order = {sort: place for place, sort in enumerate(Sort)}
        tasks = sorted((task for task in found if task not in closed), key=lambda task: (order[task.sort], task.since, task.name))
        shown = [task for sort in Sort for task in [one for one in tasks if one.sort is sort][:MOST]]
        return Work(shown, [sort for sort in Sort if sum(task.sort is sort for task in tasks) > MOST])

    async def task(self, sort: str, kind: str, document_id: str) -> Task:
        """Raises NotFound for what is not open, or not theirs."""
        for task in (await self.work()).tasks:
            if (task.sort, task.kind, task.id) == (sort, kind, document_id):
                return task
        raise NotFound("Dit staat niet meer op de lijst. Misschien heeft een collega het al gedaan.")

    async def close(self, task: Task, outcome: str, note: str = "") -> None:
        """Takes it off the list. Raises Invalid for an outcome that this sort does not have."""
        if outcome not in SORTS[task.sort].outcomes and outcome not in ("nog_juist", "bevestigd"):
            raise Invalid("Kies hoe dit is afgelopen.")
        again = self._today + AGAIN_AFTER[outcome] if outcome in AGAIN_AFTER else None
        async with self._database.session() as session:
            session.add(
                CatalogueOutcome(
                    sort=task.sort,
                    kind=task.kind,
                    document_id=task.id,
                    mark=task.mark,
                    outcome=outcome,
                    note=note.strip()[:500],
                    by=self._staff.id,
                    at=clock.now(),
                    again_on=again,
                )
            )
            if again is None:
                await self._close_rows(session, task, outcome)
            row = await session.get(CatalogueDocument, (task.kind, task.id))
            places = sorted(places_of(row.kind, row.body)) if row else []  # type: ignore[arg-type]
            await record(session, self._staff, "werk afgehandeld", places[0] if len(places) == 1 else None, f"{task.kind}:{task.id}")

    async def _close_rows(self, session: AsyncSession, task: Task, outcome: str) -> None:
        """What stood behind the task is closed with it; the words of parents go."""
        done = {"closed_at": clock.now(), "closed_by": self._staff.id, "outcome": outcome}
        if task.sort is Sort.PROPOSAL:
            wanted = CatalogueProposal.offer_id == task.id, CatalogueProposal.id <= task.number, CatalogueProposal.closed_at.is_(None)
            await session.execute(update(CatalogueProposal).where(*wanted).values(done))
        elif task.sort in (Sort.PARENTS, Sort.REPORT):
            by_parent = CatalogueReport.by == ""
            mine = CatalogueReport.kind == task.kind, CatalogueReport.document_id == task.id, CatalogueReport.closed_at.is_(None)
            if task.sort is Sort.PARENTS:
                gone = update(CatalogueReport).where(*mine, by_parent, CatalogueReport.id <= task.number)
                await session.execute(gone.values({**done, "text": ""}))
            else:
                await session.execute(update(CatalogueReport).where(*mine, ~by_parent, CatalogueReport.id <= task.number).values(done))

    async def done(self, most: int = 50) -> list[Done]:
        """What was closed last, on documents that they may change."""
        async with self._database.session() as session:
            rows = list(await session.scalars(select(CatalogueOutcome).order_by(CatalogueOutcome.id.desc()).limit(most * 4)))
            documents = {(row.kind, row.id) for row in await self._by_keys(session, {(one.kind, one.document_id) for one in rows})}
            mine = [one for one in rows if (one.kind, one.document_id) in documents or (one.sort == Sort.HELPLINE and self._everywhere)]
            people = await names(session, [one.by for one in mine if one.by])
        return [
            Done(one.sort, one.kind, one.document_id, one.outcome, one.note, people.get(one.by or "", ""), one.at) for one in mine[:most]
        ]

    @property
    def _everywhere(self) -> bool:
        return self._staff.may(Role.EDITOR, EVERYWHERE)

    def _near(self, table: type[CatalogueDocument] | type[CatalogueDraft]) -> ColumnElement[bool]:
        """A first sieve for the database; `may_edit` decides."""
        own = sorted(self._staff.gemeenten(Role.EDITOR))
        if EVERYWHERE in own:
            return table.id != ""
        return or_(table.id.in_(own), *(has(table.body, "places.gemeenten", gemeente) for gemeente in own))

    async def _rows(self, session: AsyncSession, *wanted: ColumnElement[bool], order: Any = None) -> list[Row]:
        statement = _joined().where(self._near(CatalogueDocument), *wanted)
        statement = statement.order_by(CatalogueDocument.id if order is None else order).limit(MOST * 2)
        return self._mine(Row(*found) for found in await session.execute(statement))

    async def _by_keys(self, session: AsyncSession, keys: set[tuple[str, str]]) -> list[Row]:
        ids = {document_id for _, document_id in keys}
        statement = _joined().where(CatalogueDocument.id.in_(ids))
        return [row for row in self._mine(Row(*found) for found in await session.execute(statement)) if (row.kind, row.id) in keys]

    def _mine(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if may_edit(self._staff, row.kind, row.bodies, row.draft_by)]

    async def _dates(self, session: AsyncSession) -> list[Task]:
        offer, again = CatalogueDocument.kind == "offer", text_of(CatalogueDocument.body, "check_again")
        near = and_(offer, text_of(CatalogueDocument.body, "status") == "gepubliceerd", again <= (self._today + NEAR).isoformat())
        found = [self._dated(row) for row in await self._rows(session, near, order=again)]
        told = text_of(CatalogueDocument.body, "checked_on") <= (self._today - CHECK_TERM).isoformat()
        profiles = await self._rows(session, CatalogueDocument.kind == "profile", told)
        return [
            *found,
            *(self._of(Sort.DUE, row, "Het profiel is langer dan een half jaar niet nagekeken.", _checked(row)) for row in profiles),
        ]

    def _dated(self, row: Row) -> Task:
        body = row.body or {}
        again = date.fromisoformat(body["check_again"])
        if again + self._late < self._today:
            return self._of(Sort.PAST, row, "Ouders krijgen dit niet meer te zien: het is te lang niet nagekeken.", again)
        told = "De dag om dit na te kijken is voorbij." if again < self._today else "Dit moet binnenkort nagekeken worden."
        return self._of(Sort.DUE, row, told, again)

    async def _incomplete(self, session: AsyncSession) -> list[Task]:
        body = CatalogueDocument.body
        offers = await self._rows(session, CatalogueDocument.kind == "offer", text_of(body, "status") == "gepubliceerd", _no_way_in(body))
        profiles = await self._rows(session, CatalogueDocument.kind == "profile", text_of(body, "status") == "concept")
        return [
            *(self._marked(Sort.INCOMPLETE, row, "Er is geen telefoonnummer en geen webadres.", str(row.version)) for row in offers),
            *(self._marked(Sort.INCOMPLETE, row, "Dit profiel is nog een concept.", str(row.version)) for row in profiles),
        ]

    async def _drafts(self, session: AsyncSession) -> list[Task]:
        document, draft = CatalogueDocument, CatalogueDraft
        same = and_(draft.kind == document.kind, draft.id == document.id)
        columns = draft.kind, draft.id, document.body, document.version, draft.body, draft.by, draft.at
        own = or_(self._near(draft), draft.by == self._staff.id)
        statement = select(*columns).outerjoin(document, same).where(own, draft.at <= self._now - STILL).order_by(draft.at).limit(MOST * 2)
        rows = [Row(kind, name, body, version or 0, *rest) for kind, name, body, version, *rest in await session.execute(statement)]
        return [
            self._of(Sort.DRAFT, row, "Er ligt een concept dat al een week niet is veranderd.", local_day(row.draft_at))
            for row in self._mine(rows)
            if row.draft_at
        ]

    async def _links(self, session: AsyncSession) -> list[Task]:
        silent = and_(CatalogueLink.state == SILENT, CatalogueLink.since <= self._now - PATIENCE)
        statement = select(CatalogueLink).where(or_(CatalogueLink.state == BROKEN, silent)).order_by(CatalogueLink.since).limit(MOST * 10)
        links: dict[tuple[str, str], list[CatalogueLink]] = defaultdict(list)
        for link in await session.scalars(statement):
            links[link.kind, link.document_id].append(link)
        tasks = []
        for row in await self._by_keys(session, set(links)):
            now = addresses(row.body or {})
            left = [link for link in links[row.kind, row.id] if now.get(link.path) == link.url]
            if left and row.published:
                tasks.append(self._broken(row, left))
        return tasks

    def _broken(self, row: Row, links: list[CatalogueLink]) -> Task:
        since = min(link.since for link in links)
        mark = hashlib.sha256("\n".join(sorted(f"{link.path} {link.url} {link.state}" for link in links)).encode()).hexdigest()
        task = self._marked(Sort.LINK, row, links[0].told, mark, local_day(since))
        return replace(task, words=tuple(f"{link.url}: {link.told}" for link in links))

    async def _reported(self, session: AsyncSession) -> list[Task]:
        statement = select(CatalogueReport).where(CatalogueReport.closed_at.is_(None)).order_by(CatalogueReport.id).limit(MOST * 10)
        found: dict[tuple[Sort, str, str], list[CatalogueReport]] = defaultdict(list)
        for report in await session.scalars(statement):
            found[Sort.REPORT if report.by else Sort.PARENTS, report.kind, report.document_id].append(report)
        rows = {(row.kind, row.id): row for row in await self._by_keys(session, {(kind, name) for _, kind, name in found})}
        return [_told(sort, rows[kind, name], reports, self) for (sort, kind, name), reports in found.items() if (kind, name) in rows]

    async def _proposed(self, session: AsyncSession) -> list[Task]:
        statement = select(CatalogueProposal).where(CatalogueProposal.closed_at.is_(None)).order_by(CatalogueProposal.id).limit(MOST * 10)
        last = {one.offer_id: one for one in await session.scalars(statement)}
        rows = await self._by_keys(session, {("offer", offer_id) for offer_id in last})
        return [
            replace(
                self._marked(Sort.PROPOSAL, row, ANSWERS[last[row.id].answer], str(last[row.id].id), local_day(last[row.id].at)),
                words=(last[row.id].note,) if last[row.id].note else (),
                number=last[row.id].id,
            )
            for row in rows
        ]

    def _overdue(self) -> Iterator[Task]:
        """Helplines and cards are the same for the whole country."""
        for review in self._reviews(self._today) if self._reviews and self._everywhere else ():
            told = f"Moest nagekeken zijn voor {review.check_before:%d-%m-%Y}. Het staat in {review.file}."
            yield Task(Sort.HELPLINE, review.what, review.id, review.name, told, review.check_before, review.check_before.isoformat())

    def _of(self, sort: Sort, row: Row, told: str, since: date) -> Task:
        mark = row.draft_at.isoformat() if sort is Sort.DRAFT and row.draft_at else since.isoformat()
        return self._marked(sort, row, told, mark, since)

    def _marked(self, sort: Sort, row: Row, told: str, mark: str, since: date | None = None) -> Task:
        first = since or _checked(row)
        return Task(sort, row.kind, row.id, row.name, told, first, mark, version=row.version, published=row.published)

    async def _closed(self, session: AsyncSession, tasks: list[Task]) -> set[Task]:
        """Those with an outcome that still stands."""
        ids = {task.id for task in tasks}
        open_again = or_(CatalogueOutcome.again_on.is_(None), CatalogueOutcome.again_on > self._today)
        columns = CatalogueOutcome.sort, CatalogueOutcome.kind, CatalogueOutcome.document_id, CatalogueOutcome.mark
        rows = await session.execute(select(*columns).where(CatalogueOutcome.document_id.in_(ids), open_again))
        closed = {tuple(row) for row in rows}
        return {task for task in tasks if (task.sort.value, task.kind, task.id, task.mark) in closed}


def _checked(row: Row) -> date:
    try:
        return date.fromisoformat(str((row.body or {}).get("checked_on")))
    except ValueError:
        return date.min


def _told(sort: Sort, row: Row, reports: list[CatalogueReport], of: Worklist) -> Task:
    """All open reports about one document together."""
    count = len(reports)
    people = ("Een ouder zegt" if count == 1 else f"{count} ouders zeggen") if sort is Sort.PARENTS else "Een collega meldt"
    told = f"{people} dat er iets niet klopt."
    words = tuple(report.text for report in reports if report.text.strip().strip(".").casefold() not in ("", "klopt niet"))
    task = of._marked(sort, row, told, str(reports[-1].id), local_day(reports[0].at))
    return replace(task, words=words[-MOST_WORDS:], number=reports[-1].id)
