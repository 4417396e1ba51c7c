"""What the classifier sees of a message: the meaning of the whole, or of its parts where it is long, and what the reviewed phrases saw in it."""

import zlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from safety.patterns import Reading

Floats = NDArray[np.float32]
Encode = Callable[[list[str]], Floats]
EMBEDDED, HASHED = 384, 2048
SHARPNESS, MARKS_WEIGHT = 12.0, 4.0
PART_WORDS, STEP_WORDS = 40, 30
MOST_PARTS, MOST_MARKS = 6, 15


def parts(text: str) -> list[str]:
    """Pieces of at most 40 words that overlap, so that half a sentence of danger is not drowned by a long story."""
    words = text.split()
    if len(words) <= PART_WORDS:
        return [text]
    return [" ".join(words[start : start + PART_WORDS]) for start in range(0, len(words) - PART_WORDS + STEP_WORDS, STEP_WORDS)][
        :MOST_PARTS
    ]


def _marks(reading: Reading) -> Iterator[str]:
    """Word groups of patterns.yml ("partner", "slaan", "mij"), alone and in the order in which they come, and the rules that hold."""
    first = list(dict.fromkeys(reading.marks))[:MOST_MARKS]
    yield from ("m " + mark for mark in first)
    yield from (f"p {one}>{two}" for i, one in enumerate(first) for two in first[i + 1 :])
    yield from (f"r {finding.rule} {finding.level} {finding.sure}" for finding in reading.findings)
    yield "lowered" if reading.lowered else "plain"


def hashed(reading: Reading) -> Floats:
    row = np.zeros(HASHED, np.float32)
    for mark in _marks(reading):
        row[zlib.crc32(mark.encode()) % HASHED] += 1.0
    return MARKS_WEIGHT * row / np.linalg.norm(row)


def features(texts: list[str], readings: list[Reading], encode: Encode) -> Floats:
    """(len(texts), 384 + 2048); `encode` gives rows of length 1."""
    return np.hstack([SHARPNESS * np.asarray(encode(texts), np.float32), np.array([hashed(reading) for reading in readings])])
