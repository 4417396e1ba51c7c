"""Not understood, or not ours: three likely topics as buttons, then a person; never the same sentence twice."""

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.answer import take_facts
from actions.knowledge import catalogue
from actions.question import back_to_question
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.topic import TOPICS
from actions.voice import Voice
from actions.words import topic_label
from catalog.search import Catalogue

LIKELY_TOPICS = 3
MUCH_OUTSIDE = 2


def clarify(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """First the likeliest topics, then the contact card."""
    if state.misses == 0:
        likely = [name for name, _ in turn.ranking if name in TOPICS][:LIKELY_TOPICS]
        choices = [(f"onderwerp:{topic}", topic_label(topic)) for topic in likely]
        voice.ask("utter_clarify_topics", [*choices, ("iets_anders", "Iets anders")])
        return state.but(misses=1, text=f"{state.text} {turn.text}".strip()[-1000:])
    voice.say("utter_clarify_contact")
    return ladder.show_people(voice, turn, state, known)


def clarify_answer(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """An answer to one of our three questions that we do not understand: ask once more, then let it go."""
    profile = known.profile(turn.gemeente)
    assert profile is not None and state.open is not None
    if state.misses == 0 and state.open != "plek":
        voice.say("utter_clarify_open")
        return ladder.ask_again(voice, state.but(misses=1), state.open, profile)
    voice.say("utter_clarify_open_again")
    return ladder.climb(voice, turn, ladder.skip(state.but(misses=0)), known)


class ActionClarify(Action):
    def name(self) -> str:
        return "action_clarify"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        state = take_facts(voice, turn, turn.state, known)
        learned = state != turn.state
        if learned and state.topic:
            state = ladder.climb(voice, turn, state, known)
        elif state.open in QUESTIONS_BEFORE_HELP and len(turn.text.split()) <= 4:
            state = clarify_answer(voice, turn, state, known)
        else:
            state = clarify(voice, turn, state, known)
        voice.remember(state)
        return []


class ActionOutside(Action):
    def name(self) -> str:
        return "action_outside"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known, state = await catalogue(), turn.state
        times, state = state.outside, state.but(outside=state.outside + 1)
        if times == 0 or (state.open not in (None, "onderwerp") and times < MUCH_OUTSIDE):
            voice.say("utter_outside_again" if times else "utter_outside")
            state = back_to_question(voice, turn, state, known)
        else:
            voice.say("utter_outside_contact" if times % 2 else "utter_outside_again")
            state = ladder.show_people(voice, turn, state, known)
        voice.remember(state)
        return []
