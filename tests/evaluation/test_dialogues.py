"""The suite `dialogues` itself: its set, and what it does with scripts of other writers. The API is a small fake in the same process."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from evaluation.dialogues.checks import as_entry
from evaluation.dialogues.evaluate import as_text, run
from evaluation.dialogues.talk import Conversation
from evaluation.suites import FOLDER, SUITES, read_cases

OWN_SET = read_cases(FOLDER / "dialogues" / "set.jsonl", SUITES["dialogues"])
BUTTON = {
    "id": "1",
    "from": "bot",
    "at": "",
    "type": "choices",
    "text": "Waar gaat het over?",
    "choices": [{"id": "onderwerp:slapen", "label": "Slapen"}],
}


def answer(request: httpx.Request) -> httpx.Response:
    """A server that knows one button, refuses others, and has no handoff."""
    if request.url.path.endswith("/handoff"):
        return httpx.Response(404, json={"detail": "Not Found"})
    body = json.loads(request.content)
    if "gemeente" in body:
        return httpx.Response(201, json={"id": "c", "token": "t", "messages": [BUTTON]})
    if body.get("choice", "onderwerp:slapen") != "onderwerp:slapen":
        return httpx.Response(404, json={"detail": "Deze knop hoort niet bij dit gesprek."})
    return httpx.Response(200, json={"messages": [{"type": "text", "text": f"Je zei: {body.get('text') or body['choice']}"}]})


def client(handler: Callable[[httpx.Request], httpx.Response] = answer) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(handler), base_url="http://wegwijs.test")


class TestOwnSet:
    def test_there_are_enough(self) -> None:
        assert len(OWN_SET) >= 84
        assert len({case["id"] for case in OWN_SET}) == len(OWN_SET)

    @pytest.mark.parametrize("case", OWN_SET, ids=lambda case: case["id"])
    def test_script(self, case: dict[str, Any]) -> None:
        assert case.get("about")
        assert 3 <= len(case["turns"]) <= 8
        entries = [*case.get("must", []), *case.get("must_not", [])]
        assert case.get("must")
        assert all(as_entry(entry) is not None for entry in entries)
        assert all(1 <= entry.get(key, 1) <= len(case["turns"]) for entry in entries for key in ("turn", "from", "to"))


class TestRun:
    def test_a_script_without_demands_just_runs(self) -> None:
        row = run({"id": "x", "turns": [{"user": "hoi"}, {"choice": "onderwerp:slapen"}]}, client())
        assert [turn["turn"] for turn in row["transcript"]] == [1, 2]
        assert (row["errors"], row["failures"], row["handoffs"]) == ([], [], [])

    def test_what_the_server_refuses_is_an_error_in_the_row(self) -> None:
        row = run({"turns": [{"choice": "bestaat:niet"}, {"handoff": {"question": "help"}}, {"sings": "la"}, {"user": "hoi"}]}, client())
        assert len(row["errors"]) == 3
        assert row["transcript"][3]["messages"][0]["text"] == "Je zei: hoi"
        assert "status 404" in as_text(row)

    def test_no_server_is_an_error_in_the_row(self) -> None:
        def gone(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("nobody there")

        row = run({"turns": [{"user": "hoi"}]}, client(gone))
        assert "nobody there" in row["errors"][0]
        assert row["transcript"] == []

    def test_a_receipt_is_kept(self) -> None:
        def accepts(request: httpx.Request) -> httpx.Response:
            return httpx.Response(201, json={"reference": "W-1"}) if request.url.path.endswith("/handoff") else answer(request)

        row = run({"turns": [{"handoff": {"question": "help"}}], "must": []}, client(accepts))
        assert row["handoffs"] == [{"reference": "W-1"}]
        assert row["failures"] == []


class TestConversation:
    @pytest.mark.parametrize("choice", ["onderwerp:slapen", {"label": "slapen"}, "Slapen"])
    def test_a_button_by_id_or_label(self, choice: object) -> None:
        assert Conversation(client(), "voorbeeldstad").choose(choice)[0]["text"] == "Je zei: onderwerp:slapen"

    def test_too_fast_waits_and_tries_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[float] = []
        monkeypatch.setattr("evaluation.dialogues.talk.time.sleep", waits.append)
        answers = iter(
            [httpx.Response(429, headers={"Retry-After": "20"}), httpx.Response(201, json={"id": "c", "token": "t", "messages": []})]
        )
        Conversation(client(lambda request: next(answers)), "voorbeeldstad")
        assert waits == [20.0]
