"""Every question to the tables of staff, in the transaction of the caller."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from access.models import Account, AccountRole, HalfSignIn, Invitation, KnownDevice, RecoveryCode, StaffSession
from access.schemas import EVERYWHERE, Role, Staff

ONE_AT_A_TIME = 7_365_000


async def alone(session: AsyncSession) -> None:
    """From here to the end of the transaction nobody else changes roles. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})


async def account(session: AsyncSession, staff_id: str) -> Account | None:
    return await session.get(Account, staff_id)


async def by_email(session: AsyncSession, email: str) -> Account | None:
    """`email` in small letters."""
    return await session.scalar(select(Account).where(Account.email == email))


async def by_subject(session: AsyncSession, issuer: str, subject: str) -> Account | None:
    return await session.scalar(select(Account).where(Account.oidc_issuer == issuer, Account.oidc_subject == subject))


async def accounts(session: AsyncSession) -> list[Account]:
    return list(await session.scalars(select(Account).order_by(Account.name, Account.email)))


async def demo_accounts(session: AsyncSession) -> list[Account]:
    return list(await session.scalars(select(Account).where(Account.demo).order_by(Account.email)))


async def roles(session: AsyncSession, staff_ids: Iterable[str]) -> dict[str, frozenset[tuple[str, Role]]]:
    """Per account its pairs (gemeente, role); an account without any is there too."""
    wanted = list(staff_ids)
    found: dict[str, set[tuple[str, Role]]] = {staff_id: set() for staff_id in wanted}
    for row in await session.scalars(select(AccountRole).where(AccountRole.staff_id.in_(wanted))):
        found[row.staff_id].add((row.gemeente, Role(row.role)))
    return {staff_id: frozenset(pairs) for staff_id, pairs in found.items()}


async def as_staff(session: AsyncSession, found: Account) -> Staff:
    return Staff(found.id, found.name, found.email, (await roles(session, [found.id]))[found.id])


async def put_roles(session: AsyncSession, staff_id: str, pairs: Iterable[tuple[str, Role]]) -> None:
    """These and no others."""
    await session.execute(delete(AccountRole).where(AccountRole.staff_id == staff_id))
    session.add_all(AccountRole(staff_id=staff_id, gemeente=gemeente, role=role.value) for gemeente, role in pairs)
    await session.flush()


async def has_admin(session: AsyncSession, gemeente: str) -> bool:
    """Whether somebody who can get in is admin of this gemeente, or of all. A demo account does not count: it can vanish with a setting."""
    can_enter = or_(Account.password_hash.is_not(None), Account.oidc_subject.is_not(None))
    wanted = (
        Account.active,
        Account.demo.is_(False),
        can_enter,
        AccountRole.role == Role.ADMIN.value,
        AccountRole.gemeente.in_({gemeente, EVERYWHERE}),
    )
    return bool(await session.scalar(select(func.count()).select_from(Account).join(AccountRole).where(*wanted)))


async def use_step(session: AsyncSession, staff_id: str, step: int) -> bool:
    """Each code once: False when this half minute, or a later one, was used already."""
    return await _changed(session, update(Account).where(Account.id == staff_id, Account.totp_step < step).values(totp_step=step))


async def use_recovery_code(session: AsyncSession, staff_id: str, code_hash: str) -> bool:
    return await _changed(session, delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id, RecoveryCode.code_hash == code_hash))


async def put_recovery_codes(session: AsyncSession, staff_id: str, hashes: Iterable[str]) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.add_all(RecoveryCode(code_hash=code_hash, staff_id=staff_id) for code_hash in hashes)


async def recovery_codes_left(session: AsyncSession, staff_id: str) -> int:
    return await session.scalar(select(func.count()).where(RecoveryCode.staff_id == staff_id)) or 0


async def half_sign_in(session: AsyncSession, secret_hash: str, now: datetime) -> HalfSignIn | None:
    return await session.scalar(select(HalfSignIn).where(HalfSignIn.secret_hash == secret_hash, HalfSignIn.expires_at > now))


async def end_half_sign_in(session: AsyncSession, secret_hash: str) -> bool:
    """False when somebody was first."""
    return await _changed(session, delete(HalfSignIn).where(HalfSignIn.secret_hash == secret_hash))


async def knows_device(session: AsyncSession, secret_hash: str, email: str, now: datetime) -> bool:
    device = select(KnownDevice.secret_hash).join(Account).where(Account.email == email, KnownDevice.secret_hash == secret_hash)
    return await session.scalar(device.where(KnownDevice.expires_at > now)) is not None


async def keep_device(session: AsyncSession, secret_hash: str, staff_id: str, until: datetime) -> None:
    await session.merge(KnownDevice(secret_hash=secret_hash, staff_id=staff_id, expires_at=until))


async def session_of(session: AsyncSession, secret_hash: str) -> tuple[StaffSession, Account] | None:
    found = await session.execute(select(StaffSession, Account).join(Account).where(StaffSession.secret_hash == secret_hash))
    row = found.first()
    return (row[0], row[1]) if row else None


async def sessions_of(session: AsyncSession, staff_id: str) -> list[StaffSession]:
    """Newest first."""
    return list(await session.scalars(select(StaffSession).where(StaffSession.staff_id == staff_id).order_by(StaffSession.begun_at.desc())))


async def seen(session: AsyncSession, secret_hash: str, now: datetime) -> None:
    await session.execute(update(StaffSession).where(StaffSession.secret_hash == secret_hash).values(seen_at=now))


async def put_flashes(session: AsyncSession, secret_hash: str, flashes: list[str]) -> None:
    await session.execute(update(StaffSession).where(StaffSession.secret_hash == secret_hash).values(flashes=flashes))


async def end_session(session: AsyncSession, secret_hash: str) -> None:
    await session.execute(delete(StaffSession).where(StaffSession.secret_hash == secret_hash))


async def end_session_by_number(session: AsyncSession, staff_id: str, number: str) -> bool:
    return await _changed(session, delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.number == number))


async def end_all(session: AsyncSession, staff_id: str, but: str = "") -> None:
    """Every session of this person, and what is half way; `but` is the hash of a session that stays."""
    await session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.secret_hash != but))
    await session.execute(delete(HalfSignIn).where(HalfSignIn.staff_id == staff_id))


async def forget_devices(session: AsyncSession, staff_id: str) -> None:
    await session.execute(delete(KnownDevice).where(KnownDevice.staff_id == staff_id))


async def invitation(session: AsyncSession, secret_hash: str, now: datetime) -> tuple[Invitation, Account] | None:
    """While it is valid, of an account that is on."""
    wanted = (
        select(Invitation, Account).join(Account).where(Invitation.secret_hash == secret_hash, Invitation.expires_at > now, Account.active)
    )
    row = (await session.execute(wanted)).first()
    return (row[0], row[1]) if row else None


async def invited_until(session: AsyncSession, now: datetime) -> dict[str, datetime]:
    """Per account with an open invitation when that ends."""
    return {row.staff_id: row.expires_at for row in await session.scalars(select(Invitation).where(Invitation.expires_at > now))}


async def put_invitation(session: AsyncSession, secret_hash: str, staff_id: str, until: datetime) -> None:
    """An earlier one of this person stops working."""
    await end_invitations(session, staff_id)
    session.add(Invitation(secret_hash=secret_hash, staff_id=staff_id, expires_at=until))


async def end_invitation(session: AsyncSession, secret_hash: str) -> bool:
    """False when it was used already."""
    return await _changed(session, delete(Invitation).where(Invitation.secret_hash == secret_hash))


async def end_invitations(session: AsyncSession, staff_id: str) -> bool:
    return await _changed(session, delete(Invitation).where(Invitation.staff_id == staff_id))


async def forget_expired(session: AsyncSession, now: datetime, idle_since: datetime, begun_since: datetime) -> None:
    """What no longer opens anything."""
    for table in (HalfSignIn, Invitation, KnownDevice):
        await session.execute(delete(table).where(table.expires_at <= now))
    await session.execute(delete(StaffSession).where(or_(StaffSession.seen_at < idle_since, StaffSession.begun_at < begun_since)))


async def _changed(session: AsyncSession, statement: object) -> bool:
    result = await session.execute(statement)  # type: ignore[call-overload]
    assert isinstance(result, CursorResult)
    return bool(result.rowcount)
