"""The numbers equal the reviewed facts, and an old line shows up."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from safety.__main__ import run
from safety.lines import lines, overdue_lines

# The facts are kept beside the repository while it is being built; in a clone without them the copy below is the proof.
FACTS = Path("/work/shared/facts/helplines.yml")
NUMBERS = {
    "alarmnummer_112": ("112",),
    "veilig_thuis": ("0800-2000",),
    "113_zelfmoordpreventie": ("113", "0800-0113"),
    "huisarts_huisartsenpost": (),
    "centrum_seksueel_geweld": ("0800-0188",),
    "politie_geen_spoed": ("0900-8844",),
    "kindertelefoon": ("0800-0432",),
    "helpwanted": ("020-261 52 75",),
    "chat_met_fier": (),
    "slachtofferhulp": ("0900-0101",),
    "stop_it_now": (),
    "de_luisterlijn": ("088-0767 000",),
}


def facts() -> dict[str, dict[str, Any]]:
    if not FACTS.exists():
        pytest.skip("facts/helplines.yml staat niet naast deze kloon")
    return {row["id"]: row for row in yaml.safe_load(FACTS.read_text("utf-8"))["helplines"]}


def test_numbers_are_the_agreed_ones() -> None:
    assert {line.id: line.phones for line in lines().values()} == NUMBERS


@pytest.mark.parametrize("id_", list(NUMBERS))
def test_equal_to_the_facts(id_: str) -> None:
    fact, line = facts()[id_], lines()[id_]
    assert line.phones == tuple(fact["phones"])
    assert line.source == fact["source_url"]
    assert line.confidence == fact["confidence"] in {"high", "medium"}
    assert line.url is None or line.url in fact["chat_or_url"]


def test_no_regional_crisis_number() -> None:
    assert "crisisdienst_jeugd_regionaal" not in lines()
    assert not any("5099" in phone for line in lines().values() for phone in line.phones)


class TestOverdue:
    def test_nothing_on_the_day_of_checking(self) -> None:
        assert overdue_lines(date(2026, 11, 22)) == []

    def test_after_half_a_year(self) -> None:
        assert "veilig_thuis" in [line.id for line in overdue_lines(date(2027, 5, 22))]

    def test_all_after_two_years(self) -> None:
        assert len(overdue_lines(date(2028, 12, 1))) == len(lines())


class TestCheck:
    def test_exit_code_follows(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["check"]) == (1 if overdue_lines(date.today()) else 0)

    def test_unknown_command(self) -> None:
        assert run(["nonsense"]) == 2
