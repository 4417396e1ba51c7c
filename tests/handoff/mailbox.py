"""A team with a real mail server that can be gone, and a clock that a test moves."""

import email
import email.policy
from datetime import datetime, timedelta
from typing import Any

from aiosmtpd.controller import Controller

from handoff import mail, outbox
from kit import clock
from tests.conftest import Talk
from tests.handoff.asking import desk

TEAM = "wijkteam@voorbeeldstad.example"


class Mailbox:
    """What a real SMTP server took, or refused for a while."""

    def __init__(self, port: int) -> None:
        self.taken: list[tuple[list[str], email.message.EmailMessage]] = []
        self.refuse = False
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return "451 Later"
        self.taken.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"


def senders(talk: Talk) -> outbox.Senders:
    found = desk(talk.client)
    return {"mail": mail.sender(found.settings, found.catalogue, found.database)}


class Clock:
    def __init__(self) -> None:
        self.moment: datetime = clock.now()

    def now(self) -> datetime:
        return self.moment

    def on(self, **more: float) -> None:
        self.moment += timedelta(**more)
