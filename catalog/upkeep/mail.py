"""Mail about keeping the catalogue true: once a week to each editor, and to a provider when an offer must be looked at again.
What must go stands in the database first, so that none is lost and none goes twice; the text is made when it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import aiosmtplib
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from access import repository as people
from access.schemas import Role, Staff
from catalog.listing import text_of
from catalog.models import CatalogueDocument, CatalogueMail
from catalog.upkeep.providers import Providers
from catalog.upkeep.tasks import SORTS, Sort
from catalog.upkeep.worklist import NEAR, Reviews, Worklist, local_day
from kit import clock, logs
from kit.database import Database
from pages.shell import dutch_date

log = logs.get(__name__)

PROVIDER, EDITOR = "aanbieder", "redacteur"
WAITING, SENT, GIVEN_UP, DROPPED = "wacht", "verstuurd", "opgegeven", "vervallen"
AGAIN = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), timedelta(days=1))
TIMEOUT_SECONDS = 20
KEPT = timedelta(days=400)
MONDAY, MORNING = 0, 7
AT_ONCE = 50


@dataclass(frozen=True)
class Post:
    """The mail server, and what stands in every mail. An empty `host`: there is no mail. `address`: where people reach us."""

    host: str
    port: int
    sender: str
    address: str
    late: timedelta
    reviews: Reviews | None = None


async def put(session: AsyncSession, sort: str, subject: str, mark: str) -> bool:
    """Writes down that this mail must go; False when it was written down before."""
    same = CatalogueMail.sort == sort, CatalogueMail.subject == subject, CatalogueMail.mark == mark
    if await session.scalar(select(CatalogueMail.id).where(*same)) is not None:
        return False
    session.add(CatalogueMail(sort=sort, subject=subject, mark=mark, state=WAITING, attempts=0, next_at=clock.now()))
    await session.flush()
    return True


async def plan(database: Database, post: Post) -> None:
    """Everything that should go by now."""
    now = clock.local(clock.now())
    async with database.session() as session:
        for offer_id, again in await _due_offers(session, now.date()):
            await put(session, PROVIDER, offer_id, again)
    if now.weekday() == MONDAY and now.hour >= MORNING:
        year, week, _ = now.isocalendar()
        for staff in await _editors(database):
            work = await Worklist(database, staff, post.late, post.reviews).work()
            if work.tasks:
                async with database.session() as session:
                    await put(session, EDITOR, staff.id, f"{year}-W{week:02}")


async def _due_offers(session: AsyncSession, today: date) -> list[tuple[str, str]]:
    """Those with the address of a provider that must be looked at soon: id and date."""
    body = CatalogueDocument.body
    again = text_of(body, "check_again")
    wanted = (
        CatalogueDocument.kind == "offer",
        text_of(body, "status") == "gepubliceerd",
        text_of(body, "provider_email").is_not(None),
        again <= (today + NEAR).isoformat(),
    )
    return [(name, day) for name, day in await session.execute(select(CatalogueDocument.id, again).where(*wanted))]


async def _editors(database: Database) -> list[Staff]:
    async with database.session() as session:
        accounts = [account for account in await people.accounts(session) if account.active and not account.demo]
        staff = [await people.as_staff(session, account) for account in accounts]
    return [one for one in staff if one.has(Role.EDITOR)]


async def send_due(database: Database, post: Post, providers: Providers) -> int:
    """Sends what waits; how many went. What fails is tried again later, at most so often as AGAIN is long."""
    if not post.host:
        return 0
    async with database.session() as session:
        wanted = CatalogueMail.state == WAITING, CatalogueMail.next_at <= clock.now()
        ids = list(await session.scalars(select(CatalogueMail.id).where(*wanted).order_by(CatalogueMail.next_at).limit(AT_ONCE)))
    went = 0
    for number in ids:
        went += await _send_one(database, post, providers, number)
    return went


async def _send_one(database: Database, post: Post, providers: Providers, number: int) -> bool:
    """The try is written down before it is made: a crash in the middle costs a try, never a second mail at once."""
    async with database.session() as session:
        row = await session.get_one(CatalogueMail, number)
        row.attempts += 1
        row.next_at = clock.now() + AGAIN[min(row.attempts, len(AGAIN)) - 1]
        message = await _composed(session, database, post, providers, row)
        if message is None:
            row.state = DROPPED
            return False
    try:
        await aiosmtplib.send(message, hostname=post.host, port=post.port, timeout=TIMEOUT_SECONDS)
    except (aiosmtplib.SMTPException, OSError) as error:
        log.warning("upkeep_mail_failed", mail=number, reason=type(error).__name__)
        await _ended(database, number, GIVEN_UP if row.attempts > len(AGAIN) else WAITING)
        return False
    await _ended(database, number, SENT)
    log.info("upkeep_mail_sent", mail=number, sort=row.sort)
    return True


async def _ended(database: Database, number: int, state: str) -> None:
    async with database.session() as session:
        row = await session.get_one(CatalogueMail, number)
        row.state, row.sent_at = state, clock.now() if state == SENT else None


async def _composed(session: AsyncSession, database: Database, post: Post, providers: Providers, row: CatalogueMail) -> EmailMessage | None:
    """None when there is no longer a reason to send it."""
    if row.sort == PROVIDER:
        return await _to_provider(session, post, providers, row.subject)
    return await _to_editor(session, database, post, row.subject)


async def _to_provider(session: AsyncSession, post: Post, providers: Providers, offer_id: str) -> EmailMessage | None:
    document = await session.get(CatalogueDocument, ("offer", offer_id))
    body = document.body if document else {}
    email = body.get("provider_email")
    if body.get("status") != "gepubliceerd" or not email:
        return None
    token = await providers.link(session, offer_id, email)
    lines = (
        "Hallo,",
        f"‘{body['name']}’ staat in Wegwijs. Daar vinden ouders hulp dichtbij, zonder verwijzing.",
        "Klopt alles nog? Op deze pagina is dat met één klik te zeggen. Daar kan ook een wijziging worden voorgesteld:",
        f"{post.address}/aanbieder/{token}",
        "De redactie van de gemeente kijkt alles na. Er verandert niets vanzelf.",
        "De link werkt 30 dagen en is alleen voor dit aanbod. Wie hem heeft, kan antwoorden: stuur deze mail alleen door aan een collega.",
        f"Deze mail gaat naar {email}, omdat dit adres bij het aanbod hoort. Is dat niet goed? Zeg het op de pagina of aan de gemeente.",
        "Wegwijs",
    )
    return _message(post, str(email), f"Klopt dit nog? {body['name']}", lines)


async def _to_editor(session: AsyncSession, database: Database, post: Post, staff_id: str) -> EmailMessage | None:
    account = await people.account(session, staff_id)
    if account is None or not account.active:
        return None
    staff = await people.as_staff(session, account)
    work = await Worklist(database, staff, post.late, post.reviews).work()
    if not work.tasks:
        return None
    counted = [f"- {SORTS[sort].label}: {work.count(sort)}{' of meer' if sort in work.cut else ''}" for sort in Sort if work.count(sort)]
    lines = (
        f"Hallo {staff.name},",
        "Dit staat er deze week op de werklijst van Wegwijs:",
        "\n".join(counted),
        f"Bekijk de werklijst: {post.address}/beheer/werklijst",
        "Wegwijs",
    )
    total = len(work.tasks)
    return _message(post, staff.email, f"Werklijst Wegwijs: {total} {'ding' if total == 1 else 'dingen'} om te doen", lines)


def _message(post: Post, to: str, subject: str, lines: Iterable[str]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = post.sender, to
    message["Subject"] = " ".join(subject.split())[:200]
    message.set_content("\n\n".join(lines) + "\n")
    return message


async def ask_now(database: Database, offer_id: str) -> bool:
    """An editor asks for a mail to the provider; at most one a day. Gives whether it is written down."""
    mark = f"vraag {local_day(clock.now()).isoformat()}"
    try:
        async with database.session() as session:
            return await put(session, PROVIDER, offer_id, mark)
    except IntegrityError:
        return False


async def last(session: AsyncSession, offer_id: str) -> CatalogueMail | None:
    """The newest mail about an offer."""
    rows = select(CatalogueMail).where(CatalogueMail.sort == PROVIDER, CatalogueMail.subject == offer_id)
    return await session.scalar(rows.order_by(CatalogueMail.id.desc()).limit(1))


async def forget_old(session: AsyncSession) -> None:
    await session.execute(delete(CatalogueMail).where(CatalogueMail.next_at <= clock.now() - KEPT))


def shown(row: CatalogueMail) -> str:
    """How far a mail is, in words."""
    when: datetime | None = row.sent_at
    words = {
        WAITING: "De mail staat klaar en gaat zo weg." if row.attempts == 0 else "De mail kon nog niet weg. We proberen het opnieuw.",
        SENT: f"Gemaild op {dutch_date(clock.local(when).date())}." if when else "Gemaild.",
        GIVEN_UP: "De mail kwam niet weg. Klopt het adres?",
        DROPPED: "De mail was niet meer nodig.",
    }
    return words.get(row.state, "")
