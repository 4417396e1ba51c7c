"""Nothing of a question is left when its time is over, or when the parent says so. The clock is moved forward; database, write-ahead log and backups are searched."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from access.models import AuditEntry
from chat.models import Conversation, Message, Turn
from handoff import repository, retention
from handoff.models import Handoff, HandoffEvent, HandoffFact, MeldcodeStep, OutboxEntry
from handoff.retention import clean
from kit import clock
from kit.database import Base
from settings import ROOT
from tests.databases import Databases, Postgres, SqliteFiles, postgres_programs
from tests.handoff import desk
from tests.handoff.house import House, house
from tests.handoff.mailbox import Clock

sys.path.insert(0, str(ROOT / "deploy"))
import backup

NOTE = "een heel bijzondere notitie over slaapmutsjes"
WORDS = [desk.NAME, desk.PHONE, desk.EMAIL, desk.QUESTION, "hij slaapt al weken niet", NOTE]


@pytest.fixture
async def at(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database_url, tmp_path / "var") as found:
        yield found


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", found.now)
    return found


async def full(at: House, **values: object) -> Handoff:
    """A question with everything that can hang on it, posted to Open Klant."""
    row = await at.posted(**values)
    await at.with_notes(row, NOTE)
    await at.send()
    return row


async def sealed_texts(at: House, row: Handoff) -> list[str]:
    """What stands in the database of it, as it stands there; and by what it is known."""
    async with at.database.session() as session:
        events = await session.scalars(select(HandoffEvent.text).where(HandoffEvent.handoff_id == row.id))
        steps = await session.scalars(select(MeldcodeStep.note).where(MeldcodeStep.handoff_id == row.id))
        found = [row.contact, row.question, row.transcript, row.code, *events, *steps]
    return [text for text in found if text] + [row.reference, row.code_hash]


async def count(at: House, *tables: type[Base]) -> list[int]:
    async with at.database.session() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.fixture
def pages(databases: Databases, stored: Callable[[], bytes]) -> Callable[[], bytes]:
    """Database file with its write-ahead log; of PostgreSQL what it gives when asked for everything."""
    return stored


class TestTerm:
    async def test_stays_until_the_last_day(self, at: House, moved: Clock) -> None:
        row = await at.question()
        await at.close_question(row, 30)
        moved.on(days=29, hours=23)
        assert await clean(at.database) == 0

    async def test_goes_after_the_days_of_the_profile(self, at: House, moved: Clock, pages: Callable[[], bytes]) -> None:
        row = await full(at)
        traces = await sealed_texts(at, row)
        assert all(trace.encode() in pages() for trace in traces)
        await at.close_question(row, 30)
        moved.on(days=30, seconds=1)
        assert await clean(at.database) == 1
        await at.send()
        left = pages()
        assert [trace for trace in [*traces, *WORDS] if trace.encode() in left] == []
        assert await count(at, Handoff, HandoffEvent, MeldcodeStep, OutboxEntry, HandoffFact) == [0, 0, 0, 0, 1]
        assert set(at.server.counts().values()) == {0}

    async def test_only_what_is_over(self, at: House, moved: Clock) -> None:
        over, kept, working = await at.question(), await at.question(), await at.question(status="opgepakt")
        await at.close_question(over, 10)
        await at.close_question(kept, 60)
        moved.on(days=11)
        assert await clean(at.database) == 1
        async with at.database.session() as session:
            assert set(await session.scalars(select(Handoff.id))) == {kept.id, working.id}

    async def test_more_than_one_batch(self, at: House, moved: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retention, "AT_A_TIME", 2)
        for _ in range(5):
            await at.close_question(await at.question(), 1)
        moved.on(days=2)
        assert await clean(at.database) == 5

    async def test_what_nobody_finishes_goes_after_a_year(self, at: House, moved: Clock) -> None:
        await full(at, status="wacht_op_ouder")
        moved.on(days=364, hours=23)
        assert await clean(at.database) == 0
        moved.on(hours=2)
        assert await clean(at.database) == 1
        async with at.database.session() as session:
            fact = (await session.scalars(select(HandoffFact))).one()
        assert (fact.outcome, fact.hours_to_contact) == ("niet_afgerond", None)

    async def test_reopened_after_a_year_gets_another(self, at: House, moved: Clock) -> None:
        row = await at.question()
        moved.on(days=366)
        async with at.database.session() as session:
            await repository.add_event(session, row.id, "heropend")
        assert await clean(at.database) == 0
        moved.on(days=366)
        assert await clean(at.database) == 1

    async def test_it_stands_in_the_audit_log_without_a_word(self, at: House, moved: Clock) -> None:
        row = await at.question()
        await at.close_question(row, 1)
        moved.on(days=2)
        await clean(at.database)
        async with at.database.session() as session:
            entry = (await session.scalars(select(AuditEntry))).one()
        assert (entry.action, entry.subject, entry.staff_id) == ("vraag verwijderd: tijd voorbij", row.id, None)

    async def test_the_fact_that_stays_says_nothing_of_who(self, at: House, moved: Clock, pages: Callable[[], bytes]) -> None:
        row = await at.question()
        await at.close_question(row, 1)
        moved.on(days=2)
        await clean(at.database)
        async with at.database.session() as session:
            fact = (await session.scalars(select(HandoffFact))).one()
        told = {name: value for name, value in vars(fact).items() if not name.startswith("_")}
        assert row.id not in str(told) and row.reference not in str(told)
        assert (fact.topic, fact.outcome, fact.within_norm) == ("slapen", "geholpen", True)


class TestDelete:
    async def test_nothing_is_left_when_the_parent_says_so(self, at: House, pages: Callable[[], bytes]) -> None:
        row = await full(at)
        traces = await sealed_texts(at, row)
        await at.remove(row)
        await at.send()
        left = pages()
        assert [trace for trace in [*traces, *WORDS] if trace.encode() in left] == []
        assert set(at.server.counts().values()) == {0}

    async def test_of_others_everything_stays(self, at: House) -> None:
        gone, kept = await full(at), await full(at)
        await at.remove(gone)
        async with at.database.session() as session:
            row = await session.get(Handoff, kept.id)
            assert row and len(await repository.events_of(session, kept.id)) == 3
        assert at.vault.open(row.question, f"handoff/{row.id}/question") == desk.QUESTION


class TestTables:
    def test_whatever_hangs_on_a_question_goes_with_it(self) -> None:
        """A table that is added later too."""
        keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys if key.column.table.name == "handoffs"]
        assert len(keys) >= 3
        assert {key.ondelete for key in keys} == {"CASCADE"}


class TestWithoutAsking:
    async def test_the_server_cleans_by_itself_and_a_failure_does_not_stop_it(
        self, at: House, moved: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from sqlalchemy.exc import OperationalError

        await at.close_question(await at.question(), 1)
        moved.on(days=2)
        calls = []

        async def failing_once(database: object) -> int:
            calls.append(1)
            if len(calls) == 1:
                raise OperationalError("x", {}, Exception())
            return await clean(at.database)

        monkeypatch.setattr(retention, "PAUSE_SECONDS", 0.01)
        monkeypatch.setattr(retention, "clean", failing_once)
        cleaner = asyncio.create_task(retention.keep_clean(at.database))
        async with asyncio.timeout(30):
            while len(calls) < 3:
                await asyncio.sleep(0.02)
        cleaner.cancel()
        assert await count(at, Handoff) == [0]

    async def test_the_command_does_the_same(self, at: House) -> None:
        row = await at.question()
        await at.close_question(row, 1)
        await at.change(row, delete_after=clock.now() - timedelta(seconds=1))
        own = {"WEGWIJS_DATABASE_URL": at.settings.database_url, "WEGWIJS_VAR": str(at.settings.var), "PATH": ""}
        words = [sys.executable, "-m", "handoff", "clean"]
        done = await asyncio.to_thread(subprocess.run, words, cwd=ROOT, env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip().endswith("1 vragen verwijderd")
        assert await count(at, Handoff) == [0]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump of the version that serves."""
    found = postgres_programs()
    if found:
        monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


class Copies:
    """The folder of backups, and what stands in them."""

    def __init__(self, at: House, databases: Databases) -> None:
        self.at, self.folder, self._databases = at, at.settings.var / "backups", databases

    async def make(self) -> Path:
        return await asyncio.to_thread(backup.back_up, self.at.settings.database_url, self.folder)

    def forget(self) -> int:
        return len(backup.forget(self.folder, self.at.settings.backup_days))

    def text(self) -> bytes:
        """All copies, those of PostgreSQL unpacked."""
        return b"".join(self.unpacked(path) for path in self.folder.iterdir())

    def unpacked(self, path: Path) -> bytes:
        if isinstance(self._databases, SqliteFiles):
            return path.read_bytes()
        return subprocess.run(["pg_restore", "--file=-", str(path)], capture_output=True, check=True).stdout


@pytest.fixture
def copies(at: House, databases: Databases, programs: None) -> Copies:
    return Copies(at, databases)


class TestBackup:
    async def test_holds_what_is_sealed_and_not_the_key(self, at: House, copies: Copies) -> None:
        row = await full(at)
        made = await copies.make()
        assert made.stat().st_mode & 0o777 == 0o600
        text = copies.text()
        assert row.contact.encode() in text
        key = (at.settings.var / "handoff.keys").read_text().split()[1]
        assert [word for word in [*WORDS, key] if word.encode() in text] == []

    async def test_holds_no_conversation(self, at: House, copies: Copies) -> None:
        now = clock.now()
        async with at.database.session() as session:
            own = {"token_hash": "t", "language": "nl", "created_at": now, "expires_at": now}
            session.add(Conversation(id="g", gemeente="voorbeeldstad-van-het-gesprek", **own))
        await copies.make()
        assert b"voorbeeldstad-van-het-gesprek" not in copies.text()
        assert (await count(at, Conversation, Turn, Message))[0] == 1

    async def test_can_be_put_back(self, at: House, copies: Copies, databases: Databases, tmp_path: Path) -> None:
        row = await full(at)
        made = await copies.make()
        restored = _restore(databases, made)
        async with house(restored, at.settings.var) as other, other.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found and other.vault.open(found.question, f"handoff/{row.id}/question") == desk.QUESTION
        databases.remove(restored)

    async def test_while_somebody_writes(self, at: House, copies: Copies) -> None:
        writing = asyncio.create_task(_write(at, 30))
        made = [await copies.make() for _ in range(2)]
        await writing
        if isinstance(copies._databases, SqliteFiles):
            with closing(sqlite3.connect(made[-1])) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    async def test_is_whole_or_not_there(self, at: House, copies: Copies, tmp_path: Path) -> None:
        with pytest.raises((sqlite3.Error, subprocess.CalledProcessError)):
            backup.back_up(at.settings.database_url + "-is-er-niet", copies.folder)
        assert list(copies.folder.iterdir()) == []

    async def test_nothing_is_left_after_its_own_term(self, at: House, copies: Copies, moved: Clock, pages: Callable[[], bytes]) -> None:
        """A question, its backup every night, its end, and then so many nights that no copy has it any more."""
        row = await full(at)
        traces = await sealed_texts(at, row)
        await copies.make()
        await at.close_question(row, 2)
        await at.send()
        for night in range(2 + at.settings.backup_days + 1):
            if night == 2:
                assert row.contact.encode() in copies.text()
            moved.on(days=1)
            await clean(at.database)
            await at.send()
            if night % 4 == 0 or night >= at.settings.backup_days:
                await copies.make()
            copies.forget()
        left = pages() + copies.text()
        assert [trace for trace in [*traces, *WORDS] if trace.encode() in left] == []
        assert len(list(copies.folder.iterdir())) > 1

    async def test_only_our_own_files_are_forgotten(self, at: House, copies: Copies, moved: Clock) -> None:
        old = await copies.make()
        other = copies.folder / "handoff.keys.kopie"
        other.write_text("x")
        moved.on(days=at.settings.backup_days, seconds=1)
        new = await copies.make()
        assert copies.forget() == 1
        assert {path.name for path in copies.folder.iterdir()} == {other.name, new.name} != {old.name}

    async def test_the_command(self, at: House, copies: Copies) -> None:
        own = {"WEGWIJS_DATABASE_URL": at.settings.database_url, "WEGWIJS_VAR": str(at.settings.var)}
        words = [sys.executable, "deploy/backup.py"]
        done = await asyncio.to_thread(subprocess.run, words, cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "0 back-ups verwijderd" in done.stdout
        own["WEGWIJS_DATABASE_URL"] += "-is-er-niet"
        done = await asyncio.to_thread(subprocess.run, words, cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True)
        assert done.returncode == 1
        assert "Er is geen back-up gemaakt" in done.stderr


class TestPostgresFiles:
    """What PostgreSQL leaves in its files after a removal is sealed text; when the key is gone it is noise."""

    async def test_no_readable_word_ever_reaches_its_files(self, at: House, databases: Databases) -> None:
        if not isinstance(databases, Postgres):
            pytest.skip("only of PostgreSQL")
        row = await full(at)
        await at.remove(row)
        databases._say("CHECKPOINT")
        raw = _raw(databases._folder / "data")
        assert [word for word in WORDS if any(word.encode() in part for part in raw)] == []


def _raw(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def _write(at: House, times: int) -> None:
    for _ in range(times):
        await at.question()


def _restore(databases: Databases, made: Path) -> str:
    url = databases.empty()
    if isinstance(databases, SqliteFiles):
        databases._path(url).write_bytes(made.read_bytes())
    else:
        subprocess.run(
            ["pg_restore", "--no-owner", "--dbname", make_url(url).database or "", str(made)],
            check=True,
            env={**os.environ, **backup._connection(make_url(url))},
        )
    return url


class TestFigures:
    async def test_the_command_counts_what_is_gone(self, at: House) -> None:
        now = clock.now() - timedelta(days=8)
        rows = [await at.question(created_at=now) for _ in range(6)]
        for row in rows:
            await at.close_question(row)
            await at.remove(row)
        done = await self._run(at, "voorbeeldstad")
        assert done.returncode == 0, done.stderr
        assert ": 6 vragen" in done.stdout
        assert "Geholpen met advies" in done.stdout
        assert (await self._run(at, "nergens")).returncode == 1

    @staticmethod
    async def _run(at: House, gemeente: str) -> subprocess.CompletedProcess[str]:
        own = {"WEGWIJS_DATABASE_URL": at.settings.database_url, "WEGWIJS_VAR": str(at.settings.var), "PATH": ""}
        words = [sys.executable, "-m", "handoff", "figures", gemeente]
        return await asyncio.to_thread(subprocess.run, words, cwd=ROOT, env=own, capture_output=True, text=True)
