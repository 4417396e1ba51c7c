"""Step 6: Rasa's messages become the API's messages; without them the parent gets an honest one, a person, and what search finds."""

import contextlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from catalog.search import Catalogue, Query
from chat import live_words
from chat.handoff_form import proposal
from chat.steps.danger import is_urgent
from kit import clock
from safety import worry_text

if TYPE_CHECKING:
    from chat.turn import Tools, Turn

SLOW = "Dit duurt te lang. Ik zoek nog door. Intussen kun je hier terecht."
DOWN = "Ik kan nu even niet goed antwoorden. Je bericht is niet weg. Je kunt het zo nog eens proberen. Intussen kun je hier terecht."
FOUND = "Dit vond ik met jouw woorden. Je hebt er geen verwijzing voor nodig."
TYPES = {"tips", "offers", "contact", "crisis", "form", "receipt", "notice"}


def translate(raw: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Messages in the shape of DESIGN.md §6, and the new state when the bot sent one."""
    messages, state = [], None
    for item in raw:
        custom = item.get("custom") or {}
        if custom.get("type") == "state":
            state = custom["state"]
        elif custom.get("type") in TYPES:
            messages.append(custom)
        elif item.get("buttons"):
            choices = [
                {"id": json.loads(button["payload"].removeprefix("/keuze"))["keuze"], "label": button["title"]}
                for button in item["buttons"]
            ]
            messages.append({"type": "choices", "text": item["text"], "choices": choices})
        elif item.get("text"):
            messages.append({"type": "text", "text": item["text"]})
    return messages, state


def without_bot(turn: "Turn", catalogue: Catalogue) -> list[dict[str, Any]]:
    """The honest answer: what is going on, the team's card, and offers for these words."""
    state = turn.state
    age = state.get("age")
    query = Query(
        gemeente=turn.gemeente,
        text=f"{state.get('text', '')} {turn.redacted}".strip(),
        age=(age[0], age[1]) if age else None,
        wijk=state.get("wijk"),
        today=clock.local(clock.now()).date(),
    )
    messages: list[dict[str, Any]] = [{"type": "notice", "text": SLOW if turn.late else DOWN}]
    messages.append(catalogue.contact_message(turn.gemeente, clock.now()))
    hits = catalogue.search(query) if query.text else []
    if hits:
        messages.append(catalogue.offers_message(hits, intro=FOUND, more=False))
    return messages


async def offer_person(turn: "Turn", tools: "Tools") -> None:
    """Worry brings a person at once, whatever the dialogue makes of the words: after its first sentence, once per conversation."""
    if any(message["type"] == "contact" for message in turn.answer):
        return
    try:
        contact = (await tools.catalogue.current()).contact_message(turn.gemeente, clock.now())
    except SQLAlchemyError:
        return
    after = 1 if turn.answer and turn.answer[0]["type"] in ("text", "notice") else 0
    turn.answer[after:after] = [{"type": "text", "text": worry_text()}, contact]


async def propose_handing_over(turn: "Turn", tools: "Tools") -> None:
    """Wherever the team's card stands, the parent may let the team call instead, or chat when somebody is there."""
    with contextlib.suppress(SQLAlchemyError):
        profile = (await tools.catalogue.current()).profile(turn.gemeente)
        now = turn.listens and await tools.live.why_not(turn.gemeente, turn.state.get("wijk")) is None
        turn.answer = proposal(profile, turn.answer, turn.state, [live_words.button(profile)] if profile and now else [])


def ask_whether_found(turn: "Turn") -> None:
    """What may be the last answer says so, when there was help to be found: then the parent is asked whether it was what they looked for.
    Not beside danger or worry."""
    if turn.state.get("closing") and turn.state.get("rung") in (1, 2) and turn.answer and not turn.worrying:
        turn.answer[-1] = {**turn.answer[-1], "closing": True}


async def run(turn: "Turn", tools: "Tools") -> bool:
    if turn.from_bot is not None:
        messages, state = translate(turn.from_bot)
        turn.answer += messages
        turn.state = state if state is not None else turn.state
    elif is_urgent(turn.assessment):
        turn.late = None
        turn.state = {**turn.state, "open": "verder", "rung": 3}
    else:
        turn.answer += without_bot(turn, await tools.catalogue.current())
    if turn.worrying:
        await offer_person(turn, tools)
    if not is_urgent(turn.assessment):
        ask_whether_found(turn)
        await propose_handing_over(turn, tools)
    return False
