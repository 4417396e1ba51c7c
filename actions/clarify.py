"""Not understood, or not ours: three likely topics as buttons, then a person; never the same sentence twice."""

from actions import ladder
from actions.behaviour import Behaviour
from actions.facts import take_facts
from actions.open_question import MOST_WORDS as MOST_WORDS_OF_AN_ANSWER
from actions.outside import outside
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.voice import Voice
from actions.words import TOPICS
from catalog.search import Catalogue

SURE = 0.5
SHORT = 4


def clarify(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """First the likeliest topics, then a person and the next likeliest."""
    if state.misses == 0:
        heard = state.but(misses=1, text=f"{state.text} {turn.text}".strip()[-1000:], likely=ladder.likely(turn))
        return ladder.ask_likely(voice, turn, heard, known, "utter_clarify_topics").but(open=state.open)
    voice.say("utter_clarify_contact")
    state = ladder.show_people(voice, turn, state, known)
    return ladder.ask_likely(voice, turn, state, known, "utter_clarify_or") if state.likely and state.open is None else state


def clarify_answer(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """An answer to one of our three questions that we do not understand: ask once more, then let it go."""
    profile = ladder.profile_of(known, turn)
    assert state.open is not None
    if state.misses == 0 and state.open != "plek":
        voice.say("utter_clarify_open")
        return ladder.ask_again(voice, state.but(misses=1), state.open, profile)
    voice.say("utter_clarify_open_again")
    return ladder.climb(voice, turn, ladder.skip(state.but(misses=0)), known)


def sure_clause(turn: Turn) -> str | None:
    """The topic of the surest part, when one part is clear though the whole is not: 'sorry, ik zat te bellen. ze is bang'."""
    known = [clause for clause in turn.clauses if clause.intent in TOPICS and clause.confidence >= SURE]
    return max(known, key=lambda clause: clause.confidence).intent if known else None


class ActionClarify(Behaviour):
    def name(self) -> str:
        return "action_clarify"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        sure = sure_clause(turn)
        if sure is not None:
            return ladder.climb(voice, turn, take_facts(voice, turn, ladder.start_topic(voice, turn, sure), known), known)
        state = take_facts(voice, turn, turn.state, known)
        if state != turn.state and (state.topic or state.kind):
            return ladder.climb(voice, turn, state, known)
        if state.open in QUESTIONS_BEFORE_HELP and len(turn.text.split()) <= (MOST_WORDS_OF_AN_ANSWER if state.topic else SHORT):
            return clarify_answer(voice, turn, state, known)
        return clarify(voice, turn, state, known)


class ActionOutside(Behaviour):
    def name(self) -> str:
        return "action_outside"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        return outside(voice, turn, known, turn.part)
