"""What all tests share: a database with the real content, a bot that says what a test tells it to, and a server around both."""

import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog import files, repository
from chat.rasa_client import RasaClient, RasaFailed
from evaluation.own_server import address, missing
from kit.database import Database
from server import create_app
from settings import ROOT, Settings
from tests import aside
from tests.databases import KINDS, Databases, SqliteFiles, migrate, postgres

Body = dict[str, Any]


@pytest.fixture(autouse=True)
def no_outside_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that tries to leave this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, to: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and to[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"outside connection to {to[0]}")
        connect(self, to)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class FakeRasa(RasaClient):
    """Answers with what a test enqueued; without anything enqueued it says one sentence. Keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", "voorbeeldstad")
        self.ready = self.was_ready = True
        self.asked: list[tuple[str, str, Body]] = []
        self._enqueued: list[list[Body] | Exception] = []

    def enqueue(self, answer: list[Body] | Exception) -> None:
        self._enqueued.append(answer)

    def start_watching(self) -> None:
        return None

    async def send(self, sender: str, text: str, metadata: Body) -> list[Body]:
        self.asked.append((sender, text, metadata))
        answer = self._enqueued.pop(0) if self._enqueued else [{"text": "Ik luister."}]
        if isinstance(answer, Exception):
            raise answer
        return answer


def down() -> RasaFailed:
    return RasaFailed("ConnectError")


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """A test that touches a database runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path_factory.mktemp("databases"))
    else:
        with postgres() as server:
            yield server


@pytest.fixture(scope="session")
def content_url(databases: Databases) -> str:
    """A database with the tables and the real content; tests work on copies."""
    url = databases.empty()
    migrate(url)

    async def load() -> None:
        database = Database(url)
        async with database.session() as session:
            await repository.replace(session, files.read(ROOT / "catalog").documents)
        await database.close()

    aside.run(load())
    return url


@pytest.fixture
def database_url(databases: Databases, content_url: str) -> Iterator[str]:
    """A database of this test alone, with the real content."""
    url = databases.copy(content_url)
    yield url
    databases.remove(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database of this test alone, without tables."""
    url = databases.empty()
    yield url
    databases.remove(url)


@pytest.fixture
def stored(databases: Databases, database_url: str) -> Callable[[], bytes]:
    """Everything that stands in the database of this test, now."""
    return lambda: databases.stored(database_url)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(var=tmp_path, database_url=database_url)


@pytest.fixture(scope="session")
def talk_to() -> Iterator[httpx.Client]:
    """The server that WEGWIJS_URL names, else one that is started for this session: gateway, actions and Rasa with the trained model."""
    lacking = None if os.environ.get("WEGWIJS_URL") else missing()
    if lacking:
        pytest.skip(lacking)
    with address() as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
async def client(settings: Settings, rasa: FakeRasa) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a whole server with a fake bot; a bug answers 500 as it would for a parent."""
    app = create_app(settings, rasa)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as found:
            found.app = app  # type: ignore[attr-defined]
            yield found


class Talk:
    """One conversation over the API."""

    def __init__(self, client: httpx.AsyncClient, begun: Body) -> None:
        self.client, self.id, self.token, self.begun = client, begun["id"], begun["token"], begun
        self._count = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, **body: Any) -> httpx.Response:
        self._count += 1
        body = {"clientMessageId": f"m{self._count}", **body}
        return await self.client.post(f"/api/v1/conversations/{self.id}/messages", json=body, headers=self.headers)

    async def say(self, text: str) -> list[Body]:
        answer = await self.post(text=text)
        assert answer.status_code == 200, answer.text
        messages: list[Body] = answer.json()["messages"]
        return messages

    async def read(self) -> list[Body]:
        answer = await self.client.get(f"/api/v1/conversations/{self.id}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        messages: list[Body] = answer.json()["messages"]
        return messages


@pytest.fixture
async def talk(client: httpx.AsyncClient) -> Talk:
    answer = await client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"})
    assert answer.status_code == 201, answer.text
    return Talk(client, answer.json())
