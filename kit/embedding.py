"""The meaning of a sentence as 384 numbers, by the encoder of encoder/. One model per process, loaded at the first call (about a second)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from encoder import DIMENSIONS, Encoder, name

__all__ = ["DIMENSIONS", "encode", "name"]


@cache
def _encoder() -> Encoder:
    return Encoder()


def encode(texts: list[str]) -> NDArray[np.float32]:
    """Array (len(texts), 384) of float32, each row of length 1. Raises FileNotFoundError when the encoder was not built."""
    return np.asarray(_encoder()(texts), dtype=np.float32)
