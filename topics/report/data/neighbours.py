"""The most similar documents of each document, by their shares."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.data.rows import numbers
from topics.space import nearest_points

N_SIMILAR = 6
"""A document has this many similar ones."""


def similar_documents(shares: NDArray[np.float64], documents: pl.DataFrame) -> list[list[int]]:
    """Nearest documents by the Hellinger distance, as ``[document, distance, …]``, nearest first.

    Distances are in thousandths. Documents without counted terms have no neighbours and are
    nobody's. The time grows with the square of the number of documents, of which the report shows
    at most `topics.report.data.rows.MAX_DOCUMENTS`.
    """
    n = len(shares)
    n_terms = np.asarray(numbers(documents, "n_terms")) if "n_terms" in documents.columns else 1
    has_terms = np.flatnonzero(np.broadcast_to(n_terms, n) > 0)
    found: list[list[int]] = [[] for _ in range(n)]
    n_kept = min(N_SIMILAR, len(has_terms) - 1)
    if n_kept < 1:
        return found
    roots = np.sqrt(shares[has_terms])
    index, gap = nearest_points(roots, roots, n_kept, skip=np.arange(len(roots)))
    distance = np.rint(1000 / math.sqrt(2) * gap).astype(np.int64)
    pairs = np.stack([has_terms[index], distance], axis=2).reshape(len(roots), -1)
    for row, pair in zip(has_terms.tolist(), pairs.tolist(), strict=True):
        found[row] = pair
    return found
