"""topica: KeyATM and SeededLDA with their defaults; KeyATM draws 1,500 times, SeededLDA 2,000."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import topica

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import token_lists

PACKAGES = ("topica",)


def run(
    rows: Any,
    *,
    n_topics: int,
    seeds: list[list[int]],
    random_state: int,
    n_threads: int,
    model: str,
) -> Iterator[Fit]:
    """Yield one fit."""
    documents = token_lists(rows)
    words = {str(k): [str(column) for column in columns] for k, columns in enumerate(seeds)}
    if model == "KeyATM":
        fitted = topica.KeyATM(words, num_topics=n_topics, seed=random_state)
    else:
        fitted = topica.SeededLDA(words, residual=n_topics - len(seeds), seed=random_state)
    clock = Clock()
    with clock:
        fitted.fit(documents, num_threads=n_threads, keep_theta_draws=False)
    topic_term = np.full((n_topics, rows.shape[1]), 1e-12)
    topic_term[:, [int(word) for word in fitted.vocabulary]] = fitted.topic_word
    yield Fit(clock, {"topic_term": topic_term, "document_topic": np.asarray(fitted.doc_topic)})
