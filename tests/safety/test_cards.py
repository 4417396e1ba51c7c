"""Every danger has a card, every card a source, and no number is ours."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from safety import CATEGORIES, Assessment, Level, crisis_card
from safety.cards import _cards, reviewed_on
from safety.lines import lines

SPEAKERS = ("ouder", "kind", "ander")
EVERY = list(product((Level.ACUUT, Level.CRISIS), CATEGORIES, SPEAKERS))


def card(level: Level, category: str, speaker: Any) -> dict[str, Any]:
    return crisis_card(Assessment(level, category, (), speaker))


@pytest.mark.parametrize(("level", "category", "speaker"), EVERY)
class TestEveryCard:
    def test_has_the_shape_of_the_message(self, level: Level, category: str, speaker: str) -> None:
        shown = card(level, category, speaker)
        assert {"type", "level", "category", "text", "lines", "steps"} == set(shown)
        assert all({"name", "phone", "hours", "free"} <= set(line) for line in shown["lines"])
        assert 1 <= len(shown["steps"]) <= 2

    def test_offers_112(self, level: Level, category: str, speaker: str) -> None:
        numbers = [line["phone"] for line in card(level, category, speaker)["lines"]]
        assert "112" in numbers
        assert numbers[0] == "112" or level == Level.CRISIS

    def test_every_step_has_a_source(self, level: Level, category: str, speaker: str) -> None:
        assert all(step["source"] == "algemeen" or step["source"].startswith("http") for step in card(level, category, speaker)["steps"])

    def test_is_short_and_says_je(self, level: Level, category: str, speaker: str) -> None:
        shown = card(level, category, speaker)
        texts = [shown["text"], *(step["text"] for step in shown["steps"])]
        assert all(len(text) <= 140 for text in texts), texts
        assert not any(f" {word} " in f" {text.lower()} " for text in texts for word in ("u", "uw", "jullie gezin", "dient", "meldcode"))


@pytest.mark.parametrize(("level", "category"), list(product((Level.ACUUT, Level.CRISIS), CATEGORIES)))
def test_a_child_gets_other_words_and_a_line_for_children(level: Level, category: str) -> None:
    child, parent = card(level, category, "kind"), card(level, category, "ouder")
    assert child["text"] != parent["text"]
    names = {line["name"] for line in child["lines"]}
    assert names & {"De Kindertelefoon", "Veilig Thuis", "113 Zelfmoordpreventie"}


@pytest.mark.parametrize("level", [Level.ZORG, Level.GEEN])
def test_no_card_without_danger(level: Level) -> None:
    with pytest.raises(ValueError, match="no card"):
        crisis_card(Assessment(level))


def test_every_named_line_exists() -> None:
    named = {id_ for by in _cards()["cards"].values() for one in by.values() for id_ in one["lines"]}
    assert named <= set(lines())


def test_the_texts_have_a_review_date() -> None:
    assert isinstance(reviewed_on(), date)
