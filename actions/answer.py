"""Answers to our questions: an age, how heavy it is, where, or 'sla over'; also in the middle of a longer sentence."""

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.knowledge import catalogue
from actions.question import back_to_question
from actions.state import State, Turn
from actions.voice import Voice
from actions.words import age_in_words
from catalog.search import Catalogue, Profile


def _place(turn: Turn, profile: Profile | None) -> str | None:
    """The wijk of this gemeente that the message names, by name or postcode; names of elsewhere are left."""
    if profile is None:
        return None
    named, postcode = (turn.first("wijk") or "").lower(), (turn.first("postcode") or "")[:4]
    for wijk in profile.wijken:
        if postcode in wijk.postcodes or named in (name.lower() for name in (wijk.name, *wijk.aliases)):
            return wijk.name
    return None


def take_facts(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """Age, place and weight that the message brings; a later age corrects an earlier one."""
    if turn.age:
        if turn.state.age and turn.state.age != turn.age:
            voice.say("utter_corrected_age", age=age_in_words(turn.age))
            state = state.but(shown=())
        state = state.but(age=turn.age)
    wijk = _place(turn, known.profile(turn.gemeente))
    if wijk:
        state = state.but(wijk=wijk)
    weight = turn.first("zwaarte")
    if weight and state.open == "zwaarte":
        state = state.but(weight=weight)
    return state


class ActionAnswer(Action):
    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        state = take_facts(voice, turn, turn.state.but(misses=0), known)
        if turn.first("meer") and state.shown:
            state = ladder.show_offers(voice, turn, state, known)
        elif state.open in ("helpt", "vorm") and turn.first("overslaan"):
            state = ladder.ask_form(voice, turn, state, known)
        elif state.topic or state.kind or turn.age:
            state = ladder.climb(voice, turn, ladder.skip(state) if turn.first("overslaan") else state, known)
        else:
            state = back_to_question(voice, turn, state, known)
        voice.remember(state)
        return []
