"""The overview: a page to print, and a mail to an address that is not kept."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import FakeRasa, Talk


class Mailbox:
    """What a real SMTP server took."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
async def mailbox(talk: Talk, unused_tcp_port: int) -> AsyncIterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    settings = talk.client.app.state.settings  # type: ignore[attr-defined]
    object.__setattr__(settings, "smtp_host", "127.0.0.1")
    object.__setattr__(settings, "smtp_port", unused_tcp_port)
    yield box
    controller.stop()


TIPS = [
    {"custom": {"type": "tips", "title": "Tips over slapen", "items": [{"text": "Lees voor.", "source": {"title": "algemeen bekend"}}]}}
]


class TestPage:
    async def test_holds_what_was_found(self, talk: Talk, rasa: FakeRasa) -> None:
        rasa.enqueue(TIPS)
        await talk.say("hij slaapt niet")
        page = await talk.client.get(f"/api/v1/conversations/{talk.id}/overview", headers=talk.headers)
        assert page.status_code == 200
        assert "Tips over slapen" in page.text
        assert "hij slaapt niet" not in page.text


class TestMail:
    async def test_goes_once_and_is_kept_nowhere(self, talk: Talk, rasa: FakeRasa, mailbox: Mailbox, stored: Callable[[], bytes]) -> None:
        rasa.enqueue(TIPS)
        await talk.say("hij slaapt niet")
        url = f"/api/v1/conversations/{talk.id}/overview"
        answer = await talk.client.post(url, json={"email": "ouder@voorbeeld.nl"}, headers=talk.headers)
        assert answer.status_code == 204
        assert mailbox.taken[0][0] == ["ouder@voorbeeld.nl"]
        assert "voorbeeld.nl" not in str(await talk.read())
        assert b"ouder@voorbeeld.nl" not in stored()

    async def test_is_limited(self, talk: Talk, mailbox: Mailbox) -> None:
        url = f"/api/v1/conversations/{talk.id}/overview"
        answers = [await talk.client.post(url, json={"email": "ouder@voorbeeld.nl"}, headers=talk.headers) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [204, 204, 204, 429]

    @pytest.mark.parametrize("address", ["geen adres", "a@b", "a@b.nl\r\nBcc: x@y.nl", "x@y.nl,z@y.nl"])
    async def test_wrong_address(self, talk: Talk, mailbox: Mailbox, address: str) -> None:
        answer = await talk.client.post(f"/api/v1/conversations/{talk.id}/overview", json={"email": address}, headers=talk.headers)
        assert answer.status_code == 422
        assert mailbox.taken == []

    async def test_no_mail_server_is_said(self, talk: Talk) -> None:
        url = f"/api/v1/conversations/{talk.id}/overview"
        answer = await talk.client.post(url, json={"email": "ouder@voorbeeld.nl"}, headers=talk.headers)
        assert answer.status_code == 503
        assert "printen" in answer.json()["detail"]
