"""Live chat on a real server process: connections that drop, answers that get lost, a server that is killed; nothing lost, nothing twice."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from access import csrf
from access.models import Account
from access.pages import SESSION
from access.service import Access, open_session
from catalog.repository import Document
from chat import live_words as words
from kit.database import Database
from settings import Settings
from tests.access.factory import VISIT, person
from tests.catalog.stored import filled
from tests.conftest import Body
from tests.databases import Databases
from tests.handoff.live import LIST, TEAM, WORKER, YES, profiles, with_live
from tests.handoff.process import Process

MESSAGES = 25
PATIENCE_SECONDS = 240


@pytest.fixture(scope="module")
def content_url(databases: Databases) -> str:
    documents: list[Document] = [with_live(one) for one in profiles() if one.id == "voorbeeldstad"]  # type: ignore[arg-type]
    return filled(databases.empty(), documents)


class House:
    """The server of this moment, a parent and a worker. A request that fails is repeated under the same number until it is answered."""

    def __init__(self, url: str, var: Path) -> None:
        self.url, self.var = url, var
        self.server = Process(url, var)
        self.chance = random.Random(3)
        self.conversation: Body = {}
        self.chat = ""
        self.secret = ""

    async def start(self) -> None:
        await asyncio.to_thread(self.server.__enter__)

    async def restart(self) -> None:
        await asyncio.to_thread(self.server.kill)
        self.server = Process(self.url, self.var)
        await self.start()

    @asynccontextmanager
    async def client(self, timeout: float = 60) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(base_url=self.server.address, timeout=timeout, trust_env=False) as found:
            yield found

    @property
    def parent(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.conversation['token']}"}

    @property
    def staff(self) -> dict[str, str]:
        own = {"Origin": self.server.address, "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": csrf.token(self.secret)}
        return {"Cookie": f"{SESSION}={self.secret}", "Accept": "application/json", **own}

    async def until_answered(
        self, path: str, headers: Callable[[], dict[str, str]], impatient: bool = False, **more: Any
    ) -> httpx.Response:
        """`impatient`: now and then the answer is not waited for, as on a train."""
        while True:
            timeout = self.chance.choice((0.02, 0.2, 60)) if impatient else 60
            try:
                async with self.client(timeout) as client:
                    answer = await client.post(path, headers=headers(), **more)
                if answer.status_code < 500:
                    return answer
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.05)

    async def says(self, number: int) -> None:
        body = {"text": f"ouder zegt {number:02}", "clientMessageId": f"o{number}"}
        path = f"/api/v1/conversations/{self.conversation['id']}/messages"
        assert (await self.until_answered(path, lambda: self.parent, True, json=body)).status_code == 200

    async def answers(self, number: int) -> None:
        data = {"text": f"team zegt {number:02}", "once": f"t{number}"}
        assert (await self.until_answered(f"{LIST}/{self.chat}/zeg", lambda: self.staff, True, data=data)).status_code == 200

    async def begin(self, database: Database) -> None:
        """Signed in and there; asked for and taken."""
        access = Access(database, Settings(var=self.var))
        account, _ = await person(access, WORKER)
        async with database.session() as session:
            self.secret = (await open_session(session, await session.get_one(Account, account.id), VISIT)).secret
        async with self.client() as client:
            there = await client.post(f"{LIST}/aanwezig", data={"plek": TEAM, "at_most": "2"}, headers=self.staff)
            assert there.status_code == 303
            self.conversation = (await client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})).json()
            for number, said in enumerate(({"text": "ik wil iemand spreken"}, {"choice": words.ASK}, {"choice": YES})):
                path = f"/api/v1/conversations/{self.conversation['id']}/messages"
                answer = await client.post(path, json={**said, "clientMessageId": f"begin{number}"}, headers=self.parent, timeout=120)
                assert answer.status_code == 200, answer.text
            assert answer.json()["live"] == "gevraagd"
            stand = (await client.get(f"{LIST}/stand", headers=self.staff)).json()
            self.chat = stand["waiting"][0]["id"]
            assert (await client.post(f"{LIST}/{self.chat}/neem", headers=self.staff)).status_code == 303

    async def listen(self, path: str, headers: Callable[[], dict[str, str]], drops: bool, wanted: str) -> AsyncIterator[tuple[str, Body]]:
        """Events as a browser gets them: after a lost connection it goes on after the last id. `drops`: it gets lost now and then."""
        last = 0
        while True:
            left = self.chance.randint(1, 6) if drops else 10**9
            try:
                async with self.client() as client, client.stream("GET", path, headers={**headers(), "Last-Event-ID": str(last)}) as answer:
                    event: dict[str, str] = {}
                    async for line in answer.aiter_lines():
                        name, _, value = line.partition(": ")
                        if line:
                            event[name] = value
                        elif "data" in event:
                            last = int(event.get("id", last))
                            yield event["event"], json.loads(event["data"])
                            left -= event["event"] == wanted
                            event = {}
                        if left <= 0:
                            break
            except httpx.HTTPError:
                await asyncio.sleep(0.05)


@pytest.fixture
async def house(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setenv("WEGWIJS_TURNS_PER_MINUTE", "100000")
    found, database = House(database_url, tmp_path), Database(database_url)
    await found.start()
    try:
        await found.begin(database)
        yield found
    finally:
        await database.close()
        await asyncio.to_thread(found.server.kill)


async def heard(stream: AsyncIterator[tuple[str, Body]], kind: str, words_of: Callable[[Body], str], count: int) -> list[str]:
    """What came in by itself, until there are `count` lines of people."""
    found: list[str] = []
    async for event, data in stream:
        if event == kind and " zegt " in words_of(data):
            found.append(words_of(data))
        if len(found) >= count:
            return found
    return found


class TestStreams:
    @pytest.mark.timeout(600)
    async def test_nothing_lost_and_nothing_twice(self, house: House) -> None:
        path, total = f"/api/v1/conversations/{house.conversation['id']}/events", 2 * MESSAGES
        stable = house.listen(path, lambda: house.parent, False, "message")
        shaky = house.listen(path, lambda: house.parent, True, "message")
        page = house.listen(f"{LIST}/{house.chat}/stroom", lambda: house.staff, True, "bericht")
        listening = [
            asyncio.create_task(heard(stable, "message", lambda one: str(one.get("text")), total)),
            asyncio.create_task(heard(shaky, "message", lambda one: str(one.get("text")), total)),
            asyncio.create_task(heard(page, "bericht", lambda one: " ".join(one["words"]), total)),
        ]

        async def parent() -> None:
            for number in range(MESSAGES):
                await house.says(number)

        async def team() -> None:
            for number in range(MESSAGES):
                await house.answers(number)
                if number == MESSAGES // 2:
                    await house.restart()

        await asyncio.gather(parent(), team())
        found = await asyncio.wait_for(asyncio.gather(*listening), PATIENCE_SECONDS)
        async with house.client() as client:
            whole = (await client.get(f"/api/v1/conversations/{house.conversation['id']}", headers=house.parent)).json()["messages"]
        told = [one["text"] for one in whole if " zegt " in str(one.get("text"))]
        assert sorted(told) == sorted(f"{who} zegt {number:02}" for who in ("ouder", "team") for number in range(MESSAGES))
        assert [line for line in told if line.startswith("team")] == [f"team zegt {number:02}" for number in range(MESSAGES)]
        assert found == [told, told, told]

    async def test_what_is_true_now_comes_by_itself(self, house: House) -> None:
        path = f"/api/v1/conversations/{house.conversation['id']}/events"
        parent = house.listen(path, lambda: house.parent, False, "live")
        page = house.listen(f"{LIST}/{house.chat}/stroom", lambda: house.staff, False, "nu")

        async def next_of(stream: AsyncIterator[tuple[str, Body]], kind: str, **wanted: Any) -> Body:
            async def look() -> Body:
                async for event, data in stream:
                    if event == kind and all(data[name] == value for name, value in wanted.items()):
                        return data
                raise AssertionError("the stream ended")

            return await asyncio.wait_for(look(), 60)

        await next_of(parent, "live", state="verbonden", typing=False)
        await next_of(page, "nu", typing=False, talking=True)
        assert (await house.until_answered(f"{LIST}/{house.chat}/typt", lambda: house.staff)).status_code == 204
        await next_of(parent, "live", typing=True)
        await house.until_answered(f"/api/v1/conversations/{house.conversation['id']}/typing", lambda: house.parent)
        await next_of(page, "nu", typing=True)
        await next_of(parent, "live", typing=False)
        await next_of(page, "nu", typing=False)
        body = {"text": "mijn man slaat mij en de kinderen, ik ben bang", "clientMessageId": "gevaar"}
        await house.until_answered(f"/api/v1/conversations/{house.conversation['id']}/messages", lambda: house.parent, json=body)
        danger = await next_of(page, "nu")
        while not danger["danger"]:
            danger = await next_of(page, "nu")
        async with house.client() as client:
            await client.delete(f"/api/v1/conversations/{house.conversation['id']}", headers=house.parent)
        await next_of(page, "weg")
