"""The order of the offers that may be shown: topic, own words, nearness, form wanted, and variety."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.bm25 import Floats, Rows
from catalog.guess import kinds_named
from catalog.index import CHILD, COUNTRY, KINDS, MANY, OWN_WIJK, PARENT, TOPICS, TOWN, Index
from catalog.query import Query
from catalog.vocabulary import Kind


@dataclass(frozen=True)
class Weights:
    """Chosen on tests/catalog/dev_queries.jsonl; docs/adr/0004-search.md has the figures."""

    topic: float = 1.0
    second_topic: float = 0.3
    words: float = 0.7
    words_half: float = 0.6
    meaning: float = 0.5
    meaning_low: float = 0.05
    meaning_high: float = 0.6
    near: float = 0.25
    first_kind: float = 0.06
    age: float = 0.2
    audience: float = 0.03
    own_child: float = 0.6
    named_kind: float = 0.3
    same_kind: float = 0.05
    floor_words: float = 0.4
    floor_meaning: float = 0.55


NEARNESS = {MANY: 0.0, COUNTRY: 0.1, TOWN: 0.7, OWN_WIJK: 1.0}
CHOSEN = Weights()


@dataclass(frozen=True)
class Ranked:
    """Rows that fit, best first, each with its score and how well the parent's own words matched."""

    rows: Rows
    scores: Floats
    own: Floats


def _named_kinds(index: Index, rows: Rows, text: str, weights: Weights) -> Floats:
    named = [KINDS[kind] for kind in kinds_named(text)]
    return np.asarray(weights.named_kind * np.isin(index.kind[rows], named), dtype=np.float32)


def _topics(index: Index, rows: Rows, topics: Sequence[str], weights: Weights) -> Floats:
    found = np.zeros(len(rows), dtype=np.float32)
    for position, topic in enumerate(dict.fromkeys(topics)):
        if topic in TOPICS:
            found += (weights.topic if position == 0 else weights.second_topic) * index.topics[rows, TOPICS[topic]]
    return found


def _meaning(index: Index, rows: Rows, vector: Floats | None, weights: Weights) -> Floats:
    if vector is None:
        return np.zeros(len(rows), dtype=np.float32)
    cosine = index.vectors[rows].astype(np.float32) @ vector
    return np.asarray(np.clip((cosine - weights.meaning_low) / (weights.meaning_high - weights.meaning_low), 0, 1), dtype=np.float32)


def _words(index: Index, rows: Rows, text: str, weights: Weights) -> Floats:
    scores = index.words.scores(text)[rows]
    return scores / (scores + np.float32(weights.words_half))


def _age(index: Index, rows: Rows, query: Query) -> Floats:
    """An offer for just these ages goes before one for everyone, and one that covers all of them before one that touches them."""
    if query.age is None:
        return np.zeros(len(rows), dtype=np.float32)
    low, high = query.age
    from_, to = index.age_min[rows], index.age_max[rows]
    shared = (np.minimum(to, high) - np.maximum(from_, low)) / max(high - low, 0.01)
    covered = np.clip(shared, 0, 1) if high > low else np.ones(len(rows), dtype=np.float32)
    return np.asarray(covered * (1 - np.clip(to - from_, 0, 25) / 50), dtype=np.float32)


def _audience(index: Index, rows: Rows, query: Query, weights: Weights) -> Floats:
    wanted, weight = (CHILD, weights.own_child) if query.by_child else (PARENT, weights.audience)
    return np.asarray(weight * ((index.audience[rows] & wanted) > 0), dtype=np.float32)


def _near(index: Index, rows: Rows, wijk: str | None, weights: Weights) -> Floats:
    table = np.zeros(max(NEARNESS) + 1, dtype=np.float32)
    table[list(NEARNESS)] = list(NEARNESS.values())
    return weights.near * table[index.near(rows, wijk)]


def _first_kinds(index: Index, rows: Rows, kinds: Sequence[Kind], weights: Weights) -> Floats:
    table = np.zeros(len(KINDS), dtype=np.float32)
    for position, kind in enumerate(kinds):
        table[KINDS[kind]] = 1 - position / (2 * len(kinds))
    return weights.first_kind * table[index.kind[rows]]


def _fits(query: Query, topic: Floats, words: Floats, meaning: Floats, weights: Weights) -> NDArray[np.bool_]:
    """An offer must be about the topic or about the words; without either, everything allowed fits."""
    known = tuple(name for name in query.topics if name in TOPICS)
    if not known and (query.kind or not query.text.strip()):
        return np.ones(len(topic), dtype=np.bool_)
    return np.asarray((topic > 0) | (words >= weights.floor_words) | (meaning >= weights.floor_meaning), dtype=np.bool_)


def rank(
    index: Index,
    query: Query,
    vector: Floats | None,
    wijk: str | None,
    first: Sequence[Kind] = (),
    sure: float = 1.0,
    weights: Weights = CHOSEN,
) -> Ranked:
    """All rows that may be shown and fit, best first, equal ones by id. `sure`: 1 when the topics are known, less when guessed."""
    rows = index.allowed(query, wijk)
    topic = sure * _topics(index, rows, query.topics, weights)
    words, meaning = _words(index, rows, query.text, weights), _meaning(index, rows, vector, weights)
    own = weights.words * words + weights.meaning * meaning
    light = _near(index, rows, wijk, weights) + _first_kinds(index, rows, first, weights)
    light = (
        light
        + _named_kinds(index, rows, query.text, weights)
        + weights.age * _age(index, rows, query)
        + _audience(index, rows, query, weights)
    )
    keep = _fits(query, topic, words, meaning, weights)
    scores = (topic + own + light)[keep]
    order = np.argsort(-scores, kind="stable")
    return Ranked(rows[keep][order], scores[order], own[keep][order])


def varied(index: Index, ranked: Ranked, limit: int, weights: Weights = CHOSEN) -> list[int]:
    """Positions in `ranked`: the best, then each next one with a small loss for every earlier one of its kind."""
    left = ranked.scores.copy()
    kinds = index.kind[ranked.rows]
    chosen: list[int] = []
    for _ in range(min(limit, len(left))):
        best = int(np.argmax(left))
        chosen.append(best)
        left[kinds == kinds[best]] -= weights.same_kind
        left[best] = -np.inf
    return chosen
