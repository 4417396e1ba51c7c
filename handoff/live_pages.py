"""The worker's side of live chat, under /beheer/gesprekken. Plain forms; with JavaScript (live.js) news comes by itself."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Header, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from access.pages import SESSION, cookie, flash, needs, page
from access.pages import service as access_of
from access.schemas import Role, Staff
from handoff.live_service import LONGEST_TEXT, MOST_AT_ONCE, NEWEST, REASONS, Body, Chat, Desk, LiveChats, Over, TakenAlready
from kit import clock
from kit.errors import Invalid, NotFound
from kit.ids import new_id

router = APIRouter(prefix="/gesprekken", include_in_schema=False)

LIST = "/beheer/gesprekken"
TICK_SECONDS = 15.0
SENDERS = {"user": "Ouder", "wijkteam": "Jij", "bot": "Wegwijs", "system": "Wegwijs"}
LEVELS = {
    "acuut": "Mogelijk nu in gevaar. De ouder zag: bel 112.",
    "crisis": "Mogelijk in crisis. De ouder zag de hulplijnen die hierbij horen.",
}
ENDED = {
    "terug": "Je hebt het gesprek teruggegeven aan Wegwijs.",
    "gestopt": "De ouder is gestopt met chatten.",
    "weg": "De verbinding was te lang weg. De ouder praat weer met Wegwijs.",
}

Text = Annotated[str, Form()]
Number = Annotated[int, Form(ge=0, le=NEWEST)]
Known = Annotated[int, Query(ge=0, le=NEWEST)]
Once = Annotated[str, Form(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


def service(request: Request) -> LiveChats:
    return request.app.state.live  # type: ignore[no-any-return]


async def watching(request: Request) -> Staff:
    """Who this session is of, for what the page asks by itself: that keeps nobody signed in. Raises NotFound."""
    found = await access_of(request).current(cookie(request, SESSION) or "", click=False)
    if found is None or not found.staff.has(Role.WIJKTEAM):
        raise NotFound()
    request.state.current = found
    return found.staff


Worker = Annotated[Staff, needs(Role.WIJKTEAM)]
Watcher = Annotated[Staff, Depends(watching)]
Live = Annotated[LiveChats, Depends(service)]


# ---- the list ----


@router.get("")
async def listed(request: Request, staff: Worker, live: Live) -> Response:
    await live.seen(staff)
    desk = await live.desk(staff)
    there = {(one.gemeente, one.team) for one in desk.presence} if desk.there else set()
    values: dict[str, Any] = {
        "stand": _stand(desk),
        "places": [
            {"value": f"{gemeente}/{team}", "name": name, "on": (gemeente, team) in there}
            for gemeente, team, name in await live.places(staff)
        ],
        "there": desk.there,
        "at_most": desk.presence[0].at_most if desk.presence else 2,
        "most": MOST_AT_ONCE,
    }
    return page(request, staff, "live_lijst.html", **values)


@router.post("/aanwezig")
async def be_there(request: Request, staff: Worker, live: Live, at_most: Number = 2) -> Response:
    chosen = [str(one).partition("/") for one in (await request.form()).getlist("plek")]
    if not chosen:
        flash(request, "Kies eerst een team.")
        return RedirectResponse(LIST, 303)
    await live.be_there(staff, [(gemeente, team) for gemeente, _, team in chosen], at_most)
    flash(request, "Je bent er. Als je team open is, kunnen ouders nu met je chatten.")
    return RedirectResponse(LIST, 303)


@router.post("/weg")
async def leave(request: Request, staff: Worker, live: Live) -> Response:
    await live.be_there(staff, [], 1)
    flash(request, "Je bent afwezig. Ouders krijgen door jou geen chat meer aangeboden. Gesprekken waar je in zit, gaan door.")
    return RedirectResponse(LIST, 303)


@router.get("/stroom")
async def news(request: Request, staff: Watcher, live: Live) -> Response:
    """Event `stand`: what waits, what is going on, and where danger is."""
    return _streaming(_list_stream(request, live))


@router.get("/stand")
async def stand(staff: Watcher, live: Live) -> Response:
    return JSONResponse(_stand(await live.desk(staff)))


async def _list_stream(request: Request, live: LiveChats) -> AsyncIterator[str]:
    told: Body = {}
    while True:
        count = live.news.count
        try:
            staff = await watching(request)
            await live.seen(staff)
            now = _stand(await live.desk(staff))
        except NotFound:
            yield _event("weg", {})
            return
        except SQLAlchemyError:
            return  # the page asks again
        yield _event("stand", now) if now != told else ": still here\n\n"
        told = now
        await live.news.after(count, TICK_SECONDS)


# ---- one chat ----


@router.post("/{chat_id}/neem")
async def join(request: Request, chat_id: str, staff: Worker, live: Live) -> Response:
    try:
        await live.join(staff, chat_id)
    except TakenAlready as error:
        flash(request, error.detail)
        return RedirectResponse(LIST, 303)
    return RedirectResponse(f"{LIST}/{chat_id}#laatste", 303)


@router.get("/{chat_id}")
async def show(request: Request, chat_id: str, staff: Worker, live: Live) -> Response:
    return await _show(request, chat_id, staff, live)


async def _show(
    request: Request, chat_id: str, staff: Staff, live: LiveChats, status: int = 200, error: str = "", typed: str = "", once: str = ""
) -> Response:
    await live.seen(staff)
    chat, messages = await live.sight(staff, chat_id)
    last = messages[-1]["id"] if messages else "0"
    if chat.talking:
        await live.has_read(staff, chat_id, int(last))
    desk = await live.desk(staff)
    values: dict[str, Any] = {
        "chat": chat,
        "name": _name(chat.asked_at),
        "lines": [_line(message) for message in messages],
        "last": last,
        "ended": None if chat.talking else ENDED.get(chat.reason or "", ENDED.get(chat.state, "")),
        "stand": _stand(desk, but=chat_id),
        "danger": _danger(chat),
        "reasons": REASONS,
        "longest": LONGEST_TEXT,
        "error": error,
        "typed": typed,
        "once": once or new_id(),
    }
    return page(request, staff, "live_gesprek.html", status, **values)


@router.post("/{chat_id}/zeg")
async def say(request: Request, chat_id: str, staff: Worker, live: Live, once: Once, text: Text = "") -> Response:
    """With JavaScript the answer is JSON; either way nothing typed is lost."""
    by_script = "application/json" in request.headers.get("accept", "")
    try:
        await live.say(staff, chat_id, text, once)
    except (Invalid, Over) as error:
        if by_script:
            return JSONResponse({"detail": error.detail}, error.status)
        return await _show(request, chat_id, staff, live, error.status, error.detail, text, once)
    return JSONResponse({}) if by_script else RedirectResponse(f"{LIST}/{chat_id}#laatste", 303)


@router.post("/{chat_id}/typt", status_code=204)
async def types(chat_id: str, staff: Worker, live: Live) -> None:
    await live.types(staff, chat_id)


@router.post("/{chat_id}/gelezen", status_code=204)
async def has_read(chat_id: str, staff: Watcher, live: Live, tot: Number) -> None:
    await live.has_read(staff, chat_id, tot)


@router.post("/{chat_id}/gezien")
async def acknowledge(chat_id: str, staff: Worker, live: Live, tot: Number, naar: Text = "") -> Response:
    """`naar`: the chat from whose page this was seen; empty is the list."""
    await live.acknowledge(staff, chat_id, tot)
    return RedirectResponse(f"{LIST}/{naar}" if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", naar) else LIST, 303)


@router.post("/{chat_id}/terug")
async def hand_back(request: Request, chat_id: str, staff: Worker, live: Live, reden: Text = "") -> Response:
    try:
        await live.hand_back(staff, chat_id, reden)
    except Invalid as error:
        return await _show(request, chat_id, staff, live, error.status, error.detail)
    except Over:
        flash(request, "Dit gesprek was al gestopt.")
        return RedirectResponse(LIST, 303)
    flash(request, "Het gesprek is terug bij Wegwijs.")
    return RedirectResponse(LIST, 303)


@router.get("/{chat_id}/stroom")
async def talk(
    request: Request, chat_id: str, staff: Watcher, live: Live, na: Known = 0, last_event_id: Annotated[int, Header(ge=0, le=NEWEST)] = 0
) -> Response:
    """Messages after `Last-Event-ID`, or after `na` the first time; event `nu` is what is true now."""
    await live.sight(staff, chat_id, after=NEWEST)
    return _streaming(_chat_stream(request, live, chat_id, max(na, last_event_id)))


async def _chat_stream(request: Request, live: LiveChats, chat_id: str, after: int) -> AsyncIterator[str]:
    told: Body = {}
    while True:
        count = live.news.count
        try:
            staff = await watching(request)
            await live.seen(staff)
            chat, messages = await live.sight(staff, chat_id, after)
            seconds = live.is_typing(chat.conversation_id, "user")
            now = {**_stand(await live.desk(staff), but=chat_id), "typing": seconds > 0, "danger": _danger(chat), "talking": chat.talking}
        except NotFound:
            yield _event("weg", {})
            return
        except SQLAlchemyError:
            return
        for message in messages:
            after = int(message["id"])
            yield f"id: {after}\n{_event('bericht', _line(message))}"
        yield _event("nu", now) if now != told else ": still here\n\n"
        told = now
        if not chat.talking:
            return
        await live.news.after(count, seconds or TICK_SECONDS)


# ---- in words ----


def _streaming(stream: AsyncIterator[str]) -> Response:
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _event(kind: str, told: Body) -> str:
    return f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def _stand(desk: Desk, but: str = "") -> Body:
    """The list as it is now, in words; the page and the stream say the same. `but`: the chat that is on screen already."""
    times = Counter(_clock(one.chat.asked_at) for one in desk.mine)
    mine = [
        {
            "id": one.chat.id,
            "name": _name(one.chat.asked_at, exact=times[_clock(one.chat.asked_at)] > 1),
            "unread": one.unread,
            "words": _new(one.unread),
            "danger": _danger(one.chat),
        }
        for one in desk.mine
        if one.chat.id != but
    ]
    waiting = [{"id": chat.id, "name": f"Ouder, wacht sinds {_clock(chat.asked_at)} uur", "danger": _danger(chat)} for chat in desk.waiting]
    return {"waiting": waiting, "mine": mine, "there": desk.there, "words": _waiting(len(waiting))}


def _danger(chat: Chat) -> Body | None:
    return {"words": LEVELS[chat.danger], "tot": chat.danger_at} if chat.danger in LEVELS else None


def _waiting(count: int) -> str:
    return {0: "Er wacht nu niemand.", 1: "Er wacht 1 ouder."}.get(count, f"Er wachten {count} ouders.")


def _new(count: int) -> str:
    return {0: "Geen nieuwe berichten", 1: "1 nieuw bericht"}.get(count, f"{count} nieuwe berichten")


def _clock(moment: datetime, exact: bool = False) -> str:
    here = clock.local(moment)
    return f"{clock.time_in_words(here)}{f'.{here.second:02}' if exact else ''}"


def _name(asked_at: datetime, exact: bool = False) -> str:
    """A chat has no name: it is called after the moment at which it was asked for."""
    return f"Gesprek van {_clock(asked_at, exact)} uur"


def _line(message: Body) -> Body:
    """A message as plain text for the worker."""
    return {
        "id": message["id"],
        "from": message["from"],
        "sender": SENDERS.get(message["from"], "Wegwijs"),
        "at": _clock(message["at"]),
        "words": [part for part in _words(message) if part],
    }


def _words(message: Body) -> list[str]:
    kind = message["type"]
    if kind == "tips":
        return [message["title"], *(f"– {item['text']}" for item in message["items"])]
    if kind == "offers":
        return [message.get("intro") or "Aanbod:", *(f"– {one['name']}" for one in message["offers"])]
    if kind == "contact":
        return [f"Wegwijs liet zien hoe je {message['name']} bereikt."]
    if kind == "crisis":
        lines = ", ".join(f"{one['name']} ({one['phone']})" if one.get("phone") else one["name"] for one in message.get("lines") or [])
        return [f"Wegwijs liet een hulpkaart zien: {lines}."]
    if kind == "form":
        return ["Wegwijs liet het formulier zien om een vraag achter te laten."]
    if kind == "receipt":
        return ["De ouder heeft een vraag doorgegeven aan het team."]
    return str(message.get("text") or "").split("\n")
