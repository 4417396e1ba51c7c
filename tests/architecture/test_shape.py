"""Rules of the tree that prevent a real accident: danger and privacy before the bot, no place for anything, every extra file explained."""

import pytest

from chat.steps import bot, danger, keep, redaction
from chat.turn import STEPS
from settings import ROOT

SLICE = {"models", "schemas", "forms", "repository", "service", "endpoints", "pages", "__init__", "__main__"}
NO_NAMES = {"utils", "helpers", "common", "misc"}
OURS = ("access", "actions", "bot", "catalog", "chat", "evaluation", "insights", "kit", "pages", "privacy", "safety")


class TestTurn:
    def test_danger_and_privacy_come_before_anything_that_keeps_or_sends(self) -> None:
        order = [STEPS.index(step) for step in (danger.run, redaction.run, keep.run, bot.run)]
        assert order == sorted(order)


class TestNames:
    @pytest.mark.parametrize("folder", OURS)
    def test_a_module_says_what_it_is_for(self, folder: str) -> None:
        assert {path.stem for path in (ROOT / folder).rglob("*.py")} & NO_NAMES == set()

    @pytest.mark.parametrize("door", ["access", "chat", "catalog", "insights"])
    def test_every_file_beside_the_fixed_set_is_explained(self, door: str) -> None:
        explained = (ROOT / "docs" / "architecture.md").read_text()
        extra = {path.stem for path in (ROOT / door).glob("*.py")} - SLICE
        assert {name for name in extra if f"`{door}/{name}.py`" not in explained} == set()
