"""Which answers may be the last of a conversation."""

import pytest
from rasa_sdk.interfaces import Action

from actions.choice import ActionChoice
from actions.state import QUESTIONS_BEFORE_HELP, State
from actions.talk import ActionGoodbye, ActionNo, ActionThanks, ActionYes
from actions.topic import ActionTopic
from tests.actions.conftest import Take

HELPED = State(topic="slapen", age=(3.0, 3.0), asked=QUESTIONS_BEFORE_HELP * 2, open="helpt", rung=1)


@pytest.mark.parametrize(
    ("action", "text", "intent", "state"),
    [
        (ActionThanks(), "dank je", "bedankt", HELPED),
        (ActionGoodbye(), "doei", "afscheid", HELPED),
        (ActionYes(), "ja", "bevestig", HELPED),
        (ActionNo(), "nee", "ontken", HELPED.but(open="verder")),
    ],
)
async def test_thanks_goodbye_and_help_that_helps(take: Take, action: Action, text: str, intent: str, state: State) -> None:
    assert (await take(action, text, intent, state)).state.closing


@pytest.mark.parametrize(("choice", "closing"), [("helpt:ja", True), ("helpt:meer", False), ("verder:nee", True)])
async def test_a_button(take: Take, choice: str, closing: bool) -> None:
    said = await take(ActionChoice(), "", "keuze", HELPED, entities=[{"entity": "keuze", "value": choice}])
    assert said.state.closing is closing


async def test_not_while_another_subject_waits(take: Take) -> None:
    said = await take(ActionThanks(), "dank je", "bedankt", HELPED.but(waiting=("pesten",)))
    assert (said.state.open, said.state.closing) == ("tweede", False)


async def test_the_next_answer_is_not_the_last_any_more(take: Take) -> None:
    said = await take(ActionTopic(), "en hij luistert niet", "niet_luisteren", HELPED.but(closing=True, open=None))
    assert not said.state.closing
