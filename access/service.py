"""Signing in, staying signed in, signing out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy.ext.asyncio import AsyncSession

from access import audit, passwords, repository, totp
from access.brake import Brake, neighbourhood
from access.forms import LONGEST_NAME, email_of, name_of
from access.models import Account, HalfSignIn, StaffSession
from access.oidc import REFUSED, Identity, Provider
from access.schemas import EVERYWHERE, Role, Staff
from access.seal import Seal
from kit import clock, logs
from kit.database import Database
from kit.errors import Unauthorized
from kit.ids import fingerprint, new_id, new_token
from settings import Settings

__all__ = ["EVERYWHERE", "Access", "Current", "Half", "Opened", "Role", "Staff", "Visit", "aware", "open_session"]

log = logs.get(__name__)

Gemeenten = Callable[[], Awaitable[dict[str, str]]]

WRONG = "Dit klopt niet. Kijk je e-mailadres en je wachtwoord na."
WRONG_CODE = "Deze code klopt niet. Wacht op de volgende code in je app, of gebruik een herstelcode."
TOO_LATE = "Dat duurde te lang. Begin opnieuw met inloggen."
NOT_INVITED = "Je hebt hier nog geen account. Vraag een beheerder om je uit te nodigen."
NOT_CHECKED = "Je e-mailadres is niet nagekeken door je gemeente. Vraag daar om hulp."

HALF_WAY = timedelta(minutes=10)
DEVICE_KNOWN = timedelta(days=180)
SEEN_EVERY = timedelta(seconds=60)
FREE_FROM_ADDRESS, FREE_ELSEWHERE, FREE_ON_DEVICE = 30, 5, 10


@dataclass(frozen=True)
class Visit:
    """Who stands at the door: the network address (used for the brake, never kept), the cookie of a known browser, its kind in words."""

    address: str
    device: str | None
    kind: str


@dataclass(frozen=True)
class Opened:
    """A new session: what goes into the cookies. Only fingerprints of it are kept."""

    staff: Staff
    secret: str
    device: str


@dataclass(frozen=True)
class Half:
    """The password was right; the code is still to come."""

    secret: str


@dataclass(frozen=True)
class Current:
    """A session that is valid at this moment."""

    staff: Staff
    number: str
    flashes: list[str]
    demo: bool


def aware(moment: datetime) -> datetime:
    """SQLite gives back UTC without saying so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.UTC)


async def open_session(session: AsyncSession, account: Account, visit: Visit, action: str = "ingelogd") -> Opened:
    """In the caller's transaction. Every sign-in has a new id, and this browser is known from now on."""
    now = clock.now()
    secret, device = new_token(), visit.device or new_token()
    row = StaffSession(secret_hash=fingerprint(secret), number=new_id(), staff_id=account.id, device=visit.kind, flashes=[])
    row.begun_at = row.seen_at = account.signed_in_at = now
    session.add(row)
    await repository.keep_device(session, fingerprint(device), account.id, now + DEVICE_KNOWN)
    staff = await repository.as_staff(session, account)
    await audit.record(session, staff, action, None, account.id)
    return Opened(staff, secret, device)


class Access:
    """One per process: the brake counts in memory."""

    def __init__(self, database: Database, settings: Settings, gemeenten: Gemeenten | None = None) -> None:
        """`gemeenten` gives id and name of every gemeente that has a profile; only the pages need it."""
        self.database, self.settings, self._gemeenten = database, settings, gemeenten
        self.brake = Brake()
        self.seal = Seal(settings.var / "staff.key")
        self.provider = Provider(settings) if settings.oidc_issuer else None

    async def names(self) -> dict[str, str]:
        """Id and name of every gemeente that has a profile."""
        return await self._gemeenten() if self._gemeenten else {}

    # ---- with a password ----

    async def sign_in(self, email: str, password: str, visit: Visit) -> Opened | Half:
        """Raises Unauthorized with one and the same sentence, after the same work, whatever was wrong; TooFast when it is too often."""
        email = email_of(email)
        async with self.database.session() as session:
            known = await self._knows(session, visit, email)
            account = await repository.by_email(session, email)
        keys = self._keys("wachtwoord", email, visit, known)
        self.brake.attempt(*keys)
        enters = account is not None and self._may_enter(account)
        if not await passwords.right(account.password_hash if account and enters else None, password) or account is None:
            await self._failed("inloggen mislukt", account)
            raise Unauthorized(WRONG)
        self.brake.went_well(keys[0][0], keys[1][0])
        renewed = await passwords.hashed(password) if passwords.old_way(account.password_hash or "") else None
        async with self.database.session() as session:
            still = await repository.account(session, account.id)
            if still is None or not self._may_enter(still) or still.password_hash != account.password_hash:
                raise Unauthorized(WRONG)
            still.password_hash = renewed or still.password_hash
            return await self._after_password(session, still, visit)

    async def _after_password(self, session: AsyncSession, account: Account, visit: Visit) -> Opened | Half:
        if account.demo:
            return await open_session(session, account, visit)
        half = new_token()
        session.add(HalfSignIn(secret_hash=fingerprint(half), staff_id=account.id, data={}, expires_at=clock.now() + HALF_WAY))
        return Half(half)

    def _may_enter(self, account: Account) -> bool:
        """Demo accounts have no code, so they exist only where the setting says so."""
        return account.active and (self.settings.demo_accounts if account.demo else account.totp_sealed is not None)

    async def confirm(self, half: str, code: str, visit: Visit) -> Opened:
        """The second step. Raises Unauthorized for a wrong, old or used code, TooFast when it is too often."""
        async with self.database.session() as session:
            row = await repository.half_sign_in(session, fingerprint(half), clock.now())
            account = await repository.account(session, row.staff_id) if row and row.staff_id else None
            known = bool(account) and await self._knows(session, visit, account.email if account else "")
        if account is None or not self._may_enter(account):
            raise Unauthorized(TOO_LATE)
        keys = self._keys("code", account.email, visit, known)
        self.brake.attempt(*keys)
        async with self.database.session() as session:
            if await self.code_is_right(session, account, code):
                still = await repository.account(session, account.id)
                if not await repository.end_half_sign_in(session, fingerprint(half)) or still is None or not self._may_enter(still):
                    raise Unauthorized(TOO_LATE)
                self.brake.went_well(keys[0][0], keys[1][0])
                return await open_session(session, still, visit)
        await self._failed("code mislukt", account)
        raise Unauthorized(WRONG_CODE)

    async def code_is_right(self, session: AsyncSession, account: Account, code: str) -> bool:
        """A code of the app or a recovery code; it is used up by asking."""
        secret = self.seal.open(account.totp_sealed) if account.totp_sealed else None
        step = totp.step_of(secret, code, account.totp_step) if secret else None
        if step is not None and await repository.use_step(session, account.id, step):
            return True
        if await repository.use_recovery_code(session, account.id, totp.recovery_hash(code)):
            await audit.record(session, None, "herstelcode gebruikt", None, account.id)
            return True
        return False

    async def _knows(self, session: AsyncSession, visit: Visit, email: str) -> bool:
        return await repository.knows_device(session, fingerprint(visit.device or ""), email, clock.now())

    def _keys(self, step: str, email: str, visit: Visit, known: bool) -> list[tuple[str, int]]:
        """A browser that this person used before is counted apart: a stranger who guesses does not shut them out."""
        place = fingerprint(visit.device or "") if known else "elders"
        free = FREE_ON_DEVICE if known else FREE_ELSEWHERE
        return [(f"adres {neighbourhood(visit.address)}", FREE_FROM_ADDRESS), (f"{step} {fingerprint(email)} {place}", free)]

    async def _failed(self, action: str, account: Account | None) -> None:
        """An account that does not exist is written down too: the same work, and no address in the log."""
        async with self.database.session() as session:
            await audit.record(session, None, action, None, account.id if account else "onbekend")
        log.info("sign_in_failed", staff_id=account.id if account else None)

    # ---- with the identity provider ----

    async def provider_begin(self, visit: Visit, return_to: str) -> tuple[str, str]:
        """Where to send the browser, and the secret for its cookie until it comes back. Raises Unauthorized without a provider."""
        if self.provider is None:
            raise Unauthorized(REFUSED)
        self.brake.attempt((f"weg {neighbourhood(visit.address)}", FREE_FROM_ADDRESS))
        url, kept = await self.provider.begin()
        half = new_token()
        async with self.database.session() as session:
            session.add(HalfSignIn(secret_hash=fingerprint(half), data={**kept, "return_to": return_to}, expires_at=clock.now() + HALF_WAY))
        return url, half

    async def provider_finish(self, half: str, state: str, code: str, visit: Visit) -> tuple[Opened, str]:
        """The session, and the page to go on to. Raises Unauthorized when the answer does not belong to this browser, or the person was not invited."""
        async with self.database.session() as session:
            row = await repository.half_sign_in(session, fingerprint(half), clock.now())
            first = await repository.end_half_sign_in(session, fingerprint(half))
        if self.provider is None or not row or not first or not compare_digest(row.data.get("state", "").encode(), state.encode()):
            raise Unauthorized(REFUSED)
        identity = await self.provider.finish(row.data, code)
        async with self.database.session() as session:
            account = await self._invited(session, identity)
            if account is not None:
                self.brake.went_well(f"weg {neighbourhood(visit.address)}", "")
                return await open_session(session, account, visit), row.data["return_to"]
        await self._failed("inloggen mislukt", None)
        raise Unauthorized(NOT_INVITED if identity.email else NOT_CHECKED)

    async def _invited(self, session: AsyncSession, identity: Identity) -> Account | None:
        """By the provider's own id for this person; the first time by a checked e-mail address that was invited, which is bound to that id."""
        account = await repository.by_subject(session, identity.issuer, identity.subject)
        if account is not None:
            return account if account.active else None
        account = await repository.by_email(session, email_of(identity.email)) if identity.email else None
        if account is None or not account.active or account.demo or account.oidc_subject:
            return None
        if account.password_hash is None:
            if account.id not in await repository.invited_until(session, clock.now()):
                return None
            account.name = name_of(identity.name or "")[:LONGEST_NAME] or account.name
            await repository.end_invitations(session, account.id)
        account.oidc_issuer, account.oidc_subject = identity.issuer, identity.subject
        await audit.record(session, None, "werkaccount verbonden", None, account.id)
        return account

    # ---- afterwards ----

    async def current(self, secret: str, take_flashes: bool = False, click: bool = True) -> Current | None:
        """Who this session is of. None when it is over: too long idle, too long ago, switched off, or signed out.
        Without `click` it is a page that asks by itself: that keeps nobody signed in."""
        now = clock.now()
        async with self.database.session() as session:
            found = await repository.session_of(session, fingerprint(secret))
            if found is None:
                return None
            row, account = found
            if self._is_over(row, now) or not account.active or (account.demo and not self.settings.demo_accounts):
                await repository.end_session(session, row.secret_hash)
                return None
            if click and now - aware(row.seen_at) >= SEEN_EVERY:
                await repository.seen(session, row.secret_hash, now)
            flashes = list(row.flashes)
            if take_flashes and flashes:
                await repository.put_flashes(session, row.secret_hash, [])
            return Current(await repository.as_staff(session, account), row.number, flashes, account.demo)

    def _is_over(self, row: StaffSession, now: datetime) -> bool:
        return now - aware(row.seen_at) > self.settings.staff_idle or now - aware(row.begun_at) > self.settings.staff_session

    async def keep_flashes(self, secret: str, texts: list[str]) -> None:
        """Sentences for the next page; what was not shown yet stays before them."""
        async with self.database.session() as session:
            found = await repository.session_of(session, fingerprint(secret))
            if found:
                await repository.put_flashes(session, fingerprint(secret), [*found[0].flashes, *texts])

    async def sign_out(self, secret: str, staff: Staff, everywhere: bool = False) -> None:
        async with self.database.session() as session:
            if everywhere:
                await repository.end_all(session, staff.id)
            await repository.end_session(session, fingerprint(secret))
            await audit.record(session, staff, "overal uitgelogd" if everywhere else "uitgelogd", None, staff.id)

    async def drop(self, secret: str | None) -> None:
        """The session that this browser had before somebody signed in anew."""
        if secret:
            async with self.database.session() as session:
                await repository.end_session(session, fingerprint(secret))
