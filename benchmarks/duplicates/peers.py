"""Other libraries that find near-copies."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SHINGLE = 3
THRESHOLD, N_VALUES = 0.5, 128
_WORD = re.compile(r"\w\w+")


def datasketch(texts: list[str]) -> NDArray[np.int64]:
    """The first earlier text that `MinHashLSH` returns for each text, -1 for none.

    Its candidates are taken as they are; the sketches are of the same shingles of three words.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=N_VALUES)
    result = np.full(len(texts), -1, dtype=np.int64)
    for number, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        sketch = MinHash(num_perm=N_VALUES)
        sketch.update_batch([shingle.encode() for shingle in shingles])
        found = index.query(sketch)
        if found:
            result[number] = min(found)
        else:
            index.insert(number, sketch)
    return result


PEERS: dict[str, Callable[[list[str]], NDArray[np.int64]]] = {"datasketch": datasketch}
