"""A tapped button: `sort:value`, as ladder.py and the gateway's greeting made it."""

from collections.abc import Callable
from dataclasses import replace

from actions import ladder
from actions.behaviour import Behaviour
from actions.person import call_in_person
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.voice import Voice
from actions.words import TOPICS
from catalog.search import Catalogue

Handler = Callable[[Voice, Turn, State, Catalogue, str], State]


def _topic(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    if value not in TOPICS:
        return ladder.climb(voice, turn, state, known)
    taken = ladder.start_topic(voice, turn, value)
    waiting = tuple(name for name in state.waiting if name != value)
    return ladder.climb(voice, turn, taken.but(waiting=waiting, open=None), known)


def _age(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    low, _, high = value.partition("-")
    age = (float(low), float(high))
    shown = state.shown if state.age in (None, age) else ()
    return ladder.climb(voice, turn, state.but(age=age, shown=shown), known)


def _weight(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    return ladder.climb(voice, turn, state.but(weight=value), known)


def _place(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    return ladder.climb(voice, turn, state.but(wijk=value), known)


def _skip(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    questions = [question for question in QUESTIONS_BEFORE_HELP if question == value]
    return ladder.climb(voice, turn, ladder.let_go(state, *questions), known)


def _start_over(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    profile = ladder.profile_of(known, turn)
    return ladder.ask_topic(voice, State(speaker=state.speaker, audience=state.audience), profile, "utter_start_over")


def _helps(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    if value == "meer":
        return ladder.show_offers(voice, turn, state, known)
    if value == "anders":
        return ladder.ask_form(voice, turn, state, known)
    return ladder.farewell(voice, state, "utter_helped")


def _form(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    return ladder.show_offers(voice, turn, state.but(kind=value), known)


def _person(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    return call_in_person(voice, turn, state, known)


def _second(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    voice.say("utter_no_to_what")
    return state.but(waiting=state.waiting[1:], open=None)


def _something_else(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    return ladder.ask_likely(voice, turn, ladder.without_topic(state), known, "utter_clarify_more" if state.likely else "utter_ask_topic")


def _go_on(voice: Voice, turn: Turn, state: State, known: Catalogue, value: str) -> State:
    if value == "ja":
        return ladder.climb(voice, turn, state, known)
    voice.say("utter_goodbye")
    return state.but(open=None, closing=True)


HANDLERS: dict[str, Handler] = {
    "onderwerp": _topic,
    "leeftijd": _age,
    "zwaarte": _weight,
    "plek": _place,
    "overslaan": _skip,
    "helpt": _helps,
    "vorm": _form,
    "mens": _person,
    "tweede": _second,
    "iets_anders": _something_else,
    "verder": _go_on,
    "opnieuw": _start_over,
}


class ActionChoice(Behaviour):
    def name(self) -> str:
        return "action_choice"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        sort, _, value = (turn.first("keuze") or "").partition(":")
        handler, state = HANDLERS.get(sort), turn.state.but(misses=0)
        turn = replace(turn, text="", ranking=[])
        return handler(voice, turn, state, known, value) if handler else ladder.climb(voice, turn, state, known)
