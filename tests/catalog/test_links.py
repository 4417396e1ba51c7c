"""Do the web addresses still work? With a real server on this machine that stands for the internet; our own network is never asked."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.models import CatalogueLink
from catalog.upkeep import links
from catalog.upkeep.links import BROKEN, CLOSED, GOOD, SILENT, Place, addresses, check, check_night, look, places
from kit import clock, public_http
from kit.database import Database
from kit.public_http import is_public
from tests.catalog.editing import STAD, staff
from tests.catalog.factory import TODAY, make_offer, make_profile, make_tip
from tests.catalog.stored import store
from tests.catalog.upkeep import NOON, catalogue, offer, tasks


@dataclass
class Site:
    """A server that keeps what it was asked. `codes`: by method and path; `busy`: how many are asked at once, at most."""

    port: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    now: int = 0
    busy: int = 0

    def url(self, path: str = "/", host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.now += 1
        found.busy = max(found.busy, found.now)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path, _ = head.split("\r\n")[0].split()
        found.asked.append(f"{method} {path}")
        status = found.codes.get(f"{method} {path}") or found.codes.get(path) or "200 OK"
        await asyncio.sleep(0.01)
        found.now -= 1
        if status == "hangs":
            await asyncio.sleep(5)
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()


@pytest.fixture(autouse=True)
def internet(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """On this machine 127.0.0.1 stands for a public address, for these names only."""
    names = {"site.example": ["127.0.0.1"], "other.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}

    async def resolve(host: str, port: int) -> list[str]:
        if host not in names:
            raise OSError("unknown")
        return names[host]

    monkeypatch.setattr(public_http, "resolve", resolve)
    monkeypatch.setattr(public_http, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    monkeypatch.setattr(links, "SECONDS_PER_SITE", 0.0)
    return names


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    async with catalogue(empty_database_url, []) as found:
        yield found


async def known(database: Database) -> dict[str, str]:
    async with database.session() as session:
        return {row.path: row.state for row in await session.scalars(select(CatalogueLink))}


class TestLook:
    @pytest.mark.parametrize(
        ("codes", "state"),
        [
            ({}, GOOD),
            ({"/": "404 Not Found"}, BROKEN),
            ({"/": "410 Gone"}, BROKEN),
            ({"/": "503 Oops"}, SILENT),
            ({"/": "403 Forbidden"}, CLOSED),
            ({"/": "429 Slow"}, CLOSED),
            ({"HEAD /": "405 No"}, GOOD),
            ({"HEAD /": "404 Not Found"}, GOOD),
            ({"HEAD /": "302 Found\r\nLocation: /there"}, GOOD),
            ({"HEAD /": "301 Moved\r\nLocation: /gone", "/gone": "404 Not Found", "GET /": "301 Moved\r\nLocation: /gone"}, BROKEN),
            ({"/": "301 Moved\r\nLocation: /"}, SILENT),
            ({"/": "301 Moved\r\nLocation: http://inside.example/"}, BROKEN),
            ({"/": "301 Moved\r\nLocation: file:///etc/passwd"}, BROKEN),
        ],
    )
    async def test_says_what_it_is(self, site: Site, codes: dict[str, str], state: str) -> None:
        site.codes = codes
        assert (await look(site.url()))[0] == state

    async def test_asks_for_the_head_first_and_no_more_than_needed(self, site: Site) -> None:
        await look(site.url())
        assert site.asked == ["HEAD /"]

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:{port}/",
            "http://localhost:{port}/",
            "http://inside.example/",
            "http://169.254.169.254/latest",
            "ftp://site.example/",
            "http://[::1]:{port}/",
        ],
    )
    async def test_our_own_network_is_not_asked(
        self, site: Site, internet: dict[str, list[str]], url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        internet |= {"localhost": ["::1"], "127.0.0.1": ["10.1.1.1"], "169.254.169.254": ["169.254.169.254"], "::1": ["::1"]}
        state, told = await look(url.format(port=site.port))
        assert (state, site.asked) == (BROKEN, [])
        assert "169" not in told

    async def test_who_does_not_answer_in_time(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        site.codes = {"/": "hangs"}
        monkeypatch.setattr(links, "Budget", lambda **_: public_http.Budget(seconds=0.3))
        assert (await look(site.url()))[0] == SILENT

    async def test_a_name_that_nobody_knows(self) -> None:
        assert (await look("http://nowhere.example/"))[0] == SILENT


class TestAddresses:
    def test_of_every_kind_of_document(self) -> None:
        one = make_offer(start={"text": "Bel.", "url": "https://a.example/x"}, source={"url": "https://b.example/"}).model_dump(mode="json")
        tip = make_tip(source={"url": "https://c.example/"}).model_dump(mode="json")
        people = [{"id": "poh", "name": "POH", "text": "Bel.", "url": "https://d.example/"}]
        profile = make_profile(people=people).model_dump(mode="json")
        assert addresses(one) == {"start.url": "https://a.example/x", "source.url": "https://b.example/"}
        assert addresses(tip) == {"source.url": "https://c.example/"}
        assert addresses(profile) == {"people.0.url": "https://d.example/"}
        assert addresses(make_offer().model_dump(mode="json")) == {}


class TestCheck:
    async def test_each_address_once_and_one_site_at_a_time(self, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(links, "SITES_AT_ONCE", 2)
        urls = [site.url(f"/{number % 3}", host) for number in range(6) for host in ("site.example", "other.example")]
        await check(database, [Place("offer", str(at), "start.url", url) for at, url in enumerate(urls)])
        assert sorted(site.asked) == ["HEAD /0", "HEAD /0", "HEAD /1", "HEAD /1", "HEAD /2", "HEAD /2"]
        assert site.busy <= 2
        async with database.session() as session:
            assert len(list(await session.scalars(select(CatalogueLink)))) == 12

    async def test_since_when_stays(self, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        place = Place("offer", "a", "start.url", site.url())
        site.codes = {"/": "404 Not Found"}
        for day in range(3):
            monkeypatch.setattr(clock, "now", lambda day=day: NOON + timedelta(days=day))
            await check(database, [place])
        async with database.session() as session:
            row = (await session.scalars(select(CatalogueLink))).one()
        assert (row.since, row.checked_at) == (NOON, NOON + timedelta(days=2))


class TestAtNight:
    async def test_what_was_not_looked_at_for_a_while(self, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON)
        async with database.session() as session:
            await store(
                session,
                make_offer("a", start={"text": "Bel.", "url": site.url("/goed")}),
                make_offer("b", start={"text": "Bel.", "url": site.url("/weg")}),
                make_offer("c", start={"text": "Bel.", "url": site.url("/c")}, status="ingetrokken"),
            )
        site.codes = {"/weg": "404 Not Found"}
        assert await check_night(database) == 1
        site.asked.clear()
        await check_night(database)
        assert site.asked == []
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))
        await check_night(database)
        assert site.asked == ["HEAD /weg", "GET /weg"]
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=7))
        await check_night(database)
        assert "HEAD /goed" in site.asked

    async def test_what_stands_nowhere_is_forgotten(self, database: Database, site: Site) -> None:
        await check(database, [Place("offer", "weg", "start.url", site.url())])
        await check_night(database)
        assert await known(database) == {}
        async with database.session() as session:
            assert await places(session) == []


class TestOnTheList:
    async def seen(self, database: Database) -> bool:
        return "link/offer/cursus" in await tasks(database, staff(STAD))

    async def test_broken_at_once_silent_after_some_days(self, database: Database, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON)
        document = offer("cursus", TODAY + timedelta(days=90), start={"text": "Bel.", "url": site.url("/weg")})
        async with database.session() as session:
            await store(session, document)
        site.codes = {"/weg": "503 Oops"}
        await check_night(database)
        assert not await self.seen(database)
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=3))
        assert await self.seen(database)
        site.codes = {"/weg": "404 Not Found"}
        await check_night(database)
        task = (await tasks(database, staff(STAD)))["link/offer/cursus"]
        assert task.told == "Deze pagina is er niet (meer)." and site.url("/weg") in task.words[0]

    async def test_not_when_the_address_was_changed_meanwhile(self, database: Database, site: Site) -> None:
        site.codes = {"/weg": "404 Not Found"}
        again = TODAY + timedelta(days=90)
        async with database.session() as session:
            await store(session, offer("cursus", again, start={"text": "Bel.", "url": site.url("/weg")}))
        await check_night(database)
        assert await self.seen(database)
        async with database.session() as session:
            await store(session, offer("cursus", again, start={"text": "Bel.", "url": site.url("/nieuw")}))
        assert not await self.seen(database)
