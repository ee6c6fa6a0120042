"""`topics.NMF` with seed words, on tf-idf as `topics.fit` weighs it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import normalised
from topics import NMF, TopicsWarning
from topics.counting import tfidf, weighted_by_evidence

PACKAGES = ("topics", "numba", "numpy")


def warm_up() -> None:
    """Load the kernels from numba's cache or compile them."""
    for loss in ("frobenius", "kullback-leibler"):
        NMF(2, loss=loss, seed_words=[[0], [1]], max_sweeps=2, tolerance=0).fit(np.eye(4))


def run(
    rows: Any,
    *,
    n_topics: int,
    seeds: list[list[int]],
    random_state: int,
    n_threads: int,
    loss: str = "frobenius",
) -> Iterator[Fit]:
    """Yield one fit."""
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    weights = tfidf(rows, frequency, rows.shape[0])
    fitted = weighted_by_evidence(weights, np.asarray(rows.sum(axis=1)).ravel())
    model = NMF(
        n_topics, loss=loss, seed_words=seeds, random_state=random_state, n_threads=n_threads
    )
    clock = Clock()
    with warnings.catch_warnings(), clock:
        warnings.simplefilter("ignore", TopicsWarning)
        model.fit(fitted)
    mass = model.transform(weights) * model.components_.sum(axis=1)
    shares = mass / np.maximum(mass.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    topic_term = normalised(model.components_ + 1e-30)
    arrays = {"topic_term": topic_term, "document_topic": shares}
    yield Fit(clock, arrays, {"n_sweeps": model.n_sweeps_})
