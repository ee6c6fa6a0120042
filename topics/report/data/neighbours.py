"""The most similar documents of each document, by their shares."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.report.data.rows import numbers

N_SIMILAR = 6
"""A document has this many similar ones."""

MOST_DOCUMENTS = 12_000
"""In larger runs nothing is listed, as the time grows with the square; `topics similar` finds them.
"""

_BLOCK = 512
_DIGITS = 9


def similar_documents(
    shares: NDArray[np.float64], documents: pl.DataFrame
) -> list[list[int]] | None:
    """Nearest documents by the Hellinger distance, as ``[document, distance, …]``, nearest first.

    Distances are in thousandths. Documents without counted terms have no neighbours and are
    nobody's. None for runs of more than `MOST_DOCUMENTS`.
    """
    n = len(shares)
    if n > MOST_DOCUMENTS:
        return None
    n_terms = np.asarray(numbers(documents, "n_terms")) if "n_terms" in documents.columns else 1
    has_terms = np.flatnonzero(np.broadcast_to(n_terms, n) > 0)
    roots = np.sqrt(shares[has_terms])
    found: list[list[int]] = [[] for _ in range(n)]
    n_kept = min(N_SIMILAR, len(has_terms) - 1)
    if n_kept < 1:
        return found
    for begin in range(0, len(has_terms), _BLOCK):
        block = np.arange(begin, min(begin + _BLOCK, len(has_terms)))
        # Rounded, so that documents with equal shares tie whatever the order of the sums was.
        with threadpool_limits(1, user_api="blas"):
            overlap = np.round(roots[block] @ roots.T, _DIGITS)
        overlap[np.arange(len(block)), block] = -1.0
        for row, own in zip(overlap, block.tolist(), strict=True):
            least = np.partition(row, -n_kept)[-n_kept]
            candidates = np.flatnonzero(row >= least)
            nearest = candidates[np.argsort(-row[candidates], kind="stable")][:n_kept]
            distance = np.rint(1000 * np.sqrt(np.maximum(1 - row[nearest], 0))).astype(int)
            pairs = np.column_stack([has_terms[nearest], distance])
            found[int(has_terms[own])] = pairs.ravel().tolist()
    return found
