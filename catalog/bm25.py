"""Word match: an inverted index in numpy, BM25 with weights made comparable between small and large catalogues."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.words import compound_parts, known_half, stems

SATURATION, LENGTH = 1.2, 0.6
PART, CONTAINING = 0.6, 0.6
Floats = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True)
class WordIndex:
    """Postings of term t are `rows[start[t]:start[t+1]]` with their weights."""

    terms: dict[str, int]
    start: NDArray[np.int64]
    rows: Rows
    weights: Floats
    compounds: dict[str, tuple[str, ...]]
    containing: dict[str, list[str]]
    size: int

    def scores(self, text: str) -> Floats:
        """A number for each row, 0 when no word is shared; about 1 for one rare word in the name."""
        found = np.zeros(self.size, dtype=np.float32)
        for form, weight in self._expanded(text).items():
            term = self.terms[form]
            span = slice(self.start[term], self.start[term + 1])
            found[self.rows[span]] += weight * self.weights[span]
        return found

    def _expanded(self, text: str) -> dict[str, float]:
        wanted: dict[str, float] = {}
        for form in set(stems(text)):
            for near, weight in self._related(form):
                wanted[near] = max(weight, wanted.get(near, 0.0))
        return dict(sorted(wanted.items()))

    def _related(self, form: str) -> list[tuple[str, float]]:
        exact = [(form, 1.0)] if form in self.terms else []
        parts = self.compounds.get(form) or compound_parts(form, self.terms)
        if not exact and not parts:
            parts = known_half(form, self.terms)
        bases = exact + [(part, PART) for part in parts]
        return bases + [(whole, weight * CONTAINING) for base, weight in bases for whole in self.containing.get(base, ())]


def build(documents: Sequence[Rows], terms: dict[str, int]) -> WordIndex:
    """An index of documents given as arrays of term numbers; a term that stands twice weighs more."""
    count, vocabulary = len(documents), len(terms)
    lengths = np.fromiter((len(document) for document in documents), dtype=np.int64, count=count)
    tokens = np.concatenate(documents) if count else np.empty(0, dtype=np.int32)
    keys, often = np.unique(tokens.astype(np.int64) * max(count, 1) + np.repeat(np.arange(count), lengths), return_counts=True)
    of_term, rows = np.divmod(keys, max(count, 1))
    start = np.searchsorted(of_term, np.arange(vocabulary + 1))
    relative = lengths[rows] / max(float(lengths.mean()), 1.0) if count else np.empty(0)
    weights = _weights(often, of_term, np.asarray(relative, dtype=np.float64), np.diff(start), count)
    compounds = {form: parts for form in terms if (parts := compound_parts(form, terms))}
    return WordIndex(terms, start, rows.astype(np.int32), weights, compounds, _containing(compounds), count)


def _weights(often: NDArray[np.int64], of_term: NDArray[np.int64], length: NDArray[np.float64], df: NDArray[np.int64], count: int) -> Floats:
    rarity = np.log(1 + (count - df + 0.5) / (df + 0.5)) / np.log(2 + count)
    damped = often * (SATURATION + 1) / (often + SATURATION * (1 - LENGTH + LENGTH * length))
    return np.asarray(rarity[of_term] * damped, dtype=np.float32)


def _containing(compounds: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    wholes = defaultdict(list)
    for whole, parts in compounds.items():
        for part in parts:
            wholes[part].append(whole)
    return dict(wholes)
