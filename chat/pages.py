"""Door 1 for people: the demo page with the component, and the same chat as plain pages with forms for who has no JavaScript."""

import contextlib
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from chat.embedding import TOPIC_AT_MOST, opening_topic
from chat.endpoints import Chat, spend_on_new_conversation
from chat.live_words import STOP
from chat.schemas import NewFeedback, NewMessage
from chat.service import OFF, ChatService
from kit import clock
from kit.errors import AppError, Invalid, NotFound, Unauthorized
from kit.ids import new_id
from pages.shell import render

router = APIRouter(include_in_schema=False)
COOKIE = "wegwijs"
A_BIT = "Een beetje"


def same_site(request: Request) -> None:
    """A form of another site is refused. Browsers say where a post comes from."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site") or (
        origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Invalid("Dit formulier komt van een andere site.")


def opened(request: Request) -> tuple[str, str]:
    """Id and token out of the cookie. Raises Unauthorized without them."""
    conversation_id, _, token = request.cookies.get(COOKIE, "").partition(".")
    if not token:
        raise Unauthorized()
    return conversation_id, token


def _back(request: Request, gemeente: str, anchor: str = "") -> RedirectResponse:
    return RedirectResponse(f"{request.url_for('plain_chat', gemeente=gemeente).path}{anchor}", 303)


@router.get("/")
async def demo(request: Request, chat: Chat) -> Response:
    profile = await chat.profile(request.app.state.settings.gemeente)
    return render(request, "demo.html", profile=profile)


@router.get("/chat/{gemeente}", name="plain_chat")
async def plain_chat(request: Request, gemeente: str, chat: Chat) -> Response:
    """In a frame on another site no cookie comes back, so there the component stands instead of the forms."""
    if request.headers.get("sec-fetch-dest") == "iframe" and request.headers.get("sec-fetch-site") == "cross-site":
        return RedirectResponse(f"/chat/{gemeente}/venster", 303)
    return await _page(request, gemeente, chat)


async def _page(request: Request, gemeente: str, chat: Chat, status: int = 200, **values: object) -> Response:
    profile = await chat.profile(gemeente)
    messages: list[dict[str, object]] = []
    live: str | None = None
    try:
        row, messages = await chat.read(*opened(request))
        messages = messages if row.gemeente == gemeente else []
        live = await chat.live_state(row.id) if messages else None
    except (Unauthorized, NotFound, SQLAlchemyError):
        pass
    if not profile.chat.on:
        contact = (await request.app.state.tools.catalogue.current()).contact_message(gemeente, clock.now())
        values |= {"off": OFF.format(name=profile.name), "contact": contact}
    wiped = request.query_params.get("gewist") == "ja"
    known: dict[str, object] = {
        "off": None,
        "error": None,
        "typed": "",
        "wiped": wiped,
        "told_wrong": request.query_params.get("gemeld") == "ja",
        "told_found": request.query_params.get("gevonden") == "ja",
        "message_id": new_id(),
        "topic": opening_topic(request),
        "live": {"state": live, "stop": STOP} if live else None,
        **values,
    }
    return render(request, "chat.html", status, profile=profile, messages=messages, **known)


@router.post("/chat/{gemeente}/begin", dependencies=[Depends(same_site), Depends(spend_on_new_conversation)])
async def begin(
    request: Request, gemeente: str, chat: Chat, topic: Annotated[str, Form(alias="onderwerp", max_length=TOPIC_AT_MOST)] = ""
) -> Response:
    """`onderwerp`: what the page was about from which the parent came; one that is not known is left out."""
    with contextlib.suppress(Unauthorized, NotFound):
        await chat.leave_live(*opened(request))
    begun = await chat.begin(gemeente, "nl", topic=topic)
    answer = _back(request, gemeente, "#laatste")
    secure = request.app.state.settings.secure_cookies
    answer.set_cookie(COOKIE, f"{begun.conversation.id}.{begun.token}", path="/chat", httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/chat/{gemeente}/bericht", dependencies=[Depends(same_site)])
async def send(
    request: Request,
    gemeente: str,
    chat: Chat,
    client_message_id: Annotated[str, Form(pattern=r"^[A-Za-z0-9_-]{1,64}$")],
    text: Annotated[str | None, Form()] = None,
    choice: Annotated[str | None, Form()] = None,
) -> Response:
    message = NewMessage.model_construct(text=None if choice else (text or ""), choice=choice, client_message_id=client_message_id)
    try:
        conversation_id, token = opened(request)
        answer = await chat.answer(conversation_id, token, message)
    except AppError as error:
        return await _refused(request, gemeente, chat, message, error)
    if any(item["id"].startswith("u-") for item in answer):
        return await _unsaved(request, gemeente, chat, answer)
    return _back(request, gemeente, "#laatste")


async def _unsaved(request: Request, gemeente: str, chat: ChatService, messages: list[dict[str, Any]]) -> Response:
    """The answer to danger; nothing that fails here may stand in its way."""
    goes_on = True
    with contextlib.suppress(AppError, SQLAlchemyError, OSError):
        goes_on = (await chat.profile(gemeente)).chat.on
    return render(request, "unsaved.html", messages=messages, gemeente=gemeente, goes_on=goes_on)


async def _refused(request: Request, gemeente: str, chat: Chat, message: NewMessage, error: AppError) -> Response:
    """The page again with what was typed, under the same id; danger is answered even when the conversation is gone."""
    if danger := chat.card_for(message.text or ""):
        return await _unsaved(request, gemeente, chat, danger)
    same = {"message_id": message.client_message_id} if message.text else {}
    return await _page(request, gemeente, chat, error.status, error=error.detail, typed=message.text or "", **same)


@router.post("/chat/{gemeente}/klopt-niet", dependencies=[Depends(same_site)])
async def not_right(
    request: Request,
    gemeente: str,
    chat: Chat,
    offer_id: Annotated[str, Form(pattern=r"^[a-z0-9_]{1,80}$")],
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """A parent says that something in an offer is not right; it goes to the editors. Whatever is typed here, danger is answered."""
    given = NewFeedback(helpful=False, reason=reason or "klopt niet", offer_id=offer_id)
    return await _told(request, gemeente, chat, given, f"/chat/{gemeente}?gemeld=ja#laatste")


async def _told(request: Request, gemeente: str, chat: ChatService, given: NewFeedback, then: str) -> Response:
    """Danger in the words is answered, whatever becomes of the feedback."""
    if danger := chat.card_for(given.reason or ""):
        return await _unsaved(request, gemeente, chat, danger)
    await chat.keep_feedback(*opened(request), given)
    return RedirectResponse(then, 303)


@router.post("/chat/{gemeente}/gevonden", dependencies=[Depends(same_site)])
async def found(
    request: Request,
    gemeente: str,
    chat: Chat,
    answer: Annotated[Literal["ja", "beetje", "nee"], Form()],
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Whether the parent has what they looked for, at the end."""
    words = ": ".join(filter(None, (A_BIT if answer == "beetje" else "", reason.strip())))
    given = NewFeedback(helpful=answer != "nee", reason=words or None)
    return await _told(request, gemeente, chat, given, f"/chat/{gemeente}?gevonden=ja#laatste")


@router.post("/chat/{gemeente}/wis", dependencies=[Depends(same_site)])
async def wipe(request: Request, gemeente: str, chat: Chat) -> Response:
    with contextlib.suppress(Unauthorized, NotFound):
        await chat.wipe(*opened(request))
    answer = RedirectResponse(f"/chat/{gemeente}?gewist=ja", 303)
    answer.delete_cookie(COOKIE, path="/chat")
    return answer
