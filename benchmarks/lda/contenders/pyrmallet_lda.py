"""pyrmallet: MALLET's sparse Gibbs sampling in Rust, in one thread, both priors learned.

A separate fit for each stop, as the library cannot continue one. Topics and shares are those of
the last state; it averages five by default, which takes 125 iterations more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from pyrmallet import _rust_mallet as mallet

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import DOCUMENT_PRIOR, TERM_PRIOR, lda_fit, token_lists

PACKAGES = ("pyrmallet",)
NUMBERS = r"[0-9]+"
"""Tokens are numbers of columns, which the default pattern leaves out."""

BURN_IN, OPTIMIZE_INTERVAL = 20, 10
"""The priors are learned earlier and more often than by default, which needs 200 iterations."""


def run(
    rows: Any,
    *,
    n_topics: int,
    random_state: int,
    n_threads: int,
    stops: list[int],
    with_documents: bool = False,
) -> Iterator[Fit]:
    """Yield a separate fit for each stop."""
    corpus = mallet.Corpus.from_strings(
        [" ".join(tokens) for tokens in token_lists(rows)], token_regex=NUMBERS
    )
    for stop in stops:
        with Clock() as clock:
            model = mallet.train(
                corpus,
                num_topics=n_topics,
                iterations=stop,
                burn_in=BURN_IN,
                optimize_interval=OPTIMIZE_INTERVAL,
                num_samples=1,
                sample_interval=1,
                alpha_sum=DOCUMENT_PRIOR * n_topics,
                beta=TERM_PRIOR,
                seed=random_state,
            )
        columns = np.array([int(word) for word in model.vocabulary])
        topic_term = np.full((n_topics, rows.shape[1]), 1e-12)
        topic_term[:, columns] = model.topic_word_matrix()
        shares = np.array(model.doc_topic_matrix()) if with_documents else None
        yield lda_fit(stop, clock, topic_term, model.alpha, shares)
