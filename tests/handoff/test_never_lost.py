"""Whatever breaks: who has a receipt has a question at the team, and nobody has it twice. Writes the fault table of docs/handoff-faults.md."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import event, func, select

from access import audit
from chat.models import Conversation
from handoff import outbox
from handoff.models import Handoff, HandoffEvent
from kit import clock
from kit.database import Database
from kit.ids import fingerprint, new_id, new_token
from safety import Assessor
from settings import ROOT, Settings
from tests.conftest import Talk
from tests.databases import Databases
from tests.handoff.asking import desk, form
from tests.handoff.mailbox import Clock, Mailbox, senders
from tests.handoff.process import Process

TABLE = ROOT / "docs" / "handoff-faults.md"
HEAD = """# Wat er misgaat, en wat er dan met een vraag gebeurt

Deze tabel schrijft `tests/handoff/test_never_lost.py` zelf, als alle proeven slagen. *Verloren*: een ouder kreeg een bewijs, en de vraag is er niet.
*Dubbel*: een vraag, of de mail erover, staat er twee keer. *Pogingen*: hoe vaak een formulier is verstuurd, met de herhalingen na een fout.

| wat er misging | database | vragen | pogingen | verloren | dubbel |
|---|---|---|---|---|---|
"""
MANY = 1000
KILLS = 3
Parent = tuple[str, str]  # conversation and token


class Count:
    """What parents did and got during one fault."""

    def __init__(self) -> None:
        self.tries, self.asked, self.receipts = 0, set[str](), dict[str, str]()

    def took(self, conversation_id: str, answer: httpx.Response | None) -> bool:
        """Whether there is a receipt now; a second one must be the same."""
        self.tries += 1
        self.asked.add(conversation_id)
        if answer is None or answer.status_code != httpx.codes.CREATED:
            assert answer is None or answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
            return False
        reference = answer.json()["reference"]
        assert self.receipts.setdefault(conversation_id, reference) == reference
        return True


class Report:
    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], str] = {}

    async def add(self, fault: str, kind: str, database: Database, count: Count, doubled: int = 0, tries: str = "") -> None:
        """Looks in the database itself, and fails when anything is lost or doubled."""
        async with database.session() as session:
            stored = [(row.conversation_id, row.reference) for row in await session.scalars(select(Handoff))]
            events = await session.scalar(select(func.count()).select_from(HandoffEvent).where(HandoffEvent.kind == "gemaakt"))
            assert await audit.broken(session) is None
        lost = len(set(count.receipts.items()) - set(stored))
        doubled += len(stored) - len(dict(stored))
        assert set(count.receipts) == count.asked, "somebody has no receipt in the end"
        assert (lost, doubled, events) == (0, 0, len(stored))
        self.lines[fault, kind] = f"| {fault} | {kind} | {len(count.asked)} | {tries or count.tries} | {lost} | {doubled} |"


FAULTS = (
    "server gedood voordat de vraag is bewaard",
    "server gedood na het bewaren, voor het antwoord",
    "server gedood op een willekeurig moment",
    "schijf vol",
    "database alleen te lezen",
    "database op slot",
    "mailserver weg, terug, weigert even",
    f"{MANY} tegelijk, elk formulier twee keer",
)
ONLY_SQLITE = {"schijf vol"}  # PostgreSQL has a disk of its own


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    """Written only when everything was tried, and went well."""
    found = Report()
    yield found
    wanted = [(fault, kind) for fault in FAULTS for kind in ("sqlite", "postgresql") if kind == "sqlite" or fault not in ONLY_SQLITE]
    if all(one in found.lines for one in wanted):
        TABLE.write_text(HEAD + "\n".join(found.lines[one] for one in wanted) + "\n")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    found = Database(database_url)
    yield found
    await found.close()


async def parents(database: Database, count: int) -> list[Parent]:
    """Conversations that have just begun."""
    made = [(new_id(), new_token()) for _ in range(count)]
    fixed: dict[str, Any] = {"gemeente": "voorbeeldstad", "language": "nl", "state": {}, "worries": [], "sender_hash": None}
    moments = {"created_at": clock.now(), "expires_at": clock.now() + Settings().conversation_lifetime}
    async with database.session() as session:
        session.add_all(Conversation(id=one, token_hash=fingerprint(token), **fixed, **moments) for one, token in made)
    return made


def path(conversation_id: str) -> str:
    return f"/api/v1/conversations/{conversation_id}/handoff"


class TestKilled:
    @pytest.mark.parametrize(("moment", "fault"), [("before", FAULTS[0]), ("after", FAULTS[1])])
    async def test_at_a_certain_moment(
        self, database: Database, database_url: str, databases: Databases, tmp_path: Path, report: Report, moment: str, fault: str
    ) -> None:
        count, (parent,) = Count(), await parents(database, 1)
        with Process(database_url, tmp_path, moment) as server:
            assert not count.took(parent[0], await asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
        async with database.session() as session:
            there = await session.scalar(select(func.count()).select_from(Handoff))
        assert there == (1 if moment == "after" else 0)
        with Process(database_url, tmp_path) as server:
            for _ in range(2):
                assert count.took(parent[0], await asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
        await report.add(fault, databases.kind, database, count)

    async def test_at_any_moment(self, database: Database, database_url: str, databases: Databases, tmp_path: Path, report: Report) -> None:
        count, chance, asking = Count(), random.Random(6), await parents(database, KILLS)
        for parent in asking:
            with Process(database_url, tmp_path) as server:
                sending = asyncio.create_task(asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
                await asyncio.sleep(chance.uniform(0, 0.3))
                server.kill()
                count.took(parent[0], await sending)
        with Process(database_url, tmp_path) as server:
            for parent in asking:
                assert count.took(parent[0], await asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
        await report.add(FAULTS[2], databases.kind, database, count)


class TestStorage:
    async def test_a_full_disk(self, database: Database, database_url: str, databases: Databases, tmp_path: Path, report: Report) -> None:
        if databases.kind != "sqlite":
            pytest.skip("PostgreSQL has a disk of its own")
        count, asking = Count(), await parents(database, 3)
        with Process(database_url, tmp_path) as server:
            running = psutil.Process(server.process.pid)
            most = running.rlimit(psutil.RLIMIT_FSIZE)
            running.rlimit(psutil.RLIMIT_FSIZE, (0, most[1]))
            for parent in asking:
                assert not count.took(parent[0], await asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
            running.rlimit(psutil.RLIMIT_FSIZE, most)
            for parent in asking:
                assert count.took(parent[0], await asyncio.to_thread(server.post, path(parent[0]), parent[1], form()))
        await report.add(FAULTS[3], databases.kind, database, count)

    async def test_read_only(self, talk: Talk, databases: Databases, report: Report) -> None:
        database, count = desk(talk.client).database, Count()
        asking = await parents(database, 3)
        refuse = "PRAGMA query_only=ON" if databases.kind == "sqlite" else "SET default_transaction_read_only = on"
        await database.engine.dispose()
        event.listen(database.engine.sync_engine, "connect", listener := _saying(refuse))
        for parent in asking:
            answer = await self._send(talk, parent)
            assert not count.took(parent[0], answer)
            assert "nog niet doorgegeven" in answer.json()["detail"]
        event.remove(database.engine.sync_engine, "connect", listener)
        await database.engine.dispose()
        for parent in asking:
            assert count.took(parent[0], await self._send(talk, parent))
        await report.add(FAULTS[4], databases.kind, database, count)

    async def test_locked(self, talk: Talk, databases: Databases, database_url: str, report: Report) -> None:
        database, count = desk(talk.client).database, Count()
        asking = await parents(database, 3)
        with databases.locked(database_url, "handoffs"):
            answers = await asyncio.gather(*(self._send(talk, parent) for parent in asking))
        for parent, answer in zip(asking, answers, strict=True):
            assert not count.took(parent[0], answer)
        for parent in asking:
            assert count.took(parent[0], await self._send(talk, parent))
        await report.add(FAULTS[5], databases.kind, database, count)

    @staticmethod
    async def _send(talk: Talk, parent: Parent) -> httpx.Response:
        return await talk.client.post(path(parent[0]), json=form(), headers={"Authorization": f"Bearer {parent[1]}"})


def _saying(words: str) -> Any:
    def say(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(words)
        cursor.close()

    return say


class TestMail:
    async def test_gone_back_and_refusing(self, talk: Talk, databases: Databases, mailbox: Mailbox, moved: Clock, report: Report) -> None:
        database, count = desk(talk.client).database, Count()
        for parent in await parents(database, 5):
            assert count.took(parent[0], await TestStorage._send(talk, parent))
        assert await outbox.run_once(database, senders(talk)) == 0
        mailbox.controller.start()
        mailbox.refuse = True
        moved.on(minutes=1)
        assert await outbox.run_once(database, senders(talk)) == 0
        mailbox.refuse = False
        moved.on(minutes=2)
        assert await outbox.run_once(database, senders(talk)) == 5
        told = [str(message["Subject"]).split()[1] for _, message in mailbox.taken]
        assert set(told) == set(count.receipts.values())
        await report.add(FAULTS[6], databases.kind, database, count, doubled=len(told) - len(set(told)))


class TestMany:
    async def test_a_thousand_at_once(self, talk: Talk, databases: Databases, report: Report) -> None:
        state = talk.client.app.state  # type: ignore[attr-defined]
        object.__setattr__(state.settings, "handoffs_per_hour", 100_000)
        object.__setattr__(state.tools, "assessor", Assessor())  # the phrases alone: the meaning of a sentence takes most of the time
        database, count = desk(talk.client).database, Count()
        waiting = await parents(database, MANY)
        waiting += waiting
        random.Random(6).shuffle(waiting)
        while waiting:
            answers = await asyncio.gather(*(TestStorage._send(talk, parent) for parent in waiting))
            waiting = [parent for parent, answer in zip(waiting, answers, strict=True) if not count.took(parent[0], answer)]
        assert len(count.receipts) == MANY
        await report.add(FAULTS[7], databases.kind, database, count, tries=f"{2 * MANY} of meer")
