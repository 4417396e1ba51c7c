"""The meaning of a sentence as 384 numbers: multilingual-e5-small, adapted to how parents write. No network, no GPU, one core.

Stands alone and runs on Python 3.10 (Rasa) and newer (server). `python -m encoder build` makes the files that it reads; docs/adr/0006 says why it is made so.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
import sentencepiece

FOLDER = Path(__file__).resolve().parent.parent / "models" / "encoder"
DIMENSIONS = 384
MOST_TOKENS = 128
BATCH = 32


@cache
def name(folder: Path = FOLDER) -> str:
    """Of the weights and what they learned, without loading them. Raises FileNotFoundError when the encoder was not built."""
    return (folder / "fingerprint").read_text(encoding="utf-8")


def held_out(text: str) -> bool:
    """One sentence in eight was never shown to the adapter: limits and weights are set on those."""
    return zlib.crc32(text.lower().encode()) % 8 == 0


class Pieces:
    """Text as the numbers of word pieces. Case is ignored; of a long text the first and last 63 pieces count."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))

    def tokens(self, text: str) -> list[int]:
        """`query: ` is how e5 was taught to read a short text."""
        known: list[int] = self._pieces.encode("query: " + " ".join(unicodedata.normalize("NFKC", text).lower().split()))
        half = (MOST_TOKENS - 2) // 2
        return [0, *(known if len(known) <= 2 * half else known[:half] + known[-half:]), 2]


class Encoder:
    """Takes about a second and 140 MB. Raises FileNotFoundError, with the command to run, when it was not built."""

    def __init__(self, folder: Path = FOLDER) -> None:
        graph = folder / "encoder.onnx"
        if not graph.exists():
            raise FileNotFoundError(f"{graph} is missing: run `python -m encoder build`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces(folder)

    def __call__(self, texts: list[str]) -> np.ndarray:
        """Array (len(texts), 384) of float32, each row of length 1."""
        tokens = [self._pieces.tokens(text) for text in texts]
        by_length: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(tokens):
            by_length[len(row)].append(place)
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for places in by_length.values():
            for start in range(0, len(places), BATCH):
                part = places[start : start + BATCH]
                vectors[part] = self._session.run(None, {"tokens": np.array([tokens[place] for place in part], np.int64)})[0]
        return vectors
