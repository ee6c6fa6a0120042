"""How far other fits are from the one that is shown, in the shares of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from topics.shares.intervals.data import SectionFit
from topics.shares.intervals.limits import angles
from topics.shares.levels import roll_up
from topics.shares.matching import matched_topics, term_roots
from topics.shares.merging import Members, merged_shares

Floats = NDArray[np.float64]


def disagreement(
    fit: SectionFit,
    others: Sequence[SectionFit],
    n_terms: NDArray[np.integer],
    row_document: NDArray[np.int64],
    n_documents: int,
    members: Members | None = None,
) -> Floats:
    """Half of the squared difference of angles to the nearest of the other fits.

    Each share is compared with that of the matched topic in every other fit. It is half of the
    square, because the other fit has errors, too. The nearest one counts, because some of the
    others, which are shorter and of fewer documents, often end in poor optima; so this is large
    only where no other fit confirms a share.

    Parameters
    ----------
    fit : SectionFit
    others : sequence of SectionFit
    n_terms : array, shape (n_sections,)
    row_document : array of int64, shape (n_sections,)
    n_documents : int
    members : sequence of sequences of int, optional
        Topics that were merged.

    Returns
    -------
    array, shape (n_documents, n_topics)
        0 without other fits, and for a topic without a match.

    Examples
    --------
    >>> fit = SectionFit(np.eye(2), np.array([[0.5, 0.5]]))
    >>> other = SectionFit(np.eye(2)[::-1], np.array([[1.0, 0.0]]))
    >>> n_terms, owner = np.array([9]), np.array([0])
    >>> disagreement(fit, [other], n_terms, owner, 1).round(3).tolist()
    [[0.308, 0.308]]
    """
    roots = term_roots(fit.topic_term)

    def of_documents(section_topic: Floats) -> Floats:
        if members is not None:
            section_topic = merged_shares(section_topic, members)
        return angles(roll_up(section_topic, n_terms, row_document, n_documents))

    shown = of_documents(fit.section_topic)
    nearest = np.full(shown.shape, np.inf)
    for other in others:
        own, matched = matched_topics(roots, term_roots(other.topic_term))
        shares = fit.section_topic.copy()
        shares[:, own] = other.section_topic[:, matched]
        np.minimum(nearest, (of_documents(shares) - shown) ** 2, out=nearest)
    return np.where(np.isinf(nearest), 0.0, nearest / 2)
