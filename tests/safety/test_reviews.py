"""What is past its review term shows up: with the clock forward, on the command line, and in what the editor's page can call."""

from datetime import date

import pytest

from safety import CATEGORIES, overdue_reviews
from safety.__main__ import run
from safety.cards import WITHOUT_CATEGORY
from safety.lines import lines

CHECKED = date(2026, 11, 23)


class TestOverdue:
    def test_nothing_on_the_day_of_checking(self) -> None:
        assert overdue_reviews(CHECKED) == []

    def test_the_lines_after_half_a_year(self) -> None:
        found = overdue_reviews(date(2027, 5, 22))
        assert "veilig_thuis" in [item.id for item in found]
        assert {item.what for item in found} == {"hulplijn"}

    def test_the_cards_after_a_year(self) -> None:
        found = overdue_reviews(date(2027, 11, 23))
        assert {item.id for item in found if item.what == "kaart"} == {*CATEGORIES, WITHOUT_CATEGORY}
        assert "zorg" in {item.what for item in found}

    def test_everything_after_two_years_longest_overdue_first(self) -> None:
        found = overdue_reviews(date(2028, 12, 1))
        assert len(found) == len(lines()) + len(CATEGORIES) + 2
        assert [item.check_before for item in found] == sorted(item.check_before for item in found)

    def test_says_what_where_and_when(self) -> None:
        said = str(overdue_reviews(date(2027, 5, 22))[0])
        assert all(part in said for part in ("hulplijn", "safety/lines.yml", "2026-11-22", "2027-05-22"))


class TestCheck:
    def test_is_quiet_when_nothing_is_old(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["check", "2026-11-23"]) == 0
        assert capsys.readouterr().out == ""

    def test_names_what_is_old_and_fails(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["check", "2027-12-01"]) == 1
        said = capsys.readouterr().out
        assert "hulplijn veilig_thuis" in said
        assert "kaart huiselijk_geweld" in said

    def test_make_check_calls_it(self) -> None:
        from settings import ROOT

        rule = (ROOT / "Makefile").read_text().split("\ncheck:")[1].split("\n\n")[0]
        assert "-m safety check" in rule

    def test_unknown_command(self) -> None:
        assert run(["nonsense"]) == 2
