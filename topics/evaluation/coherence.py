"""Coherence: whether the top terms of a topic occur in the same documents."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError

FEWEST_DOCUMENTS = 20
"""In fewer documents two terms meet so rarely that the coherence of topics says little."""


def npmi(top_terms: NDArray[np.integer], reference: Any) -> NDArray[np.float64]:
    r"""NPMI of every topic by co-occurrence in documents, shape (n_topics,), each in [-1, 1].

    The mean over all pairs of a topic's top terms of

    .. math:: \frac{\ln \frac{p(s, t)}{p(s)\,p(t)}}{-\ln p(s, t)}

    with :math:`p` the share of reference documents that contain the term or both terms. A pair
    that never co-occurs counts -1; one that is in every document says nothing and counts 0,
    like independent terms.
    Source: Bouma 2009; Lau, Newman and Baldwin 2014.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        Column of each top term; n_top is 2 or more. A topic with fewer terms is filled up with
        -1; one without a pair scores 0.
    reference : CSR, shape (n_documents, n_terms)
        Counts of the reference corpus, one row per document.

    Raises
    ------
    InputError
        The reference has no rows, or fewer than two top terms were given.

    Examples
    --------
    >>> reference = sp.csr_array([[1, 1, 0], [2, 1, 0], [0, 0, 1], [0, 1, 1]])
    >>> npmi(np.array([[0, 1], [0, 2]]), reference).round(3).tolist()
    [0.415, -1.0]
    """
    n_documents = reference.shape[0]
    if n_documents == 0:
        raise InputError("coherence needs a reference corpus with at least one document")
    if top_terms.ndim != 2 or top_terms.shape[1] < 2:
        raise InputError(f"coherence needs two top terms or more, got shape {top_terms.shape}")
    columns, index = np.unique(np.maximum(top_terms, 0), return_inverse=True)
    index = index.reshape(top_terms.shape)
    present = sp.csc_array(reference)[:, columns].astype(bool).astype(np.int64)
    both = (present.T @ present).toarray()
    alone = np.diag(both)
    first, second = np.triu_indices(top_terms.shape[1], k=1)
    together = both[index[:, first], index[:, second]]
    expected = alone[index[:, first]] * alone[index[:, second]]
    scores = np.full(together.shape, -1.0)
    is_informative = (together > 0) & (together < n_documents)
    joint = together[is_informative] / n_documents
    scores[is_informative] = np.log(joint * n_documents**2 / expected[is_informative]) / -np.log(
        joint
    )
    scores[together == n_documents] = 0.0
    is_pair = (top_terms[:, first] >= 0) & (top_terms[:, second] >= 0)
    n_pairs = is_pair.sum(axis=1)
    result: NDArray[np.float64] = (scores * is_pair).sum(axis=1) / np.maximum(n_pairs, 1)
    return result
