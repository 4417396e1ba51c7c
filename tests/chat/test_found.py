"""At the end a parent may say whether they found what they looked for: once, in one press, and whatever they type danger is answered."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from chat.models import Feedback
from tests.conftest import FakeRasa, Talk

DANGER = "mijn vader slaat mij elke dag, ik ben bang dat hij me doodmaakt"
OFFERS = {"custom": {"type": "offers", "intro": "", "offers": [{"id": "a", "name": "Cursus"}], "more": False}}


def bye(**state: Any) -> list[dict[str, Any]]:
    return [{"text": "Graag gedaan."}, {"custom": {"type": "state", "state": {"closing": True, "rung": 1, **state}}}]


async def kept(client: httpx.AsyncClient) -> list[tuple[bool, str | None]]:
    async with client.app.state.tools.database.session() as session:  # type: ignore[attr-defined]
        return [(one.helpful, one.reason) for one in await session.scalars(select(Feedback).order_by(Feedback.id))]


class TestWhenToAsk:
    async def closing(self, talk: Talk, rasa: FakeRasa, said: list[dict[str, Any]]) -> list[bool]:
        rasa.enqueue(said)
        return [bool(message.get("closing")) for message in await talk.say("dank je")]

    async def test_after_what_may_be_the_last_answer(self, talk: Talk, rasa: FakeRasa) -> None:
        assert await self.closing(talk, rasa, bye()) == [True]

    @pytest.mark.parametrize("state", [{"closing": False}, {"rung": 0}, {"rung": 3}])
    async def test_not_when_the_talk_goes_on_nor_without_help_nor_after_danger(
        self, talk: Talk, rasa: FakeRasa, state: dict[str, Any]
    ) -> None:
        assert await self.closing(talk, rasa, bye(**state)) == [False]


class TestByTheApi:
    async def give(self, talk: Talk, **given: Any) -> httpx.Response:
        return await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", json=given, headers=talk.headers)

    async def test_danger_in_the_words_is_answered_with_the_card(self, talk: Talk) -> None:
        answer = await self.give(talk, helpful=False, reason=DANGER)
        assert answer.status_code == 200 and answer.json()["messages"][0]["type"] == "crisis"
        assert (await self.give(talk, helpful=True, reason="Een beetje: prima")).status_code == 204

    async def test_also_when_it_cannot_be_kept(self, talk: Talk) -> None:
        headers = {**talk.headers, "Authorization": "Bearer ander"}
        path = f"/api/v1/conversations/{talk.id}/feedback"
        danger = await talk.client.post(path, json={"helpful": False, "reason": DANGER}, headers=headers)
        plain = await talk.client.post(path, json={"helpful": False, "reason": "niets"}, headers=headers)
        assert (danger.status_code, plain.status_code) == (200, 401)
        assert danger.json()["messages"][0]["type"] == "crisis"


class TestOnThePage:
    def cookie(self, talk: Talk) -> dict[str, str]:
        return {"Cookie": f"wegwijs={talk.id}.{talk.token}"}

    async def test_after_the_last_answer_and_then_thanks(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(bye())
        await talk.say("dank je")
        page = await talk.client.get("/chat/voorbeeldstad", headers=self.cookie(talk))
        assert page.text.count("Heb je wat je zocht?") == 1
        fields = {"answer": "beetje", "reason": "bel me op 06-12345678"}
        answer = await talk.client.post("/chat/voorbeeldstad/gevonden", data=fields, headers=self.cookie(talk))
        assert (answer.status_code, answer.headers["location"]) == (303, "/chat/voorbeeldstad?gevonden=ja#laatste")
        thanked = await talk.client.get("/chat/voorbeeldstad?gevonden=ja", headers=self.cookie(talk))
        assert "Heb je wat je zocht?" not in thanked.text and "Dank je. Hiermee maken we Wegwijs beter." in thanked.text
        ((helpful, reason),) = await kept(talk.client)
        assert helpful and reason is not None and reason.startswith("Een beetje: bel me") and "06-1234" not in reason

    async def test_beside_wiping_when_something_was_found(self, talk: Talk, rasa: FakeRasa) -> None:
        before = await talk.client.get("/chat/voorbeeldstad", headers=self.cookie(talk))
        rasa.enqueue([OFFERS])
        await talk.say("hij luistert niet")
        after = await talk.client.get("/chat/voorbeeldstad", headers=self.cookie(talk))
        assert ("Heb je wat je zocht?" in before.text, "Heb je wat je zocht?" in after.text) == (False, True)

    @pytest.mark.parametrize(("answer", "told"), [("ja", (True, None)), ("nee", (False, None)), ("beetje", (True, "Een beetje"))])
    async def test_one_press_is_enough(self, talk: Talk, answer: str, told: tuple[bool, str | None]) -> None:
        await talk.client.post("/chat/voorbeeldstad/gevonden", data={"answer": answer}, headers=self.cookie(talk))
        assert await kept(talk.client) == [told]

    async def test_danger_typed_here_is_answered(self, talk: Talk) -> None:
        fields = {"answer": "nee", "reason": DANGER}
        answer = await talk.client.post("/chat/voorbeeldstad/gevonden", data=fields, headers=self.cookie(talk))
        assert answer.status_code == 200 and "tel:112" in answer.text

    async def test_the_topic_of_the_page_comes_along(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/chat/voorbeeldstad?onderwerp=pesten")
        assert '<input type="hidden" name="onderwerp" value="pesten">' in page.text
        begun = await client.post("/chat/voorbeeldstad/begin", data={"onderwerp": "pesten"}, follow_redirects=True)
        assert begun.text.index('value="onderwerp:pesten"') == begun.text.index('value="onderwerp:')
        framed = await client.get('/chat/voorbeeldstad/venster?onderwerp=pesten"><script>')
        assert "<script>" not in framed.text.split("<body")[1] and 'onderwerp="pesten&#34;' in framed.text
