"""Many small things in little memory: packed texts, lists of many lengths in one array, rows of several arrays together."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
LEARNT_FROM = 10
BLOCK = 1 << 15
LEVEL, RAW, MEMORY = 6, -15, 9


class Packing:
    """Texts that are much alike, each packed by itself in about a quarter: what the first ones say is said once for all."""

    def __init__(self) -> None:
        self._shared = b""

    def learn(self, texts: Sequence[bytes]) -> None:
        """From the first texts only: what was packed before must still be readable."""
        self._shared = self._shared or b"".join(texts[:LEARNT_FROM])

    def pack(self, text: bytes) -> bytes:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW, MEMORY, zlib.Z_DEFAULT_STRATEGY, self._shared)
        return packer.compress(text) + packer.flush()

    def unpack(self, packed: bytes) -> bytes:
        return zlib.decompressobj(RAW, self._shared).decompress(packed)


def blocks(array: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """The array in parts of at most BLOCK, so that what is computed with each stays small."""
    return (array[start : start + BLOCK] for start in range(0, len(array), BLOCK))


def gathered(parts: Sequence[NDArray[Any]], order: Rows) -> NDArray[Any]:
    """The rows of all parts, counted through, in this order; block by block, without a second copy of the whole."""
    found = np.empty((len(order), *parts[0].shape[1:]), dtype=parts[0].dtype)
    start = 0
    for part in parts:
        mine = np.flatnonzero((order >= start) & (order < start + len(part)))
        for rows in blocks(mine):
            found[rows] = part[order[rows] - start]
        start += len(part)
    return found


@dataclass(frozen=True, eq=False)
class Ragged:
    """Lists of numbers, one after the other: list n is `numbers[start[n]:start[n + 1]]`."""

    numbers: Rows
    start: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Sequence[Rows]) -> Self:
        start = np.cumsum([0, *map(len, lists)], dtype=np.int64)
        return cls(np.concatenate([np.empty(0, dtype=np.int32), *lists]), start)

    @property
    def lengths(self) -> NDArray[np.int64]:
        return np.diff(self.start)

    @classmethod
    def joined(cls, parts: Sequence["Ragged"], order: Rows) -> Self:
        """The lists of all parts, counted through, in this order."""
        numbers = np.concatenate([part.numbers for part in parts])
        shifts = np.cumsum([0, *(len(part.numbers) for part in parts)])
        begin = np.concatenate([part.start[:-1] + shift for part, shift in zip(parts, shifts, strict=False)])[order]
        lengths = np.concatenate([part.lengths for part in parts])[order]
        end = begin + lengths
        first = np.flatnonzero(np.concatenate([[True], begin[1:] != end[:-1]])[: len(order)])  # of each run that stood together
        last = np.concatenate([first[1:], [len(order)]]) - 1
        runs = [numbers[begin[a] : end[b]] for a, b in zip(first, last, strict=False)]
        return cls(np.concatenate([np.empty(0, dtype=np.int32), *runs]), np.concatenate([[0], np.cumsum(lengths)]))
