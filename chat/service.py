"""Conversations: begin, take a turn, read back, wipe. The redacted message is safe in the database before the bot is asked."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import privacy
from catalog import feedback
from catalog.search import TOPIC_LABELS, Profile
from chat import demand, repository
from chat.models import Conversation, Feedback, Message
from chat.rasa_client import RasaFailed
from chat.schemas import NewFeedback, NewMessage
from chat.steps import compose, danger
from chat.turn import Body, Tools, Turn, take
from handoff.service import Handoffs
from kit import clock, logs
from kit.database import Database
from kit.errors import AppError, NotFound, Unauthorized, Unavailable
from kit.ids import fingerprint, new_id, new_token

log = logs.get(__name__)

GREETING = "Hoi, ik ben Wegwijs. Ik ben een computer en help je zoeken naar hulp dichtbij."
STORAGE_FAILED = "Er is nu een storing. Je bericht is niet bewaard. Probeer het zo nog eens. Bij direct gevaar: bel 112."
ASSESSED_AT_MOST = 5000
DANGER_WITHIN_SECONDS = 2.0
FEEDBACK_PER_HOUR = 30
OFF = "De chat van gemeente {name} staat nu uit."
INVITATION = "Waar gaat het over? Kies iets of typ het in je eigen woorden."


class ChatOff(Unavailable):
    """The gemeente turned its chat off: `detail` says so, and whom to reach instead."""


@dataclass(frozen=True)
class Begun:
    """A new conversation, with the token that opens it; the token is not kept."""

    conversation: Conversation
    token: str
    messages: list[Message]


def shown(message: Message) -> Body:
    """A stored message as the API gives it."""
    return {"id": str(message.id), "at": message.at, "from": message.sender, **message.body}


def _unsaved(bodies: Iterable[Body]) -> list[Body]:
    return [{"id": f"u-{new_id()}", "at": clock.now(), "from": "bot", **body} for body in bodies]


def greeting(profile: Profile, opening: str = "") -> list[Body]:
    """What a parent sees first, with the topic of the page that they read; made here, so that it is there before Rasa is."""
    topics = dict.fromkeys([*(topic for topic in TOPIC_LABELS if topic.value == opening), *profile.first_topics])
    choices = [{"id": f"onderwerp:{topic.value}", "label": TOPIC_LABELS[topic]} for topic in topics]
    choices.append({"id": "mens", "label": "Ik wil iemand spreken"})
    return [{"type": "text", "text": profile.greeting or GREETING}, {"type": "choices", "text": INVITATION, "choices": choices}]


def decided(profile: Profile) -> Body:
    """Whether the chat of a gemeente is on, and on which pages of its site: `chat` in the API and in the script of the gemeente."""
    pages = [{"path": rule.path.rstrip("/"), "on": rule.chat, "topic": rule.topic or ""} for rule in profile.pages]
    told = {"message": profile.chat.message} if profile.chat.message and not profile.chat.on else {}
    return {"on": profile.chat.on, **told, "pages": pages}


def _offered(messages: Iterable[Message]) -> frozenset[str]:
    """Every button that this conversation ever showed; they stay usable."""
    return frozenset(choice["id"] for message in messages for choice in message.body.get("choices", []))


def _told_in(messages: Iterable[Message]) -> dict[str, int]:
    """For each language other than Dutch in which the bot said something: how many messages of the parent ago."""
    told: dict[str, int] = {}
    for message in messages:
        if message.sender == "user":
            told = {language: turns + 1 for language, turns in told.items()}
        elif "lang" in message.body:
            told[message.body["lang"]] = 0
    return told


def _label(messages: Iterable[Message], choice: str) -> str:
    return next((item["label"] for message in messages for item in message.body.get("choices", []) if item["id"] == choice), choice)


class ChatService:
    """One per process. Turns of one conversation come one at a time."""

    def __init__(self, database: Database, tools: Tools, handoffs: Handoffs) -> None:
        self._database, self._tools, self._handoffs = database, tools, handoffs
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._late: set[asyncio.Task[None]] = set()
        self._overtaken: set[asyncio.Task[list[Body]]] = set()

    async def profile(self, gemeente: str) -> Profile:
        """Raises NotFound for a gemeente without a profile."""
        profile = (await self._tools.catalogue.current()).profile(gemeente)
        if profile is None:
            raise NotFound("Deze gemeente doet niet mee met Wegwijs.")
        return profile

    async def _refuse_when_off(self, gemeente: str) -> None:
        """Raises ChatOff, with the contact in words, when this gemeente turned its chat off."""
        known = await self._tools.catalogue.current()
        profile = known.profile(gemeente)
        if profile is not None and not profile.chat.on:
            told = profile.chat.message or OFF.format(name=profile.name)
            raise ChatOff(f"{told} {known.contact_words(gemeente, clock.now())} Bij direct gevaar: bel 112.")

    async def begin(self, gemeente: str, language: str, sender: str | None = None, topic: str = "") -> Begun:
        profile = await self.profile(gemeente)
        await self._refuse_when_off(gemeente)
        token = new_token()
        row = Conversation(
            id=new_id(),
            token_hash=fingerprint(token),
            sender_hash=fingerprint(sender) if sender else None,
            gemeente=gemeente,
            language=language,
            state={},
            worries=[],
            created_at=clock.now(),
            expires_at=clock.now() + self._tools.settings.conversation_lifetime,
        )
        async with self._database.session() as session:
            session.add(row)
            await session.flush()
            messages = [repository.add_message(session, row.id, None, "bot", body) for body in greeting(profile, topic)]
        log.info("conversation_begun", conversation_id=row.id, gemeente=gemeente)
        return Begun(row, token, messages)

    async def open(self, session: AsyncSession, conversation_id: str, token: str) -> Conversation:
        """Raises NotFound when there is no such conversation, Unauthorized when the token is another's."""
        found = await repository.conversation(session, conversation_id)
        if found is None:
            raise NotFound("Dit gesprek is er niet meer. Begin gerust een nieuw gesprek.")
        if found.token_hash != fingerprint(token):
            raise Unauthorized()
        return found

    async def check(self, conversation_id: str, token: str) -> Conversation:
        async with self._database.session() as session:
            return await self.open(session, conversation_id, token)

    async def read(self, conversation_id: str, token: str, after: int = 0) -> tuple[Conversation, list[Body]]:
        async with self._database.session() as session:
            found = await self.open(session, conversation_id, token)
            rows = await repository.messages(session, conversation_id, after)
            own = await repository.client_ids(session, conversation_id) if any(row.sender == "user" for row in rows) else {}
        messages = [{**shown(row), "clientMessageId": own.get(row.turn_id or 0)} if row.sender == "user" else shown(row) for row in rows]
        return found, await self._with_links(conversation_id, messages)

    async def _with_links(self, conversation_id: str, messages: list[Body]) -> list[Body]:
        """The way to the page of each question. Its code is kept sealed and not with the message; what was deleted has no way any more."""
        if not any(message["type"] == "receipt" for message in messages):
            return messages
        links = {receipt.reference: receipt.status_url for receipt in await self._handoffs.receipts(conversation_id)}
        return [
            {**message, "statusUrl": links.get(message["reference"])} if message["type"] == "receipt" else message for message in messages
        ]

    async def add(self, conversation_id: str, token: str, bodies: Iterable[Body]) -> list[Body]:
        """Something that is said outside a turn. Raises NotFound or Unauthorized."""
        async with self._database.session() as session:
            await self.open(session, conversation_id, token)
            await repository.hold(session, conversation_id)
            rows = [repository.add_message(session, conversation_id, None, "bot", body) for body in bodies]
        self._tools.live.news.tell()
        return await self._with_links(conversation_id, [shown(row) for row in rows])

    async def for_sender(self, sender: str, gemeente: str) -> str:
        """The id of the conversation of a REST sender; a new one when there is none."""
        async with self._lock(f"sender {fingerprint(sender)}"):
            return await self._for_sender(sender, gemeente)

    async def _for_sender(self, sender: str, gemeente: str) -> str:
        async with self._database.session() as session:
            await repository.wipe_expired(session, clock.now())
            found = await repository.conversation_of_sender(session, fingerprint(sender))
        return found.id if found else (await self.begin(gemeente, "nl", sender)).conversation.id

    async def answer_sender(self, sender: str, gemeente: str, message: NewMessage, admit: Callable[[], None]) -> list[Body]:
        """One turn of a REST sender. `admit` may refuse it with an AppError; danger is answered all the same."""
        try:
            admit()
            conversation_id = await self.for_sender(sender, gemeente)
        except (AppError, SQLAlchemyError, OSError) as error:
            return self._card_instead_of(error, message)
        return await self.answer(conversation_id, None, message)

    async def answer(self, conversation_id: str, token: str | None, message: NewMessage) -> list[Body]:
        """One turn. `token` is None for a channel that has checked access itself. Danger is answered even without a database.

        A turn that takes long (a locked database, an earlier turn that waits for the bot) is overtaken by the card, and goes on behind it.
        """
        turn = asyncio.create_task(self._answer_in_turn(conversation_id, token, message))
        await asyncio.wait({turn}, timeout=DANGER_WITHIN_SECONDS)
        card = [] if turn.done() else self.card_for(message.text or "")
        if card:
            self._overtaken.add(turn)
            turn.add_done_callback(self._let_go)
        return card or await turn

    def _let_go(self, turn: asyncio.Task[list[Body]]) -> None:
        self._overtaken.discard(turn)
        if not turn.cancelled() and turn.exception():
            log.error("overtaken_turn_failed", reason=type(turn.exception()).__name__)

    async def _answer_in_turn(self, conversation_id: str, token: str | None, message: NewMessage) -> list[Body]:
        async with self._lock(conversation_id):
            try:
                return await self._answer(conversation_id, token, message)
            except (AppError, SQLAlchemyError, OSError) as error:
                return self._card_instead_of(error, message, conversation_id)

    def _card_instead_of(self, error: Exception, message: NewMessage, conversation_id: str | None = None) -> list[Body]:
        """The card when the message is dangerous. Raises an AppError otherwise."""
        if not isinstance(error, AppError):
            log.error("database_failed", conversation_id=conversation_id, reason=type(error).__name__)
        card = self.card_for(message.text or "")
        if isinstance(error, ChatOff):
            card = [body for body in card if body["type"] == "crisis"]
        if card:
            return card
        raise error if isinstance(error, AppError) else Unavailable(STORAGE_FAILED) from error

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    def card_for(self, words: str) -> list[Body]:
        """The card for words that are no turn, or that are refused or cannot be stored: too long, too fast, an expired conversation, no database.
        Empty without danger."""
        assessment = self._tools.assessor.assess(words[:ASSESSED_AT_MOST]) if words else None
        return _unsaved(danger.card(assessment)) if assessment and danger.is_urgent(assessment) else []

    async def _answer(self, conversation_id: str, token: str | None, message: NewMessage) -> list[Body]:
        async with self._database.session() as session:
            row = await (self.open(session, conversation_id, token) if token is not None else self._existing(session, conversation_id))
            earlier = await repository.turn(session, conversation_id, message.client_message_id)
            if earlier and earlier.answered_at:
                return [shown(item) for item in await repository.answer(session, earlier.id)]
            await self._refuse_when_off(row.gemeente)
            said = await repository.messages(session, conversation_id)
        turn = Turn(
            conversation_id=row.id,
            client_message_id=message.client_message_id,
            gemeente=row.gemeente,
            language=row.language,
            state=row.state,
            worries=row.worries,
            offered=_offered(said),
            told_in=_told_in(said),
            listens=row.sender_hash is None,
            text=message.text or "",
            choice=message.choice,
            label=_label(said, message.choice) if message.choice else None,
            turn_id=earlier.id if earlier else None,
        )
        await take(turn, self._tools)
        answer = await self._keep_answer(turn)
        await demand.count_turn(self._database, self._tools.catalogue, row, turn)
        return answer

    async def _keep_answer(self, turn: Turn) -> list[Body]:
        """Store what the parent will read. A database that fails now does not hold back the answer."""
        try:
            async with self._database.session() as session:
                await repository.hold(session, turn.conversation_id)
                rows = [repository.add_message(session, turn.conversation_id, turn.turn_id, "bot", body) for body in turn.answer]
                await self._remember(session, turn)
                assert turn.turn_id is not None
                await repository.finish_turn(session, turn.turn_id)
        except SQLAlchemyError as error:
            log.error("answer_not_kept", conversation_id=turn.conversation_id, reason=type(error).__name__)
            return _unsaved(turn.answer)
        if turn.late:
            self._wait_for_late_answer(turn)
        self._tools.live.news.tell()
        return [shown(row) for row in rows]

    async def _remember(self, session: AsyncSession, turn: Turn) -> None:
        lifetime = self._tools.settings.conversation_lifetime
        await repository.remember(session, turn.conversation_id, turn.state, turn.worries, lifetime)

    def _wait_for_late_answer(self, turn: Turn) -> None:
        task = asyncio.create_task(self._late_answer(turn))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _late_answer(self, turn: Turn) -> None:
        """What Rasa says after all is added, unless the parent has gone on."""
        assert turn.late is not None
        try:
            messages, state = compose.translate(await turn.late)
        except RasaFailed:
            return
        async with self._lock(turn.conversation_id), self._database.session() as session:
            if await repository.newest_turn(session, turn.conversation_id) != turn.turn_id:
                return
            turn.state = state if state is not None else turn.state
            await repository.hold(session, turn.conversation_id)
            for body in messages:
                repository.add_message(session, turn.conversation_id, turn.turn_id, "bot", body)
            await self._remember(session, turn)
        log.info("late_answer", conversation_id=turn.conversation_id)
        self._tools.live.news.tell()

    async def leave_live(self, conversation_id: str, token: str) -> None:
        """Who begins anew leaves nobody of the team behind in this conversation. Raises NotFound or Unauthorized."""
        await self.check(conversation_id, token)
        chat = await self._tools.live.current(conversation_id)
        if chat is not None:
            await self._tools.live.stop(chat)

    async def live_state(self, conversation_id: str) -> str | None:
        """`gevraagd` while the parent waits for somebody of the team, `verbonden` while somebody is there."""
        try:
            chat = await self._tools.live.current(conversation_id)
        except SQLAlchemyError:
            return None  # no reason to hold back an answer
        return chat.state if chat else None

    async def wipe(self, conversation_id: str, token: str) -> None:
        """Remove it at once. Rasa keeps nothing (docs/adr/0002), so the database is everywhere."""
        async with self._lock(conversation_id), self._database.session() as session:
            await self.open(session, conversation_id, token)
            await self._wipe(session, conversation_id)
        self._tools.live.news.tell()
        await self._database.scrub()

    async def wipe_sender(self, sender: str) -> None:
        """The same for a REST sender; without a conversation there is nothing to remove."""
        async with self._lock(f"sender {fingerprint(sender)}"):
            async with self._database.session() as session:
                found = await repository.conversation_of_sender(session, fingerprint(sender))
            if found is None:
                return
            async with self._lock(found.id), self._database.session() as session:
                await self._wipe(session, found.id)
            await self._database.scrub()

    async def _wipe(self, session: AsyncSession, conversation_id: str) -> None:
        await self._tools.live.wiped(session, conversation_id)
        await repository.wipe(session, conversation_id)
        log.info("conversation_wiped", conversation_id=conversation_id)

    async def feedback(self, conversation_id: str, token: str, given: NewFeedback) -> list[Body]:
        """The card when there is danger in the words, else nothing. Raises NotFound for an offer that was not shown in this conversation,
        TooFast for who never stops; danger is answered all the same."""
        card = self.card_for(given.reason or "")
        try:
            await self.keep_feedback(conversation_id, token, given)
        except (AppError, SQLAlchemyError, OSError):
            if not card:
                raise
        return card

    async def keep_feedback(self, conversation_id: str, token: str, given: NewFeedback) -> None:
        """For who looked for danger in the words already. Raises as `feedback` does."""
        self._tools.rate.spend_hourly(FEEDBACK_PER_HOUR, "feedback", conversation_id)
        async with self._lock(conversation_id), self._database.session() as session:
            row = await self.open(session, conversation_id, token)
            reason = privacy.redact(given.reason).text[:300] if given.reason else None
            if given.offer_id is not None:
                await self._shown_here(session, row, given.offer_id)
            if given.offer_id is not None and not given.helpful:
                await feedback.report(session, row.gemeente, given.offer_id, reason or "")
                return
            session.add(Feedback(gemeente=row.gemeente, topic=row.state.get("topic"), helpful=given.helpful, reason=reason, at=clock.now()))
            await demand.count_feedback(session, row, given.helpful)

    @staticmethod
    async def _shown_here(session: AsyncSession, row: Conversation, offer_id: str) -> None:
        known = {one["id"] for message in await repository.messages(session, row.id) for one in message.body.get("offers") or ()}
        if offer_id not in known:
            raise NotFound("Dit aanbod hoort niet bij dit gesprek.")

    async def _existing(self, session: AsyncSession, conversation_id: str) -> Conversation:
        found = await repository.conversation(session, conversation_id)
        if found is None:
            raise NotFound()
        return found
