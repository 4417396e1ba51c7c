"""A parent and somebody of the wijkteam in one conversation: asked for with consent, taken, given back, and never a promise that nobody keeps."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, Literal, Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from access import audit
from access.schemas import Role, Staff
from catalog.search import Live
from handoff import live_repository as repository
from handoff.live_repository import ASKED, BACK, CONNECTED, MISSED, OPEN, STOPPED
from handoff.models import LiveChat, Presence
from handoff.service import team_for
from kit import clock, logs
from kit.database import Database
from kit.errors import AppError, Invalid, NotFound
from kit.ids import new_id
from kit.news import News
from kit.signs import says_something, visible

log = logs.get(__name__)

Body = dict[str, Any]
Chat = LiveChat
Side = Literal["user", "wijkteam"]
Why = Literal["gesloten", "niemand"]

PRESENT = timedelta(seconds=45)
LAPSED = timedelta(minutes=15)
GONE_SECONDS = 300.0
TYPING_SECONDS = 6.0
LOOK_EVERY_SECONDS = 2.0
LONGEST_TEXT = 2000
NEWEST = 2**31 - 1  # no message has a higher id
MOST_AT_ONCE = 5
LEVELS = ("crisis", "acuut")
GONE = "weg"
REASONS = {
    "beantwoord": "De vraag is beantwoord",
    "aanbod": "De ouder zoekt hulp zonder verwijzing",
    "stil": "De ouder reageert niet meer",
    "geen_tijd": "Ik kan niet verder chatten",
}


class Talk(Protocol):
    """The conversation, handed in by the chat: handoff knows no chat."""

    async def tell(self, session: AsyncSession, chat: LiveChat, happened: str) -> None:
        """Say to the parent what happened: verbonden, gemist, weg, or one of REASONS."""

    async def say(self, session: AsyncSession, conversation_id: str, text: str, once: str) -> None:
        """What the worker says. `once` twice is said once."""

    async def messages(self, session: AsyncSession, conversation_id: str, after: int) -> list[Body]:
        """The messages with a higher id, as the API gives them."""


class TakenAlready(AppError):
    status = 409
    title = "Net te laat"
    detail = "Een collega is al in dit gesprek, of de ouder wacht niet meer."


class Over(AppError):
    """`more["typed"]` is what did not reach the parent."""

    status = 409
    title = "Dit gesprek is klaar"
    detail = "Dit gesprek is al gestopt. De ouder ziet je bericht niet."


@dataclass(frozen=True)
class Asked:
    """`before`: how many parents of this team waited already at that moment."""

    before: int


@dataclass(frozen=True)
class Mine:
    """One of the chats that somebody is in, with how many messages of the parent they have not seen yet."""

    chat: LiveChat
    unread: int


@dataclass(frozen=True)
class Desk:
    """What one worker has before them. `there` is true while parents are offered a chat because of them."""

    waiting: list[LiveChat]
    mine: list[Mine]
    presence: list[Presence]
    there: bool


class LiveChats:
    """One per process: who is typing is known in memory only."""

    def __init__(self, database: Database, catalogue: Live, talk: Talk) -> None:
        self.database, self.catalogue, self.talk = database, catalogue, talk
        self.news = News()
        self._typing: dict[tuple[str, Side], float] = {}
        self._here: dict[str, float] = {}

    # ---- the parent ----

    async def why_not(self, gemeente: str, wijk: str | None) -> Why | Literal["uit"] | None:
        """None when somebody can come now; else why not: turned off, outside the real hours, or nobody has room."""
        known = await self.catalogue.current()
        profile = known.profile(gemeente)
        if profile is None or not (profile.handoff.on and profile.handoff.live_chat.on):
            return "uit"
        now = clock.now()
        if known.contact_message(gemeente, now)["openNow"] is not True:
            return "gesloten"
        async with self.database.session() as session:
            free = await repository.free_places(session, gemeente, team_for(profile, wijk), now - PRESENT)
        return None if free > 0 else "niemand"

    async def current(self, conversation_id: str) -> LiveChat | None:
        """The chat of this conversation that waits or goes on."""
        async with self.database.session() as session:
            return await repository.open_of(session, conversation_id)

    async def ask(self, conversation_id: str, gemeente: str, wijk: str | None, shared_from: int, message_id: int, version: str) -> Asked:
        """The parent said yes to the text of this version and waits from now on. Staff may read from `shared_from`; `message_id` is the yes."""
        profile = (await self.catalogue.current()).profile(gemeente)
        if profile is None:
            raise NotFound()
        now, team = clock.now(), team_for(profile, wijk)
        chat = LiveChat(
            id=new_id(),
            conversation_id=conversation_id,
            gemeente=gemeente,
            team=team,
            state=ASKED,
            asked_at=now,
            give_up_at=now + timedelta(seconds=profile.handoff.live_chat.wait_seconds),
            shared_from=shared_from,
            consent_version=version,
            read_to=message_id,
        )
        async with self.database.session() as session:
            before = await repository.before(session, gemeente, team)
            session.add(chat)
            await audit.record(session, None, "live gesprek gevraagd", gemeente, chat.id)
        log.info("live_asked", chat_id=chat.id, gemeente=gemeente)
        self.news.tell()
        return Asked(before)

    async def stop(self, chat: LiveChat) -> None:
        """By the parent, who waited or was talking."""
        async with self.database.session() as session:
            if await self._end(session, chat, OPEN, STOPPED, None):
                await audit.record(session, None, "live gesprek gestopt", chat.gemeente, chat.id)
        self.news.tell()

    async def alert(self, chat: LiveChat, level: str, message_id: int) -> None:
        """There is danger in this message of the parent. It stands until a worker says to have seen this one; the worst of several counts."""
        worst = max(level, chat.danger or level, key=LEVELS.index)
        async with self.database.session() as session:
            await repository.change(session, chat.id, OPEN, danger=worst, danger_at=message_id)
        log.warning("live_danger", chat_id=chat.id, level=level)
        self.news.tell()

    async def wiped(self, session: AsyncSession, conversation_id: str) -> None:
        """The parent wiped the conversation: the chats go with it, in the same transaction."""
        for chat in await repository.remove(session, conversation_id):
            await audit.record(session, None, "live gesprek gewist", chat.gemeente, chat.id)

    # ---- who is typing ----

    async def typing(self, conversation_id: str, side: Side) -> None:
        """Real typing, told by the page; it fades when nothing more is told."""
        chat = await self.current(conversation_id)
        if chat is not None and chat.state == CONNECTED:
            self._typing[conversation_id, side] = monotonic() + TYPING_SECONDS
            self.news.tell()

    def is_typing(self, conversation_id: str, side: Side) -> float:
        """For how many seconds more this holds; 0 when they are not typing."""
        left = self._typing.get((conversation_id, side), 0.0) - monotonic()
        if left <= 0:
            self._typing.pop((conversation_id, side), None)
        return max(0.0, left)

    def _stops_typing(self, conversation_id: str) -> None:
        self.said(conversation_id, "user")
        self.said(conversation_id, "wijkteam")

    def said(self, conversation_id: str, side: Side) -> None:
        """What was being typed is there."""
        self._typing.pop((conversation_id, side), None)

    # ---- the worker ----

    async def places(self, staff: Staff) -> list[tuple[str, str, str]]:
        """(gemeente, team, name of both) where this person could be there for parents: live chat is on and it is their team."""
        profiles = (await self.catalogue.current()).profiles.values()
        theirs = [one for one in profiles if staff.may(Role.WIJKTEAM, one.id) and one.handoff.on and one.handoff.live_chat.on]
        async with self.database.session() as session:
            own = await repository.own_teams(session, staff.id)
        bound = {gemeente for gemeente, _ in own}
        return [
            (one.id, team.id, f"{team.name}, {one.name}")
            for one in theirs
            for team in one.handoff.teams
            if one.id not in bound or (one.id, team.id) in own
        ]

    async def desk(self, staff: Staff) -> Desk:
        async with self.database.session() as session:
            waiting = await repository.waiting(session, staff)
            mine = [Mine(chat, await self._unread(session, chat)) for chat in await repository.mine(session, staff)]
            presence = await repository.presence_of(session, staff.id)
        there = any(one.seen_at > clock.now() - PRESENT for one in presence)
        return Desk(waiting, mine, presence, there)

    async def _unread(self, session: AsyncSession, chat: LiveChat) -> int:
        after = max(chat.read_to, chat.shared_from - 1)
        return sum(one["from"] == "user" for one in await self.talk.messages(session, chat.conversation_id, after))

    async def be_there(self, staff: Staff, places: list[tuple[str, str]], at_most: int) -> None:
        """For these teams from now on, for at most so many parents at once; no place is being away. Raises NotFound for a team of others."""
        known = {(gemeente, team) for gemeente, team, _ in await self.places(staff)}
        if not set(places) <= known:
            raise NotFound()
        async with self.database.session() as session:
            await repository.put_presence(session, staff.id, sorted(set(places)), min(max(at_most, 1), MOST_AT_ONCE), clock.now())
        await self.seen(staff)
        self.news.tell()

    async def seen(self, staff: Staff) -> None:
        """Their page asks for news, or they clicked."""
        self._here[staff.id] = monotonic()
        now = clock.now()
        async with self.database.session() as session:
            last = await repository.last_seen(session, staff.id)
            if last is not None and now - last > PRESENT / 4:
                await repository.seen(session, staff.id, now, now - LAPSED)

    async def join(self, staff: Staff, chat_id: str) -> None:
        """Of two at once one is in. Raises TakenAlready, or NotFound for what is not theirs."""
        async with self.database.session() as session:
            values = {"state": CONNECTED, "staff_id": staff.id, "joined_at": clock.now()}
            chat = await repository.change(session, chat_id, (ASKED,), *repository.theirs(staff), **values)
            if chat is None:
                raise await self._refused(session, staff, chat_id)
            await self.talk.tell(session, chat, CONNECTED)
            await audit.record(session, staff, "live gesprek begonnen", chat.gemeente, chat.id)
        self._here[staff.id] = monotonic()
        log.info("live_joined", chat_id=chat_id)
        self.news.tell()

    @staticmethod
    async def _refused(session: AsyncSession, staff: Staff, chat_id: str) -> AppError:
        """Who could have had it hears that it is taken; for others it is not there."""
        return TakenAlready() if await repository.was_for(session, staff, chat_id) else NotFound()

    async def sight(self, staff: Staff, chat_id: str, after: int = 0) -> tuple[LiveChat, list[Body]]:
        """The chat and what may be read of it. Once it is over nothing of it is shown any more. Raises NotFound."""
        async with self.database.session() as session:
            chat = await repository.seen_by(session, staff, chat_id)
            if chat is None or chat.staff_id != staff.id:
                raise NotFound()
            if chat.state != CONNECTED:
                return chat, []
            return chat, await self.talk.messages(session, chat.conversation_id, max(after, chat.shared_from - 1))

    async def say(self, staff: Staff, chat_id: str, text: str, once: str) -> None:
        """The same `once` again is said once. Raises Invalid, Over with what was typed, or NotFound."""
        said = visible(text)
        if not says_something(said):
            raise Invalid("Je bericht is leeg.")
        if len(said) > LONGEST_TEXT:
            raise Invalid(f"Je bericht is te lang: {len(said)} tekens. Het mogen er {LONGEST_TEXT} zijn.")
        async with self.database.session() as session:
            chat = await self._connected(session, staff, chat_id)
            await self.talk.say(session, chat.conversation_id, said, once)
        self._here[staff.id] = monotonic()
        self.said(chat.conversation_id, "wijkteam")
        self.news.tell()

    async def _connected(self, session: AsyncSession, staff: Staff, chat_id: str) -> LiveChat:
        """Holds the chat until the end of the transaction: nobody ends it meanwhile."""
        own = LiveChat.staff_id == staff.id
        chat = await repository.change(session, chat_id, (CONNECTED,), *repository.theirs(staff), own, staff_id=staff.id)
        if chat is None:
            found = await repository.seen_by(session, staff, chat_id)
            raise Over() if found is not None and found.staff_id == staff.id else NotFound()
        return chat

    async def types(self, staff: Staff, chat_id: str) -> None:
        chat, _ = await self.sight(staff, chat_id, after=NEWEST)
        await self.typing(chat.conversation_id, "wijkteam")

    async def has_read(self, staff: Staff, chat_id: str, to: int) -> None:
        """The worker has had this message on screen, and all before it."""
        async with self.database.session() as session:
            await repository.change(session, chat_id, (CONNECTED,), *repository.theirs(staff), LiveChat.read_to < to, read_to=to)
        self.news.tell()

    async def acknowledge(self, staff: Staff, chat_id: str, to: int) -> None:
        """Danger was seen, up to this message; what came after it stands. Raises NotFound."""
        async with self.database.session() as session:
            chat = await repository.seen_by(session, staff, chat_id)
            if chat is None:
                raise NotFound()
            values = {"danger": None, "danger_at": None}
            if await repository.change(session, chat_id, OPEN, *repository.theirs(staff), LiveChat.danger_at <= to, **values):
                await audit.record(session, staff, "gevaar gezien", chat.gemeente, chat.id)
        self.news.tell()

    async def hand_back(self, staff: Staff, chat_id: str, reason: str) -> None:
        """To the bot. Raises Invalid without a reason, Over or NotFound."""
        if reason not in REASONS:
            raise Invalid("Kies waarom je het gesprek teruggeeft.")
        async with self.database.session() as session:
            chat = await self._connected(session, staff, chat_id)
            await self._end(session, chat, (CONNECTED,), BACK, reason, tell=reason)
            await audit.record(session, staff, "live gesprek teruggegeven", chat.gemeente, chat.id)
        self.news.tell()

    # ---- by itself ----

    async def _end(
        self, session: AsyncSession, chat: LiveChat, states: tuple[str, ...], state: str, reason: str | None, tell: str = ""
    ) -> bool:
        """False when it was over already."""
        values = {"state": state, "reason": reason, "ended_at": clock.now(), "danger": None, "danger_at": None}
        ended = await repository.change(session, chat.id, states, **values)
        if ended is None:
            return False
        self._stops_typing(chat.conversation_id)
        if tell:
            await self.talk.tell(session, ended, tell)
        log.info("live_ended", chat_id=chat.id, state=state, reason=reason)
        return True

    async def sweep(self) -> None:
        """Who waited long enough hears so honestly; who was left alone by a lost connection comes back to the bot."""
        async with self.database.session() as session:
            waited = await repository.given_up(session, clock.now())
            left = [chat for chat in await repository.connected(session) if self._left_alone(chat)]
        for chat, states, state, reason in [(one, (ASKED,), MISSED, None) for one in waited] + [
            (one, (CONNECTED,), BACK, GONE) for one in left
        ]:
            async with self.database.session() as session:
                if await self._end(session, chat, states, state, reason, tell=reason or MISSED):
                    await audit.record(session, None, f"live gesprek {state}", chat.gemeente, chat.id)
        if waited or left:
            self.news.tell()

    def _left_alone(self, chat: LiveChat) -> bool:
        """The page of this worker gave no sign of life for a while; after a start of the server they get that while again."""
        return monotonic() - self._here.setdefault(chat.staff_id or "", monotonic()) > GONE_SECONDS

    async def keep_watch(self) -> None:
        """Runs beside the server until it is cancelled."""
        while True:
            try:
                await self.sweep()
            except (SQLAlchemyError, OSError) as error:
                log.error("live_sweep_failed", reason=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_SECONDS)
