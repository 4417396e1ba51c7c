"""A parent says that something in an offer is not right: it lands on the editors' work list, without personal data and without a way back."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from catalog.models import CatalogueReport
from kit.database import Database
from tests.access.factory import sign_in
from tests.conftest import FakeRasa, Talk

OFFER = "voorbeeld_peutercursus"
SHOWN = [
    {
        "custom": {
            "type": "offers",
            "intro": "Dit past.",
            "offers": [{"id": OFFER, "name": "Peutercursus", "checkedOn": "2026-11-01"}],
            "more": False,
        }
    }
]


async def told(client: httpx.AsyncClient) -> list[CatalogueReport]:
    database: Database = client.app.state.tools.database  # type: ignore[attr-defined]
    async with database.session() as session:
        return list(await session.scalars(select(CatalogueReport)))


@pytest.fixture
async def seen(talk: Talk, rasa: FakeRasa) -> Talk:
    """A conversation in which the offer was shown."""
    rasa.enqueue(SHOWN)
    await talk.say("hij luistert niet")
    return talk


async def say(talk: Talk, **given: Any) -> httpx.Response:
    given = {"helpful": False, "reason": "klopt niet", "offerId": OFFER, **given}
    return await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", json=given, headers=talk.headers)


class TestByTheApi:
    async def test_lands_on_the_work_list(self, seen: Talk) -> None:
        assert (await say(seen, reason="Het nummer klopt niet, bel mij op 06-12345678")).status_code == 204
        (report,) = await told(seen.client)
        assert (report.document_id, report.gemeente, report.by) == (OFFER, "voorbeeldstad", "")
        assert "06-12345678" not in report.text and "Het nummer klopt niet" in report.text
        noor = await sign_in(seen.client, name="Noor")
        page = await noor.get("/beheer/werklijst?soort=ouders")
        assert "Een ouder zegt dat er iets niet klopt." in page.text

    async def test_only_about_what_was_shown_here(self, talk: Talk) -> None:
        assert (await say(talk)).status_code == 404
        assert await told(talk.client) == []

    async def test_helpful_is_no_report(self, seen: Talk) -> None:
        assert (await say(seen, helpful=True)).status_code == 204
        assert await told(seen.client) == []

    @pytest.mark.parametrize("offer_id", ["", "A", "../etc", "x" * 81, 3])
    async def test_an_id_is_an_id(self, seen: Talk, offer_id: Any) -> None:
        assert (await say(seen, offerId=offer_id)).status_code == 422

    async def test_who_never_stops_is_stopped(self, seen: Talk) -> None:
        answers = [(await say(seen)).status_code for _ in range(31)]
        assert answers == [204] * 30 + [429]

    async def test_it_stays_when_the_conversation_is_wiped(self, seen: Talk) -> None:
        await say(seen)
        await seen.client.delete(f"/api/v1/conversations/{seen.id}", headers=seen.headers)
        assert len(await told(seen.client)) == 1


class TestOnThePage:
    async def post(self, talk: Talk, **fields: str) -> httpx.Response:
        cookie = {"Cookie": f"wegwijs={talk.id}.{talk.token}"}
        return await talk.client.post("/chat/voorbeeldstad/klopt-niet", data={"offer_id": OFFER, **fields}, headers=cookie)

    async def test_without_javascript(self, seen: Talk) -> None:
        cookie = {"Cookie": f"wegwijs={seen.id}.{seen.token}"}
        page = await seen.client.get("/chat/voorbeeldstad", headers=cookie)
        assert 'action="/chat/voorbeeldstad/klopt-niet"' in page.text and f'value="{OFFER}"' in page.text
        answer = await self.post(seen, reason="De prijs is anders.")
        assert (answer.status_code, answer.headers["location"]) == (303, "/chat/voorbeeldstad?gemeld=ja#laatste")
        thanked = await seen.client.get("/chat/voorbeeldstad?gemeld=ja", headers=cookie)
        assert "De redactie van de gemeente kijkt het na." in thanked.text
        assert [report.text for report in await told(seen.client)] == ["De prijs is anders."]

    async def test_nothing_has_to_be_typed(self, seen: Talk) -> None:
        await self.post(seen)
        assert [report.text for report in await told(seen.client)] == ["klopt niet"]

    async def test_danger_typed_here_is_answered(self, seen: Talk) -> None:
        answer = await self.post(seen, reason="mijn vader slaat mij elke dag, ik ben bang dat hij me doodmaakt")
        assert "tel:112" in answer.text and answer.status_code == 200

    async def test_from_another_site_is_refused(self, seen: Talk) -> None:
        cookie = {"Cookie": f"wegwijs={seen.id}.{seen.token}", "Origin": "https://evil.example"}
        answer = await seen.client.post("/chat/voorbeeldstad/klopt-niet", data={"offer_id": OFFER}, headers=cookie)
        assert answer.status_code == 400 and await told(seen.client) == []
