"""What has lived long enough goes: by the command, by itself, and out of the file. The clock is moved forward."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import func, select, update

from chat import retention
from chat.models import Conversation, Feedback, Message, Turn
from kit import clock
from kit.database import Database
from settings import ROOT
from tests.conftest import Talk

WORDS = "een heel bijzondere zin over slaapmutsjes"


def database_of(client: httpx.AsyncClient) -> Database:
    found: Database = client.app.state.tools.database  # type: ignore[attr-defined]
    return found


def later(monkeypatch: pytest.MonkeyPatch, **more: int) -> None:
    moment: datetime = clock.now() + timedelta(**more)
    monkeypatch.setattr(clock, "now", lambda: moment)


async def counts(database: Database) -> list[int]:
    async with database.session() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in (Conversation, Turn, Message)]


class TestConversation:
    async def test_stays_a_day_after_the_last_turn(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        await talk.say(WORDS)
        later(monkeypatch, hours=23, minutes=59)
        assert await retention.clean(database_of(talk.client)) == 0

    async def test_goes_after_a_day_with_all_that_was_said(
        self, talk: Talk, monkeypatch: pytest.MonkeyPatch, stored: Callable[[], bytes]
    ) -> None:
        await talk.say(WORDS)
        later(monkeypatch, hours=24, seconds=1)
        assert await retention.clean(database_of(talk.client)) == 1
        assert await counts(database_of(talk.client)) == [0, 0, 0]
        assert b"slaapmutsjes" not in stored()

    async def test_a_turn_gives_another_day(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        later(monkeypatch, hours=20)
        await talk.say(WORDS)
        later(monkeypatch, hours=20)
        assert await retention.clean(database_of(talk.client)) == 0


class TestFeedback:
    async def give(self, talk: Talk) -> None:
        given = {"helpful": False, "reason": "het ging over slaapmutsjes"}
        await talk.client.post(f"/api/v1/conversations/{talk.id}/feedback", json=given, headers=talk.headers)

    async def kept(self, talk: Talk) -> Feedback:
        async with database_of(talk.client).session() as session:
            return (await session.scalars(select(Feedback))).one()

    async def test_words_stay_ninety_days(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        await self.give(talk)
        later(monkeypatch, days=89, hours=23)
        await retention.clean(database_of(talk.client))
        assert (await self.kept(talk)).reason

    async def test_then_only_the_count_is_left(self, talk: Talk, monkeypatch: pytest.MonkeyPatch, stored: Callable[[], bytes]) -> None:
        await self.give(talk)
        later(monkeypatch, days=90, seconds=1)
        await retention.clean(database_of(talk.client))
        kept = await self.kept(talk)
        assert (kept.reason, kept.helpful) == (None, False)
        assert b"slaapmutsjes" not in stored()


class TestWithoutAsking:
    async def test_the_server_cleans_by_itself(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        await talk.say(WORDS)
        monkeypatch.setattr(retention, "PAUSE_SECONDS", 0.02)
        later(monkeypatch, hours=25)
        cleaner = asyncio.create_task(retention.keep_clean(database_of(talk.client)))
        await asyncio.sleep(0.5)
        cleaner.cancel()
        assert await counts(database_of(talk.client)) == [0, 0, 0]

    async def test_a_failure_does_not_stop_it(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        from sqlalchemy.exc import OperationalError

        calls = []

        async def failing(database: Database) -> int:
            calls.append(database)
            raise OperationalError("x", {}, Exception())

        monkeypatch.setattr(retention, "PAUSE_SECONDS", 0.01)
        monkeypatch.setattr(retention, "clean", failing)
        cleaner = asyncio.create_task(retention.keep_clean(database_of(talk.client)))
        await asyncio.sleep(0.2)
        cleaner.cancel()
        assert len(calls) > 1


async def test_the_command_does_the_same(talk: Talk) -> None:
    await talk.say(WORDS)
    async with database_of(talk.client).session() as session:
        await session.execute(update(Conversation).values(expires_at=clock.now() - timedelta(seconds=1)))
    url = talk.client.app.state.settings.database_url  # type: ignore[attr-defined]
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "chat", "clean"],
        cwd=ROOT,
        env={"WEGWIJS_DATABASE_URL": url, "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("1 gesprekken verwijderd")
    assert await counts(database_of(talk.client)) == [0, 0, 0]
