"""Editing: every change of the catalogue by a person goes through `Editor`, which knows what they may and keeps what was there before."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from access.audit import record
from access.models import Account
from access.schemas import Staff
from catalog import repository
from catalog.difference import Change, Choice, choices, difference, merged
from catalog.edits import Base, Confirmed, Conflict, Document, Entry, Refused, Saved
from catalog.forms import Body, Form, Problem, completed, slug
from catalog.models import Action, CatalogueDocument, CatalogueDraft, CatalogueHistory, CatalogueReport, DocumentKind
from catalog.offer_form import OFFER_FORM
from catalog.profile_form import PROFILE_FORM, lacking
from catalog.rights import may_edit, may_see, places_of
from catalog.schemas import Content, Handoff, Offer, Profile, Tip
from catalog.tip_form import TIP_FORM
from kit import clock
from kit.database import Database
from kit.errors import Invalid, NotFound

__all__ = [
    "FORMS",
    "Base",
    "Change",
    "Choice",
    "Confirmed",
    "Conflict",
    "Document",
    "Editor",
    "Entry",
    "Refused",
    "Saved",
    "as_published",
    "difference",
    "merged",
]

FORMS: dict[DocumentKind, Form] = {"offer": OFFER_FORM, "tip": TIP_FORM, "profile": PROFILE_FORM}
CHECK_TERM = timedelta(days=182)
LONGEST_REASON = 500
TAKEN = {"nieuw", "nagekeken"}  # pages under /beheer/aanbod
OTHER_CONSENT = "De tekst waar ouders ja op zeggen is veranderd. Geef haar een nieuw nummer, dat nog niet gebruikt is."


class Editor:
    """What one member of staff does with the catalogue. Every method is one transaction; what is not theirs is NotFound."""

    def __init__(self, database: Database, staff: Staff) -> None:
        self._database = database
        self._staff = staff

    async def open(self, kind: DocumentKind, document_id: str) -> Document:
        """Raises NotFound for what they may not see."""
        async with self._database.session() as session:
            return await self._document(session, kind, document_id)

    async def open_to_edit(self, kind: DocumentKind, document_id: str) -> Document:
        """Raises NotFound for what they may not change."""
        async with self._database.session() as session:
            return await self._document(session, kind, document_id, to_edit=True)

    async def create(self, kind: DocumentKind, body: Body) -> Saved:
        """A new draft under a new id. The same text sent twice is one draft."""
        async with self._database.session() as session:
            await repository.lock(session)
            self._allow(kind, [body], self._staff.id)
            if (same := await self._sent_before(session, kind, body)) is not None:
                return Saved(same, 0)
            document_id = await self._free_id(session, kind, _stem(kind, body))
            await self._put_draft(session, kind, document_id, body, 0)
            return Saved(document_id, 0)

    async def save_draft(self, kind: DocumentKind, document_id: str, body: Body, based_on: Base) -> Saved | Conflict:
        """Keeps the text, good or not; parents see nothing of it."""
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, kind, document_id, to_edit=True)
            self._allow(kind, [body], self._staff.id)
            if (conflict := await self._conflict(session, now, body, based_on)) is not None:
                return conflict
            number = based_on.number if based_on.number == now.number else now.based_on
            await self._put_draft(session, kind, document_id, body, number)
            return Saved(document_id, now.number)

    async def publish(self, kind: DocumentKind, document_id: str, body: Body, based_on: Base) -> Saved | Refused | Conflict:
        """Parents see it within two seconds."""
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, kind, document_id, to_edit=True)
            self._allow(kind, [body], self._staff.id)
            conflict = await self._conflict(session, now, body, based_on) or await self._overtaken(session, now, body, based_on)
            if conflict is not None:
                return conflict
            document, problems = as_published(kind, document_id, body, now.published)
            problems += await self._other_consent(session, document)
            if problems:
                await self._put_draft(session, kind, document_id, body, now.number)
                return Refused(problems)
            await self._drop_draft(session, kind, document_id)
            return await self._enter(session, now, document, "gepubliceerd")

    async def withdraw(self, kind: DocumentKind, document_id: str, reason: str) -> Saved:
        """Parents no longer see it; it stays in the history. Raises Invalid without a reason, or when parents do not see it now."""
        if not reason.strip():
            raise Invalid("Schrijf op waarom je dit intrekt.")
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, kind, document_id, to_edit=True)
            if now.status != "gepubliceerd":
                raise Invalid("Dit staat niet in de antwoorden, dus je kunt het niet intrekken.")
            document = _validated(kind, {**(now.published or {}), "status": "ingetrokken"})
            return await self._enter(session, now, document, "ingetrokken", reason.strip()[:LONGEST_REASON])

    async def confirm(self, kind: DocumentKind, seen: Mapping[str, int]) -> Confirmed:
        """Still right, of all of these: looked at today, again after a term. `seen`: by id the version that the editor looked at.
        Raises Invalid for tips, which are not looked at again."""
        if kind == "tip":
            raise Invalid("Een tip heeft geen dag waarop je hem nakijkt.")
        done: list[str] = []
        async with self._database.session() as session:
            await repository.lock(session)
            for document_id, version in seen.items():
                now = await self._document(session, kind, document_id, to_edit=True)
                if now.version == version and (now.status == "gepubliceerd" or (kind == "profile" and now.published)):
                    await self._enter(session, now, _validated(kind, {**(now.published or {}), **_checked_today(kind)}), "bevestigd")
                    done.append(document_id)
        return Confirmed(done, [document_id for document_id in seen if document_id not in done])

    async def restore(self, kind: DocumentKind, document_id: str, number: int) -> Saved | Refused:
        """An earlier text takes the place of the published one; a draft stays as it is."""
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, kind, document_id, to_edit=True)
            await self._keep_published(session, kind, document_id)
            old = await repository.entry(session, kind, document_id, number)
            if old is None:
                raise NotFound()
            self._allow(kind, [old.body], None)
            document, problems = as_published(kind, document_id, old.body, now.published, str(old.body.get("status", "gepubliceerd")))
            if problems:
                return Refused(problems)
            return await self._enter(session, now, document, "hersteld", f"nummer {number}")

    async def switch_chat(self, gemeente: str, on: bool, reason: str, message: str = "") -> Saved:
        """Turns the chat of a gemeente off or on; a draft of the profile stays as it is. `message` is what parents read.
        Raises Invalid without a reason to turn it off, or when nothing of the profile was ever published."""
        if not on and not reason.strip():
            raise Invalid("Schrijf op waarom de chat uit gaat.")
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, "profile", gemeente, to_edit=True)
            if now.published is None:
                raise Invalid("Dit profiel is nog niet gepubliceerd. Er is dus nog geen chat.")
            told = {"reason": reason.strip()[:LONGEST_REASON] or None, "message": message.strip()[:LONGEST_REASON] or None}
            document = _validated("profile", {**now.published, "chat": {"on": on, **(told if not on else {})}})
            action: Action = "aangezet" if on else "uitgezet"
            saved = await self._enter(session, now, document, action, told["reason"])
            draft = await session.get(CatalogueDraft, ("profile", gemeente))
            if draft is not None and draft.based_on == now.number:
                draft.based_on = saved.number
            return saved

    async def discard(self, kind: DocumentKind, document_id: str) -> None:
        """Throws the draft away; what is published stays."""
        async with self._database.session() as session:
            await repository.lock(session)
            now = await self._document(session, kind, document_id, to_edit=True)
            await self._drop_draft(session, kind, document_id)
            await self._audit(session, "concept weggegooid", kind, document_id, now.body)

    async def history(self, kind: DocumentKind, document_id: str) -> list[Entry]:
        """The newest first. What is published now is always there, also when nobody edited it yet."""
        async with self._database.session() as session:
            now = await self._document(session, kind, document_id)
            rows = await repository.entries(session, kind, document_id)
            people = await names(session, [row.by for row in rows if row.by])
            told = [Entry(row.number, row.action, row.at, people.get(row.by or "", ""), row.reason, row.body) for row in rows]
            if now.published is not None and now.number > (rows[0].number if rows else 0):
                row = await session.get_one(CatalogueDocument, (kind, document_id))
                told.insert(0, Entry(now.number, "ingelezen", row.updated_at, "", None, row.body))
            return told

    async def report(self, kind: DocumentKind, document_id: str, text: str) -> None:
        """Tells whoever may change it that something is wrong. Raises Invalid without words."""
        if not text.strip():
            raise Invalid("Schrijf op wat er niet klopt.")
        async with self._database.session() as session:
            now = await self._document(session, kind, document_id)
            words = text.strip()[:LONGEST_REASON]
            session.add(CatalogueReport(kind=kind, document_id=document_id, text=words, by=self._staff.id, at=clock.now()))
            await self._audit(session, "fout gemeld", kind, document_id, now.published or {})

    async def _document(self, session: AsyncSession, kind: DocumentKind, document_id: str, to_edit: bool = False) -> Document:
        row = await session.get(CatalogueDocument, (kind, document_id))
        draft = await session.get(CatalogueDraft, (kind, document_id))
        bodies = [found.body for found in (row, draft) if found is not None]
        mine = bool(bodies) and may_edit(self._staff, kind, bodies, draft.by if draft else None)
        if not mine and (to_edit or row is None or not may_see(self._staff, kind, row.body)):
            raise NotFound()
        number = await self._number(session, kind, document_id, row)
        own = draft if mine else None
        return Document(
            kind=kind,
            id=document_id,
            body=own.body if own else row.body if row else {},
            based_on=own.based_on if own else number,
            published=row.body if row else None,
            number=number,
            version=row.version if row else 0,
            draft_by=own.by if own else None,
            draft_at=own.at if own else None,
            may_edit=mine,
        )

    @staticmethod
    async def _number(session: AsyncSession, kind: DocumentKind, document_id: str, row: CatalogueDocument | None) -> int:
        """The number of the published text. What came from files gets its number when somebody writes, the same one each time until then."""
        last = await repository.last_entry(session, kind, document_id)
        counted = last.number if last else 0
        return counted if row is None or (last and last.body == row.body) else counted + 1

    def _allow(self, kind: DocumentKind, bodies: list[Body], author: str | None) -> None:
        if not may_edit(self._staff, kind, bodies, author):
            raise NotFound()

    async def _conflict(self, session: AsyncSession, now: Document, body: Body, based_on: Base) -> Conflict | None:
        """Whether the text to go on with is another one than this editor began with."""
        if now.base.body == based_on.body and based_on.number in (now.based_on, now.number):
            return None
        if _alike(now.kind, based_on.body, now.body):
            return None
        found = choices(FORMS[now.kind], based_on.body or {}, now.body, body)
        return Conflict(now.base, now.body, await self._by(session, now), found) if found else None

    async def _overtaken(self, session: AsyncSession, now: Document, body: Body, based_on: Base) -> Conflict | None:
        """Whether another text was published than the one under this draft."""
        if based_on.number == now.number or now.published is None:
            return None
        began = await repository.entry(session, now.kind, now.id, based_on.number)
        if began and _alike(now.kind, began.body, now.published):
            return None
        found = choices(FORMS[now.kind], began.body if began else {}, now.published, body)
        by = await self._by(session, now, of_draft=False)
        return Conflict(Base(now.number, now.base.body), now.published, by, found, overtaken=True) if found else None

    @staticmethod
    async def _by(session: AsyncSession, now: Document, of_draft: bool = True) -> str:
        """The name of who wrote the draft, else of who published last; empty when it came from files."""
        last = await repository.last_entry(session, now.kind, now.id)
        by = (now.draft_by if of_draft else None) or (last.by if last else None) or ""
        return (await names(session, [by])).get(by, "")

    async def _put_draft(self, session: AsyncSession, kind: DocumentKind, document_id: str, body: Body, based_on: int) -> None:
        await self._keep_published(session, kind, document_id)
        draft = await session.get(CatalogueDraft, (kind, document_id))
        if draft is None:
            draft = CatalogueDraft(kind=kind, id=document_id)
            session.add(draft)
        draft.body, draft.based_on, draft.by, draft.at = {**body, "id": document_id}, based_on, self._staff.id, clock.now()
        await self._audit(session, "concept bewaard", kind, document_id, body)

    @staticmethod
    async def _drop_draft(session: AsyncSession, kind: DocumentKind, document_id: str) -> None:
        draft = await session.get(CatalogueDraft, (kind, document_id))
        if draft is not None:
            await session.delete(draft)

    async def _keep_published(self, session: AsyncSession, kind: DocumentKind, document_id: str) -> None:
        """What is published now stands in the history before anything takes its place."""
        row = await session.get(CatalogueDocument, (kind, document_id))
        last = await repository.last_entry(session, kind, document_id)
        if row is not None and (last is None or last.body != row.body):
            session.add(_entry(kind, document_id, (last.number if last else 0) + 1, "ingelezen", row.body, None, row.updated_at, None))
            await session.flush()

    async def _enter(self, session: AsyncSession, now: Document, document: Content, action: Action, reason: str | None = None) -> Saved:
        await self._keep_published(session, now.kind, now.id)
        assert isinstance(document, Offer | Tip | Profile)
        version = await repository.put(session, document)
        body = document.model_dump(mode="json")
        number = await self._number(session, now.kind, now.id, None) + 1
        session.add(_entry(now.kind, now.id, number, action, body, self._staff.id, clock.now(), reason))
        await self._audit(session, action, now.kind, now.id, body)
        return Saved(now.id, number, version)

    async def _other_consent(self, session: AsyncSession, document: Content) -> list[Problem]:
        """A text of consent that was ever published under this number must be the same text."""
        if not isinstance(document, Profile):
            return []
        row = await session.get(CatalogueDocument, ("profile", document.id))
        bodies = [entry.body for entry in await repository.entries(session, "profile", document.id)] + ([row.body] if row else [])
        before = {
            (said.consent_version, said.consent_text) for said in (Handoff.model_validate(body.get("handoff", {})) for body in bodies)
        }
        own = document.handoff
        clash = any(version == own.consent_version and text != own.consent_text for version, text in before)
        return [Problem("handoff.consent_version", OTHER_CONSENT)] if clash else []

    async def _audit(self, session: AsyncSession, action: str, kind: DocumentKind, document_id: str, body: Body) -> None:
        places = sorted(places_of(kind, body))
        await record(session, self._staff, action, places[0] if len(places) == 1 else None, f"{kind}:{document_id}")

    async def _sent_before(self, session: AsyncSession, kind: DocumentKind, body: Body) -> str | None:
        """The id under which this person just made this very draft: a button pressed twice."""
        drafts = select(CatalogueDraft).where(
            CatalogueDraft.kind == kind, CatalogueDraft.by == self._staff.id, CatalogueDraft.based_on == 0
        )
        same = [draft.id for draft in await session.scalars(drafts) if {**draft.body, "id": ""} == {**body, "id": ""}]
        return same[0] if same else None

    @staticmethod
    async def _free_id(session: AsyncSession, kind: DocumentKind, stem: str) -> str:
        candidate, count = stem, 1
        while candidate in TAKEN or await repository.known(session, kind, candidate):
            count += 1
            candidate = f"{stem}_{count}"
        return candidate


async def names(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    """The names of members of staff, by id."""
    found = await session.execute(select(Account.id, Account.name).where(Account.id.in_(set(ids))))
    return {row.id: row.name for row in found}


def as_published(
    kind: DocumentKind, document_id: str, body: Body, published: Body | None, status: str = "gepubliceerd"
) -> tuple[Content, list[Problem]]:
    """A text as it would be published, and what stands in the way. A profile is complete when nothing is lacking, and never turns
    the chat on or off: that is what `published` says."""
    decided: Body = {"status": "concept", "chat": (published or {}).get("chat", {})} if kind == "profile" else {"status": status}
    document, problems = completed(FORMS[kind], {**body, "id": document_id, **decided})
    if isinstance(document, Profile) and not problems and not lacking(document):
        document = document.model_copy(update={"status": "compleet"})
    return document, problems


def _stem(kind: DocumentKind, body: Body) -> str:
    """What the id of something new begins with: its name, or of a tip its topic and ages."""
    named = [body.get("topic"), body.get("age_min"), body.get("age_max")] if kind == "tip" else [body.get("name") or body.get("id")]
    told = " ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in named if one is not None)
    return slug(told, "aanbod" if kind == "offer" else kind)


def _alike(kind: DocumentKind, one: Body | None, other: Body) -> bool:
    """Whether the same stands in every field that an editor fills in."""
    return one is not None and not choices(FORMS[kind], one, one, other)


def _checked_today(kind: DocumentKind) -> Body:
    today = clock.local(clock.now()).date()
    again = {"check_again": (today + CHECK_TERM).isoformat()} if kind == "offer" else {}
    return {"checked_on": today.isoformat(), **again}


def _validated(kind: DocumentKind, body: Body) -> Content:
    return repository.SCHEMAS[kind].model_validate(body)


def _entry(
    kind: str, document_id: str, number: int, action: Action, body: Body, by: str | None, at: datetime, reason: str | None
) -> CatalogueHistory:
    return CatalogueHistory(kind=kind, document_id=document_id, number=number, action=action, body=body, by=by, at=at, reason=reason)
