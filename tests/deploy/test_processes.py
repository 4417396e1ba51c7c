"""The three programs together: what dies comes back, nothing phones out, a taken port is said in one sentence."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from evaluation import own_server
from settings import ROOT

pytestmark = pytest.mark.bot
GUARD = ROOT / "tests" / "deploy" / "guard"
BACK_WITHIN_SECONDS = 60


@pytest.fixture(scope="module")
def guard_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guard") / "connections.log"


@pytest.fixture(scope="module")
def url(guard_log: Path) -> Iterator[str]:
    if reason := own_server.missing():
        pytest.skip(reason)
    guarded = {"PYTHONPATH": f"{ROOT}{os.pathsep}{GUARD}", "GUARD_LOG": str(guard_log)}
    with own_server.running(guarded) as address:
        yield address


def talk(url: str, text: str) -> list[dict[str, object]]:
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        begun = client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad"}).json()
        headers = {"Authorization": f"Bearer {begun['token']}"}
        answer = client.post(f"/api/v1/conversations/{begun['id']}/messages", json={"text": text, "clientMessageId": "a"}, headers=headers)
        messages: list[dict[str, object]] = answer.json()["messages"]
        return messages


def programs_of(url: str) -> list[psutil.Process]:
    """The programs of this module's own server; those of other tests are left alone."""
    port = url.rsplit(":", 1)[1]
    family = psutil.Process().children(recursive=True)
    return [child for child in family if child.is_running() and child.environ().get("WEGWIJS_PORT") == port]


def process(url: str, word: str) -> psutil.Process:
    return next(found for found in programs_of(url) if word in " ".join(found.cmdline()))


def is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v1/health/ready", trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + BACK_WITHIN_SECONDS
    while not is_ready(url):
        assert time.monotonic() < deadline, "not back in time"
        time.sleep(0.5)


class TestTogether:
    def test_a_real_answer(self, url: str) -> None:
        types = [message["type"] for message in talk(url, "mijn zoontje van 3 slaapt niet")]
        assert types == ["text", "choices"]

    @pytest.mark.parametrize("word", ["-m actions", "rasa run"])
    def test_a_part_that_dies_is_answered_for_and_comes_back(self, url: str, word: str) -> None:
        process(url, word).send_signal(signal.SIGKILL)
        messages = talk(url, "mijn dochter durft niet naar school")
        assert [message["type"] for message in messages] == ["notice", "contact", "offers", "choices"]
        assert talk(url, "hij heeft nu een mes en steekt")[0]["type"] == "crisis"
        time.sleep(6)
        wait_until_ready(url)
        deadline = time.monotonic() + BACK_WITHIN_SECONDS
        while talk(url, "mijn dochter durft niet naar school")[0]["type"] == "notice":
            assert time.monotonic() < deadline, "the bot did not come back"
            time.sleep(1)

    def test_nothing_phones_out(self, url: str, guard_log: Path) -> None:
        talk(url, "mijn zoontje van 3 slaapt niet")
        noted = guard_log.read_text().splitlines()
        for program in ("server.py", "-m actions", "rasa run"):
            assert any(line.startswith("guarded") and program in line for line in noted), f"{program} was not guarded"
        assert [line for line in noted if line.startswith("outside")] == []

    def test_only_loopback_is_listened_on(self, url: str) -> None:
        addresses = {
            connection.laddr.ip
            for child in programs_of(url)
            for connection in child.net_connections("inet")
            if connection.status == "LISTEN"
        }
        assert addresses == {"127.0.0.1"}


class TestTakenPort:
    def test_is_said_in_one_sentence(self, tmp_path: Path) -> None:
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            done = subprocess.run(
                [sys.executable, "deploy/local/run.py"],
                cwd=ROOT,
                env={**os.environ, "WEGWIJS_PORT": str(taken), "WEGWIJS_VAR": str(tmp_path)},
                capture_output=True,
                text=True,
            )
        assert done.returncode == 1
        assert done.stderr.strip() == f"Port {taken} is taken by another program: stop that, or choose another with WEGWIJS_PORT=..."


class TestCtrlC:
    def test_stops_all(self) -> None:
        if reason := own_server.missing():
            pytest.skip(reason)
        with own_server.running() as address:
            mine = programs_of(address)
            assert len(mine) >= 4
            os.killpg(mine[0].pid, signal.SIGINT)
            _, alive = psutil.wait_procs(mine, timeout=20)
            assert alive == []
