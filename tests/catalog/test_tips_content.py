"""The tips are advice to a tired parent, so their promises are tested like code."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from catalog.schemas import Tip
from catalog.vocabulary import Topic

FILES = sorted((Path(__file__).parents[2] / "catalog" / "tips").glob("*.yml"))
FORMAL_ADDRESS = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
PHONE = re.compile(r"\d{4}")
MAX_MEAN_SENTENCE_WORDS = 12
MAX_SENTENCE_WORDS = 18
MAX_SENTENCES = 3
NEARLY_A_YEAR = 0.011
CAREFUL = [
    Topic.EETPROBLEMEN,
    Topic.SOMBERHEID,
    Topic.AGRESSIE_PUBER,
    Topic.ALCOHOL_DRUGS,
    Topic.GOKKEN,
    Topic.OUDER_PSYCHISCH_ZIEK,
]
READ_SOURCES = frozenset(
    {
        "http://al-anon.nl/groepsavond.html",
        "http://www.helpwanted.nl/en",
        "https://achterderegenboog.nl/vraag-hulp/advies-bij-rouw",
        "https://balansdigitaal.nl/lobby/ouderschap-in-balans/belangrijk-is-om-ouders-te-empoweren",
        "https://ease.nl/wie-zijn-de-bezoekers-van-ease",
        "https://ggdghor.nl/onderwerp/gezond-opgroeien/",
        "https://ggdghor.nl/thema/zit-je-als-jongere-ergens-mee-dan-is-er-jouwggd",
        "https://icthealth.nl/nieuws/koppsupport-ondersteunt-kids-met-verslaafde-ouders/",
        "https://interventies.loketgezondleven.nl/leefstijlinterventies/interventies-zoeken/1401255",
        "https://netwerkmediawijsheid.nl/impact/",
        "https://nvfk.kngf.nl/article/richtlijnen-en-es/bekkenbodem-aandoeningen/zindelijkeid-urine-en-feces",
        "https://pharosnl.nl/verenigingsstructuur/",
        "https://www.113.nl/schoolopdracht",
        "https://www.augeo.nl/nl-nl/actueel/website-voor-ouders-met-psychische-of-verslavingsproblemen/",
        "https://www.bibliotheeknetwerk.nl/publicaties/voorschoolse-educatie-2021-2022/boekstart-babys",
        "https://www.blikopnieuws.nl/economie/293755/aantal-mensen-dat-belt-voor-hulp-bij-geldzorgen-in-maart-verdubbeld.html",
        "https://www.cbs.nl/nl-nl/cijfers/detail/71487ned",
        "https://www.centrumseksueelgeweld.nl/category/in-de-media/",
        "https://www.firsteetkit.nl/iemand-steunen",
        "https://www.jeugdhulpwbw.nl/nieuws/2023/buddy-kinderen-jongeren-gescheiden/",
        "https://www.jggv.nl/over-ons/wat-doen-wij/contactmomenten/",
        "https://www.jgzrichtlijnen.nl/?p=20697",
        "https://www.mantelzorg.nl/pro/onderzoeken/kerncijfers-jonge-mantelzorgers-in-nederland-16-24-jaar/",
        "https://www.medicalfacts.nl/2020/04/16/extra-telefonische-hulplijnen-voor-mensen-met-autisme/",
        "https://www.meerbode.nl/oudercafe-omgedoopt-tot-ouder-en-kind-cafe/",
        "https://www.mensdebilt.nl/steunpunt-mantelzorg/jonge-mantelzorgers",
        "https://www.nji.nl/interventies/senseinfo",
        "https://www.nrc.nl/nieuws/2021/07/27/coronablog-27-juli-a4052478",
        "https://www.oudersonderwijs.nl/over-ons/",
        "https://www.politie.nl/informatie/voor-professionals-over-seksueel-misbruik.html",
        "https://www.richtlijnenjeugdhulp.nl/guideline/65/full",
        "https://www.rijksoverheid.nl/onderwerpen/huiselijk-geweld/vraag-en-antwoord/wat-moet-ik-doen-bij-huiselijk-geweld",
        "https://www.skipr.nl/nieuws/onderzoekers-mentale-gezondheid-meisjes-gaat-fors-achteruit/",
        "https://www.stab22.nl/startpagina/landelijk-geld-voor-sport-en-cultuur",
        "https://www.stoppestennu.nl/kenniscentrum-pesten-voor-ouders-opvoeders-stop-pesten-nu",
        "https://www.trimbos.nl/kennis/gamen-gokken/gamen/",
        "https://www.trimbos.nl/kennis/uitgaan-alcohol-en-drugs/toolbox-helder-opvoeden/",
        "https://www.vriendenkindertelefoon.nl/kindertelefoon",
    }
)
"""Pages that stand in the project's fact files and were read there. Add one only with the fact that supports the tip."""

Band = tuple[Topic, float | None, float | None]


def _load(path: Path) -> list[Tip]:
    items = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(items, list), f"{path} is geen lijst"
    return [Tip.model_validate(item) for item in items]


def _band(tip: Tip) -> Band:
    return tip.topic, tip.age_min, tip.age_max


def _name(value: Tip | Band) -> str:
    return value.id if isinstance(value, Tip) else f"{value[0]}-{value[1]}-{value[2]}"


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


ALL = [tip for path in FILES for tip in _load(path)]
BANDS = list(dict.fromkeys(_band(tip) for tip in ALL))
every_tip = pytest.mark.parametrize("tip", ALL, ids=_name)
every_band = pytest.mark.parametrize("band", BANDS, ids=_name)


def _of(band: Band, kind: str) -> list[Tip]:
    return [tip for tip in ALL if _band(tip) == band and tip.kind == kind]


@pytest.mark.parametrize("topic", Topic)
def test_topic_has_tips(topic: Topic) -> None:
    assert any(tip.topic is topic for tip in ALL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_topic_lives_in_one_file(path: Path) -> None:
    elsewhere = {tip.topic for other in FILES if other != path for tip in _load(other)}
    assert {tip.topic for tip in _load(path)} & elsewhere == set()


@every_band
def test_band_has_three_tips_and_says_what_is_ordinary(band: Band) -> None:
    assert len(_of(band, "tip")) >= 3
    assert len(_of(band, "normaal")) >= 1


@pytest.mark.parametrize("topic", Topic)
def test_bands_join_without_hole_or_overlap(topic: Topic) -> None:
    """An age falls in one band only, so that a parent of a child of 4 does not get tips for toddlers too."""
    bands = sorted((low, high) for name, low, high in BANDS if name is topic and low is not None and high is not None)
    assert all(0 < low - high <= NEARLY_A_YEAR for (_, high), (low, _) in pairwise(bands))


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(tip.id for tip in ALL).items() if count > 1] == []


def test_texts_are_unique() -> None:
    assert [text for text, count in Counter(tip.text for tip in ALL).items() if count > 1] == []


@every_tip
def test_id_names_its_topic(tip: Tip) -> None:
    assert tip.id.startswith(f"{tip.topic}_")
    assert ("normaal" in tip.id.rsplit("_", 2)) == (tip.kind == "normaal")


@every_tip
def test_parent_is_addressed_with_je(tip: Tip) -> None:
    assert not FORMAL_ADDRESS.search(tip.text)


@every_tip
def test_sentences_are_short_and_few(tip: Tip) -> None:
    words = [len(sentence.split()) for sentence in _sentences(tip.text)]
    assert sum(words) / len(words) <= MAX_MEAN_SENTENCE_WORDS
    assert max(words) <= MAX_SENTENCE_WORDS
    assert len(words) <= MAX_SENTENCES + (tip.kind == "normaal")


@every_tip
def test_source_is_read_or_said_to_be_common_knowledge(tip: Tip) -> None:
    if tip.source.url == "algemeen":
        assert tip.source.confidence == "medium"
    else:
        assert str(tip.source.url) in READ_SOURCES


@every_tip
def test_figure_has_a_source(tip: Tip) -> None:
    assert tip.source.url != "algemeen" or "procent" not in tip.text


@every_tip
def test_no_phone_number_to_grow_old(tip: Tip) -> None:
    """Only 112 and 113 stand in a tip; every other number lives with the helplines and the profile."""
    assert all(number in {"2021"} for number in PHONE.findall(tip.text))


@pytest.mark.parametrize("band", [band for band in BANDS if band[0] in CAREFUL], ids=_name)
def test_careful_subject_names_the_huisarts_among_the_first_three(band: Band) -> None:
    assert any("huisarts" in tip.text for tip in _of(band, "tip")[:3])
