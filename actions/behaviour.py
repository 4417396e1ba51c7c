"""What every turn has in common: who writes, and what may come between at any moment. Then comes what the action itself is for."""

import re
from abc import ABC, abstractmethod
from dataclasses import replace

from rasa_sdk.interfaces import Action

from actions.asides import aside
from actions.knowledge import catalogue
from actions.phrases import said
from actions.readers import Speaker
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue

UNBORN = (0.0, 1.0)
ANOTHER = re.compile(r"\b(?:hij|zij|ze|hem|haar|ie)\b", re.IGNORECASE)
MYSELF = re.compile(r"\b(?:ik|k|mij|me|mijn|m'?n|mezelf|mijzelf)\b", re.IGNORECASE)


def _speaker(turn: Turn) -> Speaker | None:
    """Who writes. Somebody's own child settles it only when nothing else was clear: a grandmother has a daughter too."""
    known, heard = turn.state.speaker, said("speaker", turn.text)
    if heard is None or (heard in ("ouder", "omgeving") and known not in (None, "jongere", "omgeving")):
        return known
    return heard  # type: ignore[return-value]


def with_writer(turn: Turn) -> Turn:
    """The turn with who writes in its state. What the words say goes before what the gateway made of them."""
    speaker = _speaker(turn)
    only_of_another = ANOTHER.search(turn.text) and not MYSELF.search(turn.text)
    if speaker is None and turn.state.audience == "jongere" and not only_of_another:
        speaker = "jongere"
    audience = "jongere" if speaker == "jongere" else None
    age = turn.state.age or (UNBORN if speaker == "zwanger" and turn.age is None else None)
    return replace(turn, state=turn.state.but(speaker=speaker, audience=audience, age=age))


class Behaviour(Action, ABC):
    """Answers one kind of message. A subclass has a `name` and an `answer`."""

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn = with_writer(Turn.from_tracker(tracker))
        voice = Voice(dispatcher, turn.state.speaker, (domain or {}).get("responses"), turn.state.told)
        known = await catalogue()
        state = aside(voice, turn, known)
        voice.remember(state if state is not None else self.answer(voice, turn, known))
        return []

    @abstractmethod
    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        """Say what there is to say; the state is what the conversation knows afterwards."""
