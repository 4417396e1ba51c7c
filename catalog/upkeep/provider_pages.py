"""The page behind a signed link: a provider says whether an offer is still right. Looking changes nothing; no sign-in, one offer only."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from catalog import filled, forms
from catalog.desk import Question, field_id
from catalog.forms import TYPED, Body, Problem, completed
from catalog.offer_form import OFFER_FORM
from catalog.upkeep.providers import MAY_PROPOSE, PROVIDER_FORM, Answer, Asked, Providers, proposed, taken_over
from catalog.upkeep.rounds import Upkeep
from kit.errors import Invalid, TooLarge
from pages.shell import render

router = APIRouter(prefix="/aanbieder", include_in_schema=False)
LARGEST = 20_000
NOTHING = "Verander eerst iets in de tekst, of schrijf onderaan wat er anders is."


def service(request: Request) -> Providers:
    upkeep: Upkeep = request.app.state.upkeep
    return upkeep.providers


@router.get("/{token}")
async def ask(request: Request, token: str) -> Response:
    return _page(request, await service(request).opened(token))


@router.get("/{token}/bedankt")
async def thanks(request: Request, token: str) -> Response:
    asked = await service(request).opened(token)
    return render(request, "provider/thanks.html", name=asked.body["name"], token=token)


@router.post("/{token}")
async def answer(request: Request, token: str) -> Response:
    asked = await service(request).opened(token)
    form = await request.form(max_fields=200, max_files=0)
    if sum(len(str(value)) for _, value in form.multi_items()) > LARGEST:
        raise TooLarge("Dit is te veel tekst.")
    note, said = forms.clean(str(form.get("toelichting") or ""))[:500], str(form.get("doe") or "")
    if said not in ("klopt", "anders", "gestopt"):
        raise Invalid("Kies een van de knoppen.")
    values: forms.Flat = {}
    if said == "anders":
        typed = forms.read(PROVIDER_FORM, form, asked.body)
        values = proposed(asked.body, typed)
        problems = _problems(asked.body, typed, values)
        if not problems and not values and not note:
            problems = [Problem("toelichting", NOTHING)]
        if problems:
            return _page(request, asked, typed, problems, note)
    await service(request).answer(token, Answer(said, values, note))
    return RedirectResponse(f"/aanbieder/{token}/bedankt", 303)


def _problems(body: Body, typed: Body, values: forms.Flat) -> list[Problem]:
    """Only about what a provider may fill in."""
    wrong = [Problem(path, OFFER_FORM.fields[path].wrong) for path in typed.get(TYPED, {})]
    _, found = completed(OFFER_FORM, taken_over(body, values))
    return [*wrong, *(problem for problem in found if problem.path in MAY_PROPOSE)]


def _page(request: Request, asked: Asked, typed: Body | None = None, problems: list[Problem] | None = None, note: str = "") -> HTMLResponse:
    body = typed or asked.body
    values = filled.shown(PROVIDER_FORM, body)
    wrong = {problem.path: problem.reason for problem in problems or []}
    questions = [
        Question(field, field_id(path), values[path], field.options, wrong.get(path, ""), ())
        for path, field in PROVIDER_FORM.fields.items()
    ]
    facts: dict[str, Any] = {"problems": problems or [], "wrong": wrong, "note": note, "field_id": field_id}
    return render(
        request, "provider/ask.html", 422 if problems else 200, offer=asked.body, questions=questions, answered=asked.answered, **facts
    )
