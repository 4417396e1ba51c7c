from typing import Any

import pytest

from catalog.reasons import CHECK_LOCALLY, Seen, about, age_text, reasons
from catalog.schemas import Offer
from catalog.search import Query
from catalog.vocabulary import Kind, Topic
from tests.catalog.factory import TODAY, make_offer, make_profile


def why(offer: Offer, *, wijk: str | None = None, own_words: bool = False, **query: Any) -> tuple[str, ...]:
    return reasons(offer, Query(gemeente="stad", today=TODAY, **query), Seen(make_profile(), wijk, own_words))


def test_topic_age_and_wijk() -> None:
    offer = make_offer(gemeenten=["stad"], wijken=["De Linden"], age_max=6)
    assert why(offer, topics=("slapen",), age=(3, 3), wijk="De Linden") == (
        "Gaat over slapen",
        "Past bij 3 jaar",
        "In jullie wijk De Linden",
    )


def test_free() -> None:
    assert "Gratis" in why(make_offer(gemeenten=["stad"]), topics=("slapen",))
    assert "Gratis" not in why(make_offer(gemeenten=["stad"], free=None), topics=("slapen",))


def test_kind_wanted() -> None:
    assert "Je gaf aan dat je een maatje of steungezin zoekt" in why(make_offer(kind="maatje_steungezin"), kind=(Kind.MAATJE_STEUNGEZIN,))


def test_own_words_only_when_no_topic_fits() -> None:
    assert why(make_offer(), topics=("eten",), own_words=True)[0] == "Past bij wat je schreef"


def test_where_anything_may_be_asked() -> None:
    wide = [topic.value for topic in Topic if topic is not Topic.SLAPEN][:8]
    assert why(make_offer(topics=wide), topics=("slapen",))[0] == "Je kunt er met veel vragen over opvoeden terecht"
    assert "veel vragen" not in why(make_offer(topics=wide[:7]), topics=("slapen",))[0]


def test_that_it_is_not_everywhere_is_always_said() -> None:
    full = why(make_offer(scope="veel_gemeenten", age_min=1), topics=("slapen",), age=(3, 3), kind=(Kind.TRAINING,))
    assert CHECK_LOCALLY in full and len(full) == 3


def test_no_age_claimed_for_an_offer_without_ages() -> None:
    assert not [reason for reason in why(make_offer(), topics=("slapen",), age=(3, 3)) if "3 jaar" in reason]


@pytest.mark.parametrize(
    ("age", "text"),
    [
        ((3, 3), "3 jaar"),
        ((2, 4), "2 tot 4 jaar"),
        ((8 / 12, 8 / 12), "8 maanden"),
        ((1.5, 1.5), "18 maanden"),
        ((0, 1), "een baby"),
        ((3.5, 3.5), "3,5 jaar"),
    ],
)
def test_age_text(age: tuple[float, float], text: str) -> None:
    assert age_text(age) == text


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_reads_in_a_sentence(topic: Topic) -> None:
    assert about(topic) and not about(topic).startswith(("mijn", "het wordt"))
