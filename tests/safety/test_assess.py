"""Own development cases by kind of phrasing; the evaluation set is written by others and not used here."""

import time
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from safety import Assessment, Assessor, Level
from safety.assess import failures
from safety.classifier.training_set import examples
from safety.normalise import normalise

CASES = Path(__file__).parent / "cases.yml"
# Known weak spots of the phrases without the classifier: the wrong category among two that fit.
EITHER = {
    "mijn vrouw slaat mij waar onze zoon bij is": {"huiselijk_geweld", "kindermishandeling"},
    "mijn ex staat nu voor de deur te schreeuwen dat hij me vermoordt": {"huiselijk_geweld", "dreiging_wapen"},
    "de beste vriendin van mijn dochter wil zelfmoord plegen": {"suicide_kind", "suicide_ouder"},
}

Case = tuple[str, str, str, str]


def all_cases() -> list[Case]:
    found = []
    for kind, lines in yaml.safe_load(CASES.read_text("utf-8")).items():
        for line in lines.splitlines():
            level, category, text = (part.strip() for part in line.split("|", 2))
            found.append((kind, level, category, text))
    return found


def check(found: Assessment, level: str, category: str, text: str) -> None:
    if level == "veilig":
        assert not found.danger, found
        return
    assert found.danger, found
    assert found.level == Level.ACUUT or level == "gevaar", found
    assert found.category in EITHER.get(text, {category}), found


@pytest.mark.parametrize(("kind", "level", "category", "text"), all_cases(), ids=lambda value: str(value)[:40])
class TestKindsOfPhrasing:
    def test_phrases_alone(self, phrases_only: Assessor, kind: str, level: str, category: str, text: str) -> None:
        check(phrases_only.assess(text), level, category, text)

    def test_with_the_classifier(self, assessor: Assessor, kind: str, level: str, category: str, text: str) -> None:
        check(assessor.assess(text), level, category, text)


def test_no_case_stands_in_the_training_sentences() -> None:
    trained = {normalise(row.text) for row in examples()}
    assert not [text for _, level, _, text in all_cases() if len(text.split()) > 4 and normalise(text) in trained]


class TestDisguise:
    @pytest.mark.parametrize(
        "text",
        [
            "MIJN MAN SLAAT MIJ",
            "mijn man slaaaaaat mij",
            "mijn  man\nslaat\tmij",
            "m\u200bijn m\u200ban sl\u200baat m\u200bij",
            "ｍｉｊｎ ｍａｎ ｓｌａａｔ ｍｉｊ",
            "mijn mаn slааt mij",
            "mïjn mán slàat míj",
            "mijnmanslaatmij",
            "mijn man sl4at mij",
            "𝗺𝗶𝗷𝗻 𝗺𝗮𝗻 𝘀𝗹𝗮𝗮𝘁 𝗺𝗶𝗷",
        ],
    )
    def test_still_found(self, phrases_only: Assessor, text: str) -> None:
        assert phrases_only.assess(text).danger

    @pytest.mark.parametrize(
        "text",
        [
            "ikwilnietmeerleven",
            "ik w i l dood",
            "ik wil d.o.o.d",
            "z e l f m o o r d ik wil het",
            "ik wil d00d",
            "ik wil niet meer leveeeen",
        ],
    )
    def test_suicide_still_found(self, phrases_only: Assessor, text: str) -> None:
        assert phrases_only.assess(text).danger


class TestSpeaker:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mijn vader slaat mij", "kind"),
            ("ik ben 14 en ik wil dood", "kind"),
            ("mama slaat mij met de pollepel", "kind"),
            ("mijn man slaat mij", "ouder"),
            ("mijn dochter wil dood", "ouder"),
            ("mijn baby van 14 weken ademt niet", "ouder"),
            ("mijn kleindochter wordt geslagen door haar vader", "ander"),
            ("een vriendin van mij wordt geslagen", "ander"),
            ("sinds de scheiding is hij bij zijn vader en dan bij mij, hij is elf en zegt dat hij mij haat", "ouder"),
            ("papa is bij haar vader en ik ben alleen", "kind"),
        ],
    )
    def test_who_writes(self, phrases_only: Assessor, text: str, expected: str) -> None:
        assert phrases_only.assess(text).speaker == expected


class TestHistory:
    def test_two_worries_about_the_same_make_a_crisis(self, phrases_only: Assessor) -> None:
        first = phrases_only.assess("mijn man drinkt elke avond")
        second = phrases_only.assess("mijn man schreeuwt zo hard", [(first.level, first.category)])
        assert first.level == Level.ZORG
        assert second.level == Level.CRISIS
        assert second.category == first.category
        assert "history" in second.reasons

    def test_worries_about_different_things_stay_worries(self, phrases_only: Assessor) -> None:
        assert phrases_only.assess("mijn dochter is somber", [("zorg", "huiselijk_geweld")]).level == Level.ZORG

    def test_a_short_answer_after_a_crisis_can_be_acute(self, phrases_only: Assessor) -> None:
        text = "hij staat voor de deur"
        assert not phrases_only.assess(text).danger
        found = phrases_only.assess(text, [("crisis", "huiselijk_geweld")])
        assert (found.level, found.category) == (Level.ACUUT, "huiselijk_geweld")

    def test_an_ordinary_answer_after_a_crisis_is_not_danger(self, phrases_only: Assessor) -> None:
        assert not phrases_only.assess("dankjewel, ze is 8", [("crisis", "suicide_kind")]).danger

    def test_never_lowers(self, phrases_only: Assessor) -> None:
        assert phrases_only.assess("ik wil niet meer leven", [("geen", None)] * 9).danger


class TestLowering:
    def test_a_figure_of_speech_does_not_hide_what_is_sure(self, phrases_only: Assessor) -> None:
        assert phrases_only.assess("ik ben doodmoe en mijn man slaat mij").danger

    def test_reasons_hold_no_words_of_the_message(self, assessor: Assessor) -> None:
        assert "jantje" not in " ".join(assessor.assess("mijn man slaat jantje").reasons)

    def test_one_letter_means_nothing(self, assessor: Assessor) -> None:
        assert not assessor.assess("a" * 1000).danger

    def test_danger_in_the_middle_of_a_long_message(self, phrases_only: Assessor) -> None:
        filler = "we wonen hier fijn en de school is leuk. "
        assert phrases_only.assess(filler * 11 + "mijn man slaat mij. " + filler * 11).danger


def _fastest(assessor: Assessor, text: str) -> float:
    times = []
    for _ in range(7):
        start = time.process_time()
        assessor.assess(text)
        times.append(time.process_time() - start)
    return min(times)


LONG = ("ik weet het niet meer, mijn zoon luistert niet. gisteren heeft hij zijn zusje geplaagd en mijn man wordt dan boos. " * 10)[:1000]


USUAL = "ik weet het niet meer, mijn zoon van 9 luistert niet en gisteren heeft hij zijn zusje geplaagd"


class TestTime:
    def test_a_usual_message(self, assessor: Assessor) -> None:
        assert _fastest(assessor, USUAL) <= 0.015

    def test_the_longest_message_is_read_in_parts_and_may_cost_more(self, assessor: Assessor) -> None:
        assert _fastest(assessor, LONG) <= 0.09

    @pytest.mark.parametrize(
        "text",
        [
            "a" * 1000,
            "a1" * 500,
            "ab " * 333,
            "ikwilniet" * 111,
            "z.e.l.f." * 125,
            "hij slaat mij niet " * 52,
            "niet " * 200,
            "!?" * 500,
            "\u200b" * 1000,
            "é" * 1000,
        ],
    )
    def test_hostile(self, phrases_only: Assessor, text: str) -> None:
        assert _fastest(phrases_only, text) <= 0.03

    def test_time_grows_with_the_text_only(self, phrases_only: Assessor) -> None:
        text = "hij slaat mij niet "
        assert _fastest(phrases_only, text * 100) < 6 * _fastest(phrases_only, text * 25) + 0.005

    def test_far_too_long_is_cut(self, phrases_only: Assessor) -> None:
        assert _fastest(phrases_only, "mijn man " * 50_000) <= 0.2


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "\u200b", "👍", "٣", "\x00", "ﷺ", "ß"])
def test_nothing_to_read_is_no_danger(assessor: Assessor, text: str) -> None:
    assert assessor.assess(text).level == Level.GEEN


class TestABrokenEncoder:
    def test_the_phrases_still_answer_and_the_failure_is_counted(self) -> None:
        def broken(texts: list[str]) -> NDArray[np.float32]:
            raise RuntimeError("no memory")

        failures.clear()
        found = Assessor(broken).assess("mijn man slaat mij")
        assert found.level == Level.CRISIS
        assert failures == {"RuntimeError": 1}
