"""Ways to estimate planted effects; each gives estimates and limits, shape (n_terms, n_topics)."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

import topics
from benchmarks.effects.planted import N_TOPICS, TERMS, Planted, fitted_run, matched_topics
from topics.effects import clustered_fits, corrected_shares, drawn_shares, expected_term_counts
from topics.effects.pooling import pooled

Floats = NDArray[np.float64]
Interval = tuple[Floats, Floats, Floats]
"""Estimates, lower and upper limits."""

N_DRAWS = 25
CONFIDENCE = 0.95


def of_planted(
    planted: Planted, random_state: int, names: set[str]
) -> Iterator[tuple[str, Interval]]:
    """Every contender of the names with its intervals for the planted topics."""
    counts = planted.counts
    document, each_row = counts.row_document, np.arange(counts.n_rows)
    if "planted shares" in names:
        yield "planted shares", _regression(planted, [planted.shares], document)
        yield "planted shares, nesting ignored", _regression(planted, [planted.shares], each_row)
    if "planted topics" in names:
        term_counts = expected_term_counts(counts.matrix, planted.shares, planted.topic_term)
        smooth = planted.topic_term * term_counts.sum(axis=1, keepdims=True)
        known = corrected_shares(counts.matrix, smooth)
        yield "planted topics, corrected", _regression(planted, [known], document)
    for model in ("lda", "nmf"):
        if model in names:
            yield from _of_run(planted, fitted_run(planted, model, random_state), model)
    for name, contender in TOPICA.items():
        if "topica" in names:
            found = contender(planted, random_state)
            yield from ((f"topica {name}, {kind}", each) for kind, each in found.items())


def _of_run(planted: Planted, run: topics.TopicRun, model: str) -> Iterator[tuple[str, Interval]]:
    """`TopicRun.effects` with corrected and with drawn shares, and what ignores the nesting."""
    order = matched_topics(planted, run.terms, run.topic_term)
    each_row = np.arange(run.counts.n_rows)
    for shares in ("corrected", "drawn"):
        found = run.effects("~ party + year", shares=shares, topics=order, random_state=1)
        yield f"{model}, {shares}", _of_table(found.table)
    term_counts = expected_term_counts(run.counts.matrix, run.section_topic, run.topic_term)
    corrected = corrected_shares(run.counts.matrix, term_counts)[:, order]
    yield f"{model}, corrected, nesting ignored", _regression(planted, [corrected], each_row)
    n_terms = np.asarray(run.counts.n_terms, dtype=np.float64)
    prior = float(np.sum(run.engine_arrays.get("document_topic_prior", 0.0)))
    drawn = [
        drawn_shares(run.section_topic, n_terms + prior, 1, draw)[:, order]
        for draw in range(N_DRAWS)
    ]
    yield f"{model}, drawn, nesting ignored", _regression(planted, drawn, each_row)


def _of_table(table: Any) -> Interval:
    columns = ("estimate", "low", "high")
    rows = [table.filter(table["term"] == term) for term in TERMS]
    return tuple(np.stack([row[name].to_numpy() for row in rows]) for name in columns)  # type: ignore[return-value]


def _regression(planted: Planted, draws: list[Floats], cluster: NDArray[np.int64]) -> Interval:
    """Pooled regressions with errors clustered as given; every row alone is HC1."""
    n_terms = np.asarray(planted.counts.n_terms, dtype=np.float64)
    design = np.column_stack([np.ones(len(n_terms)), planted.design])
    fits = [clustered_fits(design, each, n_terms / (n_terms + 20), cluster) for each in draws]
    n_clusters = len(np.unique(cluster))
    estimates = pooled(fits, n_clusters - 1)
    value = estimates.coefficients[:, 1:].T
    error = np.sqrt(np.diagonal(estimates.covariance, axis1=1, axis2=2))[:, 1:].T
    width = stats.t.isf((1 - CONFIDENCE) / 2, n_clusters - 1) * error
    return value, value - width, value + width


def _topica_documents(planted: Planted) -> list[list[str]]:
    matrix = planted.counts.matrix
    words = np.repeat(planted.counts.terms[matrix.indices], matrix.data.astype(int))
    ends = np.cumsum(planted.counts.n_terms)[:-1].astype(int)
    return [part.tolist() for part in np.split(words, ends)]


def _topica_effects(model: Any, planted: Planted, draws: Any) -> dict[str, Interval]:
    """Effects by topica's `estimate_effect` of draws, with and without its `cluster`."""
    import topica

    order = matched_topics(planted, np.array(model.vocabulary), np.asarray(model.topic_word))
    found = {}
    for kind, cluster in (("clustered", planted.counts.row_document), ("nesting ignored", None)):
        effects = topica.estimate_effect(
            draws, planted.design, feature_names=list(TERMS), cluster=cluster, ci=CONFIDENCE
        )
        table = effects.to_frame()
        rows = [
            [table[(table["topic"] == k) & (table["feature"] == term)] for k in order]
            for term in TERMS
        ]
        found[kind] = tuple(
            np.array([[float(cell[name].iloc[0]) for cell in row] for row in rows])
            for name in ("coef", "ci_low", "ci_high")
        )
    return found  # type: ignore[return-value]


def _topica_lda(planted: Planted, random_state: int) -> dict[str, Interval]:
    import topica

    documents = _topica_documents(planted)
    model = topica.LDA(N_TOPICS, optimize_interval=10, burn_in=20, seed=random_state)
    model.fit(documents, iters=500, num_threads=1, progress=False)
    lengths = [len(words) for words in documents]
    prior = float(np.sum(model.alpha))
    draws = topica.dirichlet_theta_samples(
        model.doc_topic, lengths, nsims=N_DRAWS, seed=1, prior=prior
    )
    return _topica_effects(model, planted, draws)


def _topica_stm(planted: Planted, random_state: int) -> dict[str, Interval]:
    """The structural topic model, whose prior has party and year."""
    import topica

    model = topica.STM(N_TOPICS, seed=random_state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(_topica_documents(planted), prevalence=planted.design)
        draws = topica.posterior_theta_samples(model, nsims=N_DRAWS, seed=1)
    return _topica_effects(model, planted, draws)


TOPICA: dict[str, Callable[[Planted, int], dict[str, Interval]]] = {
    "LDA": _topica_lda,
    "STM": _topica_stm,
}
CONTENDERS = ("planted shares", "planted topics", "lda", "nmf", "topica")
