"""Handoffs, what happened to them, what still has to leave the house, and live chats. What is personal is sealed; events are only added."""

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base

Status = Literal["nieuw", "opgepakt", "wacht_op_ouder", "afgerond"]
Urgency = Literal["normaal", "spoed"]


class Handoff(Base):
    """One question for one team. `contact`, `question` and `transcript` are sealed (privacy/vault.py, `handoff/<id>/<column>`).

    `code_hash` opens the page of the parent; `code` is the same, sealed, for a form that is sent twice. `form_hash` recognises that form.
    `version` counts changes: who changes an older one is told. `due_at` is the promise to the parent. `withdrawn_at`: the parent no longer needs it.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("conversation_id", "form_hash"),
        Index("ix_handoffs_desk", "gemeente", "team", "status"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    form_hash: Mapped[str | None] = mapped_column(String(64))
    gemeente: Mapped[str] = mapped_column(String(80))
    team: Mapped[str] = mapped_column(String(80))
    wijk: Mapped[str | None] = mapped_column(String(200))
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    ages: Mapped[list[list[float]]] = mapped_column(JSON, default=list)
    weight: Mapped[str | None] = mapped_column(String(40))
    tried: Mapped[list[str]] = mapped_column(JSON, default=list)
    urgency: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    assignee: Mapped[str | None] = mapped_column(String(32), index=True)
    contact: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    transcript: Mapped[str | None] = mapped_column(Text)
    preferred_time: Mapped[str | None] = mapped_column(String(40))
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_at: Mapped[datetime]
    consent_scope: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    tried_to_reach_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(40))
    delete_after: Mapped[datetime | None] = mapped_column(index=True)


class HandoffEvent(Base):
    """What happened, added and never changed. `text` is a sealed note (`event/<handoff id>`); `data` holds ids and codes only. `staff_id` is empty for the parent and the machine."""

    __tablename__ = "handoff_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    staff_id: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class OutboxEntry(Base):
    """Something that must leave the house, written together with its reason. `channel`: mail or klantinteracties. No personal data in `data`.

    `state`: wacht, verstuurd, opgegeven. Who sends it sets `busy_until` first, so that two senders never send one entry. Without `handoff_id` it
    is the removal elsewhere of a handoff that is gone here; `data` then says what of.
    """

    __tablename__ = "handoff_outbox"
    __table_args__ = (UniqueConstraint("handoff_id", "channel", "occasion"), Index("ix_handoff_outbox_due", "state", "next_at"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handoff_id: Mapped[str | None] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(20))
    occasion: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int]
    next_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done_at: Mapped[datetime | None]


class MeldcodeStep(Base):
    """The professional's own checklist, step 1 to 5; never shown to a parent. `note` is sealed (`meldcode/<handoff id>/<step>`)."""

    __tablename__ = "handoff_meldcode"

    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    done_on: Mapped[date | None]
    staff_id: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)


class HandoffFact(Base):
    """What stays of a finished handoff: counted, without an id, a name or a word."""

    __tablename__ = "handoff_facts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gemeente: Mapped[str] = mapped_column(String(80), index=True)
    team: Mapped[str] = mapped_column(String(80))
    week: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(80))
    urgency: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(40))
    hours_to_contact: Mapped[int | None]
    within_norm: Mapped[bool | None]


class TeamMember(Base):
    """Somebody who works for this team only. Who has no row in a gemeente sees the questions of all its teams."""

    __tablename__ = "handoff_team_members"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(80), primary_key=True)
    team: Mapped[str] = mapped_column(String(80), primary_key=True)


class Presence(Base):
    """Who says to be there for live chats of a team, and was seen last when."""

    __tablename__ = "live_presence"

    staff_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    gemeente: Mapped[str] = mapped_column(String(80), primary_key=True)
    team: Mapped[str] = mapped_column(String(80), primary_key=True)
    at_most: Mapped[int]
    seen_at: Mapped[datetime]


class LiveChat(Base):
    """A parent who wants to talk now. `state`: gevraagd, verbonden, terug (to the bot), gemist (nobody came), gestopt (by the parent).

    `shared_from` is the first message that staff may read: the moment of consent, or the beginning when the parent shared it all.
    `read_to` is the newest message that the worker has had on screen. `danger` stands until somebody acknowledged the message `danger_at`.
    """

    __tablename__ = "live_chats"
    __table_args__ = (Index("ix_live_chats_desk", "gemeente", "team", "state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    gemeente: Mapped[str] = mapped_column(String(80))
    team: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    shared_from: Mapped[int]
    consent_version: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[str | None] = mapped_column(String(32), index=True)
    joined_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(200))
    danger: Mapped[str | None] = mapped_column(String(10))
    danger_at: Mapped[int | None]
    read_to: Mapped[int]

    @property
    def talking(self) -> bool:
        """A worker is in it now."""
        return self.state == "verbonden"
