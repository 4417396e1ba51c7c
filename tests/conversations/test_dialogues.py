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
