"""The gateway saw danger and showed the card. The dialogue knows, asks nothing, and does not go back to its questions by itself.

The intent comes without the words, so that nothing can be read into them; only the age that they name is kept, for later.
"""

from rasa_sdk.interfaces import Action

from actions.state import State, Turn
from actions.voice import Voice
from bot.ages import find_ages


def keep_age(state: State, said: str) -> State:
    """An age in `said` (redacted) corrects an earlier one; offers that were shown for that one do not count any more."""
    ages = find_ages(said)
    if not ages:
        return state
    age = (min(found.low for found in ages), max(found.high for found in ages))
    return state.but(age=age, shown=state.shown if state.age in (None, age) else ())


class ActionDanger(Action):
    def name(self) -> str:
        return "action_danger"

    async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
        turn = Turn.from_tracker(tracker)
        said = str((tracker.latest_message.get("metadata") or {}).get("said") or "")
        Voice(dispatcher).remember(keep_age(turn.state, said).but(rung=3, open="verder", misses=0))
        return []
