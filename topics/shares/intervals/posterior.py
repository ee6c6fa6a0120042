"""Posterior of how many terms of each document the topics drew, given the topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.rows import Rows
from topics.kernels.shares.posterior import (
    MixturePrior,
    SectionsOfDocuments,
    TopicCounts,
    sample_counts,
    score_concentrations,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SWEEPS = 56
"""Draws of all topics of a document. Fewer make the variances, and so the intervals, worse: with 24
of them instead of 64 intervals must be about 5% wider to hold the same part of the true shares."""

SWEEPS_OF_SCORES, MOST_ROUNDS = 12, 5
"""Concentrations are scored on this many draws, and again with the best ones until these stay."""

OF_DOCUMENTS = (0.1, 0.3, 1.0, 3.0, 10.0)
OF_SECTIONS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0)
"""Concentrations that are tried. Sections of the largest one have the mixture of their document."""

SMALLEST_MEAN = 1e-6
"""No topic is impossible in a document."""


@dataclass(frozen=True)
class CountedDocuments:
    """Counts of sections by document, for the kernels.

    Attributes
    ----------
    sections : SectionsOfDocuments
    n_terms : array, shape (n_documents,)
        Summed counts.
    """

    sections: SectionsOfDocuments
    n_terms: Floats

    @classmethod
    def of(
        cls, matrix: Any, row_document: Ints, n_documents: int, n_before: int = 0
    ) -> CountedDocuments:
        """The rows of a CSR matrix, shape (n_sections, n_vocabulary), by their documents."""
        summed = np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
        n_terms = np.bincount(row_document, summed, n_documents).astype(np.float64)
        rows = Rows.from_csr(matrix)
        return cls(SectionsOfDocuments.of(rows, row_document, n_documents, n_before), n_terms)

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return len(self.n_terms)


@dataclass(frozen=True)
class Posterior:
    """Shares of terms that the topics drew.

    Attributes
    ----------
    mean, variance : array, shape (n_documents, n_topics)
        Documents without terms have 0.
    section_topic : array, shape (n_sections, n_topics)
        Means of the sections; rows sum to 1.
    """

    mean: Floats
    variance: Floats
    section_topic: Floats


def posterior_shares(
    documents: CountedDocuments,
    topics: TopicCounts,
    prior: MixturePrior,
    random_state: int,
    member: Ints | None = None,
    n_sweeps: int = SWEEPS,
) -> Posterior:
    """Posterior of the shares of a document's terms that the topics drew.

    Parameters
    ----------
    documents : CountedDocuments
    topics : TopicCounts
    prior : MixturePrior
    random_state : int
    member : array of int64, shape (n_topics,), optional
        The topic that each topic is part of, where topics were merged.
    """
    n_topics = len(topics.sizes)
    member = np.arange(n_topics, dtype=np.int64) if member is None else member
    shape = documents.n_documents, int(member.max()) + 1
    mean, variance = np.empty(shape), np.empty(shape)
    state = np.uint64(random_state)
    of_sections = np.empty((len(documents.sections.section), n_topics))
    sample_counts(
        documents.sections, topics, prior, member, state, n_sweeps, mean, variance, of_sections
    )
    n_terms = np.where(documents.n_terms > 0, documents.n_terms, 1.0)[:, None]
    sizes = of_sections.sum(axis=1, keepdims=True)
    of_sections = np.where(sizes > 0, of_sections / np.maximum(sizes, 1e-300), prior.mean)
    return Posterior(mean / n_terms, variance / n_terms**2, of_sections)


def learned_prior(
    documents: CountedDocuments, topics: TopicCounts, mean: Floats, random_state: int
) -> MixturePrior:
    """The concentrations that predict topics best, each from those of the other tokens.

    Where sections share the mixture of their document, that of sections becomes large, and
    sections help to find each other's topics; where sections differ, it becomes small.

    Parameters
    ----------
    documents : CountedDocuments
        A sample of them is enough.
    topics : TopicCounts
    mean : array, shape (n_topics,)
        Mean shares of the corpus.
    random_state : int
    """
    mean = np.maximum(mean, SMALLEST_MEAN)
    mean = mean / mean.sum()
    tried = np.array([[a, b] for a in OF_DOCUMENTS for b in OF_SECTIONS])
    prior = MixturePrior(mean, 1.0, 10.0)
    for _ in range(MOST_ROUNDS):
        scores = np.empty((documents.n_documents, len(tried)))
        score_concentrations(
            documents.sections,
            topics,
            prior,
            np.uint64(random_state),
            SWEEPS_OF_SCORES,
            tried,
            scores,
        )
        best = MixturePrior(mean, *tried[scores.sum(axis=0).argmax()].tolist())
        if best[1:] == prior[1:]:
            break
        prior = best
    return prior
