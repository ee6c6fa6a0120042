"""`topics.fit` with its defaults."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

import topics
from benchmarks.contender import Clock, Fit
from topics.errors import TopicsWarning

PACKAGES = ("topics", "numba")


def warm_up() -> None:
    """Load the kernels of both models from numba's cache or compile them."""
    counts = topics.Counts(np.tile([[3, 1, 0, 2], [0, 1, 3, 2]], (30, 1)), list("abcd"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        for model in ("lda", "nmf"):
            topics.fit(counts, model=model, n_topics=2, project=False)


def run(
    counts: Any,
    *,
    model: str,
    n_topics: int,
    n_fits: int,
    level: str,
    random_state: int,
    n_threads: int,
) -> Iterator[Fit]:
    """Yield one fit: the terms that it shows, and the topics of the documents."""
    with warnings.catch_warnings(), Clock() as clock:
        warnings.simplefilter("ignore", TopicsWarning)
        fitted = topics.fit(
            counts,
            model=model,
            n_topics=n_topics,
            n_fits=n_fits,
            level=level,
            random_state=random_state,
            n_threads=n_threads,
            project=False,
        )
    arrays = {
        "top_terms": shown_terms(fitted),
        "document_topic": fitted.document_topic,
    }
    yield Fit(clock, arrays)


def shown_terms(fitted: topics.TopicRun) -> Any:
    """Return the numbers of the terms that each topic shows, -1 where it shows fewer."""
    number = {term: column for column, term in enumerate(fitted.terms.tolist())}
    shown = [terms.split(", ") for terms in fitted.topics["terms"]]
    top_terms = np.full((len(shown), max(map(len, shown))), -1)
    for topic, terms in enumerate(shown):
        top_terms[topic, : len(terms)] = [number[term] for term in terms]
    return top_terms
