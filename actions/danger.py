"""The gateway saw danger and showed the card. The dialogue knows, asks nothing, and does not go back to its questions by itself."""

from rasa_sdk.interfaces import Action

from actions.state import Turn
from actions.voice import Voice


class ActionDanger(Action):
    def name(self) -> str:
        return "action_danger"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn = Turn.from_tracker(tracker)
        Voice(dispatcher).remember(turn.state.but(rung=3, open="verder", misses=0))
        return []
