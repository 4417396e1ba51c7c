"""A kind of help is asked for: a maatje, a training, something online, other people in the same situation."""

from actions import help_questions, ladder
from actions.behaviour import Behaviour
from actions.facts import take_facts
from actions.phrases import names
from actions.state import State, Turn
from actions.voice import Voice
from actions.words import TOPICS
from catalog.search import Catalogue, Kind

KINDS = {
    "zoekt_maatje": Kind.MAATJE_STEUNGEZIN,
    "zoekt_training": Kind.TRAINING,
    "zoekt_ehealth": Kind.EHEALTH,
    "zoekt_lotgenoten": Kind.LOTGENOTEN,
}
TOPIC_BEHIND_IT_AT_LEAST = 0.08
CLAUSE_AT_LEAST = 0.35


def _topic_behind(turn: Turn) -> str | None:
    """'Een cursus voor als ze niet luistert' names a topic as well; 'lijkt me fijn' after our explanation of the form does not."""
    own = [clause.intent for clause in turn.clauses if clause.intent in TOPICS and clause.confidence >= CLAUSE_AT_LEAST]
    if own:
        return own[0]
    likely = [name for name, confidence in turn.ranking if name in TOPICS and confidence >= TOPIC_BEHIND_IT_AT_LEAST]
    return likely[0] if likely else None


def _with_topic(turn: Turn) -> State:
    state, topic = turn.state, _topic_behind(turn)
    if state.topic is None and state.kind is None and topic:
        return state.but(topic=topic, text=turn.text)
    return state.but(text=f"{state.text} {turn.text}".strip()[-1000:])


class ActionForm(Behaviour):
    def name(self) -> str:
        return "action_form"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        if turn.part in names("question"):
            state = help_questions.answer(voice, turn, known, turn.part)
            return ladder.back_to_question(voice, turn, state.but(kind=KINDS[turn.intent].value), known)
        state = take_facts(voice, turn, _with_topic(turn), known)
        return ladder.show_offers(voice, turn, state.but(kind=KINDS[turn.intent].value, misses=0), known)
