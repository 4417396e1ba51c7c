"""The profiles say how a gemeente works; what nobody checked may not look as if somebody did."""

import re
from pathlib import Path

import pytest
import yaml

from catalog.schemas import Offer, Profile

CATALOG = Path(__file__).parents[2] / "catalog"
DEMO = "voorbeeldstad"
REGIO_AMERSFOORT = {"amersfoort", "baarn", "bunschoten", "eemnes", "leusden", "soest", "woudenberg"}
CONCEPTS = REGIO_AMERSFOORT | {"utrechtse_heuvelrug", "zoetermeer", "hillegom", "hoogeveen"}
MAIN_DOMAINS = {name: f"https://www.{name}.nl/" for name in CONCEPTS} | {"utrechtse_heuvelrug": "https://www.heuvelrug.nl/"}
FORMAL_ADDRESS = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
MAX_MEAN_SENTENCE_WORDS = 12


def _profile(path: Path) -> Profile:
    return Profile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def _offers(gemeente: str) -> list[Offer]:
    items = yaml.safe_load((CATALOG / "offers" / f"{gemeente}.yml").read_text(encoding="utf-8"))
    assert isinstance(items, list)
    return [Offer.model_validate(item) for item in items]


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def _texts(profile: Profile) -> list[str]:
    return [profile.approach, profile.greeting or "", profile.team.find, *(person.text for person in profile.people)]


FILES = sorted((CATALOG / "gemeenten").glob("*.yml"))
PROFILES = {path.stem: _profile(path) for path in FILES}
EXAMPLES = [offer for name in sorted(CONCEPTS) for offer in _offers(name)]
every_profile = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
every_concept = pytest.mark.parametrize("name", sorted(CONCEPTS))
every_example = pytest.mark.parametrize("offer", EXAMPLES, ids=lambda offer: offer.id)


def test_twelve_profiles() -> None:
    assert set(PROFILES) == CONCEPTS | {DEMO}
    assert all(profile.id == name for name, profile in PROFILES.items())


def test_demo_town_is_complete_and_invented() -> None:
    demo = PROFILES[DEMO]
    assert (demo.status, demo.example) == ("compleet", True)
    assert demo.team.phone and re.fullmatch(r"0800 000 00 \d\d", demo.team.phone)
    assert demo.team.url and demo.team.url.host == f"{DEMO}.example"
    assert len(demo.team.walk_in) == 2 and len(demo.wijken) == 5


def test_postcodes_name_one_wijk() -> None:
    postcodes = [code for profile in PROFILES.values() for wijk in profile.wijken for code in wijk.postcodes]
    assert len(postcodes) == len(set(postcodes))


@every_concept
def test_concept_holds_no_contact_that_nobody_checked(name: str) -> None:
    profile = PROFILES[name]
    team = profile.team
    assert (profile.status, profile.example) == ("concept", False)
    assert (team.phone, team.email, team.address, team.hours, team.walk_in) == (None, None, None, [], [])
    assert profile.lines == [] and all(person.phone is None and person.url is None for person in profile.people)
    assert team.url is None or str(team.url) == MAIN_DOMAINS[name]
    assert [wijk for wijk in profile.wijken if wijk.postcodes] == []


@every_profile
def test_neighbours_are_mutual(profile: Profile) -> None:
    assert profile.id not in profile.neighbours
    assert all(profile.id in PROFILES[name].neighbours for name in profile.neighbours)


@pytest.mark.parametrize("name", sorted(REGIO_AMERSFOORT))
def test_regio_amersfoort_is_one_region(name: str) -> None:
    assert REGIO_AMERSFOORT - {name} <= set(PROFILES[name].neighbours)


@every_profile
def test_profile_tells_its_own_way_of_working(profile: Profile) -> None:
    assert 2 <= len(_sentences(profile.approach)) <= 4
    assert profile.people and profile.first_kinds and profile.first_topics and profile.wijken
    assert len(set(profile.first_kinds)) == len(profile.first_kinds)
    assert len({person.id for person in profile.people}) == len(profile.people)


def test_ways_of_working_differ() -> None:
    outside = CONCEPTS - REGIO_AMERSFOORT | {"amersfoort"}
    assert len({tuple(PROFILES[name].first_kinds) for name in outside}) == len(outside)


@every_profile
def test_profile_speaks_plainly(profile: Profile) -> None:
    for text in filter(None, _texts(profile)):
        words = [len(sentence.split()) for sentence in _sentences(text)]
        assert not FORMAL_ADDRESS.search(text), text
        assert sum(words) / len(words) <= MAX_MEAN_SENTENCE_WORDS, text


@every_concept
def test_concept_gemeente_has_marked_examples(name: str) -> None:
    offers = _offers(name)
    assert 4 <= len(offers) <= 6
    assert all(offer.example and offer.id.startswith(f"voorbeeld_{name}_") for offer in offers)
    assert all(offer.places.gemeenten == [name] for offer in offers)


@every_example
def test_example_reaches_nobody_real(offer: Offer) -> None:
    assert (offer.start.phone, offer.start.url) == (None, None)
    assert (offer.source.url, offer.source.confidence, offer.no_referral.strength) == ("voorbeeld",) * 3
    assert "voorbeeld" in offer.cost


@every_example
def test_example_names_a_wijk_of_its_gemeente(offer: Offer) -> None:
    wijken = {wijk.name for wijk in PROFILES[offer.places.gemeenten[0]].wijken}
    assert set(offer.places.wijken) <= wijken
