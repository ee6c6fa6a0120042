"""tomotopy: collapsed Gibbs sampling in C++, document prior learned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import tomotopy

from benchmarks.contenders import DOCUMENT_PRIOR, TERM_PRIOR, Clock, Stop, token_lists

PACKAGES = ("tomotopy",)


def run(
    rows: Any, n_topics: int, random_state: int, n_threads: int, stops: list[int]
) -> Iterator[Stop]:
    """One chain, scored at the stops; adding the documents is not counted."""
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
        topic_term /= topic_term.sum(axis=1, keepdims=True)
        yield Stop(str(stop), clock, topic_term, np.asarray(model.alpha, dtype=np.float64))
