"""Every database statement about conversations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chat.models import Conversation, Feedback, Message, Turn
from kit import clock


async def conversation(session: AsyncSession, conversation_id: str) -> Conversation | None:
    found = await session.get(Conversation, conversation_id)
    return found if found and found.expires_at > clock.now() else None


async def conversation_of_sender(session: AsyncSession, sender_hash: str) -> Conversation | None:
    found = await session.scalar(select(Conversation).where(Conversation.sender_hash == sender_hash))
    return found if found and found.expires_at > clock.now() else None


async def turn(session: AsyncSession, conversation_id: str, client_message_id: str) -> Turn | None:
    return await session.scalar(select(Turn).where(Turn.conversation_id == conversation_id, Turn.client_message_id == client_message_id))


async def newest_turn(session: AsyncSession, conversation_id: str) -> int | None:
    return await session.scalar(select(Turn.id).where(Turn.conversation_id == conversation_id).order_by(Turn.id.desc()).limit(1))


async def answer(session: AsyncSession, turn_id: int) -> Sequence[Message]:
    found = await session.scalars(select(Message).where(Message.turn_id == turn_id, Message.sender != "user").order_by(Message.id))
    return found.all()


async def messages(session: AsyncSession, conversation_id: str, after: int = 0) -> Sequence[Message]:
    found = await session.scalars(
        select(Message).where(Message.conversation_id == conversation_id, Message.id > after).order_by(Message.id)
    )
    return found.all()


def add_message(session: AsyncSession, conversation_id: str, turn_id: int | None, sender: str, body: dict[str, Any]) -> Message:
    message = Message(conversation_id=conversation_id, turn_id=turn_id, sender=sender, body=body, at=clock.now())
    session.add(message)
    return message


async def finish_turn(session: AsyncSession, turn_id: int) -> None:
    await session.execute(update(Turn).where(Turn.id == turn_id).values(answered_at=clock.now()))


async def remember(
    session: AsyncSession, conversation_id: str, state: dict[str, Any], worries: list[list[str]], lifetime: timedelta
) -> None:
    """What is known now; a turn lengthens the life of the conversation."""
    values = {"state": state, "worries": worries, "expires_at": clock.now() + lifetime}
    await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(**values))


async def remember_counted(session: AsyncSession, conversation_id: str, counted: list[dict[str, Any]]) -> None:
    await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(counted=counted))


async def wipe(session: AsyncSession, conversation_id: str) -> None:
    await session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    await session.execute(delete(Turn).where(Turn.conversation_id == conversation_id))
    await session.execute(delete(Conversation).where(Conversation.id == conversation_id))


async def wipe_expired(session: AsyncSession, moment: datetime) -> int:
    """Remove every conversation whose time is over; returns how many."""
    ids = (await session.scalars(select(Conversation.id).where(Conversation.expires_at <= moment))).all()
    for conversation_id in ids:
        await wipe(session, conversation_id)
    return len(ids)


async def forget_reasons(session: AsyncSession, before: datetime) -> None:
    """The words of feedback go; the count stays."""
    await session.execute(update(Feedback).where(Feedback.at <= before).values(reason=None))


async def hold(session: AsyncSession, conversation_id: str) -> None:
    """Until the end of this transaction nobody else adds to this conversation: so ids come in the order in which they can be read, and who
    reads on after the last id misses nothing. SQLite has one writer at a time anyway."""
    await session.execute(select(Conversation.id).where(Conversation.id == conversation_id).with_for_update(key_share=True))


async def said_in(session: AsyncSession, turn_id: int) -> int:
    """The id of the parent's message of this turn."""
    return (await session.scalars(select(Message.id).where(Message.turn_id == turn_id, Message.sender == "user"))).one()


async def client_ids(session: AsyncSession, conversation_id: str) -> dict[int, str]:
    """The id that the parent's page gave to each turn."""
    found = await session.execute(select(Turn.id, Turn.client_message_id).where(Turn.conversation_id == conversation_id))
    return {turn_id: client_id for turn_id, client_id in found}
