"""Accounts, their roles and sessions, invitations, and the audit log. Secrets are here only as fingerprints or sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base


class Account(Base):
    """One person. Without `password_hash` and `oidc_subject` they were invited and never came. `totp_step` is the last code that was used."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    active: Mapped[bool]
    demo: Mapped[bool]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[str | None] = mapped_column(String(300))
    totp_step: Mapped[int]
    oidc_issuer: Mapped[str | None] = mapped_column(String(300))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class AccountRole(Base):
    """Gemeente `*` is every gemeente."""

    __tablename__ = "staff_roles"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(80), primary_key=True)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)


class RecoveryCode(Base):
    """Instead of a code of the app, once."""

    __tablename__ = "staff_recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class StaffSession(Base):
    """`secret_hash` recognises the cookie; `number` is how the owner points at it. `flashes` are sentences for the next page."""

    __tablename__ = "staff_sessions"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(60))
    flashes: Mapped[list[str]] = mapped_column(JSON, default=list)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class HalfSignIn(Base):
    """Between password and code (`staff_id`), or away at the identity provider (`data`). Used once."""

    __tablename__ = "staff_half_sign_ins"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    expires_at: Mapped[datetime]


class KnownDevice(Base):
    """A browser in which this person signed in before: somebody else's wrong passwords do not make them wait there."""

    __tablename__ = "staff_devices"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    expires_at: Mapped[datetime]


class Invitation(Base):
    """A link that works once: to begin, or to begin again after a lost password or phone."""

    __tablename__ = "staff_invitations"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), unique=True)
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """Who did what to which id; never content. `chain` covers this row and the chain of the row before it."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[str | None] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(40))
    gemeente: Mapped[str | None] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
    chain: Mapped[str] = mapped_column(String(64))
