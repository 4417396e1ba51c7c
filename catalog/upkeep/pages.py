"""The work list for people, under `/beheer/werklijst`. Works without JavaScript."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from access.pages import flash, needs, page
from access.schemas import Role, Staff
from catalog.difference import difference
from catalog.forms import clean
from catalog.service import FORMS, Conflict, Editor
from catalog.upkeep import links, mail, providers
from catalog.upkeep.rounds import Upkeep
from catalog.upkeep.tasks import ALL_OUTCOMES, SORTS, Sort, Task
from catalog.upkeep.worklist import Worklist
from kit.database import Database
from kit.errors import Invalid, NotFound

HOME = "/beheer/werklijst"
PAGE = 50
KINDS = {"offer": "aanbod", "tip": "tips", "profile": "profiel"}
router = APIRouter(prefix="/werklijst")


@dataclass
class Bench:
    """One request of one editor."""

    request: Request
    staff: Staff
    upkeep: Upkeep
    list: Worklist

    @property
    def database(self) -> Database:
        return self.upkeep.database

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        shared = {"home": HOME, "sorts": SORTS, "outcomes": ALL_OUTCOMES, "kinds": KINDS, "address": address}
        return page(self.request, self.staff, f"upkeep/{template}", status, **shared, **values)

    def back(self, told: str, path: str = "") -> RedirectResponse:
        flash(self.request, told)
        return RedirectResponse(f"{HOME}{path}", 303)


def address(kind: str, document_id: str) -> str:
    """The editor's page of a document; empty for what is not edited here."""
    return f"/beheer/{KINDS[kind]}/{document_id}" if kind in KINDS else ""


def _bench(request: Request, staff: Annotated[Staff, needs(Role.EDITOR)]) -> Bench:
    upkeep: Upkeep = request.app.state.upkeep
    return Bench(request, staff, upkeep, Worklist(upkeep.database, staff, upkeep.post.late, upkeep.post.reviews))


AtBench = Annotated[Bench, Depends(_bench)]


@router.get("")
async def overview(
    at: AtBench, soort: Annotated[str, Query(max_length=20)] = "", pagina: Annotated[int, Query(ge=1, le=999)] = 1
) -> Response:
    work = await at.list.work()
    chosen = Sort(soort) if soort in set(Sort) else None
    tasks = [task for task in work.tasks if chosen in (None, task.sort)]
    pages = max(1, -(-len(tasks) // PAGE))
    number = min(pagina, pages)
    shown = tasks[(number - 1) * PAGE : number * PAGE]
    counts = [(sort, work.count(sort)) for sort in Sort if work.count(sort)]
    return at.page("list.html", tasks=shown, work=work, counts=counts, chosen=chosen, number=number, pages=pages)


@router.get("/gedaan")
async def done(at: AtBench) -> Response:
    return at.page("done.html", rows=await at.list.done())


@router.post("/nog-juist")
async def confirm(request: Request, at: AtBench) -> Response:
    """`taak` is a task with the version of the text that was on the screen."""
    key, _, version = str((await request.form()).get("taak") or "").rpartition("@")
    task = await _found(at, key)
    if not version.isdecimal() or int(version[:12]) != task.version:
        return at.back("Daar is intussen iets veranderd. Kijk het eerst opnieuw na.")
    return await _confirmed(at, task, "nog_juist")


async def _confirmed(at: Bench, task: Task, outcome: str) -> RedirectResponse:
    result = await Editor(at.database, at.staff).confirm(task.kind, {task.id: task.version})  # type: ignore[arg-type]
    if not result.done:
        return at.back("Daar is intussen iets veranderd. Kijk het eerst opnieuw na.")
    await at.list.close(task, outcome)
    return at.back(f"‘{task.name}’ is nagekeken: de datum is van vandaag.")


@router.get("/links/{kind}/{document_id}")
async def show_links(at: AtBench, kind: str, document_id: str) -> Response:
    """The web addresses of one document, as they were at the last look."""
    now = await _document(at, kind, document_id)
    async with at.database.session() as session:
        known = {row.path: row for row in await links.of_document(session, kind, document_id)}
    rows = [(path, url, known.get(path)) for path, url in links.addresses(now).items()]
    return at.page("links.html", rows=rows, kind=kind, id=document_id, name=now.get("name") or document_id)


@router.post("/links/{kind}/{document_id}")
async def check_links(at: AtBench, kind: str, document_id: str) -> Response:
    now = await _document(at, kind, document_id)
    wanted = [links.Place(kind, document_id, path, url) for path, url in links.addresses(now).items()]
    broken = await links.check(at.database, wanted)
    told = "Alle links werken." if not broken else "Er is een link die niet werkt." if broken == 1 else f"{broken} links werken niet."
    return at.back(told, f"/links/{kind}/{document_id}")


@router.get("/aanbieder/{document_id}")
async def provider(at: AtBench, document_id: str) -> Response:
    """Asking the provider: the address, the last mail, and a button."""
    now = await _document(at, "offer", document_id)
    async with at.database.session() as session:
        last = await mail.last(session, document_id)
    told = mail.shown(last) if last else ""
    values: dict[str, Any] = {"id": document_id, "name": now.get("name") or document_id, "email": now.get("provider_email"), "told": told}
    return at.page("provider.html", can_mail=bool(at.upkeep.post.host), status_of=now.get("status"), **values)


@router.post("/aanbieder/{document_id}")
async def ask_provider(at: AtBench, document_id: str) -> Response:
    now = await _document(at, "offer", document_id)
    if not (at.upkeep.post.host and now.get("provider_email") and now.get("status") == "gepubliceerd"):
        raise Invalid("Dit kan nu niet gemaild worden.")
    put = await mail.ask_now(at.database, document_id)
    return at.back("De mail gaat zo weg." if put else "Vandaag is er al gemaild.", f"/aanbieder/{document_id}")


@router.get("/{sort}/{kind}/{document_id}")
async def look(at: AtBench, sort: str, kind: str, document_id: str) -> Response:
    return await _task(at, await at.list.task(sort, kind, document_id))


async def _task(at: Bench, task: Task, error: str = "", status: int = 200) -> HTMLResponse:
    changes, proposal = [], None
    if task.sort is Sort.PROPOSAL:
        proposal = await providers.proposal(at.database, task.number)
        now = await Editor(at.database, at.staff).open_to_edit("offer", task.id)
        changes = difference(FORMS["offer"], now.body, providers.taken_over(now.body, proposal.proposed))
    return at.page("task.html", status, task=task, error=error, changes=changes, proposal=proposal)


@router.post("/{sort}/{kind}/{document_id}")
async def close(request: Request, at: AtBench, sort: str, kind: str, document_id: str) -> Response:
    task = await at.list.task(sort, kind, document_id)
    form = await request.form()
    if form.get("merk") != task.mark:
        return await _task(at, task, "Intussen is er iets veranderd. Kijk opnieuw, en kies dan.", 409)
    try:
        await at.list.close(task, str(form.get("uitkomst") or ""), clean(str(form.get("toelichting") or "")))
    except Invalid as error:
        return await _task(at, task, error.detail, 422)
    return at.back(f"‘{task.name}’ is van de lijst.")


@router.post("/{sort}/{kind}/{document_id}/overnemen")
async def take_over(request: Request, at: AtBench, sort: str, kind: str, document_id: str) -> Response:
    """What the provider proposes becomes a draft; the editor looks at it and publishes. `klopt` confirms as the editor would."""
    task = await at.list.task(sort, kind, document_id)
    if task.sort is not Sort.PROPOSAL or (await request.form()).get("merk") != task.mark:
        return await _task(at, task, "Intussen is er iets veranderd. Kijk opnieuw.", 409)
    proposal = await providers.proposal(at.database, task.number)
    if proposal.answer == "klopt":
        return await _confirmed(at, task, "bevestigd")
    editor = Editor(at.database, at.staff)
    now = await editor.open_to_edit("offer", task.id)
    result = await editor.save_draft("offer", task.id, providers.taken_over(now.body, proposal.proposed), now.base)
    if isinstance(result, Conflict):
        return await _task(at, task, "Intussen is er iets veranderd. Kijk opnieuw.", 409)
    await at.list.close(task, "overgenomen")
    flash(at.request, "Het voorstel staat in een concept. Kijk het na en publiceer het dan.")
    return RedirectResponse(f"{address('offer', task.id)}/bewerk", 303)


async def _document(at: Bench, kind: str, document_id: str) -> dict[str, Any]:
    """What is published, of something that they may change; raises NotFound."""
    if kind not in FORMS:
        raise NotFound()
    now = await Editor(at.database, at.staff).open_to_edit(kind, document_id)
    return now.published or now.body


async def _found(at: Bench, key: str) -> Task:
    sort, _, rest = key.partition("/")
    kind, _, document_id = rest.partition("/")
    return await at.list.task(sort, kind, document_id)
