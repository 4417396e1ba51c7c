"""A server without what only a parent needs, a clock that a test can move, and a way to read the audit log."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

import server
from access import passwords
from access.models import AuditEntry
from access.service import Access
from kit import clock
from tests.access.factory import Visitor, access_of


@pytest.fixture(autouse=True)
def no_name_lists_or_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare", lambda tools: None)


@pytest.fixture(autouse=True)
def quick_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with hardly any work, but where the work itself is tested."""
    if "real_hashes" not in request.fixturenames:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", quick)
        monkeypatch.setattr(passwords, "NOBODY", quick.hash("nobody has this password"))


@pytest.fixture
def real_hashes() -> None:
    """Passwords cost what they cost a person."""


class Clock:
    """Real time, plus what a test added."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._real = clock.now

    def now(self) -> datetime:
        return self._real() + self._ahead

    def forward(self, **much: float) -> None:
        self._ahead += timedelta(**much)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


@pytest.fixture
def access(client: httpx.AsyncClient) -> Access:
    return access_of(client)


Log = Callable[[], Awaitable[list[tuple[str | None, str, str | None, str]]]]


@pytest.fixture
def log(access: Access) -> Log:
    """Everything in the audit log so far, as (who, action, gemeente, subject)."""

    async def read() -> list[tuple[str | None, str, str | None, str]]:
        async with access.database.session() as session:
            rows = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(row.staff_id, row.action, row.gemeente, row.subject) for row in rows]

    return read


@pytest.fixture
def visitor(client: httpx.AsyncClient) -> Visitor:
    return Visitor(client)
