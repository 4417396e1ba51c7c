"""The same way without JavaScript: chat, form, summary, receipt, and nothing that was typed ever lost."""

from typing import Any

import pytest

from chat.handoff_form import CHOICE
from tests.conftest import FakeRasa, Talk
from tests.handoff.asking import CONTACT, STATE, Browser, change_profile, desk, rows

HOSTILE = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
FIELDS = {"question": "Wie kan met ons meedenken?", "phone": "06-12345678", "consent_version": "1", "share_facts": "ja"}


@pytest.fixture
async def browser(talk: Talk) -> Browser:
    found = Browser(talk.client)
    await found.begin()
    return found


def form_of(browser: Browser) -> str:
    return f"{browser.at}/vraag"


class TestJourney:
    async def test_from_the_button_to_the_receipt_to_the_status(self, talk: Talk, browser: Browser, rasa: FakeRasa) -> None:
        rasa.enqueue([CONTACT, {"custom": {"type": "state", "state": STATE}}])
        await browser.say("ik wil iemand spreken")
        assert CHOICE in browser.page
        await browser.post(f"{browser.at}/bericht", client_message_id="een", choice=CHOICE)
        await browser.get(browser.at)
        assert 'href="/chat/voorbeeldstad/vraag"' in browser.page
        await browser.get(form_of(browser))
        assert "mijn zoon slaapt al weken niet" in browser.page and "Slapen" in browser.page
        await browser.post(form_of(browser), **FIELDS, name="Noor", stap="bekijk")
        assert "Klopt dit?" in browser.page and "06 12345678" in browser.page and "Ik kan dit later weer intrekken" in browser.page
        sent = browser.hidden()
        answer = await browser.post(f"{form_of(browser)}/stuur", **sent)
        assert (answer.status_code, answer.headers["location"]) == (303, "/chat/voorbeeldstad#laatste")
        await browser.get(browser.at)
        assert "Je vraag is doorgegeven" in browser.page
        row = (await rows(talk.client))[0]
        assert row.reference in browser.page
        await browser.post(f"{form_of(browser)}/stuur", **sent)
        assert len(await rows(talk.client)) == 1
        told = browser.page
        await browser.get(browser.at)
        hidden = browser.hidden()
        await browser.post("/vraag", nummer=hidden["nummer"], code=hidden["code"])
        assert "Je vraag is bij het team" in browser.page, told

    async def test_change_after_looking(self, talk: Talk, browser: Browser) -> None:
        await browser.post(form_of(browser), **FIELDS, name="Noor", preferred_time="avond", stap="bekijk")
        await browser.post(form_of(browser), **browser.hidden(), stap="pas_aan")
        for typed in ("Wie kan met ons meedenken?", 'value="06-12345678"', 'value="Noor"', 'value="avond" checked'):
            assert typed in browser.page


class TestNothingTypedIsLost:
    async def test_mistakes(self, talk: Talk, browser: Browser) -> None:
        answer = await browser.post(form_of(browser), **{**FIELDS, "phone": "12", "email": "x"}, name="Noor", share_conversation="ja")
        assert answer.status_code == 422
        for kept in ("Wie kan met ons meedenken?", 'value="12"', 'value="x"', 'value="Noor"', 'aria-invalid="true"', 'href="#phone"'):
            assert kept in answer.text
        assert answer.text.count(" checked") == 2  # any time, our talk

    async def test_an_expired_conversation(self, talk: Talk, browser: Browser) -> None:
        await talk.client.delete(
            f"/api/v1/conversations/{browser.cookie.split('=')[1].split('.')[0]}",
            headers={"Authorization": f"Bearer {browser.cookie.split('.', 1)[1]}"},
        )
        for path in ("", "/stuur"):
            answer = await browser.post(f"{form_of(browser)}{path}", **FIELDS)
            assert answer.status_code == 404
            assert "Wie kan met ons meedenken?" in answer.text and "nieuw gesprek" in answer.text

    async def test_without_a_conversation(self, talk: Talk) -> None:
        answer = await Browser(talk.client).get("/chat/voorbeeldstad/vraag")
        assert (answer.status_code, "nieuw gesprek" in answer.text) == (401, True)

    async def test_another_text_to_agree_to(self, talk: Talk, browser: Browser) -> None:
        await browser.post(form_of(browser), **FIELDS)
        sent = browser.hidden()
        await change_profile(talk.client, consent_text="Een nieuwe tekst.", consent_version="2")
        answer = await browser.post(f"{form_of(browser)}/stuur", **sent)
        assert (answer.status_code, "Een nieuwe tekst." in answer.text) == (409, True)
        assert await rows(talk.client) == []
        await browser.post(f"{form_of(browser)}/stuur", **browser.hidden())
        assert (await rows(talk.client))[0].consent_version == "2"

    async def test_no_questions_here(self, talk: Talk, browser: Browser) -> None:
        await change_profile(talk.client, on=False)
        answer = await browser.post(f"{form_of(browser)}/stuur", **FIELDS)
        assert (answer.status_code, "0800 000 00 01" in answer.text) == (403, True)

    async def test_a_database_that_fails(self, talk: Talk, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        async def fails(*_: Any) -> None:
            raise OSError("disk")

        monkeypatch.setattr(desk(talk.client), "_opened", fails)
        question = "mijn man slaat mij en de kinderen, ik ben bang"
        answer = await browser.post(f"{form_of(browser)}/stuur", **{**FIELDS, "question": question})
        assert answer.status_code == 503
        assert "nog niet doorgegeven" in answer.text and question in answer.text and "card crisis" in answer.text


class TestHostile:
    async def test_markup_is_text_everywhere(self, talk: Talk, browser: Browser) -> None:
        fields = {**FIELDS, "question": HOSTILE, "name": HOSTILE, "email": HOSTILE}
        for path, more in (("", {}), ("", {"email": ""}), ("/stuur", {"email": ""})):
            answer = await browser.post(f"{form_of(browser)}{path}", **{**fields, **more})
            assert "<script>alert" not in answer.text and "onerror=alert(2)>" not in answer.text.replace("&gt;", "")
        await browser.get(browser.at)
        assert "<script>alert" not in browser.page
        assert len(await rows(talk.client)) == 1

    async def test_a_form_of_another_site(self, talk: Talk, browser: Browser) -> None:
        headers = {"Cookie": browser.cookie, "Origin": "https://kwaad.example", "Sec-Fetch-Site": "cross-site"}
        answer = await talk.client.post(f"{form_of(browser)}/stuur", data=FIELDS, headers=headers)
        assert answer.status_code == 400
        assert await rows(talk.client) == []

    async def test_oversized(self, talk: Talk, browser: Browser) -> None:
        answer = await browser.post(form_of(browser), **{**FIELDS, "question": "a" * 50_000})
        assert (answer.status_code, "50000 tekens" in answer.text, "a" * 50_000 in answer.text) == (422, True, True)

    async def test_danger_in_the_question(self, talk: Talk, browser: Browser) -> None:
        await browser.post(form_of(browser), **{**FIELDS, "question": "mijn man slaat mij en de kinderen, ik ben bang"})
        assert browser.page.index("card crisis") < browser.page.index("Dit geven we door")
        await browser.post(f"{form_of(browser)}/stuur", **browser.hidden())
        assert (await rows(talk.client))[0].urgency == "spoed"
