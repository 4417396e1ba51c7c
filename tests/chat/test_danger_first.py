"""Danger is answered whatever else fails: no bot, no database, a message that is refused, a page without JavaScript."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import FakeRasa, Talk, down
from tests.databases import Databases

DANGER = "mijn man slaat mij waar de kinderen bij zijn"


async def break_database(client: httpx.AsyncClient) -> None:
    database = client.app.state.tools.database  # type: ignore[attr-defined]
    async with database.session() as session:
        await session.execute(text("DROP TABLE messages"))


class TestCard:
    async def test_comes_first_and_the_dialogue_knows(self, talk: Talk, rasa: FakeRasa) -> None:
        messages = await talk.say(DANGER)
        assert [message["type"] for message in messages[:2]] == ["crisis", "choices"]
        assert messages[0]["lines"][0]["phone"] == "0800-2000"
        assert rasa.asked[-1][1] == "/gevaar"

    async def test_without_bot(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(down())
        messages = await talk.say(DANGER)
        assert [message["type"] for message in messages] == ["crisis", "choices"]

    async def test_while_the_bot_starts(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.ready = rasa.was_ready = False
        rasa.enqueue(down())
        assert (await talk.say(DANGER))[0]["type"] == "crisis"

    async def test_without_database(self, talk: Talk) -> None:
        await break_database(talk.client)
        assert (await talk.say(DANGER))[0]["type"] == "crisis"
        refused = await talk.post(text="hij slaapt niet")
        assert refused.status_code == 503
        assert "112" in refused.json()["detail"]

    async def test_in_a_message_that_is_too_long(self, talk: Talk) -> None:
        assert (await talk.say(f"{DANGER}. {'En toen ging het verder. ' * 60}"))[0]["type"] == "crisis"

    async def test_in_a_conversation_that_is_gone(self, talk: Talk) -> None:
        await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        assert (await talk.say(DANGER))[0]["type"] == "crisis"

    async def test_in_a_message_that_comes_too_fast(self, talk: Talk) -> None:
        for number in range(25):
            answer = await talk.post(text=DANGER, clientMessageId=f"snel{number}")
        assert answer.json()["messages"][0]["type"] == "crisis"

    @pytest.mark.parametrize("broken", [False, True], ids=["all well", "no database"])
    async def test_on_the_rest_webhook(self, client: httpx.AsyncClient, broken: bool) -> None:
        if broken:
            await break_database(client)
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": DANGER})
        assert answer.json()[0]["custom"]["type"] == "crisis"
        assert answer.json()[0]["text"].startswith("Bel 0800-2000")

    async def test_on_the_rest_webhook_that_is_flooded(self, client: httpx.AsyncClient) -> None:
        object.__setattr__(client.app.state.settings, "webhook_messages_per_minute", 1)  # type: ignore[attr-defined]
        flood = [await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": "hallo"}) for _ in range(2)]
        assert flood[-1].status_code == 429
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "b", "message": DANGER})
        assert answer.json()[0]["custom"]["type"] == "crisis"

    @pytest.mark.parametrize("broken", [False, True], ids=["all well", "no database"])
    async def test_on_the_page_without_javascript(self, client: httpx.AsyncClient, broken: bool) -> None:
        begun = await client.post("/chat/voorbeeldstad/begin")
        client.cookies.update(begun.cookies)
        if broken:
            await break_database(client)
        posted = await client.post("/chat/voorbeeldstad/bericht", data={"text": DANGER, "client_message_id": "a"}, follow_redirects=True)
        assert posted.status_code == 200
        assert "tel:08002000" in posted.text


class TestAtOnce:
    """What is slow does not hold back the card."""

    @staticmethod
    async def seconds(talk: Talk) -> float:
        began = time.monotonic()
        assert (await talk.say(DANGER))[0]["type"] == "crisis"
        return time.monotonic() - began

    @staticmethod
    async def never(sender: str, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        await asyncio.sleep(60)
        return []

    async def test_a_bot_that_hangs(self, talk: Talk, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rasa, "send", self.never)
        assert await self.seconds(talk) < 3
        assert [message["type"] for message in await talk.read()][-2:] == ["crisis", "choices"]

    async def test_an_earlier_turn_that_waits(self, talk: Talk, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rasa, "send", self.never)
        earlier = asyncio.create_task(talk.post(text="hij slaapt niet", clientMessageId="eerder"))
        await asyncio.sleep(0.1)
        assert await self.seconds(talk) < 4
        earlier.cancel()

    async def test_a_database_that_is_locked(self, talk: Talk, databases: Databases, database_url: str) -> None:
        with databases.locked(database_url, "turns"):
            assert await self.seconds(talk) < 4


class TestAfterwards:
    async def test_the_form_does_not_come_back_by_itself(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([{"text": "Hoe oud?"}, {"custom": {"type": "state", "state": {"topic": "slapen", "open": "leeftijd"}}}])
        await talk.say("hij slaapt niet")
        rasa.enqueue(down())
        await talk.say(DANGER)
        await talk.say("hmm")
        assert rasa.asked[-1][2]["state"]["open"] == "verder"

    async def test_the_dialogue_gets_the_redacted_words_for_the_age(self, talk: Talk, rasa: FakeRasa) -> None:
        await talk.say("mijn zoon Daan van 16 heeft zichzelf weer gesneden in zijn armen")
        sender, text, metadata = rasa.asked[-1]
        assert text == "/gevaar"
        assert "van 16" in metadata["said"] and "Daan" not in metadata["said"]

    async def test_other_messages_carry_no_second_copy(self, talk: Talk, rasa: FakeRasa) -> None:
        await talk.say("hij slaapt niet")
        assert "said" not in rasa.asked[-1][2]


class TestWipedInAnotherProgram:
    async def test_the_words_wipe_and_the_answer_says_what(self, client: httpx.AsyncClient) -> None:
        async def say(words: str) -> str:
            answer = await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": words})
            return str(answer.json()[0]["text"])

        await say("hij slaapt niet")
        assert await say("Wis dit gesprek.") == "Gewist. Je berichten, mijn antwoorden en wat ik van je vraag wist, zijn weg."
        database = client.app.state.tools.database  # type: ignore[attr-defined]
        async with database.session() as session:
            assert [(await session.execute(text(f"SELECT count(*) FROM {name}"))).scalar() for name in ("conversations", "messages")] == [
                0,
                0,
            ]
        assert (await say("wis dit gesprek")).startswith("Gewist.")
