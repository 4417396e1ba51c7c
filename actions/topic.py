"""A topic in the parent's own words: a new one, another one, or more about the same."""

import re

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.answer import take_facts
from actions.knowledge import catalogue
from actions.state import State, Turn
from actions.voice import Voice
from actions.words import topic_in_sentence
from catalog.search import Catalogue, Topic

TOPICS = {topic.value for topic in Topic}
ANSWER_AT_MOST_WORDS = 8
SECOND_TOPIC_AT_LEAST = 0.08
JOINING = re.compile(r"\b(?:en|ook|daarnaast|bovendien|plus|verder|maar)\b|[.;,]")


def second_topic(turn: Turn, first: str) -> str | None:
    """Another topic in the same message: likely enough, and the sentence joins two things."""
    if not JOINING.search(turn.text):
        return None
    others = [name for name, confidence in turn.ranking if name in TOPICS and name != first and confidence >= SECOND_TOPIC_AT_LEAST]
    return others[0] if others else None


def is_side_remark(turn: Turn) -> bool:
    """A few words in answer to our question are an answer, however much they look like a topic ('een jaar of 4, druk ventje')."""
    waiting_for_fact = (turn.state.open == "leeftijd" and turn.age) or (turn.state.open == "plek" and turn.first("wijk"))
    return bool(waiting_for_fact) and len(turn.text.split()) <= ANSWER_AT_MOST_WORDS


class ActionTopic(Action):
    def name(self) -> str:
        return "action_topic"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        if is_side_remark(turn) and turn.state.topic:
            state = take_facts(voice, turn, turn.state, known)
        else:
            state = self._take_up(voice, turn, known)
        voice.remember(ladder.climb(voice, turn, state, known))
        return []

    def _take_up(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        topic = turn.intent
        state = take_facts(voice, turn, ladder.start_topic(voice, turn, topic), known)
        topic = state.topic or topic
        other = second_topic(turn, topic)
        if other and other not in state.waiting:
            voice.say("utter_topic_noted", topic=topic_in_sentence(other))
            state = state.but(waiting=(*state.waiting, other))
        return state.but(waiting=tuple(name for name in state.waiting if name != topic))
