"""The offers as arrays: what the hard limits and the ranking look at, a row per published offer, rows in order of id."""

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from catalog.bm25 import Floats, Rows, WordIndex, build, pack
from catalog.compact import Packing, Ragged, gathered
from catalog.query import Query
from catalog.schemas import PRIVATE, Offer, Profile
from catalog.vocabulary import KIND_LABELS, KIND_WORDS, TOPIC_LABELS, TOPIC_WORDS, Kind, Topic
from catalog.words import plain, stems
from kit.embedding import DIMENSIONS

LATE = timedelta(days=90)  # how long after check_again an offer may still be shown, when nobody says otherwise
YOUNGEST, OLDEST = 0.0, 99.0
TOPICS = {topic.value: number for number, topic in enumerate(Topic)}
KINDS = {kind: number for number, kind in enumerate(Kind)}
NOWHERE, MANY, COUNTRY, TOWN, OWN_WIJK = range(5)
SCOPES = {"veel_gemeenten": MANY, "landelijk": COUNTRY, "lokaal": TOWN}
WAYS = {"in_de_buurt": 1, "thuis": 2, "online": 4, "app": 4, "telefoon": 8, "school": 16}
NAME_WEIGHT = 2
LATER_TOPIC = 0.2  # an offer names its topics in order of weight
Vector = NDArray[np.int8]
Halves = NDArray[np.float16]
Vectors = Mapping[str, NDArray[np.float32]]
UNKNOWN = np.zeros(DIMENSIONS, dtype=np.float32)
TINY = 1e-9  # divides in the place of zero
NO_WIJKEN: frozenset[str] = frozenset()


def offer_text(offer: Offer) -> str:
    """The text of which the meaning is taken."""
    return f"{offer.name}. {', '.join(TOPIC_LABELS[topic] for topic in offer.topics)}. {offer.summary}"


def answerable(offer: Offer) -> bool:
    """Published, and never with a referral. Dates, places and ages depend on the question and come later."""
    return offer.status == "gepubliceerd" and offer.no_referral.needed is False


def _words_of(offer: Offer) -> list[str]:
    """Its own words, and those by which parents speak of its form and of the topic that it names first."""
    labels = " ".join(
        [*(TOPIC_LABELS[topic] for topic in offer.topics), KIND_LABELS[offer.kind], KIND_WORDS[offer.kind], TOPIC_WORDS[offer.topics[0]]]
    )
    return stems(offer.name) * NAME_WEIGHT + stems(f"{offer.provider} {offer.summary} {labels}")


def _topics_of(offers: Sequence[Offer]) -> Halves:
    weights = np.zeros((len(offers), len(TOPICS)), dtype=np.float16)
    for row, offer in enumerate(offers):
        for position, topic in enumerate(dict.fromkeys(offer.topics)):
            weights[row, TOPICS[topic]] = 1 / (1 + LATER_TOPIC * position)
    return weights


def _ways_of(offer: Offer) -> int:
    return int(np.bitwise_or.reduce([WAYS[way] for way in offer.delivery]))


def _rounded(vectors: NDArray[np.float32]) -> tuple[Vector, Floats]:
    """Each number in one byte, and per row what a step is worth: an error of at most 1/254 of the row's largest number."""
    step = np.abs(vectors).max(axis=1, initial=0) / 127
    return np.rint(vectors / np.maximum(step, TINY)[:, None]).astype(np.int8), step.astype(np.float32)


@dataclass(frozen=True, eq=False)
class Columns:
    """Offers as columns of one length, small so that 50,000 fit, and whole, so that an offer need not be read again when another changes.

    `bodies` are packed JSON. `limited` holds the wijken of the offers that are limited to some."""

    bodies: list[bytes]
    gemeenten: list[tuple[str, ...]]
    limited: dict[int, frozenset[str]]
    terms: Ragged
    vectors: Vector
    step: Floats
    topics: Halves
    kind: NDArray[np.int8]
    scope: NDArray[np.int8]
    for_child: NDArray[np.bool_]
    ways: NDArray[np.int8]
    age_min: Floats
    age_max: Floats
    check_again: Rows
    last_day: Rows


ARRAYS = ("vectors", "step", "topics", "kind", "scope", "for_child", "ways", "age_min", "age_max", "check_again", "last_day")


def compiled(offers: Sequence[Offer], vectors: Vectors, terms: dict[str, int], packing: Packing) -> Columns:
    """Adds the offers' new words to `terms`. An offer without a vector gets zeros."""
    bodies = [offer.model_dump_json(exclude_defaults=True, exclude=PRIVATE).encode() for offer in offers]
    packing.learn(bodies)
    matrix = np.array([vectors.get(offer.id, UNKNOWN) for offer in offers], dtype=np.float32).reshape(-1, DIMENSIONS)
    rounded, step = _rounded(matrix)
    return Columns(
        bodies=[packing.pack(body) for body in bodies],
        gemeenten=[tuple(map(sys.intern, offer.places.gemeenten)) for offer in offers],
        limited={row: frozenset(map(plain, offer.places.wijken)) for row, offer in enumerate(offers) if offer.places.wijken},
        terms=Ragged.of([pack(terms.setdefault(form, len(terms)) for form in _words_of(offer)) for offer in offers]),
        vectors=rounded,
        step=step,
        topics=_topics_of(offers),
        kind=np.array([KINDS[offer.kind] for offer in offers], dtype=np.int8),
        scope=np.array([SCOPES[offer.places.scope] for offer in offers], dtype=np.int8),
        for_child=np.array([not {"kind", "jongere"}.isdisjoint(offer.audience) for offer in offers], dtype=np.bool_),
        ways=np.array([_ways_of(offer) for offer in offers], dtype=np.int8),
        age_min=np.array([YOUNGEST if offer.age_min is None else offer.age_min for offer in offers], dtype=np.float32),
        age_max=np.array([OLDEST if offer.age_max is None else offer.age_max for offer in offers], dtype=np.float32),
        check_again=np.array([offer.check_again.toordinal() for offer in offers], dtype=np.int32),
        last_day=np.array([(offer.moment.day or date.max).toordinal() for offer in offers], dtype=np.int32),
    )


def _joined(parts: Sequence[Columns], order: Rows) -> Columns:
    """The rows of all parts, counted through, in this order."""
    rows = order.tolist()
    bodies, gemeenten = [one for part in parts for one in part.bodies], [one for part in parts for one in part.gemeenten]
    starts = np.cumsum([0, *(len(part.bodies) for part in parts)]).tolist()
    limited = {start + row: wijken for part, start in zip(parts, starts, strict=False) for row, wijken in part.limited.items()}
    return Columns(
        bodies=[bodies[row] for row in rows],
        gemeenten=[gemeenten[row] for row in rows],
        limited={new: limited[old] for new, old in enumerate(rows) if old in limited},
        terms=Ragged.joined([part.terms for part in parts], order),
        **{name: gathered([getattr(part, name) for part in parts], order) for name in ARRAYS},
    )


@dataclass(frozen=True, eq=False)
class Index(Columns):
    """The columns in order of id; `places` gives the rows of a gemeente, `everywhere` those without one."""

    ids: list[str]
    packing: Packing
    words: WordIndex
    everywhere: Rows
    places: dict[str, Rows]

    def row(self, offer_id: str) -> int | None:
        at = bisect_left(self.ids, offer_id)
        return at if at < len(self.ids) and self.ids[at] == offer_id else None

    def body(self, row: int) -> bytes:
        """The offer as JSON."""
        return self.packing.unpack(self.bodies[row])

    def wijken(self, row: int) -> frozenset[str]:
        """The wijken to which this offer is limited; empty for one that is not."""
        return self.limited.get(row, NO_WIJKEN)

    def meaning(self, rows: Rows, vector: Floats) -> Floats:
        """How close the meaning of each row is to this one: the cosine, rounding set aside."""
        return np.asarray(self.step[rows] * (self.vectors[rows].astype(np.float32) @ vector), dtype=np.float32)

    def allowed(self, query: Query, wijk: str | None, late: timedelta = LATE) -> Rows:
        """The rows that no hard limit forbids, in order of id. `late`: how long after check_again an offer may still be shown."""
        rows: Rows = np.sort(np.concatenate([self.everywhere, self.places.get(query.gemeente, np.empty(0, dtype=np.int32))]))
        keep = self.on_time(rows, query.today, late)
        if query.age:
            keep &= (self.age_min[rows] <= query.age[1]) & (self.age_max[rows] >= query.age[0])
        if query.kind:
            keep &= np.isin(self.kind[rows], [KINDS[kind] for kind in query.kind])
        if query.by_child:
            keep &= self.for_child[rows]  # a training for parents is no answer to who is fourteen
        return self._without(rows[keep], query.exclude, wijk)

    def on_time(self, rows: Rows, today: date, late: timedelta) -> NDArray[np.bool_]:
        """Which rows are not too long unchecked, and not over."""
        return np.asarray((self.check_again[rows] >= (today - late).toordinal()) & (self.last_day[rows] >= today.toordinal()))

    def _without(self, rows: Rows, exclude: frozenset[str], wijk: str | None) -> Rows:
        out = [self.ids[row] in exclude or self._elsewhere(row, wijk) for row in rows.tolist()]
        left: Rows = rows[~np.array(out, dtype=bool)]
        return left

    def _elsewhere(self, row: int, wijk: str | None) -> bool:
        limited = self.wijken(row)
        return wijk is not None and bool(limited) and wijk not in limited

    def near(self, rows: Rows, wijk: str | None) -> NDArray[np.int8]:
        """How close each row is, as one of the scopes; OWN_WIJK for an offer that is limited to this wijk."""
        scope = self.scope[rows]
        if wijk is not None:
            scope[[bool(self.wijken(row)) for row in rows.tolist()]] = OWN_WIJK
        return scope


def _places(columns: Columns) -> tuple[Rows, dict[str, Rows]]:
    local: dict[str, list[int]] = defaultdict(list)
    for row, gemeenten in enumerate(columns.gemeenten):
        for gemeente in gemeenten:
            local[gemeente].append(row)
    everywhere = np.flatnonzero(columns.scope != TOWN).astype(np.int32)
    return everywhere, {name: np.array(rows, dtype=np.int32) for name, rows in local.items()}


class IndexBuilder:
    """Makes an index from an older one and the offers that changed since; takes them in parts, to spare memory."""

    def __init__(self, old: Index | None) -> None:
        self._old = old
        self._packing = old.packing if old else Packing()
        self._terms = dict(old.words.terms) if old else {}
        self._parts: list[Columns] = [old or compiled([], {}, self._terms, self._packing)]
        self._at = {name: row for row, name in enumerate(old.ids)} if old else {}
        self._rows = len(self._at)
        self._changed = old is None

    def add(self, offers: Iterable[Offer], vectors: Vectors) -> None:
        """An offer takes the place of the one with the same id; one that may not be shown only removes it."""
        shown: list[Offer] = []
        for offer in offers:
            self._changed = True
            self._at.pop(offer.id, None)
            if answerable(offer):
                self._at[offer.id] = self._rows + len(shown)
                shown.append(offer)
        self._parts.append(compiled(shown, vectors, self._terms, self._packing))
        self._rows += len(shown)

    def index(self) -> Index:
        if self._old is not None and not self._changed:
            return self._old
        ids = sorted(self._at)
        columns = _joined(self._parts, np.array([self._at[name] for name in ids], dtype=np.int32))
        self._parts = []
        everywhere, places = _places(columns)
        words = build(columns.terms, self._terms)
        return Index(**vars(columns), ids=ids, packing=self._packing, words=words, everywhere=everywhere, places=places)


def wijk_key(profile: Profile | None, wijk: str | None) -> str | None:
    """The name of the wijk as offers write it, also from another name that people use or its postcode."""
    if not wijk or not wijk.strip():
        return None
    asked = plain(wijk).strip()
    for known in profile.wijken if profile else ():
        if asked in {plain(known.name), *map(plain, known.aliases)} or asked.replace(" ", "")[:4] in known.postcodes:
            return plain(known.name)
    return asked
