"""Conversations as the gateway keeps them: redacted words, what is known, and which turns were answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base


class Conversation(Base):
    """`token_hash` opens it. `sender_hash` belongs to a conversation on the REST webhook. `counted`: what insights already counted of it."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    sender_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    gemeente: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    worries: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    counted: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Turn(Base):
    """One message of the parent. `answered_at` is empty while the answer is being made."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    client_message_id: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime | None]


class Message(Base):
    """One message of anybody, in the order of `id`. `body` is the message of DESIGN.md §6, redacted."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), index=True)
    sender: Mapped[str] = mapped_column(String(16))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class Feedback(Base):
    """Whether an answer helped; it does not point back to a conversation."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gemeente: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str | None] = mapped_column(String(80))
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime]
