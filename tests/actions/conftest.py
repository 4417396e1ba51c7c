"""One turn of the dialogue without Rasa: what a message says is given, what the assistant says is collected."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import behaviour
from actions.behaviour import Behaviour
from actions.state import State
from catalog import files
from catalog.search import Catalogue
from settings import ROOT

Take = Callable[..., Awaitable["Said"]]


@cache
def catalogue() -> Catalogue:
    content = files.read(ROOT / "catalog")
    return Catalogue.from_documents(content.offers, content.tips, content.profiles, vectors={})


@cache
def responses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        found |= yaml.safe_load(path.read_text()).get("responses", {})
    return found


@dataclass(frozen=True)
class Said:
    """`responses` are the names of the texts, `cards` the other messages, `choices` the ids of all buttons."""

    responses: list[str]
    cards: list[dict[str, Any]]
    choices: list[str]
    gaps: str
    state: State


def _message(text: str, intent: str, state: State, **heard: Any) -> dict[str, Any]:
    ages = [{"entity": "leeftijd", "value": {"min": age, "max": age}} for age in heard.get("ages", ())]
    ranking = [{"name": name, "confidence": 0.5} for name in (intent, *heard.get("ranking", ()))]
    metadata = {"gemeente": heard.get("gemeente", "voorbeeldstad"), "state": state.json(), "audience": state.audience}
    return {
        "text": text,
        "intent": {"name": intent, "part": heard.get("part")},
        "intent_ranking": ranking,
        "entities": [*ages, *heard.get("entities", ())],
        "clauses": heard.get("clauses", []),
        "metadata": metadata,
    }


def clause(text: str, intent: str, confidence: float = 0.9, age: float | None = None) -> dict[str, Any]:
    ages = [] if age is None else [{"min": age, "max": age}]
    return {"text": text, "intent": intent, "confidence": confidence, "ages": ages}


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Take:
    """`await take(action, text, intent, state, ages=…, ranking=…, clauses=…)`."""

    async def known() -> Catalogue:
        return catalogue()

    monkeypatch.setattr(behaviour, "catalogue", known)

    async def one(action: Behaviour, text: str, intent: str, state: State | None = None, **heard: Any) -> Said:
        dispatcher = CollectingDispatcher()
        tracker = Tracker("x", {}, _message(text, intent, state or State(), **heard), [], False, None, {}, None)
        await action.run(dispatcher, tracker, {"responses": responses()})  # type: ignore[no-untyped-call]
        *spoken, remembered = dispatcher.messages
        return Said(
            [message["response"] for message in spoken if message.get("response")],
            [message["custom"] for message in spoken if message.get("custom")],
            [button["payload"].split('"')[3] for message in spoken for button in message.get("buttons") or []],
            " ".join(str(value) for message in spoken for value in message.values() if isinstance(value, str)),
            State.read(remembered["custom"]["state"]),
        )

    return one
