"""Help while writing: it marks the sentence that is hard and says why, and leaves good texts alone."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from catalog import files
from catalog.forms import flatten, nest
from catalog.reading import read
from catalog.writing_help import Candidate, contradictions, missing, texts, twins
from evaluation.readability.evaluate import measure
from settings import ROOT
from tests.catalog.editing import body_of
from tests.catalog.factory import TODAY

FOLDER = files.read(ROOT / "catalog")
OURS = [text for offer in FOLDER.offers for text in (offer.summary, offer.start.text, offer.cost)] + [tip.text for tip in FOLDER.tips]


def changed(**values: Any) -> dict[str, Any]:
    """A good body with other values; a dot in a name as two underscores, None takes a field away."""
    flat = {
        **flatten(
            body_of(start={"text": "Bel.", "phone": "030 123 45 67"}, waiting_time="Je kunt morgen beginnen.", age_min=4, age_max=12)
        ),
        "free": True,
    }
    flat |= {name.replace("__", "."): value for name, value in values.items()}
    return nest({path: value for path, value in flat.items() if value is not None})


class TestReading:
    def test_is_the_measure_of_the_readability_suite(self) -> None:
        """The same formula; syllables are counted by textstat here and by a rule there."""
        far = [abs((read(text).flesch) - (measure(text)["fleschDouma"] or 0)) for text in OURS if read(text)]  # type: ignore[union-attr]
        assert sum(far) / len(far) < 4

    def test_our_own_texts_are_left_alone(self) -> None:
        found = [sentence for text in OURS if (reading := read(text)) for sentence in reading.sentences]
        assert sum(bool(sentence.reasons) for sentence in found) / len(found) < 0.03

    @pytest.mark.parametrize(
        ("sentence", "reason"),
        [
            ("De multidisciplinaire aanpak is goed.", "multidisciplinaire"),
            ("We werken laagdrempelig met elkaar.", "makkelijk, zonder gedoe"),
            ("Er wordt door een medewerker contact met je opgenomen.", "Zeg wie het doet"),
            ("Je wordt wekelijks gebeld.", "Zeg wie het doet"),
            ("Dit is een zin die maar door en door gaat en waarin nog veel meer dingen staan dan je in een keer kunt lezen.", "24 woorden"),
            ("Je leert over fenomenologische reflectie.", "fenomenologische"),
        ],
    )
    def test_says_which_sentence_is_hard_and_why(self, sentence: str, reason: str) -> None:
        reading = read(f"Je praat met ouders. {sentence} Het is gratis.")
        assert reading is not None
        assert [hard.text for hard in reading.hard] == [sentence]
        assert reason in " ".join(reading.hard[0].reasons)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Je kind wordt boos.",
            "Praat met andere peuterouders in het buurthuis.",
            "Bel Stichting Welzijn Heuvelrug.",
            "De oppascentrale helpt bij driftbuien.",
        ],
    )
    def test_common_words_compounds_and_names_are_fine(self, sentence: str) -> None:
        assert read(sentence).hard == ()  # type: ignore[union-attr]

    @pytest.mark.parametrize("text", ["", "   ", "!!", "..."])
    def test_no_words(self, text: str) -> None:
        assert read(text) is None

    def test_a_very_long_text_is_no_burden(self) -> None:
        assert texts({"summary": "woord " * 20_000})[0].reading.hard


class TestHints:
    def test_a_good_offer_gets_none(self) -> None:
        assert missing(changed()) == [] and contradictions(changed(), TODAY) == []

    @pytest.mark.parametrize("path", ["start__phone", "free", "waiting_time"])
    def test_what_a_parent_will_miss(self, path: str) -> None:
        assert len(missing(changed(**{path: None}))) == 1

    @pytest.mark.parametrize(
        ("values", "path"),
        [
            ({"cost": "€ 25 per keer."}, "free"),
            ({"free": False}, "free"),
            ({"start__phone": None, "start__url": "https://a.nl/b"}, "start.phone"),
            ({"start__text": "Vul het formulier in."}, "start.url"),
            ({"summary": "Bel 030 765 43 21 voor een plek."}, "start.phone"),
            ({"summary": "Voor kinderen van 6 tot 18 jaar."}, "age_min"),
            ({"topics": ["huilen_baby"]}, "topics"),
            ({"topics": ["slapen", "eten", "angst", "pesten", "scheiding", "adhd_druk", "autisme"]}, "topics"),
            ({"audience": ["jongere"], "age_max": 8.0}, "audience"),
            ({"summary": "Je hebt een verwijzing van de huisarts nodig."}, "no_referral.needed"),
            ({"source__url": "voorbeeld"}, "example"),
            ({"checked_on": "2026-12-01"}, "checked_on"),
            ({"check_again": "2026-11-01"}, "check_again"),
            ({"check_again": "2029-01-01"}, "check_again"),
            ({"places__wijken": ["Zuid"]}, "places.wijken"),
        ],
    )
    def test_what_does_not_go_together(self, values: dict[str, Any], path: str) -> None:
        assert [hint.path for hint in contradictions(changed(**values), TODAY, ["Noord"])] == [path]

    @pytest.mark.parametrize(
        "text", ["Je hebt geen verwijzing nodig.", "Aanmelden kan zonder verwijsbrief.", "Voor kinderen van 4 tot en met 12 jaar."]
    )
    def test_what_does(self, text: str) -> None:
        assert contradictions(changed(summary=text), TODAY) == []

    def test_nothing_breaks_on_an_empty_or_odd_text(self) -> None:
        assert contradictions({}, date(2026, 1, 1)) == []
        contradictions({"age_min": 3.0, "typed": {"age_min": "drie", "check_again": "ooit"}, "topics": ["onzin"]}, TODAY)


class TestTwins:
    OTHER = Candidate("a", "Slaapcursus Rustig naar bed", "CJG Stad", "https://stad.nl/slaap/", "030-1234567")

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"name": "slaapcursus, rustig naar bed"}, "bijna dezelfde naam"),
            ({"provider": "CJG Stad", "start__url": "http://www.stad.nl/slaap"}, "dezelfde pagina"),
            ({"name": "Slaapcursus Rustig", "start__phone": "030 123 45 67"}, "hetzelfde nummer en een naam die erop lijkt"),
        ],
    )
    def test_says_why(self, values: dict[str, Any], why: str) -> None:
        found = twins(changed(**{"start__phone": None, **values}), [self.OTHER])
        assert [(twin.id, twin.why) for twin in found] == [("a", (why,))]

    def test_the_front_page_of_a_site_or_a_shared_number_says_nothing(self) -> None:
        other = Candidate("a", "Heel iets anders", "CJG Stad", "https://stad.nl/", "030 123 45 67")
        assert twins(changed(name="Slaapcursus", start__url="https://stad.nl"), [other]) == []

    def test_by_meaning(self) -> None:
        same, far = np.zeros(512, dtype=np.float32), np.zeros(512, dtype=np.float32)
        same[0], far[1] = 1, 1
        others = [Candidate("a", "Ander", "X", vector=same), Candidate("b", "Nog een", "Y", vector=far)]
        assert [twin.id for twin in twins(changed(), others, same)] == ["a"]

    def test_our_own_offers_are_hardly_ever_called_twins(self) -> None:
        """By name, page and number, within one place."""
        pairs = 0
        for offer in FOLDER.offers:
            near = [
                one
                for one in FOLDER.offers
                if one.id != offer.id and ({*one.places.gemeenten} & {*offer.places.gemeenten} or one.places.scope != "lokaal")
            ]
            others = [Candidate(one.id, one.name, one.provider, str(one.start.url or ""), one.start.phone or "") for one in near]
            pairs += len(twins(offer.model_dump(mode="json"), others))
        assert pairs <= 0.03 * len(FOLDER.offers)
