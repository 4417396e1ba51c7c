"""Whole messages that mean one certain thing, and messages that only look like one."""

import pytest

from bot.answers import is_only_a_place, meaning


class TestMeaning:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("weet niet", "overslaan"),
            ("Nou, geen idee hoor.", "overslaan"),
            ("heb je nog meer?", "meer"),
            ("Ja zwaar", "zwaar"),
            ("'t gaat nog", "licht"),
            ("neu geet wel", "licht"),
            ("Ik snap het nog steeds niet", "niet_begrepen"),
            ("nee je snapt me totaal niet!!", "genoeg"),
            ("opnieuw beginnen", "opnieuw"),
            ("da wil ik ni zeggen", "overslaan"),
            ("k weet t nie", "overslaan"),
            ("vald wel mee", "licht"),
            ("'t is ni zo zwaar", "licht"),
        ],
    )
    def test_is_certain(self, text: str, expected: str) -> None:
        assert meaning(text) == expected

    @pytest.mark.parametrize(
        "text", ["", "mijn zoon slaapt niet", "hij snapt het niet op school", "zij wil niet naar de volgende klas", "meer slaap graag"]
    )
    def test_leaves_the_rest_to_the_classifier(self, text: str) -> None:
        assert meaning(text) is None


class TestIsOnlyAPlace:
    @pytest.mark.parametrize(
        ("text", "place"), [("De Linden", "De Linden"), ("wij wonen in de linden", "de linden"), ("9181 AB", "9181 AB")]
    )
    def test_place(self, text: str, place: str) -> None:
        assert is_only_a_place(text, place)

    def test_place_in_a_story(self) -> None:
        assert not is_only_a_place("hij wordt gepest in De Linden", "De Linden")
