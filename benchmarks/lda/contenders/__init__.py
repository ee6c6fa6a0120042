"""Contenders of the LDA benchmark, one file each.

``run(rows, n_topics, random_state, n_threads, stops)`` yields a `Fit` after each of the given
numbers of sweeps, with the arrays ``topic_term`` (rows sum to 1) and ``document_prior``, and
the detail ``label``: the number of sweeps, or "default". Modules that also take
``with_documents`` then give ``document_topic``: the shares of the rows, as the library says.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.contender import Clock, Fit

CONTENDERS = {
    "topics": "benchmarks.lda.contenders.topics_lda",
    "tomotopy": "benchmarks.lda.contenders.tomotopy_lda",
    "topica": "benchmarks.lda.contenders.topica_lda",
    "sklearn": "benchmarks.lda.contenders.sklearn_lda",
    "gensim": "benchmarks.lda.contenders.gensim_lda",
    "pyrmallet": "benchmarks.lda.contenders.pyrmallet_lda",
}
"""Module of each contender."""

STOPS = {
    "topics": [3, 40, 45, 50],
    "tomotopy": [50, 100, 200, 500, 1000],
    "topica": [100, 200, 500],
    "sklearn": [1, 2, 5, 10],
    "gensim": [1, 5, 10],
    "pyrmallet": [200, 1000],
}
"""Sweeps (iterations, passes) after which the topics are scored."""

DOCUMENT_PRIOR, TERM_PRIOR = 0.1, 0.01
"""Priors of the other libraries; those that learn the document prior start from this value."""


def lda_fit(
    label: object,
    clock: Clock,
    topic_term: Any,
    document_prior: Any,
    document_topic: Any = None,
) -> Fit:
    """Return a fit with its topics normalised, in float64."""
    arrays = {
        "topic_term": normalised(topic_term),
        "document_prior": np.asarray(document_prior, dtype=np.float64),
    }
    if document_topic is not None:
        arrays["document_topic"] = np.asarray(document_topic, dtype=np.float64)
    return Fit(clock, arrays, {"label": str(label)})


def normalised(topic_term: Any) -> NDArray[np.float64]:
    """Return rows that sum to 1, in float64."""
    rows = np.asarray(topic_term, dtype=np.float64)
    return rows / rows.sum(axis=1, keepdims=True)


def token_lists(rows: Any) -> list[list[str]]:
    """Return the tokens of every row; the word of a column is its number."""
    words = np.array([str(t) for t in range(rows.shape[1])], dtype=object)
    counts = rows.data.astype(np.int64)
    tokens = np.repeat(words[rows.indices], counts)
    ends = np.concatenate([[0], np.cumsum(counts)])[rows.indptr]
    return [tokens[a:b].tolist() for a, b in pairwise(ends)]
