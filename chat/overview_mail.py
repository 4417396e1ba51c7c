"""The overview to a parent's own address: used once, kept nowhere, not logged."""

from email.message import EmailMessage

import aiosmtplib

from kit import logs
from kit.errors import Unavailable
from settings import Settings

log = logs.get(__name__)

SUBJECT = "Wat je vond met Wegwijs"
PLAIN = "Dit overzicht is een pagina. Kun je die niet zien? Open Wegwijs dan op de site van je gemeente."
TIMEOUT_SECONDS = 10


async def send(settings: Settings, address: str, page: str, first: str = "") -> None:
    """`first` comes before everything in the plain part: the crisis card in words. Raises Unavailable when there is no mail here, or when the mail server does not take it."""
    if not settings.smtp_host:
        raise Unavailable("Mailen kan hier nog niet. Je kunt het overzicht wel printen.")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, address, SUBJECT
    message.set_content(f"{first}\n\n{PLAIN}" if first else PLAIN)
    message.add_alternative(page, subtype="html")
    try:
        await aiosmtplib.send(message, hostname=settings.smtp_host, port=settings.smtp_port, timeout=TIMEOUT_SECONDS)
    except (aiosmtplib.SMTPException, OSError) as error:
        log.warning("overview_not_mailed", reason=type(error).__name__)
        raise Unavailable("De mail kon nu niet weg. Probeer het later nog eens, of print het overzicht.") from error
    log.info("overview_mailed")
