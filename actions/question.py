"""Questions about the help itself: referral, cost, privacy. Answered, and then back to where we were."""

from rasa_sdk.interfaces import Action

from actions import ladder
from actions.knowledge import catalogue
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue


def back_to_question(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """Put the open question again after something came in between; without one, ask what it is about."""
    profile = known.profile(turn.gemeente)
    assert profile is not None
    if state.open is None or state.open == "onderwerp":
        return state if state.topic else ladder.ask_topic(voice, state, profile)
    if state.open == "vorm":
        return ladder.ask_form(voice, turn, state, known)
    voice.say("utter_back_to_question")
    return ladder.ask_again(voice, state, state.open, profile)


class ActionQuestion(Action):
    def name(self) -> str:
        return "action_question"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn, voice = Turn.from_tracker(tracker), Voice(dispatcher)
        known = await catalogue()
        profile = known.profile(turn.gemeente)
        voice.say(f"utter_question_{turn.intent}", team=profile.team.article if profile else "het wijkteam")
        voice.remember(back_to_question(voice, turn, turn.state.but(misses=0), known))
        return []
