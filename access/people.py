"""Accounts: inviting, the first visit, what somebody may, one's own password and codes."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from access import audit, forms, passwords, repository, totp
from access.models import Account, StaffSession
from access.schemas import EVERYWHERE, Role, Staff
from access.service import Access, Opened, Visit, aware, open_session
from kit import clock
from kit.errors import AppError, FormMistakes, NotFound
from kit.ids import fingerprint, new_id, new_token

INVITED_FOR = timedelta(days=3)
Pairs = frozenset[tuple[str, Role]]


class LastAdmin(AppError):
    status = 409
    title = "Dit kan niet"
    detail = "Dit is de laatste beheerder. Geef eerst iemand anders deze rol."


@dataclass(frozen=True)
class Person:
    """A line of the list. `whole` says whether the one who looks is admin of everything that this person does."""

    id: str
    name: str
    email: str
    active: bool
    entered: bool
    roles: Pairs
    whole: bool
    invited_until: datetime | None
    signed_in_at: datetime | None
    demo: bool


@dataclass(frozen=True)
class Invited:
    """`secret` is for the link; None when somebody who is here already only got more to do."""

    staff_id: str
    secret: str | None


def oversees(by: Staff, pairs: Pairs) -> bool:
    """Whether all of this is within the gemeenten of this admin."""
    return all(by.may(Role.ADMIN, gemeente) for gemeente, _ in pairs)


class People:
    """`by` is who does it: None is the operator, on the command line, who may everything."""

    def __init__(self, access: Access) -> None:
        self._access, self._database, self._seal = access, access.database, access.seal

    # ---- inviting ----

    async def invite(self, by: Staff | None, email: str, pairs: Pairs) -> Invited:
        """Makes the account when it is new, and adds these roles. The operator always gets a new link; an admin does not get one into an
        account that somebody uses already, or that reaches beyond the admin's own gemeenten. Raises FormMistakes or NotFound."""
        email = forms.email_of(email)
        self._refuse_invitation(by, email, pairs)
        async with self._database.session() as session:
            await repository.alone(session)
            account = await repository.by_email(session, email)
            if account is None:
                account = _new_account(email)
                session.add(account)
                await session.flush()
            elif account.demo:
                raise FormMistakes({"email": "Dit is een demo-account."})
            before = (await repository.roles(session, [account.id]))[account.id]
            await self._change_roles(session, by, account, before, before | pairs)
            if by is not None and (_entered(account) or not account.active or not oversees(by, before)):
                return Invited(account.id, None)
            account.active = True
            return Invited(account.id, await self._link(session, by, account))

    def _refuse_invitation(self, by: Staff | None, email: str, pairs: Pairs) -> None:
        problems = {"email": forms.email_problem(email), "roles": None if pairs else "Kies wat deze persoon mag."}
        if any(problems.values()):
            raise FormMistakes({field: problem for field, problem in problems.items() if problem})
        if by is not None and not oversees(by, pairs):
            raise NotFound()

    async def new_link(self, by: Staff, staff_id: str) -> str:
        """For who lost password or phone: a new way in that replaces both. Raises NotFound when the person reaches beyond this admin."""
        async with self._database.session() as session:
            account, pairs = await self._seen_by(session, by, staff_id)
            if account.demo or not account.active or not oversees(by, pairs):
                raise NotFound()
            return await self._link(session, by, account)

    async def _link(self, session: AsyncSession, by: Staff | None, account: Account) -> str:
        secret = new_token()
        await repository.put_invitation(session, fingerprint(secret), account.id, clock.now() + INVITED_FOR)
        await audit.record(session, by, "uitgenodigd", None, account.id)
        return secret

    # ---- the first visit ----

    async def invited(self, secret: str) -> Account:
        """Whose link this is. Raises NotFound when it was used, or is too old."""
        async with self._database.session() as session:
            found = await repository.invitation(session, fingerprint(secret), clock.now())
        if found is None:
            raise NotFound("Deze link werkt niet meer. Vraag een beheerder om een nieuwe uitnodiging.")
        return found[1]

    def offer_code(self, staff_id: str) -> tuple[str, str]:
        """A new secret for the app, and the same sealed for the form, so that it is kept nowhere until it is proven."""
        secret = totp.new_secret()
        return secret, self._seal.close(f"{staff_id} {secret}")

    def offered_code(self, staff_id: str, sealed: str) -> str | None:
        """The secret in the form, when it was made for this person."""
        owner, _, secret = (self._seal.open(sealed) or "").partition(" ")
        return secret if owner == staff_id and secret else None

    async def accept(
        self, secret: str, name: str, password: str, again: str, sealed: str, code: str, visit: Visit
    ) -> tuple[Opened, list[str]]:
        """The way in that the person chose themself, and their recovery codes. Every earlier session and code ends. Raises FormMistakes or NotFound."""
        account = await self.invited(secret)
        name = forms.name_of(name)
        totp_secret = self.offered_code(account.id, sealed)
        step = totp.step_of(totp_secret, code, 0) if totp_secret else None
        problems = {"name": forms.name_problem(name), **self._password_problems(password, again, account, name)}
        problems["code"] = None if step else "Deze code klopt niet. Typ de zes cijfers die nu in je app staan."
        if any(problems.values()):
            raise FormMistakes({field: problem for field, problem in problems.items() if problem})
        kept, codes = await passwords.hashed(password), totp.new_recovery_codes()
        async with self._database.session() as session:
            if not await repository.end_invitation(session, fingerprint(secret)):
                raise NotFound()
            account = await session.get_one(Account, account.id)
            account.name, account.password_hash = name, kept
            account.totp_sealed, account.totp_step = self._seal.close(totp_secret or ""), step or 0
            await repository.put_recovery_codes(session, account.id, map(totp.recovery_hash, codes))
            await repository.end_all(session, account.id)
            await repository.forget_devices(session, account.id)
            return await open_session(session, account, visit, "uitnodiging gebruikt"), codes

    def _password_problems(self, password: str, again: str, account: Account, name: str) -> dict[str, str | None]:
        return {
            "password": passwords.too_easy(password, [account.email, name]),
            "again": None if password == again else "De twee wachtwoorden zijn niet gelijk.",
        }

    # ---- what somebody may ----

    async def everybody(self, by: Staff) -> list[Person]:
        """Whom this admin may see: who has a role in their gemeenten; an admin of everything sees everybody."""
        async with self._database.session() as session:
            accounts = await repository.accounts(session)
            pairs = await repository.roles(session, [account.id for account in accounts])
            until = await repository.invited_until(session, clock.now())
            return [
                _person(by, account, pairs[account.id], until.get(account.id)) for account in accounts if _is_seen(by, pairs[account.id])
            ]

    async def person(self, by: Staff, staff_id: str) -> Person:
        """Raises NotFound for whom this admin may not see."""
        async with self._database.session() as session:
            account, pairs = await self._seen_by(session, by, staff_id)
            return _person(by, account, pairs, (await repository.invited_until(session, clock.now())).get(staff_id))

    async def set_roles(self, by: Staff, staff_id: str, wanted: Pairs) -> None:
        """These roles within the gemeenten of `by`; roles elsewhere stay. Ends their sessions. Raises NotFound or LastAdmin."""
        if not oversees(by, wanted):
            raise NotFound()
        async with self._database.session() as session:
            await repository.alone(session)
            account, before = await self._seen_by(session, by, staff_id)
            elsewhere = {pair for pair in before if not by.may(Role.ADMIN, pair[0])}
            await self._change_roles(session, by, account, before, frozenset(elsewhere) | wanted)
            await self._keep_an_admin(session, account, before)

    async def switch(self, by: Staff, staff_id: str, on: bool) -> None:
        """Off: every session and link ends at once. Raises NotFound when the person reaches beyond this admin, LastAdmin."""
        async with self._database.session() as session:
            await repository.alone(session)
            account, pairs = await self._seen_by(session, by, staff_id)
            if not oversees(by, pairs):
                raise NotFound()
            account.active = on
            await session.flush()
            await repository.end_all(session, staff_id)
            await repository.end_invitations(session, staff_id)
            await audit.record(session, by, "aangezet" if on else "uitgezet", None, staff_id)
            if not on:
                await self._keep_an_admin(session, account, pairs)

    async def end_sessions(self, by: Staff, staff_id: str) -> None:
        async with self._database.session() as session:
            await self._seen_by(session, by, staff_id)
            await repository.end_all(session, staff_id)
            await audit.record(session, by, "sessies beëindigd", None, staff_id)

    async def _seen_by(self, session: AsyncSession, by: Staff, staff_id: str) -> tuple[Account, Pairs]:
        account = await repository.account(session, staff_id)
        pairs = (await repository.roles(session, [staff_id]))[staff_id]
        if account is None or not _is_seen(by, pairs):
            raise NotFound()
        return account, pairs

    async def _change_roles(self, session: AsyncSession, by: Staff | None, account: Account, before: Pairs, after: Pairs) -> None:
        if before == after:
            return
        await repository.put_roles(session, account.id, after)
        await repository.end_all(session, account.id)
        for gemeente, role in sorted(after - before):
            await audit.record(session, by, f"rol erbij: {role}", gemeente, account.id)
        for gemeente, role in sorted(before - after):
            await audit.record(session, by, f"rol eraf: {role}", gemeente, account.id)

    async def _keep_an_admin(self, session: AsyncSession, account: Account, before: Pairs) -> None:
        """Where this person was admin and could get in, somebody still is."""
        for gemeente, role in before:
            if role is Role.ADMIN and _entered(account) and not await repository.has_admin(session, gemeente):
                raise LastAdmin()

    # ---- oneself ----

    async def sessions(self, staff: Staff) -> list[StaffSession]:
        async with self._database.session() as session:
            return await repository.sessions_of(session, staff.id)

    async def codes_left(self, staff: Staff) -> int:
        async with self._database.session() as session:
            return await repository.recovery_codes_left(session, staff.id)

    async def own(self, staff: Staff) -> Account:
        async with self._database.session() as session:
            return await session.get_one(Account, staff.id)

    async def end_own_session(self, staff: Staff, number: str) -> None:
        """Raises NotFound for a session of somebody else."""
        async with self._database.session() as session:
            if not await repository.end_session_by_number(session, staff.id, number):
                raise NotFound()
            await audit.record(session, staff, "sessie beëindigd", None, staff.id)

    async def change_password(self, staff: Staff, old: str, new: str, again: str, visit: Visit) -> Opened:
        """Every session ends, also this one; a new one begins. Raises FormMistakes, TooFast."""
        account = await self.own(staff)
        problems = self._password_problems(new, again, account, account.name)
        if any(problems.values()):
            raise FormMistakes({field: problem for field, problem in problems.items() if problem})
        await self._prove(account, old)
        kept = await passwords.hashed(new)
        async with self._database.session() as session:
            account = await session.get_one(Account, staff.id)
            account.password_hash = kept
            await repository.end_all(session, staff.id)
            await repository.forget_devices(session, staff.id)
            return await open_session(session, account, visit, "wachtwoord veranderd")

    async def change_code(self, staff: Staff, secret: str, password: str, sealed: str, code: str) -> list[str]:
        """New recovery codes, with a new app proven. Other sessions end; `secret` is of this one. Raises FormMistakes, TooFast."""
        account = await self.own(staff)
        totp_secret = self.offered_code(staff.id, sealed)
        step = totp.step_of(totp_secret, code, 0) if totp_secret else None
        if totp_secret is None or step is None:
            raise FormMistakes({"code": "Deze code klopt niet. Typ de zes cijfers die nu in je app staan."})
        await self._prove(account, password)
        codes = totp.new_recovery_codes()
        async with self._database.session() as session:
            account = await session.get_one(Account, staff.id)
            account.totp_sealed, account.totp_step = self._seal.close(totp_secret), step
            await repository.put_recovery_codes(session, staff.id, map(totp.recovery_hash, codes))
            await repository.end_all(session, staff.id, but=fingerprint(secret))
            await audit.record(session, staff, "nieuwe codes", None, staff.id)
        return codes

    async def _prove(self, account: Account, password: str) -> None:
        """That it is really them: an open computer is no proof."""
        key = (f"eigen {account.id}", 5)
        self._access.brake.attempt(key)
        if not await passwords.right(account.password_hash, password):
            raise FormMistakes({"old": "Dit is niet je wachtwoord van nu."})
        self._access.brake.went_well("", key[0])

    # ---- the demo ----

    async def demo(self, gemeente: str, again: bool) -> list[tuple[str, str]]:
        """Three accounts to try Wegwijs with, as (e-mail, password); empty when they exist and `again` is not asked."""
        made = []
        async with self._database.session() as session:
            existing = {account.email: account for account in await repository.demo_accounts(session)}
            if existing and not again:
                return []
            for name, role, place in (
                ("redacteur", Role.EDITOR, gemeente),
                ("wijkteam", Role.WIJKTEAM, gemeente),
                ("beheerder", Role.ADMIN, EVERYWHERE),
            ):
                email, password = f"{name}@demo.example", secrets.token_urlsafe(12)
                account = existing.get(email) or _new_account(email)
                account.name, account.demo, account.password_hash = f"Demo {name}", True, await passwords.hashed(password)
                session.add(account)
                await session.flush()
                await repository.put_roles(session, account.id, [(place, role)])
                await repository.end_all(session, account.id)
                await audit.record(session, None, "demo-account gemaakt", place, account.id)
                made.append((email, password))
        return made


def _new_account(email: str) -> Account:
    return Account(id=new_id(), email=email, name=email[: forms.LONGEST_NAME], active=True, demo=False, totp_step=0, created_at=clock.now())


def _entered(account: Account) -> bool:
    return account.password_hash is not None or account.oidc_subject is not None


def _is_seen(by: Staff, pairs: Iterable[tuple[str, Role]]) -> bool:
    return EVERYWHERE in by.gemeenten(Role.ADMIN) or any(by.may(Role.ADMIN, gemeente) for gemeente, _ in pairs)


def _person(by: Staff, account: Account, pairs: Pairs, until: datetime | None) -> Person:
    at = aware(account.signed_in_at) if account.signed_in_at else None
    until = aware(until) if until else None
    facts = (account.id, account.name, account.email, account.active, _entered(account))
    return Person(*facts, pairs, oversees(by, pairs), until, at, account.demo)
