"""Contenders: one file each, run in processes of their own.

A contender module has ``run(rows, n_topics, random_state, n_threads, stops)``, which yields a
`Stop` for the fit by default and for each of the given numbers of sweeps.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass
class Clock:
    """Seconds by the wall and of all cores of this process, summed over ``with`` blocks.

    On a machine that does other work too the second is the one to compare.
    """

    seconds: float = 0.0
    core_seconds: float = 0.0

    def __enter__(self) -> Clock:
        self.seconds -= time.perf_counter()
        self.core_seconds -= time.process_time()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds += time.perf_counter()
        self.core_seconds += time.process_time()


@dataclass(frozen=True)
class Stop:
    """Topics after some sweeps.

    Attributes
    ----------
    label : str
        "default" or the number of sweeps.
    clock : Clock
        Spent on fitting until here; taking the topics out is not counted.
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    document_prior : array, shape (n_topics,)
    """

    label: str
    clock: Clock
    topic_term: NDArray[np.float64]
    document_prior: NDArray[np.float64]


class Contender(Protocol):
    """What a contender module offers."""

    PACKAGES: tuple[str, ...]

    def run(
        self, rows: Any, n_topics: int, random_state: int, n_threads: int, stops: list[int]
    ) -> Iterator[Stop]:
        """Fit the rows."""
        ...


CONTENDERS = {
    "topics": "benchmarks.contenders.topics_lda",
    "tomotopy": "benchmarks.contenders.tomotopy_lda",
    "topica": "benchmarks.contenders.topica_lda",
    "sklearn": "benchmarks.contenders.sklearn_lda",
    "gensim": "benchmarks.contenders.gensim_lda",
}

STOPS = {
    "topics": [3, 40, 45, 50],
    "tomotopy": [50, 100, 200, 500, 1000],
    "topica": [100, 200, 500],
    "sklearn": [1, 2, 5, 10],
    "gensim": [1, 5, 10],
}
"""Sweeps (iterations, passes) after which the topics are scored."""

DOCUMENT_PRIOR, TERM_PRIOR = 0.1, 0.01
"""Where a contender learns its document prior it starts from this one."""


def normalised(topic_term: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Rows that sum to 1, in float64."""
    rows = np.asarray(topic_term, dtype=np.float64)
    return rows / rows.sum(axis=1, keepdims=True)


def token_lists(rows: Any) -> list[list[str]]:
    """Every row as its tokens: the numbers of its columns as words."""
    words = np.array([str(t) for t in range(rows.shape[1])], dtype=object)
    counts = rows.data.astype(np.int64)
    tokens = np.repeat(words[rows.indices], counts)
    ends = np.concatenate([[0], np.cumsum(counts)])[rows.indptr]
    return [tokens[a:b].tolist() for a, b in pairwise(ends)]
