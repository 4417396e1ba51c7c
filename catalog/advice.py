"""Which tips and which 'this is ordinary' texts go with a topic and an age."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.query import Age
from catalog.schemas import Tip
from catalog.words import stems

TOO_FAR = 3.0  # years between the child and the nearest band; further away, silence is better
MIDDLE: Age = (4.0, 12.0)
Band = tuple[float, float]


@dataclass(frozen=True)
class Advice:
    """`normal`: what is ordinary at this age. `tips`: what can be tried, the best fitting and most different first."""

    tips: tuple[Tip, ...] = ()
    normal: tuple[Tip, ...] = ()


def _band(tip: Tip) -> Band:
    return (0.0 if tip.age_min is None else tip.age_min, 27.0 if tip.age_max is None else tip.age_max)


def _distance(band: Band, age: Age) -> float:
    return max(band[0] - age[1], age[0] - band[1], 0.0)


def _order(tip: Tip, age: Age) -> tuple[float, float, float, str]:
    """Nearest band first, then the one whose middle is closest, then the narrowest."""
    band = _band(tip)
    middle = abs((band[0] + band[1]) / 2 - (age[0] + age[1]) / 2)
    return (_distance(band, age), round(middle, 1), band[1] - band[0], tip.id)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _varied(tips: list[Tip], limit: int) -> list[Tip]:
    words = {tip.id: frozenset(stems(tip.text)) for tip in tips}
    chosen: list[Tip] = []
    left = list(tips)
    while left and len(chosen) < limit:
        best = min(left, key=lambda tip: left.index(tip) * 0.02 + max((_alike(words[tip.id], words[one.id]) for one in chosen), default=0))
        chosen.append(best)
        left.remove(best)
    return chosen


class Advisor:
    """All tips, by topic."""

    def __init__(self, tips: Iterable[Tip]) -> None:
        self._by_topic: dict[str, list[Tip]] = defaultdict(list)
        for tip in tips:
            self._by_topic[tip.topic].append(tip)

    def advice(self, topic: str, age: Age | None, limit: int = 3) -> Advice:
        """Nothing when no band comes near the age. Without an age: what fits most school children."""
        about = age or MIDDLE
        tips = [tip for tip in self._by_topic.get(topic, []) if age is None or _distance(_band(tip), about) <= TOO_FAR]
        return Advice(
            tips=tuple(_varied(self._nearest(tips, "tip", about), limit)), normal=tuple(self._nearest(tips, "normaal", about)[:1])
        )

    @staticmethod
    def _nearest(tips: list[Tip], kind: str, age: Age) -> list[Tip]:
        ordered = sorted((tip for tip in tips if tip.kind == kind), key=lambda tip: _order(tip, age))
        inside = [tip for tip in ordered if _distance(_band(tip), age) == 0]
        return inside or [tip for tip in ordered if _band(tip) == _band(ordered[0])]
