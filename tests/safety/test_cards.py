"""Every danger has a card, every card a source and a date, and no number is ours."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from safety import CATEGORIES, Assessment, Level, card_in_words, crisis_card, worry_text
from safety.cards import WITHOUT_CATEGORY, ordered, reviewed_on, reviewed_texts
from safety.lines import lines
from safety.overview import split, table

SPEAKERS = ("ouder", "kind", "ander")
ALL = (*CATEGORIES, None)
EVERY = list(product((Level.ACUUT, Level.CRISIS), ALL, SPEAKERS))


def card(level: Level, category: str | None, speaker: Any) -> dict[str, Any]:
    return crisis_card(Assessment(level, category, (), speaker))


def callable_by_own_number(name: str) -> bool:
    return any(line.own_number and line.name == name for line in lines().values())


@pytest.mark.parametrize(("level", "category", "speaker"), EVERY)
class TestEveryCard:
    def test_has_the_shape_of_the_message(self, level: Level, category: str | None, speaker: str) -> None:
        shown = card(level, category, speaker)
        assert {"type", "level", "category", "text", "lines", "steps"} == set(shown)
        assert all({"name", "phone", "hours", "free"} <= set(line) for line in shown["lines"])
        assert 1 <= len(shown["steps"]) <= 2

    def test_begins_with_a_number_that_can_be_called(self, level: Level, category: str | None, speaker: str) -> None:
        numbers = [line["phone"] for line in card(level, category, speaker)["lines"]]
        assert numbers[0]
        assert "112" in numbers
        assert numbers[0] == "112" or level == Level.CRISIS

    def test_phone_comes_before_chat(self, level: Level, category: str | None, speaker: str) -> None:
        shown = card(level, category, speaker)["lines"]
        chat = [not line["phone"] and not callable_by_own_number(line["name"]) for line in shown]
        assert chat == sorted(chat)

    def test_every_line_says_when_and_every_known_free_line_that_it_is(self, level: Level, category: str | None, speaker: str) -> None:
        for line in card(level, category, speaker)["lines"]:
            assert line["hours"]
            assert line["free"] in (True, None)
            assert line["free"] or not (line["phone"] or "").startswith("0800")

    def test_every_step_has_a_source(self, level: Level, category: str | None, speaker: str) -> None:
        assert all(step["source"] == "algemeen" or step["source"].startswith("http") for step in card(level, category, speaker)["steps"])

    def test_is_short_and_says_je_without_a_lecture(self, level: Level, category: str | None, speaker: str) -> None:
        shown = card(level, category, speaker)
        texts = [shown["text"], *(step["text"] for step in shown["steps"])]
        assert all(len(text) <= 140 for text in texts), texts
        lecture = ("u", "uw", "jullie gezin", "dient", "meldcode", "moet je", "verplicht", "nooit slaan", "had je")
        assert not any(f" {word} " in f" {text.lower()} " for text in texts for word in lecture)

    def test_in_words_begins_with_the_number(self, level: Level, category: str | None, speaker: str) -> None:
        shown = card(level, category, speaker)
        said = card_in_words(shown)
        assert said.startswith(f"Bel {shown['lines'][0]['phone']}: ")
        assert said.index(shown["text"]) > said.index(shown["lines"][0]["hours"])
        assert all(step["text"] in said for step in shown["steps"])


@pytest.mark.parametrize(("level", "category"), list(product((Level.ACUUT, Level.CRISIS), ALL)))
def test_a_child_gets_other_words_and_a_line_for_children(level: Level, category: str | None) -> None:
    child, parent = card(level, category, "kind"), card(level, category, "ouder")
    assert child["text"] != parent["text"]
    assert [line["name"] for line in child["lines"]] != [line["name"] for line in parent["lines"]] or level == Level.ACUUT
    assert "De Kindertelefoon" in {line["name"] for line in child["lines"]}


@pytest.mark.parametrize("category", (*CATEGORIES, WITHOUT_CATEGORY))
class TestEveryCategory:
    def test_has_a_review_date_that_is_not_in_the_future(self, category: str) -> None:
        assert date(2026, 11, 1) <= reviewed_on(category) <= max(date.today(), date(2026, 11, 23))

    def test_has_a_step_with_a_source_that_was_read(self, category: str) -> None:
        steps = [step for who in ("ouder", "kind") for level in ("acuut", "crisis") for step in _steps(category, who, level)]
        assert any(step["source"] != "algemeen" for step in steps)


def _steps(category: str, who: str, level: str) -> list[dict[str, str]]:
    steps: list[dict[str, str]] = reviewed_texts()["cards"][category][who][level]["steps"]
    return steps


class TestOrder:
    def test_what_is_chat_only_comes_after_112(self) -> None:
        names = [line.id for line in ordered(["chat_met_fier", "veilig_thuis"], Level.CRISIS)]
        assert names == ["veilig_thuis", "alarmnummer_112", "chat_met_fier"]

    def test_the_huisarts_has_no_number_here_but_can_be_called(self) -> None:
        names = [line.id for line in ordered(["huisarts_huisartsenpost", "veilig_thuis"], Level.CRISIS)]
        assert names == ["veilig_thuis", "huisarts_huisartsenpost", "alarmnummer_112"]

    def test_without_another_number_112_comes_first(self) -> None:
        assert [line.id for line in ordered(["huisarts_huisartsenpost"], Level.CRISIS)] == ["alarmnummer_112", "huisarts_huisartsenpost"]


@pytest.mark.parametrize("level", [Level.ZORG, Level.GEEN])
def test_no_card_without_danger(level: Level) -> None:
    with pytest.raises(ValueError, match="no card"):
        crisis_card(Assessment(level))


def test_every_named_line_and_source_exists_and_is_used() -> None:
    cards = reviewed_texts()["cards"]
    shown = [one for by in cards.values() for who, one in by.items() if who != "reviewed_on"]
    assert {id_ for one in shown for id_ in one["lines"]} <= set(lines())
    used = {step["source"] for one in shown for level in ("acuut", "crisis") for step in one[level]["steps"]}
    assert used | {reviewed_texts()["zorg"]["source"]} == set(reviewed_texts()["sources"])


def test_worry_has_a_sentence_a_source_and_a_date() -> None:
    assert "huisarts" in worry_text()
    assert isinstance(reviewed_texts()["zorg"]["reviewed_on"], date)


def test_the_page_for_professionals_shows_what_the_files_say() -> None:
    assert split()[1] == table(), "docs/safety.md is old; run .venv/bin/python -m safety table"
