"""After danger the dialogue waits, and keeps the age that the message named."""

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionDanger, keep_age
from actions.state import State


async def remembered(said: str | None, state: State) -> State:
    """The state that the action sends back for a message with these words behind `/gevaar`."""
    metadata = {"gemeente": "voorbeeldstad", "state": state.json()} | ({"said": said} if said is not None else {})
    message = {"text": "/gevaar", "intent": {"name": "gevaar"}, "entities": [], "metadata": metadata}
    dispatcher = CollectingDispatcher()
    await ActionDanger().run(dispatcher, Tracker("a", {}, message, [], False, None, {}, "action_listen"), {})  # type: ignore[no-untyped-call]
    assert [item for item in dispatcher.messages if item.get("text") or item.get("buttons")] == []
    (only,) = dispatcher.messages
    return State.read(only["custom"]["state"])


class TestActionDanger:
    async def test_says_nothing_and_waits(self) -> None:
        after = await remembered("hij slaat ons", State(topic="somberheid", open="leeftijd", misses=1))
        assert (after.open, after.rung, after.misses, after.topic) == ("verder", 3, 0, "somberheid")

    async def test_keeps_the_age_for_later(self) -> None:
        after = await remembered("mijn zoon van 16 heeft zichzelf weer gesneden in zijn armen", State())
        assert after.age == (16.0, 16.0)

    @pytest.mark.parametrize("said", [None, "", "hij heeft een mes"])
    async def test_without_an_age_the_earlier_one_stays(self, said: str | None) -> None:
        assert (await remembered(said, State(age=(9.0, 9.0)))).age == (9.0, 9.0)


class TestKeepAge:
    def test_another_age_makes_shown_offers_new_again(self) -> None:
        assert keep_age(State(age=(4.0, 4.0), shown=("a",)), "mijn dochter van 14 wil dood").shown == ()
        assert keep_age(State(age=(14.0, 14.0), shown=("a",)), "mijn dochter van 14 wil dood").shown == ("a",)
