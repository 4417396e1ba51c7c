"""The inbox: what stands in the list, in what order, with which filters, and how it renews itself."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from access.pages import SESSION
from handoff import inbox, pages
from handoff.references import SIGNS
from kit import clock
from tests.access.conftest import no_name_lists_or_encoder as no_name_lists_or_encoder
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import StaffClient, access_of
from tests.handoff.desk import EMAIL, HOME, NAME, PHONE, QUESTION, question, two_teams, worker
from tests.pages.test_templates import parse

HOUR = timedelta(hours=1)


async def references(who: StaffClient, query: str = "") -> list[str]:
    """In the order of the list."""
    answer = await who.get(f"{HOME}{query}")
    assert answer.status_code == 200, answer.text
    tree = parse(answer.text)
    return [link.text or "" for link in tree.iter("a") if link.get("class") == "reference"]


class TestList:
    async def test_urgent_first_then_what_is_due_first(self, client: httpx.AsyncClient) -> None:
        now = clock.now()
        later = await question(client, due_at=now + 40 * HOUR)
        sooner = await question(client, due_at=now + 3 * HOUR)
        urgent = await question(client, due_at=now + 90 * HOUR, urgency="spoed")
        assert await references(await worker(client)) == [urgent.reference, sooner.reference, later.reference]

    async def test_has_words_and_a_drawing_for_every_colour(self, client: httpx.AsyncClient) -> None:
        now = clock.now()
        await question(client, created_at=now - 50 * HOUR, due_at=now - HOUR, urgency="spoed")
        await question(client, created_at=now - 3 * HOUR)
        text = (await (await worker(client)).get(HOME)).text
        assert "Spoed</span>" in text and "Te laat: uiterlijk" in text and "Wacht 2 dagen" in text
        assert "Wacht 3 uur" in text and "Reageer uiterlijk" in text
        tree = parse(text)
        late = [element for element in tree.iter() if "norm-late" in element.get("class", "")]
        assert len(late) == 1 and [element for element in late[0].iter() if str(element.tag).endswith("svg")]

    async def test_shows_nothing_that_is_sealed(self, client: httpx.AsyncClient) -> None:
        await question(client)
        text = (await (await worker(client)).get(HOME)).text
        assert not [words for words in (QUESTION, NAME, PHONE, "06 12345678", EMAIL) if words in text]

    async def test_filters(self, client: httpx.AsyncClient) -> None:
        now = clock.now()
        await two_teams(client)
        noor = await worker(client)
        values: dict[str, dict[str, Any]] = {
            "new": {"team": "oost"},
            "mine": {"team": "west", "status": "opgepakt", "assignee": noor.staff.id},
            "waits": {"team": "west", "status": "wacht_op_ouder", "assignee": "somebody"},
            "late": {"team": "oost", "due_at": now - HOUR},
            "tried": {"team": "oost", "due_at": now - HOUR, "tried_to_reach_at": now - 2 * HOUR},
            "urgent": {"team": "west", "urgency": "spoed"},
            "done": {"team": "west", "status": "afgerond", "closed_at": now, "outcome": "geholpen", "delete_after": now + HOUR},
        }
        rows = {name: (await question(client, **one)).reference for name, one in values.items()}
        wanted = {
            "": rows.keys() - {"done"},
            "?status=alle": rows.keys(),
            "?status=afgerond": {"done"},
            "?status=opgepakt": {"mine"},
            "?status=wacht_op_ouder": {"waits"},
            "?mijn=ja": {"mine"},
            "?telaat=ja": {"late"},
            "?spoed=ja": {"urgent"},
            "?team=oost": {"new", "late", "tried"},
            "?team=oost&telaat=ja": {"late"},
            "?status=onzin&pagina=-1&telaat=misschien": rows.keys() - {"done"},
            "?pagina=99999999999": rows.keys() - {"done"},
        }
        for query, names in wanted.items():
            assert set(await references(noor, query)) == {rows[name] for name in names}, query

    async def test_search_is_on_the_reference_only(self, client: httpx.AsyncClient) -> None:
        row = await question(client)
        await question(client)
        noor = await worker(client)
        plain = row.reference.replace("-", "")
        for typed in (row.reference, plain.lower(), f" {plain[:4]} {plain[4:6]}", plain[:5]):
            assert row.reference in await references(noor, f"?zoek={typed}")
        assert await references(noor, f"?zoek={row.reference}") == [row.reference]
        for typed in ("Fatima", "avonden", "%25", "_", "K7MP-4RXT-", "O" * 500):
            assert await references(noor, f"?zoek={typed}") == [], typed

    async def test_pages(self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("handoff.repository.ON_A_PAGE", 2)
        monkeypatch.setattr("handoff.inbox.ON_A_PAGE", 2)
        for _ in range(3):
            await question(client)
        noor = await worker(client)
        assert (len(await references(noor)), len(await references(noor, "?pagina=2"))) == (2, 1)
        assert 'rel="next"' in (await noor.get(HOME)).text

    async def test_strange_words_are_shown_as_words(self, client: httpx.AsyncClient) -> None:
        noor = await worker(client)
        text = (await noor.get(HOME, params={"zoek": '"><script>alert(1)</script>'})).text
        assert "<script>alert" not in text and "&lt;script&gt;" in text

    async def test_an_empty_list_says_so(self, client: httpx.AsyncClient) -> None:
        assert "Hier staan geen vragen." in (await (await worker(client)).get(HOME)).text


class TestWords:
    @pytest.mark.parametrize(
        ("minutes", "words"), [(0, "0 minuten"), (1, "1 minuut"), (59, "59 minuten"), (60, "1 uur"), (2879, "47 uur"), (2880, "2 dagen")]
    )
    def test_duration(self, minutes: int, words: str) -> None:
        assert inbox.duration(timedelta(minutes=minutes, seconds=30)) == words

    def test_reference(self) -> None:
        assert inbox.reference_begin("k7mp4rxt") == "K7MP-4RXT"
        assert inbox.reference_begin(" ") == ""
        assert inbox.reference_begin("fatima") == "?" and "?" not in SIGNS

    @pytest.mark.parametrize(
        ("pair", "words"), [([0.0, 0.5], "jonger dan 1 jaar"), ([3.0, 3.99], "3 jaar"), ([4.0, 12.0], "4 tot 12 jaar")]
    )
    def test_ages(self, pair: list[float], words: str) -> None:
        assert inbox.ages_words(pair) == words


class TestStream:
    @pytest.fixture
    def lines(self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[StaffClient], AsyncIterator[str]]:
        monkeypatch.setattr(pages, "LOOK_EVERY_SECONDS", 0.05)

        async def begin(who: StaffClient) -> AsyncIterator[str]:
            headers = [(b"cookie", f"{SESSION}={who.secret}".encode())]
            scope = {"type": "http", "method": "GET", "path": f"{HOME}/stroom", "headers": headers, "query_string": b"", "app": client.app}  # type: ignore[attr-defined]
            request = Request(scope)
            async for line in pages._changes(request, who.staff, await pages.desk(request).state(who.staff)):
                yield line

        return begin

    async def test_tells_what_is_new_and_stops_after_signing_out(
        self, client: httpx.AsyncClient, lines: Callable[[StaffClient], AsyncIterator[str]]
    ) -> None:
        noor = await worker(client)
        stream = lines(noor)
        assert (await anext(stream)).startswith("retry")
        # given a new question, also when another process wrote it
        coming = asyncio.ensure_future(anext(stream))
        row = await question(client)
        told = await asyncio.wait_for(coming, 20)
        body = json.loads(told.split("data: ", 1)[1])
        assert (body["new"], body["changed"], row.reference in body["html"], QUESTION in body["html"]) == (1, True, True, False)
        # when it changes
        coming = asyncio.ensure_future(anext(stream))
        assert (await noor.post(f"{HOME}/{row.id}/pak", {"version": "1"})).status_code == 303
        assert "Opgepakt" in await asyncio.wait_for(coming, 20)
        # when the session is over
        await access_of(client).sign_out(noor.secret, noor.staff)
        assert "uitgelogd" in await asyncio.wait_for(anext(stream), 20)

    async def test_of_another_gemeente_says_nothing(
        self, client: httpx.AsyncClient, lines: Callable[[StaffClient], AsyncIterator[str]]
    ) -> None:
        stream = lines(await worker(client))
        await anext(stream)
        coming = asyncio.ensure_future(anext(stream))
        await question(client, gemeente="zoetermeer")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(coming, 0.5)

    async def test_looking_keeps_nobody_signed_in(self, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
        noor = await worker(client)
        access, real = access_of(client), clock.now
        moved: list[datetime] = []
        for minutes in (10, 20, 29, 31):
            monkeypatch.setattr(clock, "now", lambda minutes=minutes: real() + timedelta(minutes=minutes))
            if await access.current(noor.secret, click=False):
                moved.append(real())
        assert len(moved) == 3
