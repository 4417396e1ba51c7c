"""Two voters of logistic regression that say what a text is about: one on its meaning, one on its letters. Learned and asked in plain numpy."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from catalog.words import plain

SIZE = 1 << 14
MOST_WORDS, LONGEST_WORD = 120, 30
SCALE, RATE = 10.0, 0.05
MEANING_STEPS, LETTERS_STEPS = 300, 60
SHRINK = 1e-3
MEANING_SHARE, SHARPNESS = 0.35, 1.2
ARRAYS = ("meaning", "meaning_bias", "centre", "letters", "letters_bias", "rarity")
_WORD = re.compile(r"[a-z]+")
Floats = NDArray[np.float32]


def _groups(text: str) -> list[int]:
    """Words, and groups of four letters within a word, each as one of SIZE numbers."""
    words = _WORD.findall(plain(text))[:MOST_WORDS]
    pieces = [f"={word}" for word in words]
    for word in words:
        held = f" {word[:LONGEST_WORD]} "
        pieces += [held[at : at + 4] for at in range(len(held) - 3)]
    return [crc32(piece.encode()) % SIZE for piece in pieces]


@dataclass(frozen=True, eq=False)
class Letters:
    """Texts as rows of a sparse matrix, row after row: `columns` with their `values`, and where each row starts."""

    columns: NDArray[np.int64]
    values: Floats
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str], rarity: Floats | None = None) -> "Letters":
        """`rarity` (SIZE,) weighs the columns. Each row has length 1, and at least one column."""
        found = [Counter(_groups(text)) or Counter([0]) for text in texts]
        starts = np.cumsum([0, *(len(row) for row in found)])[:-1]
        columns = np.array([column for row in found for column in row], dtype=np.int64)
        values = np.log1p(np.array([often for row in found for often in row.values()], dtype=np.float32))
        if rarity is not None:
            values *= rarity[columns]
        lengths = np.sqrt(np.add.reduceat(values**2, starts))
        return cls(columns, values / np.repeat(np.maximum(lengths, 1e-6), np.diff(starts, append=len(columns))), starts)

    def times(self, weights: Floats) -> Floats:
        """(rows, classes), for `weights` (SIZE, classes)."""
        return np.asarray(np.add.reduceat(weights[self.columns] * self.values[:, None], self.starts), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Voters:
    """Weights on the meaning (384, classes) and on the letters (SIZE, classes); the last class is none of the others. `centre`: of the vectors."""

    meaning: Floats
    meaning_bias: Floats
    centre: Floats
    letters: Floats
    letters_bias: Floats
    rarity: Floats

    def chances(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """(n, classes - 1): the chance of each. What a row lacks to 1 is the chance of none."""
        by_meaning = _log_chances(SCALE * (vectors - self.centre) @ self.meaning + self.meaning_bias)
        by_letters = _log_chances(SCALE * Letters.of(texts, self.rarity).times(self.letters) + self.letters_bias)
        both = np.exp(_log_chances(SHARPNESS * (MEANING_SHARE * by_meaning + (1 - MEANING_SHARE) * by_letters)))
        return np.asarray(both[:, :-1], dtype=np.float32)


def _log_chances(scores: NDArray[Any]) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def _fit(
    times: Callable[[Floats], NDArray[Any]], back: Callable[[Floats], NDArray[Any]], inputs: int, wanted: Floats, share: Floats, steps: int
) -> tuple[Floats, Floats]:
    """Adam on everything at once. `times` gives the scores of `weights` (inputs, classes), `back` the way from mistakes to their slope.
    `wanted` (rows, classes): 1 for the right answer. `share` (rows, 1): how much each row counts, together 1."""
    learning = [np.zeros((inputs, wanted.shape[1]), dtype=np.float32), np.zeros(wanted.shape[1], dtype=np.float32)]
    slow, spread = [np.zeros_like(one) for one in learning], [np.zeros_like(one) for one in learning]
    for step in range(1, steps + 1):
        wrong = np.asarray((np.exp(_log_chances(times(learning[0]) + learning[1])) - wanted) * share, dtype=np.float32)
        for at, slope in enumerate((back(wrong) + SHRINK * learning[0], wrong.sum(axis=0))):
            slow[at] = 0.9 * slow[at] + 0.1 * slope
            spread[at] = 0.999 * spread[at] + 0.001 * slope * slope
            change = slow[at] / (1 - 0.9**step) / (np.sqrt(spread[at] / (1 - 0.999**step)) + 1e-8)
            learning[at] -= RATE * (1 - step / steps) * change
    return learning[0], learning[1]


def fit(texts: Sequence[str], vectors: Floats, answers: NDArray[np.int64], classes: int, weights: Floats | None = None) -> Voters:
    """A minute for 25,000 sentences. The last of the classes is none of the others. `weights` (texts,): how often each counts, else once."""
    wanted = np.eye(classes, dtype=np.float32)[answers]
    often = np.ones(len(texts), dtype=np.float32) if weights is None else weights
    share = np.asarray(often / often.sum(), dtype=np.float32)[:, None]
    centre = np.asarray((share * vectors).sum(axis=0), dtype=np.float32)
    rows = np.asarray(SCALE * (vectors - centre), dtype=np.float32)
    meaning, meaning_bias = _fit(lambda w: rows @ w, lambda wrong: rows.T @ wrong, rows.shape[1], wanted, share, MEANING_STEPS)
    seen = Letters.of(texts)
    rarity = np.asarray(1 + np.log((1 + len(texts)) / (1 + np.bincount(seen.columns, minlength=SIZE))), dtype=np.float32)
    found = Letters.of(texts, rarity)
    order = np.argsort(found.columns, kind="stable")
    column, row = found.columns[order], np.repeat(np.arange(len(texts)), np.diff(found.starts, append=len(found.columns)))[order]
    present, first = np.unique(column, return_index=True)
    value = SCALE * found.values[order][:, None]

    def back(wrong: Floats) -> Floats:
        slope = np.zeros((SIZE, classes), dtype=np.float32)
        slope[present] = np.add.reduceat(wrong[row] * value, first)
        return slope

    letters, letters_bias = _fit(lambda w: SCALE * found.times(w), back, SIZE, wanted, share, LETTERS_STEPS)
    return Voters(meaning, meaning_bias, centre, letters, letters_bias, rarity)
