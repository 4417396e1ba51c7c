"""The offers are content that parents read, so their promises are tested like code."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from catalog.schemas import Offer
from catalog.vocabulary import Kind, Topic

OFFERS = Path(__file__).parents[2] / "catalog" / "offers"
FILES = sorted(OFFERS.rglob("*.yml"))
TOWN = "voorbeeldstad"
CHECK_IT_YOURSELF = "Niet in elke gemeente. Kijk of vraag of het bij jou is."
FORMAL_ADDRESS = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
SAFE_PHONE = re.compile(r"0800 000 00 \d\d")
MAX_MEAN_SENTENCE_WORDS = 15


def _raw(path: Path) -> list[dict[str, object]]:
    items = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(items, list), f"{path} is geen lijst"
    return items


def _load(path: Path) -> list[Offer]:
    return [Offer.model_validate(item) for item in _raw(path)]


def _ids(offer: Offer) -> str:
    return offer.id


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def _usable_in_town(offer: Offer) -> bool:
    """`veel_gemeenten` is left out: nobody has checked that the demo town has it."""
    return offer.places.scope == "landelijk" or TOWN in offer.places.gemeenten


ALL = [offer for path in FILES for offer in _load(path)]
NATIONAL = [offer for path in FILES if path.parent.name == "landelijk" for offer in _load(path)]
LOCAL = _load(OFFERS / f"{TOWN}.yml")
every_offer = pytest.mark.parametrize("offer", ALL, ids=_ids)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_a_list_of_valid_offers(path: Path) -> None:
    assert _load(path)


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(offer.id for offer in ALL).items() if count > 1] == []


def test_enough_national_offers() -> None:
    assert len(NATIONAL) >= 60


def test_enough_local_offers() -> None:
    assert len(LOCAL) >= 25


@pytest.mark.parametrize("path", sorted((OFFERS / "landelijk").glob("*.yml")), ids=lambda path: path.stem)
def test_national_file_holds_one_kind(path: Path) -> None:
    assert {offer.kind.value for offer in _load(path)} == {path.stem}


@pytest.mark.parametrize("kind", Kind)
def test_town_has_every_kind(kind: Kind) -> None:
    assert any(offer.kind is kind for offer in LOCAL)


@pytest.mark.parametrize("topic", Topic)
def test_topic_has_two_usable_offers_in_town(topic: Topic) -> None:
    assert sum(topic in offer.topics and _usable_in_town(offer) for offer in ALL) >= 2


@pytest.mark.parametrize("topic", Topic)
def test_topic_has_an_offer_for_the_whole_town(topic: Topic) -> None:
    assert any(topic in offer.topics and not offer.places.wijken for offer in LOCAL)


@pytest.mark.parametrize("offer", LOCAL, ids=_ids)
def test_invented_offer_says_so_and_reaches_nobody_real(offer: Offer) -> None:
    assert offer.example
    assert offer.places.scope == "lokaal" and offer.places.gemeenten == [TOWN]
    assert (offer.source.url, offer.source.confidence, offer.no_referral.strength) == ("voorbeeld",) * 3
    assert offer.start.phone is None or SAFE_PHONE.fullmatch(offer.start.phone)
    assert offer.start.url is None or offer.start.url.host == f"{TOWN}.example"


@pytest.mark.parametrize("offer", NATIONAL, ids=_ids)
def test_national_offer_is_real_and_sourced(offer: Offer) -> None:
    assert not offer.example
    assert offer.places.scope in {"landelijk", "veel_gemeenten"}
    assert offer.source.confidence in {"high", "medium"} and offer.source.url not in {"algemeen", "voorbeeld"}
    assert offer.no_referral.strength in {"expliciet", "afgeleid"}


@pytest.mark.parametrize("offer", [o for o in ALL if o.places.scope == "veel_gemeenten"], ids=_ids)
def test_offer_that_is_not_everywhere_says_so(offer: Offer) -> None:
    assert CHECK_IT_YOURSELF in f"{offer.summary} {offer.start.text}"


@pytest.mark.parametrize("offer", [o for o in ALL if o.free], ids=_ids)
def test_free_offer_says_gratis(offer: Offer) -> None:
    assert "gratis" in offer.cost.lower()


@every_offer
def test_offer_is_published(offer: Offer) -> None:
    assert offer.status == "gepubliceerd"


@every_offer
def test_parent_is_addressed_with_je(offer: Offer) -> None:
    texts = [offer.summary, offer.start.text, offer.cost, offer.waiting_time or "", offer.no_referral.evidence]
    assert [text for text in texts if FORMAL_ADDRESS.search(text)] == []


@every_offer
def test_summary_sentences_are_short(offer: Offer) -> None:
    sentences = _sentences(offer.summary)
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= MAX_MEAN_SENTENCE_WORDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_phone_comes_from_a_source_we_trust(path: Path) -> None:
    """Read from the raw file, so that the rule stays when the schema would allow `low` one day."""
    for item in _raw(path):
        start, source = item["start"], item["source"]
        assert isinstance(start, dict) and isinstance(source, dict)
        assert "phone" not in start or source["confidence"] != "low", item["id"]
