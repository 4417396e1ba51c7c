"""What we send and what the fake answers, held against the OpenAPI itself: Prism makes a server out of it, and a proxy that checks both ways.

`deploy/local/setup.py test` installs Prism (tests/handoff/prism/) in the var folder.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from handoff.klantinteracties import follow_once
from handoff.open_klant import OpenKlant, Refused
from settings import ROOT, Settings
from tests.databases import absent
from tests.handoff import desk
from tests.handoff.house import House, house
from tests.handoff.klantinteracties_api import CUT, cut
from tests.handoff.open_klant import BASE, STARTS_WITHIN_SECONDS, TOKEN, OpenKlantServer, free_port, served

PROGRAM = Settings().var / "prism" / "node_modules" / ".bin" / "prism"
WHOLE = ROOT.parent / "shared" / "conformance" / "klantinteracties" / "openapi.yaml"
LONG = "".join(f"Regel {number} van een lange vraag. " for number in range(60))


@contextmanager
def prism(*words: str) -> Iterator[str]:
    """Address of a Prism that runs meanwhile."""
    if not PROGRAM.exists() or not shutil.which("node"):
        absent("Prism is absent on this machine: `python3 deploy/local/setup.py test` installs it")
    port = free_port()
    command = [str(PROGRAM), words[0], "--host", "127.0.0.1", "--port", str(port), *words[1:]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not _listens(port):
            assert process.poll() is None and time.monotonic() < deadline, "Prism did not start"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def client_of(url: str) -> OpenKlant:
    return OpenKlant(Settings(klantinteracties_url=url, klantinteracties_token=TOKEN))


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    with prism("mock", str(CUT)) as url:
        yield url


@pytest.fixture
async def at(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database_url, tmp_path) as found:
        yield found


async def journey(at: House) -> None:
    """Everything that we ever ask: post, look again, follow, finish and remove; an ordinary question and an awkward one."""
    first, second = (
        await at.posted(urgency="spoed"),
        await at.posted(question=LONG, preferred_time=None, topics=[], ages=[], transcript=None),
    )
    assert await at.send() == 2
    await at.close_question(first)
    assert await follow_once(at.database, at.open_klant) == 1
    at.server._remove("internetaken", at.server.all("internetaken")[1]["uuid"])
    assert await follow_once(at.database, at.open_klant) == 1
    for row in (first, second):
        await at.remove(row)
    await at.send()
    assert set(at.server.counts().values()) == {0}


class TestMock:
    async def test_takes_everything_that_we_ask(self, at: House, mock: str) -> None:
        """Each request of a whole journey, repeated to the server that Prism makes of the OpenAPI."""
        asked: list[httpx.Request] = []
        at.open_klant._http.event_hooks["request"].append(_keep(asked))
        at.server.add_actor("Wijkteam")
        await journey(at)
        refused = []
        async with httpx.AsyncClient(trust_env=False, timeout=30) as prism_client:
            for request in asked:
                path = request.url.raw_path.decode().removeprefix(BASE)
                answer = await prism_client.request(request.method, f"{mock}{path}", content=request.content, headers=_headers(request))
                if not answer.is_success:
                    refused.append((request.method, path, answer.text[:400]))
        assert refused == []
        assert {(one.method, one.url.path.removeprefix(BASE).split("/")[1]) for one in asked} >= {
            ("POST", "klantcontacten"),
            ("POST", "betrokkenen"),
            ("POST", "digitaleadressen"),
            ("POST", "internetaken"),
            ("PATCH", "internetaken"),
            ("DELETE", "klantcontacten"),
        }

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("klantcontacten", {"kanaal": "Chat", "taal": "nld", "vertrouwelijk": True}),
            ("klantcontacten", {"kanaal": "Chat", "taal": "nld", "vertrouwelijk": True, "onderwerp": "x" * 201}),
            ("klantcontacten", {"kanaal": "Chat", "taal": "nld", "vertrouwelijk": True, "onderwerp": "x", "inhoud": "x" * 1001}),
            ("klantcontacten", {"kanaal": "Chat", "taal": "nld", "vertrouwelijk": True, "onderwerp": "x", "referentienummer": "x" * 11}),
            ("betrokkenen", {"rol": "ouder", "initiator": True, "hadKlantcontact": {"uuid": "6b3ba1f1-8a1a-4ec4-9f6f-3a6a5b7c5d11"}}),
            ("digitaleadressen", {"adres": "x" * 81, "soortDigitaalAdres": "email"}),
            ("digitaleadressen", {"adres": "x", "soortDigitaalAdres": "email", "referentie": "met spaties"}),
            ("internetaken", {"gevraagdeHandeling": "x", "status": "klaar", "aanleidinggevendKlantcontact": {"uuid": "x"}}),
        ],
    )
    async def test_refuses_what_does_not_fit(self, mock: str, path: str, body: dict[str, Any]) -> None:
        """So that what it took above says something; the fake refuses the same."""
        fake = OpenKlantServer()
        for open_klant in (
            client_of(mock),
            OpenKlant(
                Settings(klantinteracties_url=f"http://localhost{BASE}", klantinteracties_token=TOKEN), httpx.ASGITransport(fake.app)
            ),
        ):
            with pytest.raises(Refused):
                await open_klant.make(path, body)
            await open_klant.close()


class TestProxy:
    async def test_the_fake_answers_as_the_openapi_says(self, at: House) -> None:
        """Prism stands between: a request or an answer that is not of the OpenAPI becomes an error.

        No actors: there the OpenAPI says `oneOf` of three that all fit, so that no answer with one is right.
        """
        with served(at.server) as fake, prism("proxy", str(CUT), fake, "--errors") as url:
            await at.open_klant.close()
            at.open_klant = client_of(url)
            await journey(at)
        assert desk.PHONE in str(at.server.asked)


class TestCut:
    def test_is_the_whole_without_what_we_do_not_use(self) -> None:
        if not WHOLE.exists():
            pytest.skip("the whole OpenAPI is not beside this repository")
        assert yaml.safe_load(CUT.read_text(encoding="utf-8")) == cut(yaml.safe_load(WHOLE.read_text(encoding="utf-8")))


def _keep(asked: list[httpx.Request]) -> Any:
    async def keep(request: httpx.Request) -> None:
        asked.append(request)

    return keep


def _headers(request: httpx.Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name in ("authorization", "content-type", "accept")}
