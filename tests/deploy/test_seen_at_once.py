"""A change by an editor reaches parents within two seconds, in the server and in the actions: two real programs on one database."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from catalog import repository
from catalog.repository import Document
from evaluation.own_server import free_ports
from kit.database import Database
from settings import ROOT
from tests.catalog.factory import make_offer

SECONDS = 2
STARTS_WITHIN_SECONDS = 200
WORDS = "mijn kind van 4 slaapt slecht"
NEW = {
    "summary": "Voor ouders van een kind van 4 dat slecht slaapt.",
    "topics": ["slapen"],
    "gemeenten": ["voorbeeldstad"],
    "kind": "opvoedconsulent",
    "age_min": 3,
    "age_max": 5,
}


class OnlyWarm(BaseHTTPRequestHandler):
    """Rasa that is there, and fails at each message of a parent: then the server answers by itself."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer([{"text": "warm"}] if asked["sender"] == "warm-up" else [])

    def do_GET(self) -> None:
        self.answer({})

    def answer(self, body: Any) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        return None


@contextlib.contextmanager
def fake_rasa(port: int) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", port), OnlyWarm)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


class Programs:
    """What each of the two tells a parent about sleep."""

    def __init__(self, server: str, actions: str) -> None:
        self._http = httpx.Client(timeout=30, trust_env=False)
        self._server, self._actions = f"{server}/api/v1", actions
        self._numbers = count()

    def by_server(self) -> str:
        begun = self._http.post(f"{self._server}/conversations", json={"gemeente": "voorbeeldstad"}).json()
        said = {"text": WORDS, "clientMessageId": f"m{next(self._numbers)}"}
        headers = {"Authorization": f"Bearer {begun['token']}"}
        answer = self._http.post(f"{self._server}/conversations/{begun['id']}/messages", json=said, headers=headers)
        return answer.text if answer.status_code == httpx.codes.OK else ""

    def by_actions(self) -> str:
        state = {"topic": "slapen", "age": [4, 4], "asked": ["leeftijd", "zwaarte", "plek"] * 2}
        latest = {
            "text": WORDS,
            "intent": {"name": "slapen", "confidence": 0.9},
            "intent_ranking": [{"name": "slapen", "confidence": 0.9}],
            "entities": [],
            "metadata": {"gemeente": "voorbeeldstad", "state": state},
        }
        tracker = {"sender_id": "x", "slots": {}, "latest_message": latest, "events": [], "paused": False, "active_loop": {}}
        asked = {
            "next_action": "action_topic",
            "sender_id": "x",
            "tracker": {**tracker, "latest_action_name": None},
            "domain": {"responses": {}},
        }
        return self._http.post(f"{self._actions}/webhook", json=asked).text

    def close(self) -> None:
        self._http.close()


def wait_for(answers: Callable[[], str], running: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if "offers" in answers():
                return
        assert running.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


@pytest.fixture
def programs(database_url: str, tmp_path: Path) -> Iterator[Programs]:
    server, rasa, actions = free_ports(3)
    ports = {"WEGWIJS_PORT": str(server), "WEGWIJS_RASA_PORT": str(rasa), "WEGWIJS_ACTIONS_PORT": str(actions)}
    limits = {"WEGWIJS_CONVERSATIONS_PER_MINUTE": "100000", "WEGWIJS_VAR": str(tmp_path), "WEGWIJS_DATABASE_URL": database_url}
    environment = {**os.environ, **ports, **limits, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    both = Programs(f"http://127.0.0.1:{server}", f"http://127.0.0.1:{actions}")
    with contextlib.ExitStack() as stack:
        stack.enter_context(fake_rasa(rasa))
        stack.callback(both.close)
        for words, answers in ((["server.py"], both.by_server), (["-m", "actions"], both.by_actions)):
            path = tmp_path / f"{words[-1]}.log"
            log = stack.enter_context(path.open("wb"))
            running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, stdout=log, stderr=log)
            stack.callback(running.wait, 30)
            stack.callback(running.terminate)
            wait_for(answers, running, path)
        yield both


def publish(url: str, document: Document) -> None:
    async def write() -> None:
        database = Database(url)
        async with database.session() as session:
            await repository.put(session, document)
        await database.close()

    asyncio.run(write())


def seen_in_time(programs: Programs, wanted: Callable[[str], bool]) -> None:
    """Whoever asks two seconds after the change or later gets the new answer, however long answering takes."""
    began = time.monotonic()
    for says in (programs.by_server, programs.by_actions):
        while True:
            asked = time.monotonic()
            if wanted(says()):
                break
            assert asked - began < SECONDS, says.__name__


@pytest.mark.bot
def test_published_changed_and_withdrawn(programs: Programs, database_url: str) -> None:
    assert not any("Slaapboot" in says() for says in (programs.by_server, programs.by_actions))
    publish(database_url, make_offer("nieuw", name="Slaapboot", **NEW))
    seen_in_time(programs, lambda answer: "Slaapboot" in answer)
    publish(database_url, make_offer("nieuw", name="Droomboot", **NEW))
    seen_in_time(programs, lambda answer: "Droomboot" in answer and "Slaapboot" not in answer)
    publish(database_url, make_offer("nieuw", name="Droomboot", status="ingetrokken", **NEW))
    seen_in_time(programs, lambda answer: answer != "" and "Droomboot" not in answer)
