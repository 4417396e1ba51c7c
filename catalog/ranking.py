"""The order of the offers that may be shown: a sum of parts that can each be read, and then variety."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from catalog.bm25 import Floats, Rows
from catalog.index import COUNTRY, KINDS, LATE, MANY, OWN_WIJK, TOPICS, TOWN, WAYS, Index
from catalog.query import WIDE_TOPICS, Query
from catalog.vocabulary import Kind
from catalog.wanted import kinds_wanted, ways_wanted


@dataclass(frozen=True)
class Weights:
    """Of each part of the score. Chosen on tests/catalog/dev_queries*.jsonl; docs/adr/0004 has the figures."""

    topic: float = 0.7
    order: float = 0.23
    words: float = 0.06
    meaning: float = 0.42
    near: float = 0.07
    age: float = 0.3
    kind_named: float = 0.08
    kind_likely: float = 0.35
    way_wanted: float = 0.11
    usual: float = 1.72
    usual_here: float = 1.0
    first_kind: float = 0.02


CHOSEN = Weights()
NEARNESS = {MANY: 0.0, COUNTRY: 0.1, TOWN: 0.7, OWN_WIJK: 1.0}
# What a professional names first when nobody asked for a form: people and practice before reading.
USUAL = {
    Kind.OPVOEDCONSULENT: 0.12,
    Kind.INLOOP_SPREEKUUR: 0.07,
    Kind.ERVARINGSDESKUNDIGE: 0.05,
    Kind.MAATJE_STEUNGEZIN: 0.04,
    Kind.TRAINING: 0.03,
    Kind.INFORMATIE: -0.03,
    Kind.SPORT_ACTIVITEIT: -0.03,
    Kind.PRAKTISCHE_STEUN: -0.05,
    Kind.ZELFHULP_VERSLAVING: -0.06,
    Kind.THEMABIJEENKOMST: -0.06,
    Kind.LOTGENOTEN: -0.09,
}
USUAL_HERE = Path(__file__).parent / "usual.yml"  # the same for each topic apart
SURE = 0.17  # topics that are asked for less than this together say less of the form
WORDS_HALF = 0.6
FEW, USUAL_MEANING = 20, 0.5
SAME_KIND = 0.02
# An offer for many topics, where a parent may ask anything, fills the list behind those that fit.
WIDE_KINDS, WIDE_SURE = (KINDS[Kind.INLOOP_SPREEKUUR], KINDS[Kind.OPVOEDCONSULENT]), 0.3
FLOOR_TOPIC, FLOOR_WORDS, FLOOR_MEANING, FLOOR_KIND = 0.1, 0.4, 0.5, 0.75


@dataclass(frozen=True)
class Ranked:
    """Rows that fit, best first, each with its score and whether the parent's own words or their meaning matched."""

    rows: Rows
    scores: Floats
    own: NDArray[np.bool_]


def _table(values: Mapping[int, float], size: int) -> Floats:
    table = np.zeros(size, dtype=np.float32)
    table[list(values)] = list(values.values())
    return table


def _meaning(index: Index, rows: Rows, vector: Floats | None) -> Floats:
    """0 for how near any offer here is, 1 for the same text: so that the scale of the encoder drops out."""
    if vector is None or not len(rows):
        return np.zeros(len(rows), dtype=np.float32)
    cosine = index.meaning(rows, vector)
    usual = float(np.median(cosine)) if len(rows) >= FEW else USUAL_MEANING
    return np.asarray((cosine - usual) / max(1 - usual, 0.01), dtype=np.float32)


def _words(index: Index, rows: Rows, text: str) -> Floats:
    scores = index.words.scores(text)[rows]
    return scores / (scores + np.float32(WORDS_HALF))


def _age(index: Index, rows: Rows, query: Query) -> Floats:
    """An offer for just these ages goes before one for everyone, and one that covers all of them before one that touches them."""
    if query.age is None:
        return np.zeros(len(rows), dtype=np.float32)
    low, high = query.age
    from_, to = index.age_min[rows], index.age_max[rows]
    shared = (np.minimum(to, high) - np.maximum(from_, low)) / max(high - low, 0.01)
    covered = np.clip(shared, 0, 1) if high > low else np.ones(len(rows), dtype=np.float32)
    return np.asarray(covered * (1 - np.clip(to - from_, 0, 25) / 50), dtype=np.float32)


def _wanted(index: Index, rows: Rows, text: str) -> tuple[Floats, Floats]:
    """Whether each offer is of a form that the text names, and can be got in a way that it names. The more it names, the less each says."""
    kinds = kinds_wanted(text)
    share = 1 / max(1.0, len(kinds)) ** 0.5
    of_kind = _table({KINDS[kind]: share for kind in kinds}, len(KINDS))[index.kind[rows]]
    asked = np.array([WAYS[way] for way in ways_wanted(text)], dtype=np.int8)
    in_a_way = ((index.ways[rows][:, None] & asked) > 0).sum(axis=1)
    return of_kind, np.asarray(in_a_way, dtype=np.float32)


@cache
def _usual_here() -> Floats:
    """(topics, kinds), from usual.yml."""
    table = np.zeros((len(TOPICS), len(KINDS)), dtype=np.float32)
    for topic, kinds in yaml.safe_load(USUAL_HERE.read_text(encoding="utf-8")).items():
        for kind, value in kinds.items():
            table[TOPICS[topic], KINDS[Kind(kind)]] = value
    return table


def _first_kinds(index: Index, rows: Rows, kinds: Sequence[Kind]) -> Floats:
    return _table({KINDS[kind]: 1 - position / (2 * len(kinds)) for position, kind in enumerate(kinds)}, len(KINDS))[index.kind[rows]]


def parts(
    index: Index,
    rows: Rows,
    query: Query,
    topics: Floats,
    kinds: Floats,
    vector: Floats | None,
    wijk: str | None,
    first: Sequence[Kind],
) -> dict[str, Floats]:
    """For each field of Weights a number per row. `topics` (topics,), `kinds` (kinds,): how much each is asked for."""
    named = index.topics[rows].astype(np.float32)
    of_kind, in_a_way = _wanted(index, rows, query.text)
    return {
        "topic": (named > 0) @ topics,
        "order": named @ topics,
        "words": _words(index, rows, query.text),
        "meaning": _meaning(index, rows, vector),
        "near": _table(NEARNESS, max(NEARNESS) + 1)[index.near(rows, wijk)],
        "age": _age(index, rows, query),
        "kind_named": of_kind,
        "kind_likely": kinds[index.kind[rows]],
        "way_wanted": in_a_way,
        "usual": _table({KINDS[kind]: value for kind, value in USUAL.items()}, len(KINDS))[index.kind[rows]],
        "usual_here": (topics / max(float(topics.sum()), SURE) @ _usual_here())[index.kind[rows]],
        "first_kind": _first_kinds(index, rows, first),
    }


def rank(
    index: Index,
    query: Query,
    topics: Floats,
    kinds: Floats,
    vector: Floats | None,
    wijk: str | None,
    first: Sequence[Kind] = (),
    weights: Weights = CHOSEN,
    late: timedelta = LATE,
) -> Ranked:
    """All rows that may be shown and fit, best first, equal ones by id. `topics` (topics,) and `kinds` (kinds,): how much each is asked for."""
    rows = index.allowed(query, wijk, late)
    found = parts(index, rows, query, topics, kinds, vector, wijk, first)
    scores = np.zeros(len(rows), dtype=np.float32)
    for name, weight in asdict(weights).items():
        scores += np.float32(weight) * found[name]
    own = (found["words"] >= FLOOR_WORDS) | (found["meaning"] >= FLOOR_MEANING)
    anything = not query.topics and (bool(query.kind) or not query.text.strip())
    asked_form = (found["kind_likely"] >= FLOOR_KIND) & (topics.max(initial=0) < 1)  # 1: a topic that was given, not guessed
    keep = own | (found["topic"] >= FLOOR_TOPIC) | asked_form | anything
    if query.text.strip() and keep.any() and topics.sum() >= WIDE_SURE:
        keep |= np.isin(index.kind[rows], WIDE_KINDS) & ((index.topics[rows] > 0).sum(axis=1) >= WIDE_TOPICS)
    order = np.argsort(-scores[keep], kind="stable")
    return Ranked(rows[keep][order], scores[keep][order], own[keep][order])


def varied(index: Index, ranked: Ranked, limit: int) -> list[int]:
    """Positions in `ranked`: the best, then each next one with a small loss for every earlier one of its kind."""
    left = ranked.scores.copy()
    kinds = index.kind[ranked.rows]
    chosen: list[int] = []
    for _ in range(min(limit, len(left))):
        best = int(np.argmax(left))
        chosen.append(best)
        left[kinds == kinds[best]] -= SAME_KIND
        left[best] = -np.inf
    return chosen
