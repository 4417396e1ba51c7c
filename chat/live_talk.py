"""What live chat needs of a conversation (handoff/live_service.py, Talk): read it, say something in it, tell what happened."""

from sqlalchemy.ext.asyncio import AsyncSession

from catalog.search import Live
from chat import live_words, repository
from chat.handoff_form import form
from chat.models import Turn as TurnRow
from chat.service import shown
from chat.turn import Body
from handoff.live_service import Chat
from kit import clock

LONGEST_PREFILL = 1500
FROM_STAFF = "w:"  # a sign that no id of a parent's message has


class LiveTalk:
    """Everything happens in the transaction of who calls."""

    def __init__(self, catalogue: Live) -> None:
        self._catalogue = catalogue

    async def tell(self, session: AsyncSession, chat: Chat, happened: str) -> None:
        known = await self._catalogue.current()
        profile = known.profile(chat.gemeente)
        if profile is None:
            return
        await repository.hold(session, chat.conversation_id)
        sender = "system" if happened == "verbonden" else "bot"
        bodies = [live_words.happened(profile, happened)]
        row = await repository.conversation(session, chat.conversation_id)
        if row is not None and happened in live_words.WITH_FORM and profile.handoff.on:
            typed = await self._typed_since(session, chat) if happened == "gemist" else ""
            bodies.append(form(profile, known, {**row.state, "text": typed or row.state.get("text")}))
        for body in bodies:
            repository.add_message(session, chat.conversation_id, None, sender, body)

    @staticmethod
    async def _typed_since(session: AsyncSession, chat: Chat) -> str:
        """What the parent typed for the team while nobody came: it goes into the form."""
        said = await repository.messages(session, chat.conversation_id, chat.read_to)
        words = [message.body["text"] for message in said if message.sender == "user" and message.id > chat.read_to]
        return "\n".join(words)[:LONGEST_PREFILL]

    async def say(self, session: AsyncSession, conversation_id: str, text: str, once: str) -> None:
        await repository.hold(session, conversation_id)
        key = f"{FROM_STAFF}{once}"
        if await repository.turn(session, conversation_id, key) is not None:
            return
        row = TurnRow(conversation_id=conversation_id, client_message_id=key, answered_at=clock.now())
        session.add(row)
        await session.flush()
        repository.add_message(session, conversation_id, row.id, "wijkteam", {"type": "text", "text": text})

    async def messages(self, session: AsyncSession, conversation_id: str, after: int) -> list[Body]:
        return [shown(message) for message in await repository.messages(session, conversation_id, after)]
