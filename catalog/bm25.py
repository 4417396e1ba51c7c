"""Word match: an inverted index in numpy, BM25 with weights made comparable between small and large catalogues."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.compact import Ragged, blocks
from catalog.words import compound_parts, known_half, stems

SATURATION, LENGTH = 1.2, 0.6
PART, CONTAINING = 0.6, 0.6
OFTEN_BITS = 6
MOST_OFTEN = (1 << OFTEN_BITS) - 1
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
        return self.scores_of(stems(text))

    def scores_of(self, forms: Iterable[str]) -> Floats:
        """The same for words that are stems already."""
        found = np.zeros(self.size, dtype=np.float32)
        for form, weight in self._expanded(forms).items():
            term = self.terms[form]
            span = slice(self.start[term], self.start[term + 1])
            found[self.rows[span]] += weight * self.weights[span]
        return found

    def _expanded(self, forms: Iterable[str]) -> dict[str, float]:
        wanted: dict[str, float] = {}
        for form in set(forms):
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


def pack(numbers: Iterable[int]) -> Rows:
    """A document in one small array: each term once, with how often it stands there in the low bits."""
    return np.array([term << OFTEN_BITS | min(often, MOST_OFTEN) for term, often in sorted(Counter(numbers).items())], dtype=np.int32)


def build(documents: Ragged, terms: dict[str, int]) -> WordIndex:
    """An index of packed documents; a term that stands twice weighs more."""
    count = len(documents.lengths)
    order = np.argsort(documents.numbers, kind="stable")
    packed, rows = documents.numbers[order], np.repeat(np.arange(count, dtype=np.int32), documents.lengths)[order]
    del order  # what is large goes as soon as it can: a second index may stand beside this one
    start = np.searchsorted(packed, np.arange(len(terms) + 1, dtype=np.int32) << OFTEN_BITS)
    rarity, length = _rarity(np.diff(start), count), _relative_length(documents)
    weights = np.empty(len(packed), dtype=np.float32)
    for part in blocks(np.arange(len(packed), dtype=np.int32)):
        weights[part] = rarity[packed[part] >> OFTEN_BITS] * _damped(packed[part] & MOST_OFTEN, length[rows[part]])
    compounds = {form: parts for form in terms if (parts := compound_parts(form, terms))}
    return WordIndex(terms, start, rows, weights, compounds, _containing(compounds), count)


def _rarity(documents_with: NDArray[np.int64], count: int) -> Floats:
    rarity = np.log(1 + (count - documents_with + 0.5) / (documents_with + 0.5)) / np.log(2 + count)
    return np.asarray(rarity, dtype=np.float32)


def _relative_length(documents: Ragged) -> Floats:
    """Words in each document, against the average."""
    total = np.concatenate([[0], np.cumsum(documents.numbers & MOST_OFTEN)])
    lengths = np.diff(total[documents.start]).astype(np.float32)
    return np.asarray(lengths / max(float(lengths.mean()), 1.0) if len(lengths) else lengths, dtype=np.float32)


def _damped(often: Rows, length: Floats) -> Floats:
    return np.asarray(often * (SATURATION + 1) / (often + SATURATION * (1 - LENGTH + LENGTH * length)), dtype=np.float32)


def _containing(compounds: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    wholes = defaultdict(list)
    for whole, parts in compounds.items():
        for part in parts:
            wholes[part].append(whole)
    return dict(wholes)
