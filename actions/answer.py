"""Answers to our questions: an age, how heavy it is, where, or 'sla over'; also in the middle of a longer sentence."""

from actions import ladder
from actions.behaviour import Behaviour
from actions.facts import take_facts
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


class ActionAnswer(Behaviour):
    def name(self) -> str:
        return "action_answer"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        state = take_facts(voice, turn, turn.state.but(misses=0), known)
        if turn.first("meer") and state.shown:
            return ladder.show_offers(voice, turn, state, known)
        if state.open in ("helpt", "vorm") and turn.first("overslaan"):
            return ladder.ask_form(voice, turn, state, known)
        if state.topic or state.kind or turn.age:
            return ladder.climb(voice, turn, ladder.skip(state) if turn.first("overslaan") else state, known)
        return ladder.back_to_question(voice, turn, state, known)
