"""Live chat for tests: a team that is open, a worker who is there, a parent who says yes."""

from datetime import time, timedelta
from typing import Any, Literal

import httpx
import pytest
from sqlalchemy import select

import catalog.repository
from access.schemas import Role
from catalog import files
from catalog.repository import Document
from catalog.schemas import ClosedDays, ClosedHolidays, Hours
from catalog.schemas import LiveChat as LiveSetting
from catalog.search import Profile
from chat import live_words as words
from handoff.live_service import LiveChats
from handoff.models import LiveChat
from kit import clock
from settings import ROOT
from tests.access.factory import StaffClient, sign_in
from tests.catalog.stored import filled
from tests.conftest import Body, FakeRasa, Talk
from tests.databases import Databases
from tests.handoff.asking import at_rung_two, desk

LIST = "/beheer/gesprekken"
TEAM = "voorbeeldstad/wijkteam"
WORKER = frozenset({("voorbeeldstad", Role.WIJKTEAM)})
ALWAYS = [Hours(days=["ma", "di", "wo", "do", "vr", "za", "zo"], opens=time(0), closes=time(23, 59, 59))]
NEVER_CLOSED = ClosedHolidays(**dict.fromkeys(ClosedHolidays.model_fields, False))
YES, YES_ALL = f"{words.FROM_NOW}:{words.VERSION}", f"{words.ALL}:{words.VERSION}"


@pytest.fixture(scope="module")
def content_url(databases: Databases) -> str:
    """Only the profiles: quicker than the whole content, and nothing is searched here."""
    return filled(databases.empty(), profiles())


def profiles() -> list[Document]:
    return [one for one in files.read(ROOT / "catalog").documents if isinstance(one, Profile)]


def with_live(profile: Profile, on: bool = True, hours: Literal["always", "real", "closed"] = "always", **more: Any) -> Profile:
    """The profile with live chat: open day and night, in its real hours, or closed these days."""
    today = clock.local(clock.now()).date()
    closed = [ClosedDays(day=today - timedelta(days=1), until=today + timedelta(days=2), why="verhuizing")] if hours == "closed" else []
    others = {"hours": ALWAYS, "closed_on": NEVER_CLOSED, "closed": closed}
    team = profile.team if hours == "real" else profile.team.model_copy(update=others)
    live = LiveSetting.model_validate({"on": on, **more})
    return profile.model_copy(update={"team": team, "handoff": profile.handoff.model_copy(update={"live_chat": live})})


async def switch_on(client: httpx.AsyncClient, **more: Any) -> None:
    """Voorbeeldstad offers live chat from now on."""
    changed = with_live(await desk(client).profile("voorbeeldstad"), **more)
    async with desk(client).database.session() as session:
        await catalog.repository.put(session, changed)
    desk(client).catalogue._looked = float("-inf")


def live(client: httpx.AsyncClient) -> LiveChats:
    return client.app.state.live  # type: ignore[attr-defined, no-any-return]


async def worker(client: httpx.AsyncClient, at_most: int = 2, there: bool = True) -> StaffClient:
    found = await sign_in(client, roles=WORKER)
    if there:
        answer = await found.post(f"{LIST}/aanwezig", {"plek": [TEAM], "at_most": str(at_most)})
        assert answer.status_code == 303
    return found


async def choose(talk: Talk, choice: str) -> list[Body]:
    answer = await talk.post(choice=choice)
    assert answer.status_code == 200, answer.text
    found: list[Body] = answer.json()["messages"]
    return found


async def asked(talk: Talk, rasa: FakeRasa, yes: str = YES) -> list[Body]:
    """The parent is at rung 2, taps the button and says yes."""
    await at_rung_two(talk, rasa)
    await choose(talk, words.ASK)
    return await choose(talk, yes)


async def chats(client: httpx.AsyncClient) -> list[LiveChat]:
    async with live(client).database.session() as session:
        return list(await session.scalars(select(LiveChat).order_by(LiveChat.asked_at)))


async def connected(talk: Talk, rasa: FakeRasa, staff: StaffClient, yes: str = YES) -> LiveChat:
    """A worker and a parent in one conversation."""
    await asked(talk, rasa, yes)
    chat = (await chats(talk.client))[-1]
    answer = await staff.post(f"{LIST}/{chat.id}/neem")
    assert answer.headers["location"] == f"{LIST}/{chat.id}#laatste"
    return (await chats(talk.client))[-1]


async def say(staff: StaffClient, chat: LiveChat, text: str, once: str = "een") -> httpx.Response:
    return await staff.post(f"{LIST}/{chat.id}/zeg", {"text": text, "once": once})


def labels(messages: list[Body]) -> list[str]:
    return [choice["id"] for message in messages for choice in message.get("choices", [])]


def texts(messages: list[Body]) -> str:
    return " | ".join(message.get("text") or "" for message in messages)
