"""The mail to the team: that there is a question, since when and where. Never who asks, nor what."""

from email.message import EmailMessage

import aiosmtplib

from catalog.search import Live
from handoff.models import Handoff, OutboxEntry
from handoff.norm import in_words
from handoff.outbox import Sender
from kit import clock
from kit.database import Database
from settings import Settings

TIMEOUT_SECONDS = 10


class NobodyToMail(Exception):
    """The team has no address now. Somebody may fill it in again, so it is tried again."""


def sender(settings: Settings, catalogue: Live, database: Database) -> Sender:
    """What the outbox calls for channel `mail`. It raises when the mail server does not take the mail."""

    async def send(entry: OutboxEntry) -> None:
        async with database.session() as session:
            row = await session.get(Handoff, entry.handoff_id)
        if row is None:
            return
        address = await _address(catalogue, row)
        if address is None:
            raise NobodyToMail()
        message = _message(settings, row, entry)
        message["To"] = address
        await aiosmtplib.send(message, hostname=settings.smtp_host, port=settings.smtp_port, timeout=TIMEOUT_SECONDS)

    return send


async def _address(catalogue: Live, row: Handoff) -> str | None:
    """As it stands in the profile now."""
    profile = (await catalogue.current()).profile(row.gemeente)
    teams = profile.handoff.teams if profile else []
    return next((team.email for team in teams if team.id == row.team), None)


def _message(settings: Settings, row: Handoff, entry: OutboxEntry) -> EmailMessage:
    """The same entry always has the same Message-ID: a mail that came twice can be recognised."""
    message = EmailMessage()
    urgent = " (spoed)" if row.urgency == "spoed" else ""
    message["Subject"] = f"Vraag {row.reference} in Wegwijs{urgent}"
    message["From"] = settings.mail_from
    message["Message-ID"] = f"<{entry.id}.{row.reference}.{entry.occasion}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    since = clock.local(row.created_at)
    message.set_content(
        f"Er wacht een vraag van een ouder{urgent}: {row.reference}.\n\n"
        f"Gekregen op {since.day} {clock.MONTHS[since.month - 1]} om {clock.time_in_words(since)} uur.\n"
        f"De ouder verwacht {in_words(row.due_at)} antwoord.\n\n"
        f"Open de vraag: {settings.address}/beheer/vragen/{row.id}\n\n"
        "In deze mail staan geen gegevens van de ouder. Je ziet ze als je bent ingelogd.\n"
    )
    return message
