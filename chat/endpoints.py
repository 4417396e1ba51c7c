"""Door 1 for programs: the chat API, Rasa's REST webhook, and health."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from chat import overview_mail
from chat.rest_channel import WIPED, as_rasa, asks_to_wipe, from_rasa
from chat.schemas import (
    Answer,
    GemeenteInfo,
    Health,
    NewConversation,
    NewFeedback,
    NewMessage,
    OverviewAddress,
    RestMessage,
    StartedConversation,
    WholeConversation,
)
from chat.service import ChatService, shown
from kit import clock
from kit.errors import NotFound, Unauthorized
from kit.ids import new_id
from pages.shell import render
from privacy.redact import failures as redaction_failures
from safety import card_in_words
from safety.assess import failures as safety_failures

api = APIRouter(prefix="/api/v1", tags=["chat"])
rest = APIRouter(tags=["rasa rest"])

KEEP_ALIVE_SECONDS = 15.0


def service(request: Request) -> ChatService:
    return request.app.state.chat  # type: ignore[no-any-return]


def bearer(authorization: Annotated[str | None, Header()] = None) -> str:
    """The token of the conversation. Raises Unauthorized without one."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized()
    return token


Chat = Annotated[ChatService, Depends(service)]
Token = Annotated[str, Depends(bearer)]


def _address(request: Request) -> str:
    """For the rate limits only; kept nowhere else."""
    return request.client.host if request.client else "unknown"


def spend_on_new_conversation(request: Request) -> None:
    tools = request.app.state.tools
    tools.rate.spend(tools.settings.conversations_per_minute, "new", _address(request))


def spend_on_webhook(request: Request) -> None:
    """One client may speak for many parents, so it gets more room than a browser."""
    tools = request.app.state.tools
    tools.rate.spend(tools.settings.webhook_messages_per_minute, "webhook", _address(request))


@api.post("/conversations", status_code=201, dependencies=[Depends(spend_on_new_conversation)])
async def begin(new: NewConversation, chat: Chat) -> StartedConversation:
    begun = await chat.begin(new.gemeente, new.language)
    row = begun.conversation
    messages = [shown(message) for message in begun.messages]
    return StartedConversation.model_validate(
        {"id": row.id, "token": begun.token, "gemeente": row.gemeente, "expiresAt": row.expires_at, "messages": messages}
    )


@api.post("/conversations/{conversation_id}/messages")
async def send(conversation_id: str, message: NewMessage, chat: Chat, token: Token) -> Answer:
    return Answer.model_validate({"messages": await chat.answer(conversation_id, token, message)})


@api.get("/conversations/{conversation_id}")
async def read(conversation_id: str, chat: Chat, token: Token) -> WholeConversation:
    row, messages = await chat.read(conversation_id, token)
    return WholeConversation.model_validate({"id": row.id, "gemeente": row.gemeente, "expiresAt": row.expires_at, "messages": messages})


@api.delete("/conversations/{conversation_id}", status_code=204)
async def wipe(conversation_id: str, chat: Chat, token: Token) -> None:
    await chat.wipe(conversation_id, token)


@api.post("/conversations/{conversation_id}/feedback", status_code=204)
async def feedback(conversation_id: str, given: NewFeedback, chat: Chat, token: Token) -> None:
    await chat.feedback(conversation_id, token, given)


@api.get("/conversations/{conversation_id}/overview", response_class=HTMLResponse)
async def overview(request: Request, conversation_id: str, chat: Chat, token: Token) -> HTMLResponse:
    return await _overview(request, conversation_id, chat, token)


@api.post("/conversations/{conversation_id}/overview", status_code=204)
async def mail_overview(request: Request, conversation_id: str, to: OverviewAddress, chat: Chat, token: Token) -> None:
    """The same page by mail. The address is used once and kept nowhere."""
    tools = request.app.state.tools
    page = await _overview(request, conversation_id, chat, token)
    _, messages = await chat.read(conversation_id, token)
    cards = "\n\n".join(card_in_words(message) for message in messages if message["type"] == "crisis")
    tools.rate.spend_hourly(tools.settings.mails_per_hour, "mail", conversation_id)
    await overview_mail.send(tools.settings, to.email, bytes(page.body).decode(), cards)


async def _overview(request: Request, conversation_id: str, chat: ChatService, token: str) -> HTMLResponse:
    row, messages = await chat.read(conversation_id, token)
    found = [message for message in messages if message["type"] in ("tips", "offers", "contact", "crisis")]
    return render(
        request, "overview.html", found=found, gemeente=(await chat.profile(row.gemeente)).name, today=clock.local(clock.now()).date()
    )


@api.get("/conversations/{conversation_id}/events", response_class=StreamingResponse)
async def events(conversation_id: str, chat: Chat, token: Token, last_event_id: Annotated[int, Header()] = 0) -> StreamingResponse:
    """Messages after `Last-Event-ID` as server-sent events, and new ones as they come."""
    await chat.check(conversation_id, token)
    return StreamingResponse(_stream(chat, conversation_id, token, last_event_id), media_type="text/event-stream")


async def _stream(chat: ChatService, conversation_id: str, token: str, after: int) -> AsyncIterator[str]:
    while True:
        try:
            _, messages = await chat.read(conversation_id, token, after)
        except NotFound:
            return
        for message in messages:
            after = int(message["id"])
            yield f"id: {after}\nevent: message\ndata: {json.dumps(_plain(message), ensure_ascii=False)}\n\n"
        if not messages:
            yield ": still here\n\n"
            await chat.wait_for_news(KEEP_ALIVE_SECONDS)


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "at": message["at"].isoformat()}


@api.get("/gemeenten/{gemeente}")
async def gemeente_info(request: Request, gemeente: str, chat: Chat) -> GemeenteInfo:
    profile = await chat.profile(gemeente)
    known = await request.app.state.tools.catalogue.current()
    contact = known.contact_message(gemeente, clock.now())
    return GemeenteInfo(id=profile.id, name=profile.name, status=profile.status, theme=profile.theme, wijkteam=contact, chat={"on": True})


@api.get("/health/live")
async def live() -> Health:
    return Health(status="live")


@api.get("/health/ready")
async def ready(request: Request, response: Response) -> Health:
    """Ready when Rasa answered its warm-up message; `starting` or `degraded` until then, with 503."""
    tools = request.app.state.tools
    state = "ready" if tools.rasa.ready else "starting" if tools.rasa.starting else "degraded"
    database = await tools.database.answers()
    state = state if database else "degraded"
    response.status_code = 200 if state == "ready" else 503
    parts = {"bot": "ready" if tools.rasa.ready else "not ready", "database": "ready" if database else "not ready"}
    failed = {"redaction_failures": redaction_failures, "safety_failures": safety_failures}
    counted = {name: str(sum(kinds.values())) for name, kinds in failed.items()}
    return Health(status=state, parts={**parts, **counted, "spacy": tools.settings.spacy_pipeline})


@rest.post("/webhooks/rest/webhook")
async def webhook(request: Request, message: RestMessage, chat: Chat) -> list[dict[str, Any]]:
    """The same steps and limits for any Rasa REST client; the sender's name is the key to the conversation."""
    if asks_to_wipe(message.message):
        await chat.wipe_sender(message.sender)
        return as_rasa(message.sender, [{"type": "text", "text": WIPED}])
    asked = message.metadata.get("gemeente")
    gemeente = asked if isinstance(asked, str) else request.app.state.tools.settings.gemeente
    text, choice = from_rasa(message.message)
    said = NewMessage(text=text, choice=choice, client_message_id=new_id())
    return as_rasa(message.sender, await chat.answer_sender(message.sender, gemeente, said, lambda: spend_on_webhook(request)))
