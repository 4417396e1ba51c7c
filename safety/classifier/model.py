"""The learned weights, and what they say about one message."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from safety.classifier.features import Encode, Floats, features, parts
from safety.levels import CATEGORIES
from safety.patterns import Reading

FILE = Path(__file__).parent.parent / "model.npz"
LONG_NUMBER = re.compile(r"\+?\d[\d .()-]{5,}\d")
HEADS = ("danger", "acuut", "worry", *CATEGORIES)


@dataclass(frozen=True)
class Opinion:
    """Chances between 0 and 1, `categories` in the order of CATEGORIES. `of`: the number of parts of which this is the worst."""

    danger: float
    acuut: float
    worry: float
    categories: tuple[float, ...]
    of: int = 1


@dataclass(frozen=True)
class Model:
    weights: Floats
    bias: Floats
    sentences_hash: str
    thresholds: dict[str, float]

    def opinions(self, rows: Floats) -> list[Opinion]:
        """One for each row of features."""
        scores = rows @ self.weights + self.bias
        chances = 1 / (1 + np.exp(-scores[:, :3]))
        spread = np.exp(scores[:, 3:] - scores[:, 3:].max(axis=1, keepdims=True))
        shares = spread / spread.sum(axis=1, keepdims=True)
        return [
            Opinion(float(danger), float(acuut), float(worry), tuple(map(float, share)))
            for (danger, acuut, worry), share in zip(chances, shares, strict=True)
        ]

    def judge(self, text: str, reading: Reading, encode: Encode) -> Opinion:
        """The opinion about the most dangerous part of the message. A long number means nothing, and what means nothing reads as anything."""
        pieces = parts(LONG_NUMBER.sub(" ", text))
        worst = max(self.opinions(features(pieces, [reading] * len(pieces), encode)), key=lambda opinion: opinion.danger)
        return replace(worst, of=len(pieces))


@cache
def model() -> Model:
    with np.load(FILE, allow_pickle=False) as stored:
        names, values = stored["threshold_names"], stored["threshold_values"]
        thresholds = {str(name): float(value) for name, value in zip(names, values, strict=True)}
        return Model(stored["weights"].astype(np.float32), stored["bias"], str(stored["sentences_hash"]), thresholds)
