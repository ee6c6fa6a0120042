"""How far the topics of a fit may be from the true ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.rows import Rows
from topics.kernels.shares.posterior import TopicCounts
from topics.kernels.shares.terms import sum_term_information
from topics.shares.intervals.data import SectionFit

Floats = NDArray[np.float64]

SMALLEST_COUNT = 0.01
"""No term is impossible in a topic: it counts at least this often."""


def term_information(matrix: Any, fit: SectionFit) -> tuple[Floats, Floats]:
    r"""Expected counts of terms in topics, and how much they say of the topics.

    A token of section :math:`s` and term :math:`t` is of topic :math:`k` with the probability
    :math:`p \propto \theta_{sk} \phi_{kt}`. The counts are the sums of :math:`p`, and their
    information is as large as that of :math:`\sum p^2` tokens whose topic were known: complete
    information less that which is missing (Louis 1982, without the terms between topics).

    Parameters
    ----------
    matrix : CSR, shape (n_sections, n_vocabulary)
    fit : SectionFit

    Returns
    -------
    counts, known : array, shape (n_topics, n_vocabulary)

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> fit = SectionFit(np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[0.5, 0.5]]))
    >>> counts, known = term_information(sp.csr_array([[3, 1]]), fit)
    >>> counts.round(3).tolist(), known.round(3).tolist()
    ([[2.0, 0.0], [1.0, 1.0]], [[1.333, 0.0], [0.333, 1.0]])
    """
    counts, known = np.zeros(fit.topic_term.shape), np.zeros(fit.topic_term.shape)
    add_term_information(matrix, fit.section_topic[:], fit.topic_term, counts, known)
    return counts, known


def add_term_information(
    matrix: Any, section_topic: Floats, topic_term: Floats, counts: Floats, known: Floats
) -> None:
    """Add what `term_information` gives for some sections."""
    sum_term_information(
        Rows.from_csr(matrix),
        np.ascontiguousarray(section_topic, dtype=np.float64),
        np.ascontiguousarray(topic_term, dtype=np.float64),
        counts,
        known,
    )


def drawn_topics(counts: Floats, known: Floats, rng: np.random.Generator) -> Floats:
    """Topics as another corpus of the same size would have given them; rows sum to 1.

    The count of each term is drawn with its expected count as mean, and the variance that tokens
    have of which ``known / counts`` is known: the counts' own where this is 1, as in a Dirichlet
    distribution.

    Parameters
    ----------
    counts, known : array, shape (n_topics, n_vocabulary)
        As `term_information` gives them.
    rng : Generator

    Returns
    -------
    array, shape (n_topics, n_vocabulary)
    """
    shape = np.maximum(known, SMALLEST_COUNT)
    drawn: Floats = rng.standard_gamma(shape) * (np.maximum(counts, SMALLEST_COUNT) / shape)
    return drawn


def topic_counts(counts: Floats, section_topic: Floats | None = None) -> TopicCounts:
    """Counts of terms in topics, for the kernels.

    Parameters
    ----------
    counts : array, shape (n_topics, n_vocabulary)
    section_topic : array, shape (n_sections, n_topics), optional
        Shares of the sections whose terms were counted, where these are left out for each document.
    """
    terms = np.ascontiguousarray(counts.T) + SMALLEST_COUNT
    if section_topic is None:
        section_topic = np.empty((0, len(counts)))
    shares = np.ascontiguousarray(section_topic, dtype=np.float64)
    return TopicCounts(terms, terms.sum(axis=0), shares, SMALLEST_COUNT)
