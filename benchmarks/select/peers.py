"""What topica's search_k chooses on the same counts."""

from __future__ import annotations

import time

import topics
from benchmarks.select.corpora import documents


def search_k(counts: topics.Counts, numbers: list[int], n_threads: int | None) -> tuple[int, float]:
    """The number that ``best_k`` takes by held-out words, with topica's defaults, and seconds.

    It searches the numbers that our search fitted.
    """
    import topica

    rows = documents(counts)
    start = time.perf_counter()
    held_out = topica.make_heldout(rows)
    found = topica.search_k(held_out.documents, numbers, held_out=held_out, n_jobs=n_threads or 0)
    return int(found.best_k()), time.perf_counter() - start
