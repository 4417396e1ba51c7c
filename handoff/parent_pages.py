"""The page on which a parent follows a question: opened with number and code, which are posted and stand in no address that a server sees."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from handoff.endpoints import Desk, no_guessing
from handoff.references import read_reference
from handoff.schemas import ParentStatus
from handoff.service import Handoffs
from kit import clock
from kit.errors import AppError
from pages.shell import render

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=200)]
WRONG_NUMBER = "Dit nummer klopt niet. Kijk het nog eens na: het heeft 8 tekens, zoals K7MP-4RXT."


@router.get("/vraag")
async def ask(request: Request) -> Response:
    return _door(request, "")


@router.get("/vraag/{reference}")
async def ask_code(request: Request, reference: str) -> Response:
    """The same page whether this question is there or not."""
    return _door(request, reference[:20])


@router.post("/vraag")
async def follow(request: Request, desk: Desk, nummer: Text = "", code: Text = "", stap: Text = "bekijk") -> Response:
    """`stap`: bekijk, intrekken, verwijderen (asks once more) or verwijder_nu."""
    if read_reference(nummer) is None:
        return _door(request, nummer, WRONG_NUMBER, 422)
    try:
        with no_guessing(request):
            return await _step(request, desk, nummer, code, stap)
    except AppError as error:
        page = _door(request, nummer, error.detail, error.status)
        page.headers.update(error.headers)
        return page


async def _step(request: Request, desk: Handoffs, nummer: str, code: str, stap: str) -> Response:
    """Raises NotYours."""
    if stap == "verwijder_nu":
        await desk.delete(nummer, code)
        return render(request, "ouder_verwijderd.html")
    found = await (desk.withdraw if stap == "intrekken" else desk.status)(nummer, code)
    contact = (await desk.catalogue.current()).contact_message(found.gemeente, clock.now())
    template = "ouder_verwijderen.html" if stap == "verwijderen" else "ouder_vraag.html"
    return render(request, template, found=found, steps=_steps(found), contact=contact, code=code, just_withdrawn=stap == "intrekken")


def _door(request: Request, reference: str, error: str | None = None, status: int = 200) -> Response:
    return render(request, "ouder_code.html", status, reference=read_reference(reference) or reference, error=error)


def _steps(found: ParentStatus) -> list[dict[str, Any]]:
    """What happened so far, in order."""
    told = [
        (found.received_at, "Het team heeft je vraag gekregen."),
        (found.taken_at, "Iemand van het team heeft je vraag opgepakt."),
        (found.tried_at, "Het team heeft geprobeerd je te bereiken."),
        (found.closed_at, "Je hebt je vraag ingetrokken." if found.step == "ingetrokken" else "Het team is klaar met je vraag."),
    ]
    return [{"at": clock.local(at), "words": words} for at, words in told if at is not None]
