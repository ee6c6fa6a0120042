"""`topics.LDA`: several fits with the stability of the topics, one fit, and one for every stop."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.contender import Clock, Fit
from benchmarks.lda.contenders import lda_fit, normalised
from topics import LDA, TopicsWarning
from topics.evaluation import topic_stability

PACKAGES = ("topics", "numba", "numpy")

N_FITS = 5
"""As many as `topics.fit` makes by default."""


def warm_up() -> None:
    """Load the kernels from numba's cache or compile them."""
    # With such a large term prior nothing is annealed, and sweeps are drawn as in large fits.
    LDA(2, topic_term_prior=1.0, max_sweeps=30, tolerance=0).fit(np.ones((2, 2)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        LDA(2).fit_several(np.ones((4, 4)), 2)


def run(
    problem: Any, *, n_topics: int, random_state: int, n_threads: int, stops: list[int]
) -> Iterator[Fit]:
    """Yield several fits, one fit, then a fit with each of the given numbers of sweeps.

    Several fits begin with documents where the problem is `topics.Counts`, which know them.
    """
    rows, documents = getattr(problem, "matrix", problem), getattr(problem, "row_document", None)
    yield _several(rows, documents, LDA(n_topics, random_state=random_state, n_threads=n_threads))
    for label, options in [("default", {})] + [
        (str(n), {"max_sweeps": n, "tolerance": 0}) for n in stops
    ]:
        model = LDA(n_topics, random_state=random_state, n_threads=n_threads, **options)
        clock = Clock()
        with warnings.catch_warnings(), clock:
            warnings.simplefilter("ignore", TopicsWarning)
            model.fit(rows)
        yield lda_fit(label, clock, model.components_, model.document_topic_prior_)


def _several(rows: Any, documents: Any, model: LDA) -> Fit:
    """The fit that `topics.fit` shows, with the time of the other fits and of the comparison."""
    clock = Clock()
    with warnings.catch_warnings(), clock:
        warnings.simplefilter("ignore", TopicsWarning)
        _, witnesses = model.fit_several(rows, N_FITS, documents)
        topic_term, *others = (normalised(each.components_) for each in (model, *witnesses))
        n_terms = np.asarray(rows.sum(axis=1)).ravel()
        stability = topic_stability(
            topic_term,
            others,
            background=np.asarray(rows.sum(axis=0)).ravel(),
            topic_share=n_terms @ model.document_topic_ / n_terms.sum(),
        )
    fit = lda_fit(f"{N_FITS} fits", clock, model.components_, model.document_topic_prior_)
    median = float(np.median(stability.values))
    return replace(fit, details={**fit.details, "stability_median": median})
