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


class Disagreement:
    """Half of the squared difference of angles to the nearest of the other fits.

    Each share is compared with that of the matched topic in every other fit. It is half of the
    square, because the other fit has errors, too. The nearest one counts, because some of the
    others, which are shorter and of fewer documents, often end in poor optima; so this is large
    only where no other fit confirms a share.

    Parameters
    ----------
    fit : SectionFit
    others : sequence of SectionFit
    members : sequence of sequences of int, optional
        Topics that were merged.

    Examples
    --------
    >>> fit = SectionFit(np.eye(2), np.array([[0.5, 0.5]]))
    >>> other = SectionFit(np.eye(2)[::-1], np.array([[1.0, 0.0]]))
    >>> apart = Disagreement(fit, [other])
    >>> apart.of(slice(0, 1), np.array([9]), np.array([0]), 1).round(3).tolist()
    [[0.308, 0.308]]
    """

    def __init__(
        self, fit: SectionFit, others: Sequence[SectionFit], members: Members | None = None
    ) -> None:
        self._fit = fit
        self._others = others
        self._members = members
        roots = term_roots(fit.topic_term)
        self._matches = [matched_topics(roots, term_roots(other.topic_term)) for other in others]

    def of(
        self,
        sections: slice,
        n_terms: NDArray[np.integer],
        owner: NDArray[np.int64],
        n_documents: int,
    ) -> Floats:
        """The disagreement of some documents, shape (n_documents, n_topics).

        0 without other fits, and for a topic without a match.

        Parameters
        ----------
        sections : slice
            Sections of these documents.
        n_terms : array, shape (n_sections,)
            Their summed counts.
        owner : array of int64, shape (n_sections,)
            Their documents, from 0.
        n_documents : int
        """

        def of_documents(section_topic: Floats) -> Floats:
            if self._members is not None:
                section_topic = merged_shares(section_topic, self._members)
            return angles(roll_up(section_topic, n_terms, owner, n_documents))

        own_shares = self._fit.section_topic[sections]
        shown = of_documents(own_shares)
        nearest = np.full(shown.shape, np.inf)
        for other, (own, matched) in zip(self._others, self._matches, strict=True):
            shares = own_shares.copy()
            shares[:, own] = other.section_topic[sections][:, matched]
            np.minimum(nearest, (of_documents(shares) - shown) ** 2, out=nearest)
        return np.where(np.isinf(nearest), 0.0, nearest / 2)
