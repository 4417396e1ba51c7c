"""Greeting, thanks, goodbye, yes and no."""

from actions import ladder
from actions.behaviour import Behaviour
from actions.clarify import clarify_answer
from actions.facts import take_facts
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


class ActionGreet(Behaviour):
    def name(self) -> str:
        return "action_greet"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        profile = ladder.profile_of(known, turn)
        if turn.state.topic and turn.age:
            return ladder.climb(voice, turn, take_facts(voice, turn, turn.state, known), known)
        if turn.state.topic or turn.state.open:
            voice.say("utter_welcome_back")
            return ladder.back_to_question(voice, turn, turn.state, known)
        if turn.state.text or turn.state.age:
            voice.say("utter_welcome_back")
            return ladder.ask_topic(voice, turn.state, profile)
        return ladder.ask_topic(voice, turn.state, profile, "utter_greet")


class ActionThanks(Behaviour):
    def name(self) -> str:
        return "action_thanks"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        return ladder.farewell(voice, turn.state.but(misses=0), "utter_thanks")


class ActionGoodbye(Behaviour):
    def name(self) -> str:
        return "action_goodbye"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        voice.say("utter_goodbye")
        return turn.state.but(open=None, misses=0, closing=True)


def _yes(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    if state.open == "helpt":
        return ladder.farewell(voice, state, "utter_helped")
    if state.open == "tweede" and state.waiting:
        return ladder.take_waiting(voice, turn, state, known)
    if state.open == "verder" or (state.open == "onderwerp" and state.kind):
        return ladder.climb(voice, turn, state.but(open=None), known)
    if state.open in QUESTIONS_BEFORE_HELP:
        return clarify_answer(voice, turn, state.but(misses=turn.state.misses), known)
    return _carry_on(voice, turn, state, known, "utter_yes_to_what")


def _no(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    if state.open == "helpt":
        return ladder.ask_form(voice, turn, state, known)
    if state.open == "tweede":
        voice.say("utter_no_to_what")
        return state.but(waiting=state.waiting[1:], open=None)
    if state.open in QUESTIONS_BEFORE_HELP:
        return ladder.climb(voice, turn, ladder.skip(state), known)
    if state.open == "verder":
        voice.say("utter_goodbye")
        return state.but(open=None, closing=True)
    return _carry_on(voice, turn, state, known, "utter_no_to_what")


def _carry_on(voice: Voice, turn: Turn, state: State, known: Catalogue, response: str) -> State:
    if state.open:
        return ladder.back_to_question(voice, turn, state, known)
    profile = ladder.profile_of(known, turn)
    return ladder.ask_topic(voice, state, profile, response)


class ActionYes(Behaviour):
    def name(self) -> str:
        return "action_yes"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        return _yes(voice, turn, take_facts(voice, turn, turn.state.but(misses=0), known), known)


class ActionNo(Behaviour):
    def name(self) -> str:
        return "action_no"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        state = take_facts(voice, turn, turn.state.but(misses=0), known)
        return ladder.climb(voice, turn, state, known) if state.age != turn.state.age else _no(voice, turn, state, known)
