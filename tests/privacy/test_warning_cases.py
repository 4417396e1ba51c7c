"""The cases of the widget's warning (widget/tests/personal.test.ts): what it warns for is what the server takes out, and nothing else is."""

import json
from pathlib import Path

import pytest

from privacy import redact

CASES = json.loads((Path(__file__).parent / "warning_cases.json").read_text("utf-8"))
TYPES = {"bsn": "BSN", "phone": "TELEFOON", "email": "EMAIL"}


def test_there_are_enough_cases_with_look_alikes() -> None:
    assert len(CASES) >= 80
    assert sum(case["kind"] is None for case in CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_the_server_sees_what_the_widget_sees(case: dict[str, str | None]) -> None:
    text, kind = case["text"], case["kind"]
    assert text is not None
    found = {span.type for span in redact(text).spans} & set(TYPES.values())
    assert found == ({TYPES[kind]} if kind else set())
