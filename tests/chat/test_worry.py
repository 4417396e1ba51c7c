"""Worry that is no crisis (`zorg`) brings a person at once, whatever the dialogue makes of the words, and once per conversation."""

import pytest

from safety import Assessment, Level, worry_text
from tests.conftest import FakeRasa, Talk, down

HEARD = {"text": "Wat naar voor haar."}
QUESTION = {"text": "Hoe oud is ze?", "buttons": [{"title": "Sla over", "payload": '/keuze{"keuze": "overslaan:leeftijd"}'}]}


@pytest.fixture(autouse=True)
def worried(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Assessment(Level.ZORG, "suicide_kind")
    monkeypatch.setattr(talk.client.app.state.tools.assessor, "assess", lambda text, history=(): found)  # type: ignore[attr-defined]


async def test_after_the_first_sentence_and_before_the_question(talk: Talk, rasa: FakeRasa) -> None:
    rasa.enqueue([HEARD, QUESTION])
    messages = await talk.say("mijn dochter is al maanden somber")
    assert [message["type"] for message in messages] == ["text", "text", "contact", "choices"]
    assert messages[1]["text"] == worry_text()
    assert messages[2]["phone"] == "0800 000 00 01"


async def test_also_when_nothing_was_understood(talk: Talk, rasa: FakeRasa) -> None:
    rasa.enqueue([QUESTION])
    assert [message["type"] for message in await talk.say("zo zit dat")] == ["text", "contact", "choices"]


async def test_the_dialogue_knows_and_it_is_said_once(talk: Talk, rasa: FakeRasa) -> None:
    await talk.say("mijn dochter is al maanden somber")
    assert rasa.asked[-1][2]["state"]["worried"] is True
    assert rasa.asked[-1][2]["safety"] == "zorg"
    assert "contact" not in [message["type"] for message in await talk.say("ze huilt elke avond")]


async def test_a_person_of_the_dialogue_is_enough(talk: Talk, rasa: FakeRasa) -> None:
    rasa.enqueue([HEARD, {"custom": {"type": "contact", "name": "Wijkteam"}}])
    assert [message["type"] for message in await talk.say("ik wil iemand spreken")] == ["text", "contact"]


async def test_without_the_bot_the_contact_is_there_once(talk: Talk, rasa: FakeRasa) -> None:
    rasa.enqueue(down())
    types = [message["type"] for message in await talk.say("mijn dochter is al maanden somber")]
    assert types.count("contact") == 1
