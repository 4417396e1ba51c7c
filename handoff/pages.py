"""The inbox of the wijkteam, under `/beheer/vragen`. Everything works without JavaScript and with the keyboard alone."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

import access.pages
from access.pages import flash, needs, page
from access.schemas import EVERYWHERE, Role, Staff
from catalog.search import Catalogue
from handoff import inbox as words
from handoff.desk import LONGEST_NOTE, MELDCODE, RESULTS, Desk, Opened, TooLate
from handoff.forms import TIMES, phone_in_words
from handoff.schemas import OUTCOMES, Wanted
from handoff.service import Handoffs
from kit import clock
from kit.errors import FormMistakes
from pages.shell import render

HOME = "/beheer/vragen"
LOOK_EVERY_SECONDS = 2.0
AT_LEAST_EVERY_SECONDS = 60.0  # time passes, also when nothing else does
SIGN_OF_LIFE_SECONDS = 15.0
router = APIRouter(prefix="/vragen")
Worker = Annotated[Staff, needs(Role.WIJKTEAM)]
Text = Annotated[str, Form()]


def desk(request: Request) -> Desk:
    return Desk(_handoffs(request))


def _handoffs(request: Request) -> Handoffs:
    return request.app.state.handoffs  # type: ignore[no-any-return]


async def _known(request: Request) -> Catalogue:
    return await _handoffs(request).catalogue.current()


# ---- the list ----


@router.get("")
async def overview(request: Request, staff: Worker) -> Response:
    wanted = words.wanted_of(request.query_params)
    known = await _known(request)
    values = await _list_values(request, staff, wanted)
    choices: dict[str, Any] = {"filters": words.FILTERS, "places": _places(staff, known), "teams": _teams(staff, known, wanted)}
    return page(request, staff, "vraag_lijst.html", wanted=wanted, typed=request.query_params.get("zoek", "")[:60], **choices, **values)


async def _list_values(request: Request, staff: Staff, wanted: Wanted) -> dict[str, Any]:
    rows, total, names = await desk(request).inbox(staff, wanted)
    found = words.lines_of(rows, total, wanted, names, await _known(request))
    around = {"earlier": words.next_page(wanted, found, -1), "later": words.next_page(wanted, found, 1)}
    return {"home": HOME, "inbox": found, "address": words.address_of(wanted, wanted.page), **around}


def _places(staff: Staff, known: Catalogue) -> list[tuple[str, str]]:
    """Id and name of the gemeenten where this person works."""
    own = staff.gemeenten(Role.WIJKTEAM)
    ids = {*known.profiles} if EVERYWHERE in own else own
    return sorted(((one, words.gemeente_name(known, one)) for one in ids), key=lambda pair: pair[1])


def _teams(staff: Staff, known: Catalogue, wanted: Wanted) -> list[tuple[str, str]]:
    """The teams of the gemeente that is chosen, or of the only one."""
    places = [one for one, _ in _places(staff, known)]
    chosen = known.profile(wanted.gemeente if wanted.gemeente in places else places[0] if len(places) == 1 else "")
    return [(team.id, team.name) for team in chosen.handoff.teams] if chosen else []


@router.get("/stroom")
async def stream(request: Request, staff: Worker) -> Response:
    """The list of these filters as server-sent events: anew as soon as it changes, until the session is over."""
    seen = await desk(request).state(staff)  # before the browser is told that the list renews itself
    return StreamingResponse(_changes(request, staff, seen), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _changes(request: Request, staff: Staff, seen: tuple[Any, ...]) -> AsyncIterator[str]:
    wanted, at = words.wanted_of(request.query_params), desk(request)
    shown = spoke = time.monotonic()
    yield "retry: 5000\n\n"
    while await _still_theirs(request, staff):
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        now, state = time.monotonic(), await at.state(staff)
        if state != seen or now - shown > AT_LEAST_EVERY_SECONDS:
            html = bytes(render(request, "vraag_rijen.html", **await _list_values(request, staff, wanted)).body).decode()
            told = {"html": html, "new": max(0, state[0] - seen[0]), "changed": state != seen}
            yield f"event: lijst\ndata: {json.dumps(told)}\n\n"
            seen, shown, spoke = state, now, now
        elif now - spoke > SIGN_OF_LIFE_SECONDS:
            yield ": still here\n\n"
            spoke = now
    yield "event: uitgelogd\ndata: {}\n\n"


async def _still_theirs(request: Request, staff: Staff) -> bool:
    """Whether they are signed in with the same rights; looking is no click."""
    secret = access.pages.cookie(request, access.pages.SESSION) or ""
    found = await access.pages.service(request).current(secret, click=False)
    return found is not None and found.staff.roles == staff.roles


# ---- one question ----


@router.get("/{handoff_id}")
async def show(request: Request, staff: Worker, handoff_id: str) -> Response:
    return await _show(request, staff, handoff_id)


async def _show(
    request: Request,
    staff: Staff,
    handoff_id: str,
    status: int = 200,
    errors: dict[str, str] | None = None,
    trouble: str = "",
    typed: dict[str, str] | None = None,
    doing: str = "",
) -> Response:
    """With what was typed (`typed`, in the form `doing`) when it could not be done: nothing is lost."""
    found = await desk(request).open(staff, handoff_id)
    values = {"errors": errors or {}, "trouble": trouble, "typed": typed or {}, "doing": doing}
    return page(request, staff, "vraag.html", status, **await _question_values(request, staff, found), **values)


async def _question_values(request: Request, staff: Staff, found: Opened) -> dict[str, Any]:
    known, row, now = await _known(request), found.row, clock.now()
    profile = known.profile(row.gemeente)
    teams = [(team.id, team.name) for team in profile.handoff.teams] if profile else []
    offers = [(offer.name if (offer := known.offer(one)) else one) for one in row.tried]
    return {
        "home": HOME,
        "found": found,
        "row": row,
        "mine": row.assignee == staff.id,
        "gemeente": words.gemeente_name(known, row.gemeente),
        "team": words.team_name(known, row.gemeente, row.team),
        "team_names": dict(teams),
        "others": [pair for pair in teams if pair[0] != row.team],
        "about": words.about(row),
        "standing": words.status_words(row),
        "norm": words.norm_of(row, now),
        "waited": words.waited(row, now),
        "offers": offers,
        "shared": words.shared_messages((found.contents and found.contents.transcript) or []),
        "phone": phone_in_words(found.contents.contact.phone) if found.contents and found.contents.contact.phone else "",
        "preferred": TIMES.get(row.preferred_time or "", ""),
        "results": RESULTS,
        "outcomes": OUTCOMES,
        "steps": MELDCODE,
        "longest": LONGEST_NOTE,
        "local": clock.local,
    }


@router.get("/{handoff_id}/print")
async def to_print(request: Request, staff: Worker, handoff_id: str, meldcode: str = "") -> Response:
    """The question on paper. The meldcode only when that is asked for, by who has the question."""
    found = await desk(request).open(staff, handoff_id, "vraag afgedrukt")
    values = await _question_values(request, staff, found)
    return page(request, staff, "vraag_afdruk.html", with_meldcode=meldcode == "ja" and values["mine"], **values)


async def _done(request: Request, staff: Staff, handoff_id: str, work: Awaitable[None], said: str, doing: str, **typed: str) -> Response:
    """Back to the question, or to the list when it is no longer theirs. What cannot be done is said on the page of the question."""
    try:
        await work
    except FormMistakes as error:
        return await _show(request, staff, handoff_id, error.status, errors=error.fields, typed=typed, doing=doing)
    except TooLate as error:
        return await _show(request, staff, handoff_id, error.status, trouble=error.detail, typed=typed, doing=doing)
    flash(request, said)
    return RedirectResponse(HOME if doing == "overdragen" else f"{HOME}/{handoff_id}", 303)


def _number(version: str) -> int:
    """The version in a form; one that never was, for anything else."""
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1


@router.post("/{handoff_id}/pak")
async def take(request: Request, staff: Worker, handoff_id: str, version: Text = "") -> Response:
    work = desk(request).take(staff, handoff_id, _number(version))
    return await _done(request, staff, handoff_id, work, "Jij hebt deze vraag nu.", "pak")


@router.post("/{handoff_id}/los")
async def release(request: Request, staff: Worker, handoff_id: str, version: Text = "") -> Response:
    work = desk(request).release(staff, handoff_id, _number(version))
    return await _done(request, staff, handoff_id, work, "Een collega kan deze vraag nu oppakken.", "los")


@router.post("/{handoff_id}/wacht")
async def wait(request: Request, staff: Worker, handoff_id: str, version: Text = "", note: Text = "") -> Response:
    work = desk(request).wait(staff, handoff_id, _number(version), note)
    return await _done(request, staff, handoff_id, work, "Deze vraag wacht nu op de ouder.", "wacht", note=note)


@router.post("/{handoff_id}/notitie")
async def note(request: Request, staff: Worker, handoff_id: str, note: Text = "") -> Response:
    work = desk(request).note(staff, handoff_id, note)
    return await _done(request, staff, handoff_id, work, "De notitie is bewaard.", "notitie", note=note)


@router.post("/{handoff_id}/poging")
async def attempt(request: Request, staff: Worker, handoff_id: str, result: Text = "", note: Text = "") -> Response:
    work = desk(request).attempt(staff, handoff_id, result, note)
    return await _done(
        request, staff, handoff_id, work, "Bewaard. De ouder ziet dat je het hebt geprobeerd.", "poging", result=result, note=note
    )


@router.post("/{handoff_id}/overdragen")
async def transfer(request: Request, staff: Worker, handoff_id: str, version: Text = "", team: Text = "", note: Text = "") -> Response:
    work = desk(request).transfer(staff, handoff_id, _number(version), team, note)
    return await _done(request, staff, handoff_id, work, "De vraag is bij het andere team.", "overdragen", team=team, note=note)


@router.post("/{handoff_id}/afronden")
async def close(request: Request, staff: Worker, handoff_id: str, version: Text = "", outcome: Text = "", note: Text = "") -> Response:
    work = desk(request).close(staff, handoff_id, _number(version), outcome, note)
    return await _done(request, staff, handoff_id, work, "De vraag is afgerond.", "afronden", outcome=outcome, note=note)


@router.post("/{handoff_id}/heropenen")
async def reopen(request: Request, staff: Worker, handoff_id: str, version: Text = "") -> Response:
    work = desk(request).reopen(staff, handoff_id, _number(version))
    return await _done(request, staff, handoff_id, work, "De vraag is weer open, en van jou.", "heropenen")


@router.post("/{handoff_id}/meldcode")
async def meldcode(request: Request, staff: Worker, handoff_id: str) -> Response:
    """Fields `day-1` to `day-5` and `note-1` to `note-5`."""
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    steps = {number: (typed.get(f"day-{number}", ""), typed.get(f"note-{number}", "")) for number in MELDCODE}
    work = desk(request).meldcode(staff, handoff_id, steps)
    return await _done(request, staff, handoff_id, work, "Je stappen zijn bewaard.", "meldcode", **typed)
