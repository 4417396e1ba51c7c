"""The chat API with a fake bot: begin, talk, read back, wipe, and what is refused."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from kit import clock
from tests.conftest import FakeRasa, Talk, down

CHOICES = [{"text": "Hoe oud?", "buttons": [{"title": "4 tot 8", "payload": '/keuze{"keuze": "leeftijd:4-8"}'}]}]
STATE = {"custom": {"type": "state", "state": {"topic": "slapen", "open": "leeftijd"}}}


def types(messages: list[dict[str, object]]) -> list[object]:
    return [message["type"] for message in messages]


class TestBegin:
    async def test_greets_with_buttons_without_the_bot(self, talk: Talk, rasa: FakeRasa) -> None:
        assert types(talk.begun["messages"]) == ["text", "choices"]
        assert "computer" in talk.begun["messages"][0]["text"]
        assert talk.begun["messages"][1]["choices"][-1] == {"id": "mens", "label": "Ik wil iemand spreken"}
        assert rasa.asked == []

    async def test_unknown_gemeente_is_not_found(self, client: httpx.AsyncClient) -> None:
        answer = await client.post("/api/v1/conversations", json={"gemeente": "atlantis"})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"] == "Deze gemeente doet niet mee met Wegwijs."

    async def test_too_many_from_one_address(self, client: httpx.AsyncClient) -> None:
        answers = [await client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"}) for _ in range(61)]
        assert answers[-1].status_code == 429
        assert answers[-1].headers["retry-after"]


class TestTurn:
    async def test_bot_gets_words_and_all_that_is_known(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue([{"text": "Wat naar."}, *CHOICES, STATE])
        messages = await talk.say("hij slaapt niet")
        assert types(messages) == ["text", "choices"]
        assert messages[1]["choices"] == [{"id": "leeftijd:4-8", "label": "4 tot 8"}]
        await talk.post(choice="leeftijd:4-8")
        _, text, metadata = rasa.asked[-1]
        assert text == '/keuze{"keuze": "leeftijd:4-8"}'
        assert metadata["state"] == {"topic": "slapen", "open": "leeftijd"}
        assert metadata["gemeente"] == "voorbeeldstad"

    async def test_same_client_message_id_gives_the_first_answer(self, talk: Talk, rasa: FakeRasa) -> None:
        first = await talk.post(text="hij slaapt niet", clientMessageId="zelfde")
        again = await talk.post(text="iets anders", clientMessageId="zelfde")
        assert first.json() == again.json()
        assert len(rasa.asked) == 1
        assert len(await talk.read()) == 4

    async def test_turns_come_one_at_a_time(self, talk: Talk, rasa: FakeRasa) -> None:
        running, most = 0, 0

        async def slow(sender: str, text: str, metadata: dict[str, object]) -> list[dict[str, object]]:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.02)
            running -= 1
            return [{"text": text}]

        rasa.send = slow  # type: ignore[method-assign]
        answers = await asyncio.gather(*(talk.post(text=f"zin {number}", clientMessageId=f"c{number}") for number in range(8)))
        assert most == 1
        assert [answer.json()["messages"][0]["text"] for answer in answers] == [f"zin {number}" for number in range(8)]

    async def test_slash_is_no_command(self, talk: Talk, rasa: FakeRasa) -> None:
        await talk.say('/keuze{"keuze": "mens"}')
        assert not rasa.asked[-1][1].startswith("/")

    async def test_button_of_another_conversation_is_refused(self, talk: Talk) -> None:
        answer = await talk.post(choice="plek:Centrum")
        assert answer.status_code == 404

    async def test_personal_data_goes_nowhere(self, talk: Talk, rasa: FakeRasa) -> None:
        await talk.say("bel mij op 06-12345678, mijn bsn is 111222333, ik heet Fatima Yilmaz")
        for secret in ("12345678", "111222333", "Yilmaz"):
            assert secret not in str(rasa.asked)
            assert secret not in str(await talk.read())

    @pytest.mark.parametrize(
        ("said", "understood"),
        [
            ("Ik heet Fatima Yilmaz en mijn dochter van 4 slaapt niet", "Ik heet en mijn dochter van 4 slaapt niet"),
            ("06-12345678", "[TELEFOON]"),
        ],
    )
    async def test_the_bot_reads_over_what_was_hidden(self, talk: Talk, rasa: FakeRasa, said: str, understood: str) -> None:
        await talk.say(said)
        assert rasa.asked[-1][1] == understood

    async def test_resumes_with_everything_said(self, talk: Talk) -> None:
        await talk.say("hij slaapt niet")
        messages = await talk.read()
        assert [message["from"] for message in messages] == ["bot", "bot", "user", "bot"]
        assert messages[2]["text"] == "hij slaapt niet"


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "status", "words"),
        [
            ("", 400, "leeg"),
            ("   \n ", 400, "leeg"),
            ("\u200b\u0000\u2060", 400, "leeg"),
            ("a" * 1001, 413, "1001 tekens"),
            ("a" * 30_000, 422, "vorm"),
        ],
    )
    async def test_says_in_dutch_what_is_wrong(self, talk: Talk, rasa: FakeRasa, text: str, status: int, words: str) -> None:
        answer = await talk.post(text=text)
        assert answer.status_code == status
        assert words in answer.json()["detail"]
        assert rasa.asked == []

    async def test_thousand_characters_are_fine(self, talk: Talk) -> None:
        assert (await talk.post(text="ab " * 333)).status_code == 200

    async def test_too_fast(self, talk: Talk) -> None:
        answers = [await talk.post(text="hallo") for _ in range(21)]
        assert answers[-1].status_code == 429
        assert answers[-1].headers["retry-after"] == "20"

    @pytest.mark.parametrize(
        "body", [{}, {"text": "a", "choice": "b", "clientMessageId": "x"}, {"text": "a"}, {"text": "a", "clientMessageId": "é"}]
    )
    async def test_wrong_shape_names_the_field_not_the_words(self, talk: Talk, body: dict[str, str]) -> None:
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/messages", json=body, headers=talk.headers)
        assert answer.status_code == 422
        assert answer.json()["invalidParams"]

    async def test_no_token(self, talk: Talk) -> None:
        assert (await talk.client.get(f"/api/v1/conversations/{talk.id}")).status_code == 401

    async def test_token_of_another(self, talk: Talk) -> None:
        answer = await talk.client.get(f"/api/v1/conversations/{talk.id}", headers={"Authorization": "Bearer x"})
        assert answer.status_code == 401
        assert answer.json()["title"] == "Geen toegang"

    async def test_every_answer_says_the_version(self, talk: Talk) -> None:
        answer = await talk.post(text="")
        assert answer.headers["api-version"] == "1.0.0"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


class TestWithoutBot:
    async def test_honest_answer_with_contact_and_search_results(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(down())
        messages = await talk.say("mijn peuter slaapt niet")
        assert types(messages) == ["notice", "contact", "offers", "choices"]
        assert messages[3]["choices"][0]["label"].startswith("Laat")
        assert messages[1]["phone"] == "0800 000 00 01"
        assert 1 <= len(messages[2]["offers"]) <= 3
        assert (await talk.read())[2]["text"] == "mijn peuter slaapt niet"

    async def test_while_it_starts_the_message_can_be_sent_again(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.ready = rasa.was_ready = False
        refused = await talk.post(text="hij slaapt niet", clientMessageId="eens")
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "3"
        rasa.ready = rasa.was_ready = True
        assert (await talk.post(text="hij slaapt niet", clientMessageId="eens")).status_code == 200
        assert [message["from"] for message in await talk.read()] == ["bot", "bot", "user", "bot"]

    async def test_slow_bot_is_answered_for_and_comes_late(self, talk: Talk, rasa: FakeRasa) -> None:
        app = talk.client.app  # type: ignore[attr-defined]
        object.__setattr__(app.state.settings, "bot_timeout_seconds", 0.05)

        async def slow(sender: str, text: str, metadata: dict[str, object]) -> list[dict[str, object]]:
            await asyncio.sleep(0.2)
            return [{"text": "Daar ben ik."}]

        rasa.send = slow  # type: ignore[method-assign]
        assert types(await talk.say("hij slaapt niet"))[0] == "notice"
        await asyncio.sleep(0.4)
        assert (await talk.read())[-1]["text"] == "Daar ben ik."


class TestWipe:
    async def test_is_gone_at_once(self, talk: Talk) -> None:
        await talk.say("hij slaapt niet")
        answer = await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)
        assert answer.status_code == 204
        assert (await talk.client.get(f"/api/v1/conversations/{talk.id}", headers=talk.headers)).status_code == 404

    async def test_expires_a_day_after_the_last_turn(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        from chat.retention import clean

        database = talk.client.app.state.tools.database  # type: ignore[attr-defined]
        await talk.say("hij slaapt niet")
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=23))
        assert await clean(database) == 0
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=25))
        assert (await talk.client.get(f"/api/v1/conversations/{talk.id}", headers=talk.headers)).status_code == 404
        assert await clean(database) == 1


class TestFeedback:
    async def test_is_counted_without_personal_data(self, talk: Talk) -> None:
        from sqlalchemy import select

        from chat.models import Feedback

        given = {"helpful": False, "reason": "bel me op 06-12345678"}
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", json=given, headers=talk.headers)
        assert answer.status_code == 204
        async with talk.client.app.state.tools.database.session() as session:  # type: ignore[attr-defined]
            kept = (await session.scalars(select(Feedback))).one()
        assert not kept.helpful
        assert "12345678" not in (kept.reason or "")


class TestRestChannel:
    async def test_speaks_as_rasa_does(self, client: httpx.AsyncClient, rasa: FakeRasa) -> None:
        rasa.enqueue([{"text": "Wat naar."}, *CHOICES])
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": "hij slaapt niet"})
        assert answer.json() == [
            {"recipient_id": "iemand", "text": "Wat naar."},
            {"recipient_id": "iemand", "text": "Hoe oud?", "buttons": [{"title": "4 tot 8", "payload": '/keuze{"keuze": "leeftijd:4-8"}'}]},
        ]
        await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": '/keuze{"keuze": "leeftijd:4-8"}'})
        assert rasa.asked[-1][1].startswith("/keuze")

    async def test_has_the_same_limits(self, client: httpx.AsyncClient) -> None:
        answer = await client.post("/webhooks/rest/webhook", json={"sender": "iemand", "message": ""})
        assert answer.status_code == 400


class TestEvents:
    async def test_resumes_after_the_last_id(self, talk: Talk) -> None:
        from chat.endpoints import _stream

        await talk.say("hij slaapt niet")
        state = talk.client.app.state  # type: ignore[attr-defined]
        stream = _stream(state.chat, state.live, talk.id, talk.token, after=3)
        first = await anext(stream)
        assert first.startswith("id: 4\nevent: message\ndata: {")
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        assert await waiting == 'event: live\ndata: {"state": null, "typing": false}\n\n'


class TestGemeente:
    async def test_tells_what_a_page_needs(self, client: httpx.AsyncClient) -> None:
        found = (await client.get("/api/v1/gemeenten/voorbeeldstad")).json()
        assert found["name"] == "Voorbeeldstad"
        assert found["wijkteam"]["phone"]
        assert found["chat"] == {"on": True, "pages": []}

    async def test_a_concept_invents_no_number(self, client: httpx.AsyncClient) -> None:
        found = (await client.get("/api/v1/gemeenten/soest")).json()
        assert found["status"] == "concept"
        assert found["wijkteam"].get("phone") is None
