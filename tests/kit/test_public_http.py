"""Reading an address of others: nothing of our own network can be reached, and nothing goes on for ever. With real servers on this machine."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from kit import public_http
from kit.public_http import Budget, Unreachable, is_public, read


@dataclass
class Site:
    """A server on 127.0.0.1 that keeps what it was asked."""

    port: int
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forever: bool = False

    def put(self, path: str, body: bytes = b"{}", status: str = "200 OK", **headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.answers[path] = ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        found.asked.append(head)
        writer.write(found.answers.get(head.split()[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        try:
            while found.forever:
                writer.write(b"x" * 1000)
                await writer.drain()
                await asyncio.sleep(0.01)
            await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    found = Site(server.sockets[0].getsockname()[1])
    yield found
    found.forever = False
    server.close()


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and the addresses behind them. On this machine 127.0.0.1 stands for a public address."""
    names: dict[str, list[str]] = {"feed.example": ["127.0.0.1"]}

    async def resolve(host: str, port: int) -> list[str]:
        if host not in names:
            raise OSError("unknown")
        return names[host]

    monkeypatch.setattr(public_http, "resolve", resolve)
    monkeypatch.setattr(public_http, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    return names


async def refused(url: str, budget: Budget | None = None) -> str:
    with pytest.raises(Unreachable) as error:
        await read(url, budget or Budget(seconds=5))
    return error.value.detail


class TestAddress:
    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
            *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
            *(
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:a00:1::",
                "2001:db8::1",
                "fec0::1",
                "3fff::1",
                "192.88.99.1",
            ),
        ],
    )
    def test_ours_is_not_public(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "145.1.2.3", "2a00:1450:400e::1", "64:ff9b::808:808"])
    def test_theirs_is(self, address: str) -> None:
        assert is_public(address)


class TestRead:
    async def test_a_public_site_is_read_at_the_address_that_was_looked_up(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/data?a=1", b'{"a": 1}')
        assert await read(f"http://feed.example:{site.port}/data?a=1", Budget()) == (
            f"http://feed.example:{site.port}/data?a=1",
            b'{"a": 1}',
        )
        assert f"Host: feed.example:{site.port}" in site.asked[0]
        assert "cookie" not in site.asked[0].lower()

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "0"])
    async def test_our_own_machine_is_not(self, site: Site, host: str) -> None:
        site.put("/")
        await refused(f"http://{host}:{site.port}/")
        assert site.asked == []

    @pytest.mark.parametrize("others", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], []])
    async def test_a_name_that_leads_inside_is_not(self, site: Site, internet: dict[str, list[str]], others: list[str]) -> None:
        internet["inside.example"] = others
        assert await refused(f"http://inside.example:{site.port}/") == "Dit adres is niet openbaar."
        assert site.asked == []

    async def test_a_name_that_changes_its_address_is_asked_once(
        self, site: Site, internet: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.put("/", b"1")
        looked: list[str] = []

        async def rebinding(host: str, port: int) -> list[str]:
            looked.append(host)
            return ["127.0.0.1"] if len(looked) == 1 else ["10.0.0.1"]

        monkeypatch.setattr(public_http, "resolve", rebinding)
        assert (await read(f"http://rebind.example:{site.port}/", Budget()))[1] == b"1"
        assert looked == ["rebind.example"]

    async def test_a_redirect_to_another_public_place_is_followed(self, site: Site, internet: dict[str, list[str]]) -> None:
        internet["other.example"] = ["127.0.0.1"]
        site.put("/", status="302 Found", Location=f"http://other.example:{site.port}/there")
        site.put("/there", b"here")
        assert (await read(f"http://feed.example:{site.port}/", Budget()))[1] == b"here"

    @pytest.mark.parametrize(
        "target", ["http://inside.example/", "http://169.254.169.254/latest", "file:///etc/passwd", "gopher://feed.example/", ""]
    )
    async def test_a_redirect_to_anything_else_is_not(self, site: Site, internet: dict[str, list[str]], target: str) -> None:
        internet["inside.example"], internet["169.254.169.254"] = ["10.0.0.1"], ["169.254.169.254"]
        site.put("/", status="302 Found", Location=target)
        await refused(f"http://feed.example:{site.port}/")

    async def test_a_circle_ends(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/", status="301 Moved", Location="/")
        await refused(f"http://feed.example:{site.port}/")
        assert len(site.asked) == public_http.MOST_HOPS + 1

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://feed.example/",
            "file:///etc/passwd",
            "http://",
            "http://a:b@feed.example/",
            "http://feed.example:99999/",
            "//feed.example",
            "http://[::1",
        ],
    )
    async def test_only_plain_web_addresses(self, internet: dict[str, list[str]], url: str) -> None:
        await refused(url)

    async def test_size_is_limited_whatever_the_site_says(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/", b"x" * 20_000)
        assert "te veel" in await refused(f"http://feed.example:{site.port}/", Budget(size=10_000))

    async def test_what_is_packed_is_refused(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/", gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip")
        await refused(f"http://feed.example:{site.port}/")

    async def test_time_is_limited_whatever_the_site_sends(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"
        site.forever = True
        await asyncio.wait_for(refused(f"http://feed.example:{site.port}/", Budget(seconds=0.5)), 10)

    async def test_everything_together_is_limited(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/", b"12345")
        budget = Budget(requests=2)
        for _ in range(2):
            await read(f"http://feed.example:{site.port}/", budget)
        assert "te lang" in await refused(f"http://feed.example:{site.port}/", budget)

    async def test_a_site_that_is_down_or_angry_says_nothing_of_itself(self, site: Site, internet: dict[str, list[str]]) -> None:
        site.put("/", b"secret", status="500 Oops")
        assert "secret" not in await refused(f"http://feed.example:{site.port}/")
        assert await refused("http://feed.example:1/") == "De site geeft geen antwoord."
        assert await refused("http://nowhere.example/") == "Deze site is niet te vinden."
