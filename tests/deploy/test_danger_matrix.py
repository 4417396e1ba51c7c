"""Every part that can fail × every door × where the conversation stands: the card comes, its number first, and soon."""

import contextlib
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest

from evaluation import own_server
from tests.deploy.parts import Doors, Parts

pytestmark = [pytest.mark.bot, pytest.mark.timeout(600)]
DANGER = "mijn man slaat mij waar de kinderen bij zijn"
NUMBER = "0800-2000"
WITHIN_SECONDS = 8.0  # the machine of a test is busy; what the product waits itself is at most two


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    if reason := own_server.missing():
        pytest.skip(reason)
    with own_server.running() as url:
        yield Parts(url)


@contextlib.contextmanager
def locked(parts: Parts) -> Iterator[None]:
    other = sqlite3.connect(parts.var / "wegwijs.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextlib.contextmanager
def unreadable(parts: Parts) -> Iterator[None]:
    """Neither the file nor what the server had of it in hand can be read as a database: its beginning is garbage."""
    files = [parts.var / name for name in ("wegwijs.db", "wegwijs.db-wal", "wegwijs.db-shm")]
    before = {path: path.read_bytes() for path in files if path.exists()}
    for path in before:
        with path.open("r+b") as file:
            file.write(b"geen database meer" * 1000)
    try:
        yield
    finally:
        for path, content in before.items():
            path.write_bytes(content)


@contextlib.contextmanager
def _both(first: AbstractContextManager[None], second: AbstractContextManager[None]) -> Iterator[None]:
    with first, second:
        yield


FAILURES: dict[str, Callable[[Parts], AbstractContextManager[None]]] = {
    "all well": lambda parts: contextlib.nullcontext(),
    "rasa killed": lambda parts: parts.signalled(signal.SIGKILL, "rasa"),
    "rasa hangs": lambda parts: parts.signalled(signal.SIGSTOP, "rasa"),
    "actions killed": lambda parts: parts.signalled(signal.SIGKILL, "actions"),
    "actions hang": lambda parts: parts.signalled(signal.SIGSTOP, "actions"),
    "rasa and actions killed": lambda parts: parts.signalled(signal.SIGKILL, "rasa", "actions"),
    "database locked": locked,
    "disk full": lambda parts: parts.full_disk(),
    "disk full and rasa killed": lambda parts: _both(parts.full_disk(), parts.signalled(signal.SIGKILL, "rasa")),
    "database unreadable": unreadable,
}


def number_comes_first(door: str, answer: httpx.Response) -> bool:
    assert answer.status_code == httpx.codes.OK, f"{door}: {answer.text[:300]}"
    if door == "page":
        numbers: list[str] = re.findall(r'href="(tel:\d+)"', answer.text.split('class="card crisis"')[1])
        return numbers[0] == "tel:08002000"
    first = (answer.json()["messages"] if door == "api" else answer.json())[0]
    card = first if door == "api" else first["custom"]
    told = door == "api" or str(first["text"]).startswith(f"Bel {NUMBER}")
    return bool(card["type"] == "crisis" and card["lines"][0]["phone"] == NUMBER and told)


@pytest.mark.parametrize("failure", FAILURES)
def test_the_card_comes(parts: Parts, failure: str) -> None:
    parts.wait_until_well()
    fresh, in_form = Doors(parts.url), Doors(parts.url)
    for door in (in_form.api, in_form.webhook, in_form.page):
        door("mijn zoontje van 3 slaapt niet")
    with FAILURES[failure](parts):
        for doors in (fresh, in_form):
            for name in ("api", "webhook", "page"):
                began = time.monotonic()
                assert number_comes_first(name, getattr(doors, name)(DANGER)), f"{failure}: {name}"
                assert time.monotonic() - began < WITHIN_SECONDS, f"{failure}: {name} took {time.monotonic() - began:.1f} s"
        new = fresh.webhook(DANGER, sender=f"nieuw bij {failure}")
        assert number_comes_first("webhook", new), f"{failure}: a new sender"
