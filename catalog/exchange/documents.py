"""Tips and profiles as YAML, the same as in catalog/tips/ and catalog/gemeenten/: out, and in again after a look at what would change."""

import base64
import binascii
import zlib

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from catalog import files, repository
from catalog.difference import difference
from catalog.exchange.intake import FROM_FILE, Plan, Planned, Taken, state_of
from catalog.exchange.sheet import LARGEST_FILE, LARGEST_TEXT, PIECE, WHOLE, CellProblem
from catalog.exchange.yaml_file import inspect
from catalog.filled import label
from catalog.forms import Body
from catalog.models import CatalogueDocument, CatalogueDraft, DocumentKind
from catalog.rights import may_edit
from catalog.schemas import Profile, Tip
from catalog.service import FORMS, TAKEN, Document, Editor, as_published
from kit.errors import Invalid, NotFound, TooLarge

MOST = 2000
NEITHER = "Ik zie geen tips en geen profiel in dit bestand. Aanbod lees je hierboven in."
NOT_YOURS = {
    "tip": "Tips zijn voor alle gemeenten. Je kunt ze niet zelf inlezen.",
    "profile": "Je kunt alleen het profiel van je eigen gemeente inlezen.",
}
WITHDRAWN = "Deze tip is ingetrokken. Publiceer je hem, dan zien ouders hem weer."
DECIDED_HERE = {"status", "chat"}  # never by a file


def text_of(name: str, content: bytes) -> str:
    """Raises Invalid or TooLarge for a file that is no YAML, or that we do not dare to open."""
    if len(content) > LARGEST_FILE:
        raise TooLarge("Dit bestand is groter dan 5 MB. Maak er kleinere bestanden van.")
    if not name.lower().endswith((".yml", ".yaml")):
        raise Invalid("Kies een bestand met YAML (.yml).")
    try:
        text = content.decode("utf-8-sig")
        inspect(text)
    except UnicodeDecodeError:
        raise Invalid("Dit bestand is niet te lezen. Bewaar het als UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Invalid("Dit is geen goede YAML. Kijk naar inspringen en aanhalingstekens.") from None
    return text


def read(text: str) -> tuple[files.Folder, type[Tip] | type[Profile]]:
    """What stands in a file: tips, or one profile or more. Raises Invalid when it is neither, or too much."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if len(items) > MOST:
        raise Invalid(f"Er staan meer dan {MOST} tips in dit bestand. Maak er kleinere bestanden van.")
    names = {str(key.value) for item in items if isinstance(item, yaml.MappingNode) for key, _ in item.value}
    if not names & {"team", "topic"}:
        raise Invalid(NEITHER)
    model: type[Tip] | type[Profile] = Profile if "team" in names else Tip
    return files.read_text(text, model), model


class TextIntake(Editor):
    """An editor with a file of tips or profiles in their hands."""

    async def everything(self, kind: DocumentKind) -> bytes:
        """All that they may change, the text to go on with, as YAML. One profile is a file as in catalog/gemeenten/."""
        async with self._database.session() as session:
            published = {row.id: row.body for row in await session.scalars(select(CatalogueDocument).where(CatalogueDocument.kind == kind))}
            drafts = {row.id: row for row in await session.scalars(select(CatalogueDraft).where(CatalogueDraft.kind == kind))}
        found: list[Body] = []
        for document_id in sorted(published.keys() | drafts.keys()):
            draft = drafts.get(document_id)
            bodies = [body for body in (published.get(document_id), draft.body if draft else None) if body is not None]
            if may_edit(self._staff, kind, bodies, draft.by if draft else None):
                found += _whole(kind, document_id, bodies)
        whole = found[0] if kind == "profile" and len(found) == 1 else found
        return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120).encode()

    async def plan(self, text: str) -> Plan:
        async with self._database.session() as session:
            return await self._plan(session, text)

    async def take(self, text: str, publish: bool, seen: str) -> Taken | Plan:
        """Writes everything, or gives the plan as it is now when it has problems or is no longer what was `seen`."""
        async with self._database.session() as session:
            await repository.lock(session)
            plan = await self._plan(session, text)
            if plan.problems or plan.state != seen:
                return plan
            published = plan.complete if publish else []
            done = {row.id for row in published}
            for row in plan.to_write:
                if row.id in done:
                    await self._drop_draft(session, row.kind, row.id)
                    await self._enter(session, row.now or _new(row), row.document, "ingelezen", FROM_FILE)
                else:
                    await self._put_draft(session, row.kind, row.id, row.body, row.now.based_on if row.now else 0)
            return Taken(len(plan.to_write) - len(published), len(published))

    async def _plan(self, session: AsyncSession, text: str) -> Plan:
        folder, model = read(text)
        kind: DocumentKind = "profile" if model is Profile else "tip"
        problems = [CellProblem(found.line, found.field, found.reason) for found in folder.errors]
        rows: list[Planned] = []
        for document in folder.documents:
            line = folder.places[model.__name__, document.id][1]
            row = await self._row(session, kind, line, document.model_dump(mode="json"))
            if isinstance(row, CellProblem):
                problems.append(row)
            else:
                rows.append(row)
        if not rows and not problems:
            problems.append(CellProblem(0, WHOLE, NEITHER))
        return Plan(rows, sorted(problems, key=lambda problem: problem.row), state_of(rows))

    async def _row(self, session: AsyncSession, kind: DocumentKind, line: int, said: dict[str, object]) -> Planned | CellProblem:
        document_id = str(said["id"])
        body = {name: value for name, value in said.items() if name not in DECIDED_HERE}
        now = None
        try:
            if document_id in TAKEN:
                raise NotFound()
            if await repository.known(session, kind, document_id):
                now = await self._document(session, kind, document_id, to_edit=True)
            self._allow(kind, [body], self._staff.id)
        except NotFound:
            return CellProblem(line, document_id, NOT_YOURS[kind])
        document, problems = as_published(kind, document_id, body, now.published if now else None)
        problems += await self._other_consent(session, document)
        changes = (
            difference(FORMS[kind], {name: value for name, value in now.body.items() if name not in DECIDED_HERE}, body) if now else []
        )
        return Planned(
            number=line,
            id=document_id,
            name=document_id if kind == "tip" else str(said["name"]),
            body=body,
            now=now,
            document=document,
            changes=changes,
            lacking=[CellProblem(line, label(FORMS[kind], problem.path), problem.reason) for problem in problems],
            notes=[WITHDRAWN] if now and now.status == "ingetrokken" else [],
            kind=kind,
        )


def _whole(kind: DocumentKind, document_id: str, bodies: list[Body]) -> list[Body]:
    """The newest of these texts that is good, as it stands in YAML."""
    for body in reversed(bodies):
        document, problems = as_published(kind, document_id, body, bodies[0])
        if not problems:
            return [files.plain(document)]
    return []


def _new(row: Planned) -> Document:
    return Document(row.kind, row.id, {}, 0, None, 0, 0, None, None, True)


def packed(text: str) -> list[str]:
    """The file in pieces of text, to carry it through a form."""
    whole = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()
    return [whole[at : at + PIECE] for at in range(0, len(whole), PIECE)]


def unpacked(pieces: list[str]) -> str:
    """The opposite of `packed`. Raises Invalid for anything that is no YAML that we would have taken."""
    try:
        content = zlib.decompressobj().decompress(base64.urlsafe_b64decode("".join(pieces)), LARGEST_TEXT)
    except (ValueError, binascii.Error, zlib.error):
        raise Invalid("Dit formulier is niet goed aangekomen. Kies het bestand opnieuw.") from None
    return text_of("inhoud.yml", content)
