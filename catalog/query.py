"""What is asked of the catalogue, and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from catalog.schemas import Offer
from catalog.vocabulary import Kind

Audience = Literal["ouder", "kind", "jongere", "gezin"]
Age = tuple[float, float]
# An offer about this many topics is a place to ask anything: it may stand behind what fits, and says so.
WIDE_TOPICS = 8


@dataclass(frozen=True, kw_only=True)
class Query:
    """`topics`: the main one first. `age`: the child's, in years, both ends included. `audience`: who types, when no parent."""

    gemeente: str
    today: date
    text: str = ""
    topics: tuple[str, ...] = ()
    age: Age | None = None
    wijk: str | None = None
    kind: tuple[Kind, ...] = ()
    audience: Audience | None = None
    exclude: frozenset[str] = field(default_factory=frozenset)
    limit: int = 3

    @property
    def by_child(self) -> bool:
        return self.audience in ("jongere", "kind")


@dataclass(frozen=True)
class Hit:
    """An offer that may be shown, and in plain words why and where."""

    offer: Offer
    score: float
    why: tuple[str, ...]
    place: str
