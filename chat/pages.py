"""Door 1 for people: the demo page with the component, and the same chat as plain pages with forms for who has no JavaScript."""

import contextlib
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from chat.endpoints import Chat, spend_on_new_conversation
from chat.schemas import NewMessage
from chat.steps.danger import card, is_urgent
from kit import clock
from kit.errors import AppError, Invalid, NotFound, Unauthorized
from kit.ids import new_id
from pages.shell import render

router = APIRouter(include_in_schema=False)
COOKIE = "wegwijs"


def same_site(request: Request) -> None:
    """A form of another site is refused. Browsers say where a post comes from."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site") or (
        origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Invalid("Dit formulier komt van een andere site.")


def _opened(request: Request) -> tuple[str, str]:
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
    return await _page(request, gemeente, chat)


async def _page(request: Request, gemeente: str, chat: Chat, status: int = 200, **values: object) -> Response:
    profile = await chat.profile(gemeente)
    messages: list[dict[str, object]] = []
    try:
        row, messages = await chat.read(*_opened(request))
        messages = messages if row.gemeente == gemeente else []
    except (Unauthorized, NotFound, SQLAlchemyError):
        pass
    wiped = request.query_params.get("gewist") == "ja"
    known: dict[str, object] = {"error": None, "typed": "", "wiped": wiped, "message_id": new_id(), **values}
    return render(request, "chat.html", status, profile=profile, messages=messages, **known)


@router.post("/chat/{gemeente}/begin", dependencies=[Depends(same_site), Depends(spend_on_new_conversation)])
async def begin(request: Request, gemeente: str, chat: Chat) -> Response:
    begun = await chat.begin(gemeente, "nl")
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
        conversation_id, token = _opened(request)
        answer = await chat.answer(conversation_id, token, message)
    except AppError as error:
        return await _refused(request, gemeente, chat, message, error)
    if any(item["id"].startswith("u-") for item in answer):
        return render(request, "unsaved.html", messages=answer, gemeente=gemeente)
    return _back(request, gemeente, "#laatste")


async def _refused(request: Request, gemeente: str, chat: Chat, message: NewMessage, error: AppError) -> Response:
    """The page again with what was typed, under the same id; danger is answered even when the conversation is gone."""
    assessment = request.app.state.tools.assessor.assess(message.text) if message.text else None
    if assessment and is_urgent(assessment):
        messages = [{"id": "u-1", "from": "bot", "at": clock.now(), **body} for body in card(assessment)]
        return render(request, "unsaved.html", messages=messages, gemeente=gemeente)
    same = {"message_id": message.client_message_id} if message.text else {}
    return await _page(request, gemeente, chat, error.status, error=error.detail, typed=message.text or "", **same)


@router.post("/chat/{gemeente}/wis", dependencies=[Depends(same_site)])
async def wipe(request: Request, gemeente: str, chat: Chat) -> Response:
    with contextlib.suppress(Unauthorized, NotFound):
        await chat.wipe(*_opened(request))
    answer = RedirectResponse(f"/chat/{gemeente}?gewist=ja", 303)
    answer.delete_cookie(COOKIE, path="/chat")
    return answer
