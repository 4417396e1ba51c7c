"""Door 1 for programs: the chat API, Rasa's REST webhook, and health."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from chat import overview_mail
from chat.handover import HandOver, summary_of
from chat.rest_channel import WIPED, as_rasa, asks_to_wipe, from_rasa
from chat.schemas import (
    Answer,
    GemeenteInfo,
    HandoffReceipt,
    HandoffSummary,
    Health,
    NewConversation,
    NewFeedback,
    NewHandoff,
    NewMessage,
    OverviewAddress,
    RestMessage,
    StartedConversation,
    WholeConversation,
)
from chat.service import ChatService, decided, shown
from handoff.live_service import NEWEST, LiveChats
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
TYPING_PER_MINUTE = 60


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
    begun = await chat.begin(new.gemeente, new.language, topic=new.topic)
    row = begun.conversation
    messages = [shown(message) for message in begun.messages]
    return StartedConversation.model_validate(
        {"id": row.id, "token": begun.token, "gemeente": row.gemeente, "expiresAt": row.expires_at, "messages": messages}
    )


@api.post("/conversations/{conversation_id}/messages")
async def send(conversation_id: str, message: NewMessage, chat: Chat, token: Token) -> Answer:
    messages = await chat.answer(conversation_id, token, message)
    return Answer.model_validate({"messages": messages, "live": await chat.live_state(conversation_id)})


@api.get("/conversations/{conversation_id}")
async def read(conversation_id: str, chat: Chat, token: Token) -> WholeConversation:
    row, messages = await chat.read(conversation_id, token)
    told = {"id": row.id, "gemeente": row.gemeente, "expiresAt": row.expires_at, "live": await chat.live_state(row.id)}
    return WholeConversation.model_validate({**told, "messages": messages})


@api.delete("/conversations/{conversation_id}", status_code=204)
async def wipe(conversation_id: str, chat: Chat, token: Token) -> None:
    await chat.wipe(conversation_id, token)


@api.post("/conversations/{conversation_id}/feedback", status_code=204, responses={200: {"model": Answer}})
async def feedback(conversation_id: str, given: NewFeedback, chat: Chat, token: Token) -> Response:
    """204, or 200 with the crisis card when there is danger in the words."""
    card = await chat.feedback(conversation_id, token, given)
    if not card:
        return Response(status_code=204)
    answer = Answer.model_validate({"messages": card, "live": await chat.live_state(conversation_id)})
    return Response(answer.model_dump_json(by_alias=True), media_type="application/json")


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


def hand_over(request: Request) -> HandOver:
    return request.app.state.hand_over  # type: ignore[no-any-return]


def spend_on_handoff(request: Request) -> None:
    tools = request.app.state.tools
    tools.rate.spend_hourly(tools.settings.handoffs_per_hour, "handoff", _address(request))


Over = Annotated[HandOver, Depends(hand_over)]


@api.get("/conversations/{conversation_id}/handoff")
async def handoff_form(conversation_id: str, over: Over, token: Token) -> dict[str, Any]:
    """The form for this conversation, as a message of type `form`."""
    return await over.begin(conversation_id, token)


@api.post("/conversations/{conversation_id}/handoff/summary")
async def handoff_summary(conversation_id: str, given: NewHandoff, over: Over, token: Token) -> HandoffSummary:
    """Exactly what would be sent; keeps nothing. 422 names what must change per field, 409 brings another text to agree to."""
    return summary_of(await over.preview(conversation_id, token, given))


@api.post("/conversations/{conversation_id}/handoff", status_code=201)
async def hand_question_over(request: Request, conversation_id: str, given: NewHandoff, over: Over, token: Token) -> HandoffReceipt:
    """The same form again gives the same receipt."""
    receipt, messages = await over.send(conversation_id, token, given, lambda: spend_on_handoff(request))
    told = {"reference": receipt.reference, "expectedWithin": receipt.expected_within, "statusUrl": receipt.status_url}
    return HandoffReceipt.model_validate({**told, "messages": messages})


@api.get("/conversations/{conversation_id}/events", response_class=StreamingResponse)
async def events(
    request: Request, conversation_id: str, chat: Chat, token: Token, last_event_id: Annotated[int, Header(ge=0, le=NEWEST)] = 0
) -> StreamingResponse:
    """Messages after `Last-Event-ID` as server-sent events, and new ones as they come. Event `live` says who is there and whether they type;
    it has no id, since only what is true now counts."""
    await chat.check(conversation_id, token)
    stream = _stream(chat, request.app.state.live, conversation_id, token, last_event_id)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _stream(chat: ChatService, live: LiveChats, conversation_id: str, token: str, after: int) -> AsyncIterator[str]:
    told: dict[str, Any] = {}
    while True:
        count = live.news.count
        state = await chat.live_state(conversation_id)  # first: what was said at the end of a chat is there when this says that it ended
        try:
            _, messages = await chat.read(conversation_id, token, after)
        except (NotFound, SQLAlchemyError):
            return
        for message in messages:
            after = int(message["id"])
            yield f"id: {after}\nevent: message\ndata: {json.dumps(_plain(message), ensure_ascii=False)}\n\n"
        seconds = live.is_typing(conversation_id, "wijkteam")
        now = {"state": state, "typing": seconds > 0}
        if now != told:
            told = now
            yield f"event: live\ndata: {json.dumps(now)}\n\n"
        elif not messages:
            yield ": still here\n\n"
        await live.news.after(count, seconds or KEEP_ALIVE_SECONDS)


@api.post("/conversations/{conversation_id}/typing", status_code=204)
async def typing(request: Request, conversation_id: str, chat: Chat, token: Token) -> None:
    """The parent is really typing now; the worker in the conversation sees so for a few seconds. Kept in memory only."""
    tools = request.app.state.tools
    tools.rate.spend(TYPING_PER_MINUTE, "typing", conversation_id)
    await chat.check(conversation_id, token)
    await tools.live.typing(conversation_id, "user")


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "at": message["at"].isoformat()}


@api.get("/gemeenten/{gemeente}")
async def gemeente_info(request: Request, gemeente: str, chat: Chat) -> GemeenteInfo:
    profile = await chat.profile(gemeente)
    known = await request.app.state.tools.catalogue.current()
    contact = known.contact_message(gemeente, clock.now())
    return GemeenteInfo(
        id=profile.id, name=profile.name, status=profile.status, theme=profile.theme, wijkteam=contact, chat=decided(profile)
    )


@api.get("/offers/{offer_id}/agenda.ics", response_class=Response)
async def calendar(request: Request, offer_id: str) -> Response:
    """An offer that happens once, for a calendar of one's own. 404 for one that is not shown (any more) or that goes on."""
    known = await request.app.state.tools.catalogue.current()
    file = known.calendar_file(offer_id, clock.now())
    if file is None:
        raise NotFound("Dit is er niet meer, of het is al geweest.")
    headers = {"Content-Disposition": f'attachment; filename="{offer_id}.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


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
