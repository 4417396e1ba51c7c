"""A real server process that a test can kill: `python -m tests.handoff.process PORT [MOMENT]`. At MOMENT it kills itself:
`before` the question is written down, `after` that but before the answer."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from chat.handover import HandOver
from handoff.service import Handoffs
from kit import logs
from server import create_app
from settings import ROOT, Settings
from tests.conftest import Body, FakeRasa, down

STARTS_WITHIN_SECONDS = 200


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process:
    """One life of the server, at a free port unless one is given. As a context: it runs inside, and is dead afterwards."""

    def __init__(self, url: str, var: Path, moment: str = "", port: int = 0) -> None:
        self.port = port or _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {"WEGWIJS_DATABASE_URL": url, "WEGWIJS_VAR": str(var), "PYTHONPATH": str(ROOT), "WEGWIJS_HANDOFFS_PER_HOUR": "100000"}
        words = [sys.executable, "-m", "tests.handoff.process", str(self.port), moment]
        self.process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL)

    def __enter__(self) -> "Process":
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._lives():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError("the server did not start")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def post(self, path: str, token: str, body: dict[str, Any], timeout: float = 60) -> httpx.Response | None:
        """None when the server went before it answered."""
        try:
            return httpx.post(
                f"{self.address}{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=timeout, trust_env=False
            )
        except httpx.TransportError:
            return None

    def _lives(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/v1/health/live", trust_env=False, timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _arm(moment: str) -> None:
    if moment == "after":
        HandOver._tell = _die  # type: ignore[assignment, method-assign]
    elif moment == "before":
        announce = Handoffs._announce

        async def announced(*given: Any) -> None:
            await announce(*given)
            _die()

        Handoffs._announce = announced  # type: ignore[method-assign, assignment]


class NoRasa(FakeRasa):
    """The bot is down, so every answer holds the team's card."""

    async def send(self, sender: str, text: str, metadata: Body) -> list[Body]:
        raise down()


if __name__ == "__main__":
    logs.configure()
    _arm(sys.argv[2])
    uvicorn.run(create_app(Settings(), NoRasa()), port=int(sys.argv[1]), log_level="critical", access_log=False)
