"""The learned weights, and what they say about one message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from safety.classifier.features import EMBEDDED, Floats, hashed
from safety.levels import CATEGORIES

FILE = Path(__file__).parent.parent / "model.npz"
HEADS = ("danger", "acuut", "worry", *CATEGORIES)
ENCODED_LETTERS = 240

Encode = Callable[[list[str]], Floats]


@dataclass(frozen=True)
class Opinion:
    """Chances between 0 and 1, `categories` in the order of CATEGORIES."""

    danger: float
    acuut: float
    worry: float
    categories: tuple[float, ...]


@dataclass(frozen=True)
class Model:
    weights: Floats
    bias: Floats
    sentences_hash: str
    thresholds: dict[str, float]

    def opinion(self, row: Floats) -> Opinion:
        scores = row @ self.weights + self.bias
        danger, acuut, worry = (float(1 / (1 + np.exp(-score))) for score in scores[:3])
        spread = np.exp(scores[3:] - scores[3:].max())
        return Opinion(danger, acuut, worry, tuple(float(c) for c in spread / spread.sum()))

    def judge(self, text: str, marks: Sequence[str], encode: Encode) -> Opinion:
        return self.opinion(features(text, marks, encode))


def features(text: str, marks: Sequence[str], encode: Encode) -> Floats:
    """The encoder costs 13 microseconds a letter, so of a long message it sees the start and the end; the words are all seen."""
    half = ENCODED_LETTERS // 2
    part = text if len(text) <= ENCODED_LETTERS else f"{text[:half]} {text[-half:]}"
    embedded = np.asarray(encode([part]), np.float32)[0][:EMBEDDED]
    return np.concatenate([embedded, hashed(text, marks)])


@cache
def model() -> Model:
    with np.load(FILE, allow_pickle=False) as stored:
        names, values = stored["threshold_names"], stored["threshold_values"]
        thresholds = {str(name): float(value) for name, value in zip(names, values, strict=True)}
        return Model(stored["weights"].astype(np.float32), stored["bias"], str(stored["sentences_hash"]), thresholds)
