"""Door 3 for people: the list of what is offered, and writing, checking, publishing and withdrawing it. Works without JavaScript."""

import json
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, BeforeValidator

from catalog import desk, filled, forms, profile_pages
from catalog.desk import At, Desk, begin_of, field_id, sent_base
from catalog.difference import Side, difference, merged
from catalog.forms import Body, Problem
from catalog.listing import Filter, listing
from catalog.preview import samples
from catalog.profile_form import lacking
from catalog.schemas import Profile
from catalog.sections import SECTIONS, Section
from catalog.service import Base, Conflict, Document, Refused, as_published
from catalog.vocabulary import TOPIC_LABELS
from kit.errors import Invalid, NotFound, TooLarge

LARGEST = 50_000  # signs of one whole text
BEGUN = "Bewaard als concept. Ouders zien het nog niet."
PUBLISHED = "gepubliceerd"
editing = APIRouter()


def _words(value: Any) -> Any:
    return forms.clean(str(value))[:200]


def _years(value: Any) -> Any:
    """What is no age is no filter."""
    try:
        years = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return years if 0 <= years <= 99 else None


def _page_number(value: Any) -> Any:
    return int(value) if str(value).isdecimal() and len(str(value)) < 6 else 1


Word = Annotated[str, BeforeValidator(_words)]


class Asked(BaseModel):
    """The filters as they stand in the address; what does not fit is no filter."""

    zoek: Word = ""
    soort: Word = ""
    onderwerp: Word = ""
    leeftijd: Annotated[float | None, BeforeValidator(_years)] = None
    status: Word = ""
    gemeente: Word = ""
    nakijken: Word = ""
    onvolledig: Word = ""
    volgorde: Word = "naam"
    om: Word = ""
    pagina: Annotated[int, BeforeValidator(_page_number)] = 1

    def filter(self, section: Section) -> Filter:
        return Filter(
            words=self.zoek,
            kind=self.soort if self.soort in section.kinds else "",
            topic=self.onderwerp if self.onderwerp in set(TOPIC_LABELS) else "",
            age=self.leeftijd,
            status=self.status if self.status in section.statuses else "",
            gemeente=self.gemeente,
            due=bool(self.nakijken),
            incomplete=bool(self.onvolledig),
            order=self.volgorde if self.volgorde in section.orders else "naam",
            down=bool(self.om),
            page=self.pagina,
        )

    def address(self, **changed: Any) -> str:
        """The query of the same list with something else."""
        values = {**self.model_dump(exclude_defaults=True), **changed}
        return urlencode(
            {name: f"{value:g}" if isinstance(value, float) else value for name, value in values.items() if value not in ("", None)}
        )


@editing.get("")
async def overview(at: At, asked: Annotated[Asked, Query()]) -> Response:
    async with at.database.session() as session:
        found = await listing(session, at.section.kind, at.staff, asked.filter(at.section), at.today)
    gemeenten = [(option.value, option.label) for option in at.gemeenten()]
    return at.page("list.html", found=found, asked=asked, gemeenten=gemeenten if len(gemeenten) > 1 else [], topics=TOPIC_LABELS)


@editing.post("/nagekeken")
async def confirm(request: Request, at: At) -> Response:
    """Each value is an id and the version that was on the screen."""
    seen: dict[str, int] = {}
    for value in (await request.form()).getlist("gezien"):
        document_id, _, version = str(value).rpartition("@")
        seen[document_id] = int(version) if version.isdecimal() and len(version) < 12 else -1
    if not seen:
        return at.go("", "Vink eerst aan wat je hebt nagekeken.")
    result = await at.editor.confirm(at.section.kind, seen)
    told = f"{len(result.done)} keer nagekeken: de datum is van vandaag." if result.done else ""
    if result.changed:
        told += f" {len(result.changed)} overgeslagen, want daar is intussen iets veranderd. Kijk daar zelf."
    return at.go("", told.strip())


@editing.get("/nieuw")
async def new(at: At, van: str | None = None) -> Response:
    if not at.may_begin:
        raise NotFound()
    body = desk.copied((await at.editor.open(at.section.kind, van)).body, at) if van else desk.blank(at)
    return await _form(at, None, body, Base())


@editing.post("/nieuw")
async def create(request: Request, at: At) -> Response:
    form = await request.form()
    body = _body(at, form, {})
    saved = await at.editor.create(at.section.kind, body)
    if form.get("doe") != "publiceer":
        return at.go(*_next(saved.id, form))
    now = await at.editor.open_to_edit(at.section.kind, saved.id)
    return await _publish(at, now, now.body, now.base)


@editing.get("/{document_id}")
async def look(at: At, document_id: str) -> Response:
    now = await at.editor.open(at.section.kind, document_id)
    form, flat = at.section.form, forms.flatten(now.body)
    facts = [(field.label, filled.words(form, path, flat[path])) for path, field in form.fields.items() if path in flat]
    history = await at.editor.history(at.section.kind, document_id)
    return at.page("look.html", now=now, facts=facts, last=history[0] if history else None, lacking=_lacking(at, now))


@editing.get("/{document_id}/bewerk")
async def edit(at: At, document_id: str) -> Response:
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    return await _form(at, now, now.body, now.base)


@editing.post("/{document_id}/bewerk")
async def write(request: Request, at: At, document_id: str) -> Response:
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    form = await request.form()
    body, based_on = _body(at, form, now.body), sent_base(form)
    if form.get("doe") == "publiceer":
        return await _publish(at, now, body, based_on)
    result = await at.editor.save_draft(at.section.kind, document_id, body, based_on)
    if isinstance(result, Conflict):
        return await _conflict(at, document_id, body, result)
    return at.go(*_next(document_id, form))


@editing.get("/{document_id}/voorbeeld")
async def preview(at: At, document_id: str) -> Response:
    now = await at.editor.open(at.section.kind, document_id)
    document, problems = as_published(at.section.kind, document_id, now.body, now.published, now.status)
    parts, colours = at.preview(document, now.body), samples(document.theme) if isinstance(document, Profile) else []
    return at.page("preview.html", now=now, parts=parts, samples=colours, problems=problems, begin=begin_of(now.base))


@editing.post("/{document_id}/publiceer")
async def publish(request: Request, at: At, document_id: str) -> Response:
    """The draft as it was in the preview."""
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    based_on = sent_base(await request.form())
    if based_on.body != now.body:
        return at.go(f"/{document_id}/voorbeeld", "De tekst is intussen veranderd. Kijk eerst opnieuw.")
    return await _publish(at, now, now.body, based_on)


@editing.post("/{document_id}/samenvoegen")
async def merge(request: Request, at: At, document_id: str) -> Response:
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    form = await request.form()
    mine, theirs = _body(at, form, now.body), (now.published or {}) if form.get("van") == PUBLISHED else now.body
    chosen: dict[str, Side] = {}
    for path in at.section.form.fields:
        if form.get("doe") != "alles" and form.get(f"keuze.{path}") == "theirs":
            chosen[path] = "theirs"
    result = await at.editor.save_draft(at.section.kind, document_id, merged(theirs, mine, chosen), sent_base(form))
    if isinstance(result, Conflict):
        return await _conflict(at, document_id, mine, result)
    return at.go(f"/{document_id}/bewerk", "Samengevoegd en bewaard als concept. Kijk het na en publiceer het dan.")


@editing.post("/{document_id}/weg")
async def discard(at: At, document_id: str) -> Response:
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    await at.editor.discard(at.section.kind, document_id)
    return at.go(f"/{document_id}" if now.published else "", "Het concept is weggegooid.")


@editing.get("/{document_id}/geschiedenis")
async def history(at: At, document_id: str) -> Response:
    now = await at.editor.open(at.section.kind, document_id)
    entries = await at.editor.history(at.section.kind, document_id)
    return at.page("history.html", now=now, entries=entries)


@editing.get("/{document_id}/geschiedenis/{number}")
async def version(at: At, document_id: str, number: int) -> Response:
    now = await at.editor.open(at.section.kind, document_id)
    entries = {entry.number: entry for entry in await at.editor.history(at.section.kind, document_id)}
    if (entry := entries.get(number)) is None:
        raise NotFound()
    form, before = at.section.form, entries.get(number - 1)
    made = difference(form, before.body, entry.body) if before else []
    since = difference(form, entry.body, now.published or {}) if number != now.number else []
    return at.page("version.html", now=now, entry=entry, before=before, made=made, since=since)


@editing.post("/{document_id}/geschiedenis/{number}")
async def restore(at: At, document_id: str, number: int) -> Response:
    result = await at.editor.restore(at.section.kind, document_id, number)
    if isinstance(result, Refused):
        raise Invalid(f"Deze tekst is niet meer goed genoeg om terug te zetten: {result.problems[0].reason}")
    return at.go(f"/{document_id}", f"Tekst {number} is teruggezet.")


@editing.get("/{document_id}/intrekken")
async def ask_withdraw(at: At, document_id: str) -> Response:
    return at.page("withdraw.html", now=await at.editor.open_to_edit(at.section.kind, document_id), error="")


@editing.post("/{document_id}/intrekken")
async def withdraw(request: Request, at: At, document_id: str) -> Response:
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    try:
        await at.editor.withdraw(at.section.kind, document_id, forms.clean(str((await request.form()).get("reden") or "")))
    except Invalid as error:
        return at.page("withdraw.html", error.status, now=now, error=error.detail)
    return at.go(f"/{document_id}", "Ingetrokken. Ouders krijgen dit niet meer te zien.")


@editing.get("/{document_id}/melding")
async def ask_report(at: At, document_id: str) -> Response:
    return at.page("report.html", now=await at.editor.open(at.section.kind, document_id), error="")


@editing.post("/{document_id}/melding")
async def report(request: Request, at: At, document_id: str) -> Response:
    now = await at.editor.open(at.section.kind, document_id)
    try:
        await at.editor.report(at.section.kind, document_id, forms.clean(str((await request.form()).get("tekst") or "")))
    except Invalid as error:
        return at.page("report.html", error.status, now=now, error=error.detail)
    return at.go(f"/{document_id}", "Gemeld. Wie dit beheert, ziet je melding.")


def _body(at: Desk, form: forms.Typed, before: Body) -> Body:
    """What was typed. Raises TooLarge for what no form needs."""
    body = forms.read(at.section.form, form, before)
    if len(json.dumps(body)) > LARGEST:
        raise TooLarge("Dit is te veel tekst. Een veld mag hooguit 1000 tekens hebben.")
    return body


def _next(document_id: str, form: forms.Typed) -> tuple[str, str]:
    if form.get("doe") == "voorbeeld":
        return f"/{document_id}/voorbeeld", ""
    return f"/{document_id}/bewerk", BEGUN


def _lacking(at: Desk, now: Document) -> list[Problem]:
    """Why the published profile is not complete; empty for anything else."""
    if at.section.kind != "profile" or now.published is None:
        return []
    document, _ = as_published("profile", now.id, now.published, now.published)
    return lacking(document) if isinstance(document, Profile) else []


async def _publish(at: Desk, now: Document, body: Body, based_on: Base) -> Response:
    result = await at.editor.publish(at.section.kind, now.id, body, based_on)
    match result:
        case Conflict():
            return await _conflict(at, now.id, body, result)
        case Refused():
            now = await at.editor.open_to_edit(at.section.kind, now.id)
            return await _form(at, now, now.body, now.base, result.problems, 422)
    return at.go(f"/{now.id}", "Gepubliceerd. Ouders zien dit binnen twee seconden.")


async def _form(
    at: Desk, now: Document | None, body: Body, based_on: Base, problems: list[Problem] | None = None, status: int = 200
) -> HTMLResponse:
    """The form. `problems` are shown as errors; without them what is still needed stands in the help beside it."""
    document, needed = as_published(at.section.kind, now.id if now else "nieuw", body, now.published if now else None)
    help_ = await at.help(body, document)
    typed = [problem for problem in needed if problem.path in body.get(forms.TYPED, {})]
    parts = at.parts(body, problems or typed, help_.contradictions)
    values = {"parts": parts, "problems": problems or [], "needed": needed, "help": help_, "begin": begin_of(based_on)}
    values["lacking"] = lacking(document) if isinstance(document, Profile) and not needed else []
    return at.page("form.html", status, now=now, field_id=field_id, is_new=now is None, body=body, **values)


async def _conflict(at: Desk, document_id: str, mine: Body, conflict: Conflict) -> HTMLResponse:
    """Both texts side by side, 409. What was typed goes along on the page."""
    now = await at.editor.open_to_edit(at.section.kind, document_id)
    which = PUBLISHED if conflict.overtaken else ""
    return at.page(
        "conflict.html",
        409,
        now=now,
        conflict=conflict,
        typed=filled.sent(at.section.form, mine),
        which=which,
        begin=begin_of(conflict.based_on),
    )


router = APIRouter()
router.include_router(profile_pages.router)
for section in SECTIONS.values():
    router.include_router(editing, prefix=f"/{section.path}")
