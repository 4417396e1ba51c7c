"""A mail server and a clock for who needs them."""

from collections.abc import AsyncIterator

import pytest

from catalog.schemas import HandoffTeam
from kit import clock
from tests.conftest import Talk
from tests.handoff.asking import change_profile
from tests.handoff.mailbox import TEAM, Clock, Mailbox


@pytest.fixture
async def mailbox(talk: Talk, unused_tcp_port: int) -> AsyncIterator[Mailbox]:
    """A team with an address; the mail server is not running yet."""
    settings = talk.client.app.state.settings  # type: ignore[attr-defined]
    object.__setattr__(settings, "smtp_host", "127.0.0.1")
    object.__setattr__(settings, "smtp_port", unused_tcp_port)
    await change_profile(talk.client, teams=[HandoffTeam(id="wijkteam", name="Wijkteam", email=TEAM)])
    box = Mailbox(unused_tcp_port)
    yield box
    if box.controller.server is not None:
        box.controller.stop()


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found
