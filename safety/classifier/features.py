"""What the classifier sees of a sentence: its embedding, and its words, letter groups and reviewed word groups hashed into a fixed row."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
HASHED = 8192
EMBEDDED = 512
HASHED_WEIGHT = 2.0
LETTERS = (4, 5)
MOST_MARKS = 30


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word[0].isalnum()]


def _word_parts(words: list[str]) -> Iterator[str]:
    yield from ("w " + word for word in words)
    yield from (f"b {one} {two}" for one, two in zip(["<", *words], [*words, ">"], strict=True))
    for word in words:
        edged = f"<{word}>"
        for size in LETTERS:
            yield from (edged[i : i + size] for i in range(len(edged) - size + 1))


def _mark_parts(marks: Sequence[str]) -> Iterator[str]:
    """Word groups of patterns.yml ("partner", "slaan", "mij"), alone and in the order in which they come."""
    first = list(dict.fromkeys(marks))[:MOST_MARKS]
    yield from ("m " + mark for mark in first)
    yield from (f"p {one}>{two}" for i, one in enumerate(first) for two in first[i + 1 :])


def _row(parts: Iterator[str]) -> Floats:
    row = np.zeros(HASHED, np.float32)
    for part in parts:
        row[zlib.crc32(part.encode()) % HASHED] += 1.0
    np.sqrt(row, out=row)
    return row / max(float(np.linalg.norm(row)), 1.0)


def hashed(text: str, marks: Sequence[str] = ()) -> Floats:
    """Words and groups each count for the same length, so that a long sentence does not drown its groups."""
    return HASHED_WEIGHT * (_row(_word_parts(_words(text))) + _row(_mark_parts(marks)))
