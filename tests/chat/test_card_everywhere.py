"""Every card at every place where a parent or child may read it: API, page without JavaScript, REST webhook, overview, mail."""

from itertools import product
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller

from safety import CATEGORIES, Assessment, Level, crisis_card
from tests.chat.test_overview import Mailbox
from tests.conftest import Talk

SPEAKERS = ("ouder", "kind", "ander")
EVERY = list(product((Level.ACUUT, Level.CRISIS), (*CATEGORIES, None)))


def assessed_as(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, level: Level, category: str | None, speaker: Any
) -> dict[str, Any]:
    """From here on every text is this danger; returns the card that belongs to it."""
    found = Assessment(level, category, (), speaker)
    monkeypatch.setattr(client.app.state.tools.assessor, "assess", lambda text, history=(): found)  # type: ignore[attr-defined]
    return crisis_card(found)


def in_order(text: str, *parts: str) -> None:
    """Each part stands in the text, after the one before it."""
    at = 0
    for part in parts:
        at = text.index(part, at) + len(part)


@pytest.mark.parametrize(("level", "category"), EVERY)
class TestEveryCard:
    async def test_api_page_webhook_and_overview(
        self, talk: Talk, monkeypatch: pytest.MonkeyPatch, level: Level, category: str | None
    ) -> None:
        client = talk.client
        for speaker in SPEAKERS:
            card = assessed_as(client, monkeypatch, level, category, speaker)
            first = card["lines"][0]
            steps = [step["text"] for step in card["steps"]]

            answer = await talk.say("iets")
            assert {name: answer[0][name] for name in card} == card
            assert "verder praten" in answer[1]["text"] and "Wis dit gesprek" in answer[1]["text"]

            said = await client.post("/webhooks/rest/webhook", json={"sender": f"{level} {category} {speaker}", "message": "iets"})
            in_order(said.json()[0]["text"], first["phone"], first["hours"], card["text"], *steps)
            assert said.json()[0]["custom"]["lines"] == card["lines"]

            shown = await client.get(f"/api/v1/conversations/{talk.id}/overview", headers=talk.headers)
            in_order(
                shown.text.split('class="card crisis"')[-1], f'href="tel:{first["phone"].replace("-", "").replace(" ", "")}"', first["name"]
            )

            client.cookies.clear()
            client.cookies.update((await client.post("/chat/voorbeeldstad/begin")).cookies)
            page = await client.post("/chat/voorbeeldstad/bericht", data={"text": "iets", "client_message_id": "a"}, follow_redirects=True)
            tel = f'href="tel:{first["phone"].replace("-", "").replace(" ", "")}"'
            in_order(page.text.split('class="card crisis"')[1], tel, first["hours"], card["text"], *steps, "verder praten")
            assert page.text.count("Bron:") + page.text.count("Algemeen bekend") >= len(steps)
            assert "Verlaat deze site snel" in page.text and "Wis dit gesprek" in page.text


async def test_a_mail_begins_with_the_number_also_without_html(talk: Talk, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    card = assessed_as(talk.client, monkeypatch, Level.CRISIS, "huiselijk_geweld", "ouder")
    await talk.say("iets")
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    settings = talk.client.app.state.settings  # type: ignore[attr-defined]
    object.__setattr__(settings, "smtp_host", "127.0.0.1")
    object.__setattr__(settings, "smtp_port", unused_tcp_port)
    answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/overview", json={"email": "ouder@voorbeeld.nl"}, headers=talk.headers)
    controller.stop()
    assert answer.status_code == 204
    from email import message_from_bytes, policy

    mail = message_from_bytes(box.taken[0][1], policy=policy.default)
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert plain.startswith("Bel 0800-2000: Veilig Thuis (bellen: dag en nacht, gratis)")
    assert card["text"] in plain
    assert 'href="tel:08002000"' in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
