"""In and out for people, under `/beheer/invoer`: a file is shown first and written afterwards, all of it or nothing. Works without JavaScript."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from access.pages import flash, needs, page
from access.schemas import EVERYWHERE, Role, Staff
from catalog.exchange import documents, files, hsds_file
from catalog.exchange.documents import TextIntake
from catalog.exchange.files import Form
from catalog.exchange.intake import Intake, Plan
from catalog.exchange.sheet import LARGEST_FILE, Sheet, packed, unpacked
from catalog.models import DocumentKind
from kit import clock
from kit.errors import AppError, Invalid, TooLarge

MOST_SHOWN = 200
KINDS: dict[Form, tuple[str, str]] = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "yaml": ("YAML", "application/yaml; charset=utf-8"),
}
TEXTS: dict[str, DocumentKind] = {"tips": "tip", "profiel": "profile"}
CHANGED = "Intussen is er iets veranderd. Er is nog niets ingelezen. Kijk het opnieuw na."
router = APIRouter(prefix="/invoer")


@dataclass
class Counter:
    """Where somebody with a file stands."""

    request: Request
    staff: Staff
    intake: Intake
    texts: TextIntake

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        return page(self.request, self.staff, f"exchange/{template}", status, **values)

    def start(self, error: AppError | None = None, field: str = "bestand") -> Response:
        errors = {field: error.detail} if error else {}
        tips = self.staff.may(Role.EDITOR, EVERYWHERE)
        return self.page("start.html", error.status if error else 200, errors=errors, kinds=KINDS, may_tips=tips)

    async def look_at_text(self, text: str, told: str = "", status: int = 200) -> Response:
        plan = await self.texts.plan(text)
        pieces = [] if plan.problems else documents.packed(text)
        return self._page_of(plan, told, 422 if plan.problems else status, pieces, action="/beheer/invoer/teksten/inlezen")

    async def preview(self, sheet: Sheet, told: str = "", status: int = 200) -> Response:
        plan = await self.intake.plan(sheet)
        return self._shown(sheet, plan, told, 422 if plan.problems else status)

    def _shown(self, sheet: Sheet, plan: Plan, told: str, status: int) -> Response:
        pieces = [] if plan.problems else packed(sheet)
        return self._page_of(plan, told, status, pieces, "/beheer/invoer/inlezen", sheet.foreign)

    def _page_of(self, plan: Plan, told: str, status: int, pieces: list[str], action: str, foreign: bool = False) -> Response:
        values = {"plan": plan, "told": told, "pieces": pieces, "foreign": foreign, "action": action}
        return self.page("preview.html", status, problems=plan.problems[:MOST_SHOWN], most=MOST_SHOWN, **values)


def _counter(request: Request, staff: Annotated[Staff, needs(Role.EDITOR)]) -> Counter:
    database = request.app.state.tools.database
    return Counter(request, staff, Intake(database, staff), TextIntake(database, staff))


AtCounter = Annotated[Counter, Depends(_counter)]


@router.get("")
async def start(at: AtCounter) -> Response:
    return at.start()


@router.get("/aanbod")
async def export(at: AtCounter, vorm: Annotated[Form, Query()] = "xlsx", leeg: bool = False) -> Response:
    """What they may change as a file; `leeg`: only the columns with their help."""
    bodies = [] if leeg else await at.intake.everything()
    content = await asyncio.to_thread(files.write, vorm, bodies, await at.intake.names())
    name = "voorbeeld" if leeg else f"{clock.local(clock.now()):%Y-%m-%d}"
    headers = {"Content-Disposition": f'attachment; filename="wegwijs-aanbod-{name}.{"yml" if vorm == "yaml" else vorm}"'}
    return Response(content, media_type=KINDS[vorm][1], headers=headers)


@router.get("/teksten/{what}")
async def export_texts(at: AtCounter, what: Literal["tips", "profiel"]) -> Response:
    """The tips or profiles that they may change, as YAML."""
    content = await at.texts.everything(TEXTS[what])
    headers = {"Content-Disposition": f'attachment; filename="wegwijs-{what}-{clock.local(clock.now()):%Y-%m-%d}.yml"'}
    return Response(content, media_type=KINDS["yaml"][1], headers=headers)


@router.post("/teksten/bekijk")
async def look_at_texts(request: Request, at: AtCounter) -> Response:
    """What would happen with a file of tips or profiles. Nothing is written."""
    try:
        upload = (await request.form()).get("tekstbestand")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise Invalid("Kies eerst een bestand.")
        content = await upload.read(LARGEST_FILE + 1)
        return await at.look_at_text(await asyncio.to_thread(documents.text_of, upload.filename, content))
    except (Invalid, TooLarge) as error:
        return at.start(error, "tekstbestand")


@router.post("/teksten/inlezen")
async def take_texts(request: Request, at: AtCounter) -> Response:
    """The file that was shown. When something changed meanwhile it is shown again."""
    form = await request.form()
    try:
        text = await asyncio.to_thread(documents.unpacked, [str(piece) for piece in form.getlist("inhoud")])
        result = await at.texts.take(text, form.get("doe") == "publiceer", str(form.get("stand", "")))
    except (Invalid, TooLarge) as error:
        return at.start(error, "tekstbestand")
    if isinstance(result, Plan):
        return await at.look_at_text(text, CHANGED, 409)
    flash(request, f"Ingelezen: {result.published} gepubliceerd en {result.drafts} als concept.")
    return RedirectResponse("/beheer/invoer", 303)


@router.post("/bekijk")
async def look(request: Request, at: AtCounter) -> Response:
    """What would happen with this file. Nothing is written."""
    try:
        upload = (await request.form()).get("bestand")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise Invalid("Kies eerst een bestand.")
        content = await upload.read(LARGEST_FILE + 1)
        if upload.filename.lower().endswith(files.ADDRESSES):
            return at.page("fetch.html", addresses=hsds_file.addresses_in(content), errors={})
        names = await at.intake.names()
        return await at.preview(await asyncio.to_thread(files.read, upload.filename, content, names))
    except (Invalid, TooLarge) as error:
        return at.start(error)


@router.post("/ophalen")
async def fetch(request: Request, at: AtCounter) -> Response:
    """Reads the addresses of a file, now that the editor asks for it."""
    typed = (await request.form()).getlist("adres")
    addresses: list[str] = []
    try:
        addresses = hsds_file.addresses_in("\n".join(str(one) for one in typed).encode())
        sheet = await files.fetch(addresses, await at.intake.names())
        return await at.preview(sheet)
    except Invalid as error:
        return at.page("fetch.html", 422, addresses=addresses, errors={"adressen": error.detail})


@router.post("/inlezen")
async def take(request: Request, at: AtCounter) -> Response:
    """The file that was shown. When something changed meanwhile it is shown again."""
    form = await request.form()
    try:
        sheet = unpacked([str(piece) for piece in form.getlist("inhoud")])
        result = await at.intake.take(sheet, form.get("doe") == "publiceer", str(form.get("stand", "")))
    except Invalid as error:
        return at.start(error)
    if isinstance(result, Plan):
        return await at.preview(sheet, CHANGED, 409)
    told = f"Ingelezen: {result.published} gepubliceerd en {result.drafts} als concept." if result.published else ""
    flash(request, told or f"Ingelezen: {result.drafts} als concept. Ouders zien het nog niet.")
    return RedirectResponse("/beheer/aanbod?status=concept" if not result.published else "/beheer/aanbod", 303)
