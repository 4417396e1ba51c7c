"""Taking in a sheet: first what would happen, then all of it or nothing. Rights, history and audit are those of the editor."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from access.audit import record_all
from catalog import repository
from catalog.difference import Change, difference
from catalog.exchange.cells import Names
from catalog.exchange.sheet import FIELDS, ID_LABEL, WHOLE, CellProblem, Row, Sheet, as_cell_problems, normal
from catalog.forms import TYPED, Body, Flat, Problem, completed, flatten, nest, slug
from catalog.models import CatalogueDocument, CatalogueDraft, DocumentKind
from catalog.offer_form import OFFER_FORM
from catalog.rights import may_edit, places_of
from catalog.schemas import Content
from catalog.service import TAKEN, Document, Editor
from kit import clock
from kit.errors import Invalid, NotFound

MOST_PUBLISHED = 200  # each text is understood anew, while nobody else can write
SLUG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
LONGEST_ID = 70
GEMEENTEN = "places.gemeenten"
TAKEN_ID = "Dit kenmerk is al in gebruik. Kies een ander, of laat het leeg bij nieuw aanbod."
NOT_YOURS = "Je kunt alleen aanbod inlezen voor je eigen gemeente."
WITHDRAWN = "Dit aanbod is ingetrokken. Wil je het terug? Publiceer het dan zelf."
CHOOSE_PLACE = "Dit is niet alleen van jouw gemeente. Kies zelf waar het aanbod is."
FROM_FILE = "uit een bestand"


@dataclass
class Planned:
    """What would happen with one row. `lacking`: why it cannot be published yet. `now` is empty for new offers."""

    number: int
    id: str
    name: str
    body: Body
    now: Document | None
    document: Content
    changes: list[Change] = field(default_factory=list)
    lacking: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kind: DocumentKind = "offer"

    @property
    def action(self) -> str:
        if self.now is None:
            return "nieuw"
        return "gewijzigd" if self.changes else "ongewijzigd"


@dataclass
class Plan:
    """With problems nothing is written. `state` changes when anything that the plan stands on changes."""

    rows: list[Planned]
    problems: list[CellProblem]
    state: str

    @property
    def to_write(self) -> list[Planned]:
        return [row for row in self.rows if row.action != "ongewijzigd"]

    @property
    def complete(self) -> list[Planned]:
        return [row for row in self.to_write if not row.lacking]

    def count(self, action: str) -> int:
        return sum(row.action == action for row in self.rows)


@dataclass(frozen=True)
class Taken:
    drafts: int
    published: int


class Intake(Editor):
    """An editor with a file in their hands."""

    async def plan(self, sheet: Sheet) -> Plan:
        async with self._database.session() as session:
            return await self._plan(session, sheet)

    async def everything(self) -> list[tuple[Body, str]]:
        """Every offer that they may change, by id: the text to go on with, and `gepubliceerd`, `concept`, `gewijzigd` or `ingetrokken`."""
        async with self._database.session() as session:
            told = select(CatalogueDocument.id, CatalogueDocument.body).where(CatalogueDocument.kind == "offer")
            published: dict[str, Body] = {row.id: row.body for row in await session.execute(told)}
            drafts = {row.id: row for row in await session.scalars(select(CatalogueDraft).where(CatalogueDraft.kind == "offer"))}
        found: list[tuple[Body, str]] = []
        for document_id in sorted(published.keys() | drafts.keys()):
            document, draft = published.get(document_id), drafts.get(document_id)
            bodies = [body for body in (document, draft.body if draft else None) if body is not None]
            if may_edit(self._staff, "offer", bodies, draft.by if draft else None):
                status = str(document["status"]) if document else "concept"
                found.append((bodies[-1], "gewijzigd" if document and draft else status))
        return found

    async def names(self) -> Names:
        """Of every gemeente with a profile."""
        async with self._database.session() as session:
            return await gemeente_names(session)

    async def take(self, sheet: Sheet, publish: bool, seen: str | None) -> Taken | Plan:
        """Writes everything, or gives the plan as it is now when it has problems or is no longer what was `seen` (None: nobody looked).
        What is not complete becomes a draft, also with `publish`."""
        async with self._database.session() as session:
            await repository.lock(session)
            plan = await self._plan(session, sheet)
            if plan.problems or seen not in (None, plan.state):
                return plan
            if publish and len(plan.complete) > MOST_PUBLISHED:
                raise Invalid(f"Je kunt hooguit {MOST_PUBLISHED} keer aanbod tegelijk publiceren. Lees het in als concept, of in delen.")
            return await self._write(session, plan, publish and not sheet.foreign)

    async def _write(self, session: AsyncSession, plan: Plan, publish: bool) -> Taken:
        published = plan.complete if publish else []
        done = {row.number for row in published}
        for row in published:
            now = row.now or _new(row)
            await self._drop_draft(session, "offer", row.id)
            await self._enter(session, now, row.document, "ingelezen", FROM_FILE)
        drafts = [row for row in plan.to_write if row.number not in done]
        for row in drafts:
            if row.now is not None:
                await self._put_draft(session, "offer", row.id, row.body, row.now.based_on)
        await self._put_new(session, [row for row in drafts if row.now is None])
        return Taken(len(drafts), len(published))

    async def _put_new(self, session: AsyncSession, rows: Sequence[Planned]) -> None:
        """The same as `_put_draft` for ids that nobody used: all together, since there may be many."""
        at = clock.now()
        session.add_all(
            CatalogueDraft(kind="offer", id=row.id, body={**row.body, "id": row.id}, based_on=0, by=self._staff.id, at=at) for row in rows
        )
        await session.flush()
        places = [sorted(places_of("offer", row.body)) for row in rows]
        done = [(one[0] if len(one) == 1 else None, f"offer:{row.id}") for row, one in zip(rows, places, strict=True)]
        await record_all(session, self._staff, "concept bewaard", done)

    async def _plan(self, session: AsyncSession, sheet: Sheet) -> Plan:
        problems = [*sheet.problems, *_doubled(sheet.rows)]
        names = await gemeente_names(session)
        alike = await _alike(session, sheet.rows)
        used: set[str] = set()
        in_use = await repository.known_among(session, "offer", {row.id for row in sheet.rows if row.id})
        rows: list[Planned] = []
        bad = {problem.row for problem in problems}
        for row in sheet.rows:
            found = await self._row(session, sheet, row, names, in_use, used, problems)
            if found is not None and row.number not in bad:
                found.notes += [f"Dit lijkt op aanbod dat er al is: {same}." for same in sorted(alike.get(_key(row), set()) - {found.id})]
                rows.append(found)
        if not sheet.rows and not problems:
            problems.append(CellProblem(0, WHOLE, "In dit bestand staat geen aanbod."))
        return Plan(rows, sorted(problems, key=lambda problem: problem.row), state_of(rows))

    async def _row(
        self, session: AsyncSession, sheet: Sheet, row: Row, names: Names, in_use: set[str], used: set[str], problems: list[CellProblem]
    ) -> Planned | None:
        if row.id and (len(row.id) > LONGEST_ID or not SLUG.fullmatch(row.id)):
            problems.append(CellProblem(row.number, ID_LABEL, "Een kenmerk heeft alleen kleine letters, cijfers en _ ertussen."))
            return None
        try:
            now = await self._known(session, row.id, in_use)
        except NotFound:
            problems.append(CellProblem(row.number, ID_LABEL, TAKEN_ID))
            return None
        document_id = row.id or await self._fresh(session, row, used)
        used.add(document_id)
        old = flatten(now.body) if now else {}
        notes = list(row.notes)
        body = nest(_together(old, row.flat, frozenset(row.flat) if sheet.foreign else sheet.present)) | {"id": document_id}
        if sheet.foreign and not self._theirs(body):
            body, notes = {**body, "places": {}}, [*notes, CHOOSE_PLACE]
        wrong = _unknown_places(body, now, names)
        document, found = completed(OFFER_FORM, {**body, "status": "gepubliceerd"})
        lacking = [problem for problem in found if sheet.foreign or not _filled(body, problem.path)]
        wrong += [problem for problem in found if problem not in lacking]
        if not self._theirs(body) and not any(problem.path.startswith("places.") for problem in wrong):
            wrong.append(Problem(GEMEENTEN, NOT_YOURS))
        if now and now.status == "ingetrokken":
            lacking.append(Problem("status", WITHDRAWN))
        problems += as_cell_problems(row.number, list({problem.path: problem for problem in reversed(wrong)}.values()))
        return Planned(
            number=row.number,
            id=document_id,
            name=str(body.get("name") or document_id),
            body=body,
            now=now,
            document=document,
            changes=_changes(old, flatten(body)) if now else [],
            lacking=as_cell_problems(row.number, lacking),
            notes=notes,
        )

    def _theirs(self, body: Body) -> bool:
        return may_edit(self._staff, "offer", [body], self._staff.id)

    async def _known(self, session: AsyncSession, document_id: str, in_use: set[str]) -> Document | None:
        """The offer that this row is about; None when it is new. `in_use`: ids that are or were used. Raises NotFound for an id that is not theirs to use."""
        if not document_id:
            return None
        if document_id in in_use or document_id in TAKEN:
            return await self._document(session, "offer", document_id, to_edit=True)
        return None

    async def _fresh(self, session: AsyncSession, row: Row, used: set[str]) -> str:
        stem = slug(str(row.flat.get("name") or "aanbod"))
        candidate = await self._free_id(session, "offer", stem)
        count = 1
        while candidate in used:
            count += 1
            candidate = await self._free_id(session, "offer", f"{stem}_{count}")
        return candidate


def _new(row: Planned) -> Document:
    return Document("offer", row.id, {}, 0, None, 0, 0, None, None, True)


def _doubled(rows: Iterable[Row]) -> list[CellProblem]:
    rows = list(rows)
    counted = Counter(row.id for row in rows if row.id)
    return [CellProblem(row.number, ID_LABEL, "Dit kenmerk staat twee keer in het bestand.") for row in rows if counted[row.id] > 1]


def _together(old: Flat, new: Flat, present: frozenset[str]) -> Flat:
    """The old text with what the file says; where that means the same, the old stays to the letter."""
    merged = {path: value for path, value in old.items() if path not in present and path not in ("id", "status")}
    for path in FIELDS:
        if path in present:
            value = old.get(path) if normal(path, old.get(path)) == normal(path, new.get(path)) else new.get(path)
            if value not in (None, "", []):
                merged[path] = value
    return merged


def _changes(old: Flat, new: Flat) -> list[Change]:
    before, after = (nest({path: value for path, value in flat.items() if path in FIELDS}) for flat in (old, new))
    return difference(OFFER_FORM, before, after)


def _filled(body: Body, path: str) -> bool:
    """Whether somebody filled this in, so that it is wrong and not just missing."""
    return any(name == path or name.startswith(f"{path}.") for name in flatten({**body, TYPED: {}}))


def _unknown_places(body: Body, now: Document | None, names: Names) -> list[Problem]:
    before = places_of("offer", now.body) if now else frozenset()
    unknown = [one for one in (body.get("places") or {}).get("gemeenten") or [] if one not in names.by_id and one not in before]
    return [Problem(GEMEENTEN, f"Deze gemeente kent Wegwijs niet: {', '.join(unknown)}.")] if unknown else []


async def gemeente_names(session: AsyncSession) -> Names:
    columns = CatalogueDocument.id, CatalogueDocument.body["name"].as_string()
    rows = await session.execute(select(*columns).where(CatalogueDocument.kind == "profile"))
    return Names(dict(tuple(row) for row in rows))


def _key(row: Row) -> tuple[str, str]:
    return str(row.flat.get("name", "")).lower(), str(row.flat.get("provider", "")).lower()


async def _alike(session: AsyncSession, rows: Iterable[Row]) -> Mapping[tuple[str, str], set[str]]:
    """By name and provider, the offers that are called the same."""
    wanted = {_key(row) for row in rows if row.flat.get("name")}
    found: dict[tuple[str, str], set[str]] = {}
    for table in (CatalogueDocument, CatalogueDraft):
        name, provider = (table.body[path].as_string() for path in ("name", "provider"))
        same = select(table.id, name, provider).where(table.kind == "offer", func.lower(name).in_({one for one, _ in wanted}))
        for document_id, called, by in await session.execute(same):
            if (key := (str(called).lower(), str(by or "").lower())) in wanted:
                found.setdefault(key, set()).add(document_id)
    return found


def state_of(rows: list[Planned]) -> str:
    """A fingerprint of the plan with all that it stands on."""
    facts = [[row.id, row.body, row.now.version if row.now else 0, row.now.body if row.now else None] for row in rows]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
