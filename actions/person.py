"""The wijkteam or another person: never hidden, never pushed, at any point of the conversation."""

from actions import help_questions, ladder
from actions.behaviour import Behaviour
from actions.clarify import clarify_answer
from actions.facts import take_facts
from actions.phrases import names, said
from actions.state import QUESTIONS_BEFORE_HELP, State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


def call_in_person(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    if state.contact_shown:
        voice.say("utter_contact_again")
    else:
        voice.say("utter_person_after_trying" if state.rung == 1 else "utter_person")
    return ladder.show_people(voice, turn, state, known)


class ActionPerson(Behaviour):
    def name(self) -> str:
        return "action_person"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        if turn.part in names("question"):
            state = help_questions.answer(voice, turn, known, turn.part)
            return ladder.back_to_question(voice, turn, state, known)
        if turn.state.open in QUESTIONS_BEFORE_HELP and said("unclear", turn.text):  # 'ik begrijp het niet' is about our question
            return clarify_answer(voice, turn, turn.state, known)
        return call_in_person(voice, turn, take_facts(voice, turn, turn.state, known), known)
