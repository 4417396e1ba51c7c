"""A kind of help is asked for: a maatje, a training, something online, other people in the same situation."""

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.answer import take_facts
from actions.knowledge import catalogue
from actions.state import State, Turn
from actions.topic import TOPICS
from actions.voice import Voice
from catalog.search import Kind

KINDS = {
    "zoekt_maatje": Kind.MAATJE_STEUNGEZIN,
    "zoekt_training": Kind.TRAINING,
    "zoekt_ehealth": Kind.EHEALTH,
    "zoekt_lotgenoten": Kind.LOTGENOTEN,
}
TOPIC_BEHIND_IT_AT_LEAST = 0.08


def _topic_behind(turn: Turn) -> str | None:
    """'Een cursus voor als ze niet luistert' names a topic as well."""
    likely = [name for name, confidence in turn.ranking if name in TOPICS and confidence >= TOPIC_BEHIND_IT_AT_LEAST]
    return likely[0] if likely else None


class ActionForm(Action):
    def name(self) -> str:
        return "action_form"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        state = take_facts(voice, turn, self._with_topic(turn), known)
        voice.remember(ladder.show_offers(voice, turn, state.but(kind=KINDS[turn.intent].value, misses=0), known))
        return []

    def _with_topic(self, turn: Turn) -> State:
        state, topic = turn.state, _topic_behind(turn)
        if state.topic is None and topic:
            return state.but(topic=topic, text=turn.text)
        return state.but(text=f"{state.text} {turn.text}".strip()[-1000:])
