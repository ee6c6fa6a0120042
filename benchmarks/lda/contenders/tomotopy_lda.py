"""tomotopy: collapsed Gibbs sampling in C++, document prior learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import tomotopy

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import DOCUMENT_PRIOR, TERM_PRIOR, lda_fit, token_lists

PACKAGES = ("tomotopy",)


def run(
    rows: Any,
    *,
    n_topics: int,
    random_state: int,
    n_threads: int,
    stops: list[int],
    with_documents: bool = False,
) -> Iterator[Fit]:
    """Run one chain and yield a fit at each stop; adding the documents is not timed."""
    model = tomotopy.LDAModel(k=n_topics, alpha=DOCUMENT_PRIOR, eta=TERM_PRIOR, seed=random_state)
    for tokens in token_lists(rows):
        model.add_doc(tokens)
    model.train(0)
    columns = np.array([int(word) for word in model.used_vocabs])
    clock, done = Clock(), 0
    for stop in stops:
        with clock:
            model.train(stop - done, workers=n_threads)
        done = stop
        topic_term = np.zeros((n_topics, rows.shape[1]))
        for k in range(n_topics):
            topic_term[k, columns] = model.get_topic_word_dist(k)
        shares = None
        if with_documents:
            shares = np.array([document.get_topic_dist() for document in model.docs])
        yield lda_fit(stop, clock, topic_term, model.alpha, shares)
