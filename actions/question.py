"""Questions about the help itself that the classifier hears: referral, cost, privacy. Answered, and then back to where we were."""

from dataclasses import replace

from actions import help_questions, ladder
from actions.behaviour import Behaviour
from actions.phrases import names, said
from actions.state import State, Turn
from actions.topic import ActionTopic
from actions.voice import Voice
from catalog.search import Catalogue


class ActionQuestion(Behaviour):
    def name(self) -> str:
        return "action_question"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        likely = ladder.likely(turn) if said("effort", turn.text) else ()
        if likely:
            return ActionTopic().answer(voice, replace(turn, intent=likely[0]), known)
        question = turn.part if turn.part in names("question") else turn.intent.removeprefix("vraag_over_")
        state = help_questions.answer(voice, turn, known, question)
        return ladder.back_to_question(voice, turn, state, known)
