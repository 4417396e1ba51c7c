"""What counts as the age of a child, and what does not."""

import time

import pytest

from bot.ages import age_range, bare_age


class TestAgeRange:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mijn zoontje van 3 slaapt niet", (3, 3)),
            ("Mijn dochter (7) durft niet", (7, 7)),
            ("baby van 8 maanden huilt", (0.67, 0.67)),
            ("anderhalf jaar en driftbuien", (1.5, 1.5)),
            ("ze is 8", (8, 8)),
            ("nee, ze is 8", (8, 8)),
            ("hij wordt bijna 4", (3.5, 4)),
            ("net 12 geworden en al op tiktok", (12, 12)),
            ("mijn peuter slaat", (1.5, 4)),
            ("mijn peuter van 2 slaat", (2, 2)),
            ("hij zit in groep 5", (8, 9)),
            ("groep 7/8 wordt hij gepest", (10, 12)),
            ("in de brugklas loopt het mis", (12, 13)),
            ("zit in 3 havo", (14, 15)),
            ("derde klas vmbo", (14, 15)),
            ("een 14-jarige die niets zegt", (14, 14)),
            ("kinderen van 4, 7 en 10", (4, 10)),
            ("zoon 5 jaar dochter 9 jaar", (5, 9)),
            ("mijn kids zijn 3 en 5", (3, 5)),
            ("tweeënhalf jaar oud", (2.5, 2.5)),
            ("2,5 jr en nog niet zindelijk", (2.5, 2.5)),
            ("1 jaar en 3 maanden", (1.25, 1.25)),
            ("6 weken oude baby", (0.12, 0.12)),
            ("mijn puber wil niks", (10, 17)),
            ("ik ben 14 en word gepest", (14, 14)),
            ("mijn kleinzoon van elf jaar", (11, 11)),
            ("mijn zoon is 15 jaar, ik ben 44", (15, 15)),
            ("tussen 4 en 6 jaar", (4, 6)),
        ],
    )
    def test_reads(self, text: str, expected: tuple[float, float]) -> None:
        found = age_range(text)
        assert found is not None
        assert found == pytest.approx(expected, abs=0.02)

    @pytest.mark.parametrize(
        "text",
        [
            "mijn zoon slaapt al 3 maanden niet",
            "we zijn 2 jaar geleden gescheiden",
            "hij gamet 8 uur per dag",
            "ik ben 38 en alleenstaand",
            "vier keer per nacht wakker",
            "moeder van 41 zoekt steun",
            "sinds 6 weken niet naar school",
            "wij zijn 10 jaar samen",
            "het kost 15 euro",
            "peuterpuberteit",
            "zijn vader is 45 jaar",
        ],
    )
    def test_leaves_what_is_no_age_of_a_child(self, text: str) -> None:
        assert age_range(text) is None

    def test_is_linear_on_hostile_text(self) -> None:
        started = time.perf_counter()
        for hostile in ("1 en " * 400, "9" * 2000, "zoon " * 400, "al 3 " * 400):
            age_range(hostile[:2000])
        assert time.perf_counter() - started < 2


class TestBareAge:
    @pytest.mark.parametrize(("text", "low"), [("4", 4), ("vier", 4), ("hij is 4", 4), ("bijna 5", 4.5), ("3 en 6", 3), ("11 jaar.", 11)])
    def test_reads_a_short_answer(self, text: str, low: float) -> None:
        found = bare_age(text)
        assert found is not None
        assert found.low == low

    @pytest.mark.parametrize("text", ["45", "nee", "vier keer", "weet niet"])
    def test_leaves_the_rest(self, text: str) -> None:
        assert bare_age(text) is None
