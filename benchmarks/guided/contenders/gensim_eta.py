"""gensim: seed words in the prior of the terms, as many pseudo-counts as they occur; ten passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import TERM_PRIOR, normalised

PACKAGES = ("gensim",)

PASSES = 10


def run(
    rows: Any, *, n_topics: int, seeds: list[list[int]], random_state: int, n_threads: int
) -> Iterator[Fit]:
    """Yield one fit."""
    corpus = list(Sparse2Corpus(rows, documents_columns=False))
    term_counts = np.asarray(rows.sum(axis=0)).ravel()
    prior = np.full((n_topics, rows.shape[1]), TERM_PRIOR)
    for topic, columns in enumerate(seeds):
        prior[topic, columns] += term_counts[columns]
    clock = Clock()
    with clock:
        model = LdaModel(
            corpus,
            num_topics=n_topics,
            id2word={term: str(term) for term in range(rows.shape[1])},
            passes=PASSES,
            alpha="auto",
            eta=prior,
            eval_every=None,
            random_state=random_state,
        )
    shares = normalised(model.inference(corpus)[0])
    yield Fit(clock, {"topic_term": model.get_topics(), "document_topic": shares})
