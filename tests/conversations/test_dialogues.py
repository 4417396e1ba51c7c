"""Every script of evaluation/dialogues against the real server and the trained model. A failure shows the whole conversation."""

from typing import Any

import httpx
import pytest

from evaluation.dialogues.evaluate import as_text, run
from evaluation.suites import FOLDER, SUITES, read_cases

SCRIPTS = read_cases(FOLDER / "dialogues" / "set.jsonl", SUITES["dialogues"])


@pytest.mark.bot
@pytest.mark.timeout(120)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script["id"])
def test_script(talk_to: httpx.Client, script: dict[str, Any]) -> None:
    row = run(script, talk_to)
    if row["failures"]:
        pytest.fail(as_text(row), pytrace=False)


@pytest.mark.bot
def test_a_script_of_another_writer_runs_to_its_end(talk_to: httpx.Client) -> None:
    turns = [
        {"choice": "knop:van:elders"},
        {"handoff": {"question": "Bel mij.", "consentVersion": "0"}},
        {"user": "mijn kind van 4 slaapt niet"},
    ]
    row = run({"id": "vreemd", "turns": turns}, talk_to)
    assert row["errors"][0].startswith("turn 1: status 404")
    assert len(row["errors"]) + len(row["handoffs"]) == 2
    assert row["transcript"][2]["messages"]
    assert row["failures"] == []
