"""Greeting, thanks, goodbye, yes and no."""

from dataclasses import replace

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.answer import take_facts
from actions.clarify import clarify_answer
from actions.knowledge import catalogue
from actions.question import back_to_question
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


class ActionGreet(Action):
    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        profile = known.profile(turn.gemeente)
        assert profile is not None
        if turn.state.topic and turn.age:
            state = ladder.climb(voice, turn, take_facts(voice, turn, turn.state, known), known)
        elif turn.state.topic or turn.state.open:
            voice.say("utter_welcome_back")
            state = back_to_question(voice, turn, turn.state, known)
        else:
            state = ladder.ask_topic(voice, turn.state, profile, "utter_greet")
        voice.remember(state)
        return []


class ActionThanks(Action):
    def name(self) -> str:
        return "action_thanks"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        voice.say("utter_thanks")
        voice.remember(ladder.second_topic(voice, turn.state.but(open=None, misses=0)))
        return []


class ActionGoodbye(Action):
    def name(self) -> str:
        return "action_goodbye"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        voice.say("utter_goodbye")
        voice.remember(turn.state.but(open=None, misses=0))
        return []


def _yes(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    if state.open == "helpt":
        voice.say("utter_helped")
        return ladder.second_topic(voice, state.but(open=None))
    if state.open == "tweede" and state.waiting:
        topic, *rest = state.waiting
        taken = ladder.start_topic(voice, replace(turn, text=""), topic)
        return ladder.climb(voice, turn, taken.but(waiting=tuple(rest), open=None), known)
    if state.open == "verder":
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
        return state.but(open=None)
    return _carry_on(voice, turn, state, known, "utter_no_to_what")


def _carry_on(voice: Voice, turn: Turn, state: State, known: Catalogue, response: str) -> State:
    if state.open:
        return back_to_question(voice, turn, state, known)
    profile = known.profile(turn.gemeente)
    assert profile is not None
    return ladder.ask_topic(voice, state, profile, response)


class ActionYes(Action):
    def name(self) -> str:
        return "action_yes"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        voice.remember(_yes(voice, turn, take_facts(voice, turn, turn.state.but(misses=0), known), known))
        return []


class ActionNo(Action):
    def name(self) -> str:
        return "action_no"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        state = take_facts(voice, turn, turn.state.but(misses=0), known)
        if state.age != turn.state.age:
            voice.remember(ladder.climb(voice, turn, state, known))
        else:
            voice.remember(_no(voice, turn, state, known))
        return []
