"""The wijkteam or another person: never hidden, never pushed, at any point of the conversation."""

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.answer import take_facts
from actions.knowledge import catalogue
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


def call_in_person(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    if state.contact_shown:
        voice.say("utter_contact_again")
    else:
        voice.say("utter_person_after_trying" if state.rung == 1 else "utter_person")
    return ladder.show_people(voice, turn, state, known)


class ActionPerson(Action):
    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        state = take_facts(voice, turn, turn.state, known)
        voice.remember(call_in_person(voice, turn, state, known))
        return []
