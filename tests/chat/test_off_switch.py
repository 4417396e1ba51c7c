"""The chat of a gemeente is turned off by its editor: nobody can begin or go on, everybody reads whom to reach, and danger is still answered."""

import httpx
import pytest
from sqlalchemy import select

from access.models import AuditEntry
from access.schemas import Role
from catalog.models import CatalogueHistory
from tests.access.factory import StaffClient, sign_in
from tests.conftest import FakeRasa, Talk

DANGER = "mijn man slaat mij waar de kinderen bij zijn"
HOME = "/beheer/profiel/voorbeeldstad"
REASON, MESSAGE = "Verkeerd nummer in de antwoorden.", "De chat is dicht tot maandag."


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, frozenset({("voorbeeldstad", Role.EDITOR)}), name="Noor")


async def switch(client: httpx.AsyncClient, noor: StaffClient, doe: str = "uit", bericht: str = "") -> httpx.Response:
    answer = await noor.post(f"{HOME}/chat", {"doe": doe, "reden": REASON if doe == "uit" else "", "bericht": bericht})
    client.app.state.tools.catalogue._looked = float("-inf")  # type: ignore[attr-defined]
    return answer


class TestPrograms:
    async def test_new_conversations_and_messages_are_refused_with_the_contact(self, talk: Talk, noor: StaffClient, rasa: FakeRasa) -> None:
        await switch(talk.client, noor)
        begun = await talk.client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})
        for answer in (begun, await talk.post(text="hij slaapt niet"), await talk.post(choice="onderwerp:slapen")):
            assert answer.status_code == 503 and answer.headers["content-type"] == "application/problem+json"
            detail = answer.json()["detail"]
            assert detail.startswith("De chat van gemeente Voorbeeldstad staat nu uit. Wijkteam Voorbeeldstad: bel 0800 000 00 01")
            assert "maandag tot en met donderdag van 8.30" in detail and "bel 112" in detail and REASON not in detail
        assert rasa.asked == []

    async def test_the_gemeente_says_so(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await switch(client, noor, bericht=MESSAGE)
        told = (await client.get("/api/v1/gemeenten/voorbeeldstad")).json()
        assert (told["chat"]["on"], told["chat"]["message"]) == (False, MESSAGE)
        assert told["wijkteam"]["phone"] == "0800 000 00 01" and REASON not in str(told)
        assert (await client.get("/api/v1/gemeenten/amersfoort")).json()["chat"]["on"] is True

    async def test_danger_is_answered_with_the_card_alone(self, talk: Talk, noor: StaffClient, rasa: FakeRasa) -> None:
        await switch(talk.client, noor)
        messages = await talk.say(DANGER)
        assert [message["type"] for message in messages] == ["crisis"]
        assert messages[0]["lines"][0]["phone"] == "0800-2000" and rasa.asked == []

    async def test_the_webhook(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await switch(client, noor)
        for text, status in (("hij slaapt niet", 503), (DANGER, 200)):
            answer = await client.post("/webhooks/rest/webhook", json={"sender": "a", "message": text})
            assert answer.status_code == status
        assert "0800-2000" in answer.text

    async def test_reading_and_wiping_go_on(self, talk: Talk, noor: StaffClient) -> None:
        await talk.say("hij slaapt niet")
        await switch(talk.client, noor)
        assert len(await talk.read()) == 4
        assert (await talk.client.delete(f"/api/v1/conversations/{talk.id}", headers=talk.headers)).status_code == 204

    async def test_a_repeat_of_what_was_answered_gives_that_answer(self, talk: Talk, noor: StaffClient) -> None:
        first = await talk.post(text="hij slaapt niet", clientMessageId="zelfde")
        await switch(talk.client, noor)
        again = await talk.post(text="hij slaapt niet", clientMessageId="zelfde")
        assert (again.status_code, again.json()) == (200, first.json())

    async def test_on_again(self, talk: Talk, noor: StaffClient) -> None:
        await switch(talk.client, noor)
        await switch(talk.client, noor, "aan")
        assert (await talk.post(text="hij slaapt niet")).status_code == 200


class TestPageWithoutJavaScript:
    async def test_shows_the_contact_and_a_plain_link(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await switch(client, noor, bericht=MESSAGE)
        page = (await client.get("/chat/voorbeeldstad")).text
        assert MESSAGE in page and "0800 000 00 01" in page and "Bel 112" in page
        assert 'href="https://voorbeeldstad.example/wijkteam"' in page
        assert "<textarea" not in page and "/begin" not in page

    async def test_what_was_typed_in_an_open_page_is_not_lost(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await client.post("/chat/voorbeeldstad/begin")
        await switch(client, noor)
        answer = await client.post("/chat/voorbeeldstad/bericht", data={"client_message_id": "m1", "text": "hij slaapt niet"})
        assert answer.status_code == 503 and "hij slaapt niet" in answer.text and "0800 000 00 01" in answer.text
        assert "Wis dit gesprek" in answer.text

    async def test_danger_in_an_open_page(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await client.post("/chat/voorbeeldstad/begin")
        await switch(client, noor)
        answer = await client.post("/chat/voorbeeldstad/bericht", data={"client_message_id": "m1", "text": DANGER})
        assert answer.status_code == 200 and "0800-2000" in answer.text and "Wil je verder praten" not in answer.text


class TestEditor:
    async def test_needs_a_reason(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        answer = await noor.post(f"{HOME}/chat", {"doe": "uit", "reden": "  ", "bericht": MESSAGE})
        assert answer.status_code == 400 and "Schrijf op waarom de chat uit gaat." in answer.text and MESSAGE in answer.text
        assert (await client.get("/api/v1/gemeenten/voorbeeldstad")).json()["chat"]["on"] is True

    async def test_stays_in_history_and_audit(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        await switch(client, noor)
        await switch(client, noor, "aan")
        async with client.app.state.tools.database.session() as session:  # type: ignore[attr-defined]
            rows = list(await session.scalars(select(CatalogueHistory).where(CatalogueHistory.document_id == "voorbeeldstad")))
            audited = list(await session.scalars(select(AuditEntry).where(AuditEntry.subject == "profile:voorbeeldstad")))
        assert [(row.action, row.reason) for row in rows] == [("ingelezen", None), ("uitgezet", REASON), ("aangezet", None)]
        assert [(entry.action, entry.gemeente) for entry in audited] == [("uitgezet", "voorbeeldstad"), ("aangezet", "voorbeeldstad")]
        page = (await noor.get(f"{HOME}/geschiedenis")).text
        assert "Uitgezet" in page and REASON in page and "Noor" in page

    async def test_a_draft_or_an_older_text_does_not_turn_it_on(self, client: httpx.AsyncClient, noor: StaffClient) -> None:
        from tests.catalog.test_editing_pages import filled

        data = filled(await noor.get(f"{HOME}/bewerk"))
        await noor.post(f"{HOME}/bewerk", {**data, "approach": ["We kijken samen."], "doe": "bewaar"})
        await switch(client, noor)
        data = filled(await noor.get(f"{HOME}/bewerk"))
        assert data["approach"] == ["We kijken samen."]
        assert (await noor.post(f"{HOME}/bewerk", {**data, "doe": "publiceer"})).status_code == 303
        for act in (None, f"{HOME}/geschiedenis/1"):
            if act:
                assert (await noor.post(act)).status_code == 303
            client.app.state.tools.catalogue._looked = float("-inf")  # type: ignore[attr-defined]
            assert (await client.get("/api/v1/gemeenten/voorbeeldstad")).json()["chat"]["on"] is False

    async def test_another_gemeente_cannot(self, client: httpx.AsyncClient) -> None:
        jan = await sign_in(client, frozenset({("hillegom", Role.EDITOR)}))
        assert (await jan.post(f"{HOME}/chat", {"doe": "uit", "reden": "x"})).status_code == 404
