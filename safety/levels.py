"""The levels and categories of DESIGN.md section 5."""

from collections.abc import Iterable
from enum import StrEnum


class Level(StrEnum):
    GEEN = "geen"
    ZORG = "zorg"
    CRISIS = "crisis"
    ACUUT = "acuut"

    @property
    def weight(self) -> int:
        return list(Level).index(self)

    def __lt__(self, other: str) -> bool:
        return self.weight < Level(other).weight

    def __gt__(self, other: str) -> bool:
        return self.weight > Level(other).weight

    def __le__(self, other: str) -> bool:
        return self.weight <= Level(other).weight

    def __ge__(self, other: str) -> bool:
        return self.weight >= Level(other).weight


CATEGORIES = (
    "kindermishandeling", "huiselijk_geweld", "suicide_kind", "suicide_ouder", "zelfbeschadiging", "seksueel_misbruik",
    "ouder_doet_kind_iets_aan", "vermist_weggelopen", "dreiging_wapen", "baby_schudden", "eerwraak_uithuwelijking",
    "loverboy_uitbuiting", "sexting_chantage", "psychose", "overdosis_vergiftiging",
)  # fmt: skip


def worst(levels: Iterable[Level]) -> Level:
    return max(levels, default=Level.GEEN, key=lambda level: level.weight)
