"""Shares of sections by the topics of their terms, after a fit on documents."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.rows import Rows

Floats = NDArray[np.float64]


@njit(cache=True, parallel=True)
def sum_term_shares(
    sections: Rows,
    section_document: NDArray[np.int64],
    document_topic: Floats,
    term_topic: Floats,
    section_topic: Floats,
) -> None:
    """Fill `section_topic` with the counts of every section's terms in each topic.

    For the row ``i`` of the counts ``X``, and ``theta = document_topic[section_document[i]]``::

        p = theta * term_topic               # (n_vocabulary, n_topics)
        total = p.sum(axis=1)
        section_topic[i] = (X[i][:, None] * p / total[:, None])[total > 0].sum(axis=0)
        section_topic[i] += X[i][total == 0].sum() * theta

    Sums run over topics and over terms in their order, so the bits do not depend on threads.
    """
    n_topics = document_topic.shape[1]
    for i in prange(section_topic.shape[0]):
        theta = document_topic[section_document[i]]
        unexplained = 0.0
        for topic in range(n_topics):
            section_topic[i, topic] = 0.0
        for place in range(sections.indptr[i], sections.indptr[i + 1]):
            phi = term_topic[sections.indices[place]]
            count = np.float64(sections.values[place])
            total = 0.0
            for topic in range(n_topics):
                total += theta[topic] * phi[topic]
            if total > 0:
                scale = count / total
                for topic in range(n_topics):
                    section_topic[i, topic] += scale * theta[topic] * phi[topic]
            else:
                # A term that is in none of the document's topics is spread as the document is.
                unexplained += count
        for topic in range(n_topics):
            section_topic[i, topic] += unexplained * theta[topic]
