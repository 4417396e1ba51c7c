from pathlib import Path

import pytest

from catalog import files
from catalog.advice import Advisor
from catalog.query import Age
from catalog.vocabulary import Topic
from tests.catalog.factory import make_tip

BANDS = [make_tip("baby", age_max=0.99), make_tip("peuter", age_min=1, age_max=3.99), make_tip("kind", age_min=4, age_max=11.99)]
REAL = Advisor(files.read(Path(__file__).parents[2] / "catalog").tips)


@pytest.mark.parametrize(
    ("age", "tips"),
    [
        ((0.5, 0.5), ["baby"]),
        ((1, 1), ["peuter"]),
        ((3.995, 3.995), ["peuter"]),
        ((4, 4), ["kind"]),
        ((14, 14), ["kind"]),
        ((20, 20), []),
        (None, ["kind"]),
    ],
)
def test_closest_band(age: Age | None, tips: list[str]) -> None:
    assert [tip.id for tip in Advisor(BANDS).advice("slapen", age).tips] == tips


def test_varied() -> None:
    tips = [
        make_tip("a", text="Zet de wekker vroeg."),
        make_tip("b", text="Zet de wekker op tijd vroeg."),
        make_tip("c", text="Lees samen een boek."),
    ]
    assert [tip.id for tip in Advisor(tips).advice("slapen", None, limit=2).tips] == ["a", "c"]


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_tips_without_an_age(topic: Topic) -> None:
    assert len(REAL.advice(topic, None).tips) == 3
