"""How wide intervals must be: they are tried on documents that are made from the fit itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.shares.posterior import (
    MOST_PARTS,
    MixturePrior,
    TopicCounts,
    draw_topics,
)
from topics.shares.intervals.limits import angle_errors, angles
from topics.shares.intervals.posterior import CountedDocuments, posterior_shares
from topics.shares.intervals.topic_errors import drawn_topics, topic_counts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLE = 300
"""Documents that are made anew from the fit, at most."""

MADE, MOST_TRIALS = 1_200, 12
"""About `MADE` documents are made anew: the sample as often as that needs, at most `MOST_TRIALS`
times, each time with other errors of the topics. With 200 of them (100 documents, twice) the
factor was from 2.1 to 2.3 with different random numbers."""

LEAST_SHARE = 0.05
"""Intervals of true shares of at least this must hold them; those of smaller shares are wide
compared with the share anyway."""

FIRST_SWEEPS = 12
"""Draws before topics are taken as the true ones of a document that is made anew."""

NORMAL, WIDEST = 1.0, 4.0
"""Limits of the factor: a few documents may give any."""


def sampled_rows(row_document: Ints, n_terms: Floats) -> tuple[Ints, Ints, int]:
    """Rows of at most `SAMPLE` documents with terms, evenly spread, and their documents from 0."""
    counted = np.flatnonzero(n_terms > 0)
    n = min(SAMPLE, len(counted))
    chosen = counted[np.linspace(0, len(counted) - 1, n).astype(np.int64)]
    rows = np.flatnonzero(np.isin(row_document, chosen))
    return rows, np.searchsorted(chosen, row_document[rows]).astype(np.int64), n


def calibrated_factor(
    matrix: Any,
    row_document: Ints,
    n_documents: int,
    topics: tuple[Floats, Floats],
    prior: MixturePrior,
    level: float,
    random_state: int,
) -> float:
    """The number of standard errors that holds `level` of the true shares.

    Topics of all tokens are drawn from their posterior, and terms from these topics. Of these
    documents the true shares are known. Their intervals are made with other topics: those of the
    fit with errors as `drawn_topics` makes them. So the factor has what the posterior leaves out:
    the errors of the topics, and that only pairs with a large share are asked about.

    Parameters
    ----------
    matrix : CSR, shape (n_sections, n_vocabulary)
        Counts of a sample.
    row_document : array of int64, shape (n_sections,)
        Documents of the sample.
    n_documents : int
    topics : tuple of two arrays, shape (n_topics, n_vocabulary)
        Counts and information, as `term_information` gives them.
    prior : MixturePrior
    level : float
    random_state : int
    """
    counts, known = topics
    fitted = topic_counts(counts)
    needed = []
    for trial in range(min(-(-MADE // max(n_documents, 1)), MOST_TRIALS)):
        rng = np.random.default_rng([random_state, trial])
        made, shares = made_anew(matrix, row_document, n_documents, fitted, prior, rng)
        tried = topic_counts(drawn_topics(counts, known, rng))
        documents = CountedDocuments.of(made, row_document, n_documents)
        found = posterior_shares(documents, tried, prior, int(rng.integers(2**32)))
        errors = angle_errors(found.mean, found.variance)
        is_large = shares >= LEAST_SHARE
        distance = np.abs(angles(shares) - angles(found.mean))[is_large]
        needed.append(distance / np.maximum(errors[is_large], 1e-12))
    every = np.concatenate(needed)
    if not len(every):
        return NORMAL
    return float(np.clip(np.quantile(every, level), NORMAL, WIDEST))


def made_anew(
    matrix: Any,
    row_document: Ints,
    n_documents: int,
    topics: TopicCounts,
    prior: MixturePrior,
    rng: np.random.Generator,
) -> tuple[Any, Floats]:
    """The same sections with other terms, CSR, and the shares that the topics drew of them."""
    rows = sp.csr_matrix(matrix)
    documents = CountedDocuments.of(rows, row_document, n_documents)
    order = documents.sections.section
    entries, token_row, weight = token_parts(rows, order)
    sizes = np.bincount(row_document[token_row], minlength=n_documents)
    first_token = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    topic = np.empty(len(entries), np.int32)
    draw_topics(
        documents.sections,
        topics,
        prior,
        np.uint64(rng.integers(2**32)),
        FIRST_SWEEPS,
        first_token,
        topic,
    )
    chance = rng.random(len(topic))
    term = np.empty(len(topic), np.int64)
    for k, ends in enumerate(topics.terms.cumsum(axis=0).T):
        is_own = topic == k
        drawn = np.searchsorted(ends, chance[is_own] * ends[-1], side="right")
        term[is_own] = np.minimum(drawn, len(ends) - 1)
    made = sp.csr_matrix((weight, (token_row, term)), shape=rows.shape)
    made.sum_duplicates()
    shares = np.zeros((n_documents, len(topics.sizes)))
    np.add.at(shares, (row_document[token_row], topic), weight)
    n_terms = np.maximum(documents.n_terms, np.finfo(np.float64).tiny)
    return made, shares / n_terms[:, None]


def token_parts(rows: Any, order: Ints) -> tuple[Ints, Ints, Floats]:
    """Entry, row and weight of every token, in the order of `draw_topics`, with rows in `order`."""
    values = rows.data.astype(np.float64)
    in_order = sp.csr_matrix((np.arange(len(values)), rows.indices, rows.indptr), shape=rows.shape)[
        order
    ].data
    n_parts = np.clip(np.ceil(values), 1, MOST_PARTS).astype(np.int64)
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    entries = np.repeat(in_order, n_parts[in_order])
    return entries, row[entries], (values / n_parts)[entries]
