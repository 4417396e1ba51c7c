"""The handoff form as plain pages: fill in, look at exactly what goes, agree. Whatever fails, what was typed stands there again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from chat.endpoints import Chat, Over, spend_on_handoff
from chat.handover import HandOver, summary_of
from chat.pages import opened, same_site
from chat.schemas import NewHandoff
from chat.service import ChatService
from handoff.service import TIMES, Mistakes, OtherConsent
from kit.errors import AppError
from pages.shell import render

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form()]


def typed(
    question: Text = "",
    name: Text = "",
    phone: Text = "",
    email: Text = "",
    preferred_time: Text = "",
    share_conversation: Text = "",
    share_facts: Text = "",
    consent_version: Text = "",
) -> NewHandoff:
    """What stands in the form."""
    return NewHandoff(
        question=question,
        name=name,
        phone=phone,
        email=email,
        preferred_time=preferred_time,
        share_conversation=bool(share_conversation),
        share_facts=bool(share_facts),
        consent_version=consent_version,
    )


Typed = Annotated[NewHandoff, Depends(typed)]


@router.get("/chat/{gemeente}/vraag")
async def show(request: Request, gemeente: str, chat: Chat, over: Over) -> Response:
    try:
        form = await over.begin(*opened(request))
    except (AppError, SQLAlchemyError, OSError) as error:
        return await _trouble(request, gemeente, chat, NewHandoff(), error)
    given = NewHandoff(question=form["prefill"]["question"], consent_version=form["consentVersion"])
    return await _form(request, gemeente, chat, over, given)


@router.post("/chat/{gemeente}/vraag", dependencies=[Depends(same_site)])
async def look(request: Request, gemeente: str, given: Typed, chat: Chat, over: Over, stap: Text = "bekijk") -> Response:
    """`stap`: bekijk shows what would go, pas_aan goes back to the form."""
    if stap == "pas_aan":
        return await _form(request, gemeente, chat, over, given)
    return await _summary(request, gemeente, chat, over, given)


@router.post("/chat/{gemeente}/vraag/stuur", dependencies=[Depends(same_site)])
async def send(request: Request, gemeente: str, given: Typed, chat: Chat, over: Over) -> Response:
    try:
        await over.send(*opened(request), given, lambda: spend_on_handoff(request))
    except OtherConsent as error:
        renewed = given.model_copy(update={"consent_version": error.version})
        return await _summary(request, gemeente, chat, over, renewed, error)
    except Mistakes as error:
        return await _form(request, gemeente, chat, over, given, error)
    except (AppError, SQLAlchemyError, OSError) as error:
        return await _trouble(request, gemeente, chat, given, error)
    return RedirectResponse(f"{request.url_for('plain_chat', gemeente=gemeente).path}#laatste", 303)


async def _summary(
    request: Request, gemeente: str, chat: ChatService, over: HandOver, given: NewHandoff, changed: OtherConsent | None = None
) -> Response:
    try:
        found = summary_of(await over.preview(*opened(request), given))
    except OtherConsent as error:
        return await _summary(request, gemeente, chat, over, given.model_copy(update={"consent_version": error.version}), error)
    except Mistakes as error:
        return await _form(request, gemeente, chat, over, given, error)
    except (AppError, SQLAlchemyError, OSError) as error:
        return await _trouble(request, gemeente, chat, given, error)
    told = {"found": found, "given": given, "card": _bodies(found.messages), "changed": changed.detail if changed else None}
    profile = await chat.profile(gemeente)
    return render(request, "hand_over_summary.html", changed.status if changed else 200, profile=profile, **told)


async def _form(
    request: Request, gemeente: str, chat: ChatService, over: HandOver, given: NewHandoff, error: Mistakes | None = None
) -> Response:
    try:
        facts = (await over.begin(*opened(request)))["facts"]
    except (AppError, SQLAlchemyError, OSError) as trouble:
        return await _trouble(request, gemeente, chat, given, trouble)
    wrong = error.fields if error else {}
    return await _page(request, gemeente, chat, given, error, facts=facts, wrong=wrong)


async def _trouble(request: Request, gemeente: str, chat: ChatService, given: NewHandoff, error: Exception) -> Response:
    """An expired conversation, a database that fails, too many at once: it is said, with what was typed."""
    known = error if isinstance(error, AppError) else HandOver.not_stored(error)
    return await _page(request, gemeente, chat, given, known, trouble=known.detail)


async def _page(
    request: Request, gemeente: str, chat: ChatService, given: NewHandoff, error: AppError | None = None, **values: Any
) -> Response:
    profile = await chat.profile(gemeente)
    card = error.more.get("messages", []) if error else []
    told = {"facts": [], "wrong": {}, "trouble": None, "given": given, "card": card, "times": TIMES, **values}
    page = render(request, "hand_over.html", error.status if error else 200, profile=profile, **told)
    page.headers.update(error.headers if error else {})
    return page


def _bodies(messages: list[Any]) -> list[dict[str, Any]]:
    return [message.model_dump(by_alias=True) for message in messages]
