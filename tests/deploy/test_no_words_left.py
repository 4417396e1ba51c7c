"""Personal data planted through every way in, with each program made to crash on it, in none of: Rasa's and the actions' memory, any log, the
database and its write-ahead log, anything else in var/; also after the server was killed in the middle."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from evaluation import own_server
from settings import ROOT
from tests.deploy.parts import Doors, Parts, may_read_memory, memory_holds

pytestmark = [pytest.mark.bot, pytest.mark.timeout(600)]
PLANTED = ("Fatima Yilmaz", "06-48291735", "0648291735", "614295070", "f.yilmaz@zomaarvoorbeeld.nl", "Tulpenlaan 17", "3818 XB")
SENTENCE = "ik heet Fatima Yilmaz, bel 06-48291735, mijn bsn is 614295070, mail f.yilmaz@zomaarvoorbeeld.nl, wij wonen op de Tulpenlaan 17, 3818 XB"
STUMBLES = ("struikelrasa", "struikelactie", "struikelserver")
MARK = "kwartelmutsje"


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    if reason := own_server.missing():
        pytest.skip(reason)
    raising = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'deploy' / 'raising'}", "RAISE_ON_WORDS": "yes"}
    with own_server.running(raising) as url:
        yield Parts(url)


@pytest.fixture(scope="module")
def planted(parts: Parts) -> Doors:
    """Everything said through every door, with and without a crash."""
    doors = Doors(parts.url)
    for text in (SENTENCE, f"{MARK} {SENTENCE}", *(f"{word} {MARK} {SENTENCE}" for word in STUMBLES)):
        for door in (doors.api, doors.webhook, doors.page):
            door(text)
    doors.http.post(f"{doors.path}/feedback", json={"helpful": False, "reason": SENTENCE}, headers=doors.headers)
    doors.http.post(f"{doors.path}/feedback", json={"helpful": SENTENCE}, headers=doors.headers)
    doors.api(SENTENCE * 20)
    doors.http.post(f"{doors.path}/messages", json={"text": SENTENCE, SENTENCE: 1}, headers=doors.headers)
    doors.http.post(f"{doors.path}/messages", content=SENTENCE.encode(), headers={**doors.headers, "Content-Type": "application/json"})
    doors.http.get("/chat/voorbeeldstad", params={"naam": SENTENCE})
    doors.http.post(f"{doors.path}/overview", json={"email": "f.yilmaz@zomaarvoorbeeld.nl"}, headers=doors.headers)
    time.sleep(1)
    return doors


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holding(folder: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(name, word) for name, content in files(folder).items() for word in words if word.encode() in content}


class TestMemory:
    @pytest.mark.parametrize("name", ["rasa", "actions"])
    def test_holds_nothing_unredacted(self, parts: Parts, planted: Doors, name: str) -> None:
        if not may_read_memory():
            pytest.skip("only root may read the memory of another process here")
        process = parts.one(name)
        assert memory_holds(process, ["action_danger"]), "the search itself does not work"
        assert memory_holds(process, list(PLANTED)) == set()


class TestFiles:
    def test_every_program_did_stumble(self, parts: Parts, planted: Doors) -> None:
        logs = {name: (parts.var / "log" / f"{name}.log").read_text() for name in ("rasa", "actions", "server")}
        assert "age_extractor" in logs["rasa"] or "sitecustomize.py" in logs["rasa"]
        assert "ValueError" in logs["actions"] and "sitecustomize.py" in logs["actions"]
        assert "ValueError" in logs["server"]

    def test_no_file_holds_anything_planted(self, parts: Parts, planted: Doors) -> None:
        assert holding(parts.var, PLANTED) == set()

    def test_no_log_holds_a_word_of_the_parent(self, parts: Parts, planted: Doors) -> None:
        """Not even redacted: no message text, no local variables, no message of an error."""
        assert holding(parts.var / "log", (MARK, *STUMBLES, "[PERSOON]", "local_copy", "cannot read")) == set()

    def test_the_redacted_words_are_in_the_database_until_they_are_wiped(self, parts: Parts, planted: Doors) -> None:
        def kept() -> bool:
            return any(MARK.encode() in content for name, content in files(parts.var).items() if "wegwijs.db" in name)

        assert kept()
        planted.http.delete(planted.path, headers=planted.headers)
        planted.http.post("/chat/voorbeeldstad/wis")
        planted.webhook("wis dit gesprek")
        assert not kept()


class TestCrash:
    def test_a_killed_server_leaves_nothing_behind(self, parts: Parts, planted: Doors) -> None:
        doors, var = Doors(parts.url), parts.var
        with parts.signalled(signal.SIGSTOP, "rasa"):
            doors.http.timeout = httpx.Timeout(1)
            with pytest.raises(httpx.TimeoutException):
                doors.api(f"{MARK} {SENTENCE}")
            parts.one("server").send_signal(signal.SIGKILL)
        assert holding(var, PLANTED) == set()
        assert holding(var / "log", (MARK,)) == set()
