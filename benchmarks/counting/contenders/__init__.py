"""Contenders of the counting benchmark, one file each.

``run(texts)`` yields one `Fit` with its terms and its CSR counts. All contenders count words of
at least two letters or digits, one of them a letter, in lower case; leave out the same stop
words; and drop terms in fewer than `MIN_DOCUMENTS` texts or in a larger share than `MAX_SHARE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.contender import Clock, Fit

CONTENDERS = {
    "topics": "benchmarks.counting.contenders.topics_counts",
    "sklearn": "benchmarks.counting.contenders.sklearn_counts",
}
"""Module of each contender."""

MIN_DOCUMENTS, MAX_SHARE = 5, 0.5

WARM_UP_TEXTS = 10 * ["the reef and the tide", "a judge and a jury"]


def counting_fit(clock: Clock, terms: Sequence[str], matrix: Any) -> Iterator[Fit]:
    """Yield one fit; its arrays are copied only after the memory was measured."""

    def arrays() -> dict[str, NDArray[Any]]:
        rows = matrix.tocsr().astype(np.int64)
        rows.sort_indices()
        return {
            "terms": np.array(terms, dtype=str),
            "indptr": rows.indptr.astype(np.int64),
            "indices": rows.indices.astype(np.int64),
            "values": rows.data,
        }

    yield Fit(clock, arrays)
