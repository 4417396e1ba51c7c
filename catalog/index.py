"""The offers as arrays: what the hard limits and the ranking look at, a row per published offer, rows in order of id."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from catalog.bm25 import Floats, Rows, WordIndex, build, pack
from catalog.query import Query
from catalog.schemas import Offer, Profile
from catalog.vocabulary import KIND_LABELS, KIND_WORDS, TOPIC_LABELS, Kind, Topic
from catalog.words import plain, stems
from kit.embedding import DIMENSIONS

LATE = timedelta(days=90)  # how long after check_again an offer may still be shown
YOUNGEST, OLDEST = 0.0, 99.0
TOPICS = {topic.value: number for number, topic in enumerate(Topic)}
KINDS = {kind: number for number, kind in enumerate(Kind)}
NOWHERE, MANY, COUNTRY, TOWN, OWN_WIJK = range(5)
SCOPES = {"veel_gemeenten": MANY, "landelijk": COUNTRY, "lokaal": TOWN}
PARENT, CHILD, FAMILY = 1, 2, 4
AUDIENCES = {"ouder": PARENT, "kind": CHILD, "jongere": CHILD, "gezin": FAMILY}
NAME_WEIGHT = 2
LATER_TOPIC = 0.2  # an offer names its topics in order of weight
Vector = NDArray[np.float16]
Vectors = Mapping[str, NDArray[np.float32]]
UNKNOWN = np.zeros(DIMENSIONS, dtype=np.float32)


def offer_text(offer: Offer) -> str:
    """The text of which the meaning is taken."""
    return f"{offer.name}. {', '.join(TOPIC_LABELS[topic] for topic in offer.topics)}. {offer.summary}"


def answerable(offer: Offer) -> bool:
    """Published, and never with a referral. Dates, places and ages depend on the question and come later."""
    return offer.status == "gepubliceerd" and offer.no_referral.needed is False


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer, compiled: small, so that 50,000 fit, and whole, so that the others need not be read again when one changes."""

    body: bytes
    gemeenten: tuple[str, ...]
    wijken: frozenset[str]
    scope: int
    kind: int
    topics: tuple[int, ...]
    ages: tuple[float, float]
    audience: int
    last_day: int
    terms: Rows


def _words_of(offer: Offer) -> list[str]:
    labels = " ".join([*(TOPIC_LABELS[topic] for topic in offer.topics), KIND_LABELS[offer.kind], KIND_WORDS[offer.kind]])
    return stems(offer.name) * NAME_WEIGHT + stems(f"{offer.provider} {offer.summary} {labels}")


def compile_entry(offer: Offer, terms: dict[str, int]) -> Entry:
    """Adds the offer's new words to `terms`."""
    return Entry(
        body=offer.model_dump_json(exclude_defaults=True).encode(),
        gemeenten=tuple(offer.places.gemeenten),
        wijken=frozenset(plain(wijk) for wijk in offer.places.wijken),
        scope=SCOPES[offer.places.scope],
        kind=KINDS[offer.kind],
        topics=tuple(TOPICS[topic] for topic in dict.fromkeys(offer.topics)),
        ages=(YOUNGEST if offer.age_min is None else offer.age_min, OLDEST if offer.age_max is None else offer.age_max),
        audience=int(np.bitwise_or.reduce([AUDIENCES[who] for who in offer.audience])),
        last_day=(offer.check_again + LATE).toordinal(),
        terms=pack(terms.setdefault(form, len(terms)) for form in _words_of(offer)),
    )


@dataclass(frozen=True, eq=False)
class Index:
    """Arrays of one length; `places` gives the rows of a gemeente, `everywhere` those without one."""

    ids: list[str]
    entries: list[Entry]
    words: WordIndex
    vectors: Vector
    topics: Floats
    kind: NDArray[np.int8]
    scope: NDArray[np.int8]
    audience: NDArray[np.int8]
    age_min: Floats
    age_max: Floats
    last_day: Rows
    everywhere: Rows
    places: dict[str, Rows]

    def row(self, offer_id: str) -> int | None:
        at = bisect_left(self.ids, offer_id)
        return at if at < len(self.ids) and self.ids[at] == offer_id else None

    def vector_of(self, offer_id: str) -> Vector:
        row = self.row(offer_id)
        return UNKNOWN.astype(np.float16) if row is None else self.vectors[row]

    def allowed(self, query: Query, wijk: str | None) -> Rows:
        """The rows that no hard limit forbids, in order of id."""
        rows: Rows = np.sort(np.concatenate([self.everywhere, self.places.get(query.gemeente, np.empty(0, dtype=np.int32))]))
        keep = self.last_day[rows] >= query.today.toordinal()
        if query.age:
            keep &= (self.age_min[rows] <= query.age[1]) & (self.age_max[rows] >= query.age[0])
        if query.kind:
            keep &= np.isin(self.kind[rows], [KINDS[kind] for kind in query.kind])
        if query.by_child:
            keep &= self.audience[rows] != PARENT
        return self._without(rows[keep], query.exclude, wijk)

    def _without(self, rows: Rows, exclude: frozenset[str], wijk: str | None) -> Rows:
        out = [self.ids[row] in exclude or self._elsewhere(row, wijk) for row in rows]
        left: Rows = rows[~np.array(out, dtype=bool)]
        return left

    def _elsewhere(self, row: int, wijk: str | None) -> bool:
        limited = self.entries[row].wijken
        return wijk is not None and bool(limited) and wijk not in limited

    def near(self, rows: Rows, wijk: str | None) -> NDArray[np.int8]:
        """How close each row is, as one of the scopes; OWN_WIJK for an offer that is limited to this wijk."""
        scope = self.scope[rows]
        if wijk is not None:
            scope[[bool(self.entries[row].wijken) for row in rows]] = OWN_WIJK
        return scope


def _topic_weights(entries: list[Entry]) -> Floats:
    weights = np.zeros((len(entries), len(TOPICS)), dtype=np.float32)
    for row, entry in enumerate(entries):
        for position, topic in enumerate(entry.topics):
            weights[row, topic] = 1 / (1 + LATER_TOPIC * position)
    return weights


def _places(entries: list[Entry]) -> tuple[Rows, dict[str, Rows]]:
    everywhere: list[int] = []
    local: dict[str, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries):
        if entry.scope != TOWN:
            everywhere.append(row)
        for gemeente in entry.gemeenten:
            local[gemeente].append(row)
    return np.array(everywhere, dtype=np.int32), {name: np.array(rows, dtype=np.int32) for name, rows in local.items()}


def make_index(compiled: Mapping[str, Entry], terms: dict[str, int], vectors: Vector) -> Index:
    """`compiled` in order of id; `vectors` has a row for each, zeros where the meaning is not known."""
    entries = list(compiled.values())
    everywhere, places = _places(entries)
    return Index(
        ids=list(compiled),
        entries=entries,
        words=build([entry.terms for entry in entries], terms),
        vectors=vectors,
        topics=_topic_weights(entries),
        kind=np.array([entry.kind for entry in entries], dtype=np.int8),
        scope=np.array([entry.scope for entry in entries], dtype=np.int8),
        audience=np.array([entry.audience for entry in entries], dtype=np.int8),
        age_min=np.array([entry.ages[0] for entry in entries], dtype=np.float32),
        age_max=np.array([entry.ages[1] for entry in entries], dtype=np.float32),
        last_day=np.array([entry.last_day for entry in entries], dtype=np.int32),
        everywhere=everywhere,
        places=places,
    )


class IndexBuilder:
    """Makes an index from an older one and the offers that changed since; takes them in parts, to spare memory."""

    def __init__(self, old: Index | None) -> None:
        self._old = old
        self._terms = dict(old.words.terms) if old else {}
        self._entries = dict(zip(old.ids, old.entries, strict=True)) if old else {}
        self._vectors: dict[str, Vector] = {}
        self._changed = old is None

    def add(self, offers: Iterable[Offer], vectors: Vectors) -> None:
        """An offer takes the place of the one with the same id; one that may not be shown only removes it."""
        shown: list[str] = []
        for offer in offers:
            self._changed = True
            self._entries.pop(offer.id, None)
            if answerable(offer):
                self._entries[offer.id] = compile_entry(offer, self._terms)
                shown.append(offer.id)
        # one block of memory a part: 50,000 small arrays would leave holes that are never given back
        rows = np.array([vectors.get(name, UNKNOWN) for name in shown], dtype=np.float16).reshape(-1, DIMENSIONS)
        self._vectors.update(zip(shown, rows, strict=True))

    def index(self) -> Index:
        if self._old is not None and not self._changed:
            return self._old
        ordered = dict(sorted(self._entries.items()))
        return make_index(ordered, self._terms, self._gathered(list(ordered)))

    def _gathered(self, ids: list[str]) -> Vector:
        matrix = np.zeros((len(ids), DIMENSIONS), dtype=np.float16)
        for row, name in enumerate(ids):
            if (changed := self._vectors.pop(name, None)) is not None:
                matrix[row] = changed
            elif self._old is not None:
                matrix[row] = self._old.vector_of(name)
        return matrix


def wijk_key(profile: Profile | None, wijk: str | None) -> str | None:
    """The name of the wijk as offers write it, also from another name that people use or its postcode."""
    if not wijk or not wijk.strip():
        return None
    asked = plain(wijk).strip()
    for known in profile.wijken if profile else ():
        if asked in {plain(known.name), *map(plain, known.aliases)} or asked.replace(" ", "")[:4] in known.postcodes:
            return plain(known.name)
    return asked
