"""Danger is answered whatever else fails: no bot, no database, a message that is refused, a page without JavaScript."""

import httpx
import pytest
from sqlalchemy import text

from tests.conftest import FakeRasa, Talk, down

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

    async def test_on_the_rest_webhook(self, client: httpx.AsyncClient) -> None:
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": DANGER})
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
