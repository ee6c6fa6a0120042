"""Views of a run: documents and sections as points, by what makes them neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.clusters import consensus_points, embedding_points, tf_idf_points
from topics.counts import Counts

Floats = NDArray[np.float64]

CONSENSUS, SHARES, TF_IDF, EMBEDDINGS = "consensus", "shares", "tf-idf", "embeddings"
"""Views by name; `topics.choices.CLUSTER_VIEWS` also has the union of two of them."""


@dataclass(frozen=True)
class ViewPoints:
    """Points of one view at both levels.

    Attributes
    ----------
    rows : array, shape (n_rows, n_axes)
        Points of the level that is clustered; rows without counted terms have no meaning.
    others : array, shape (n_other_rows, n_axes), or None
        Points of the other level; None where the view knows only one.
    member_shares : sequence of array, shape (n_rows, n_topics)
        Shares of the same rows in each fit, where the view is made of several.
    """

    rows: Floats
    others: Floats | None
    member_shares: Sequence[Floats] = ()

    def both_levels(self) -> Floats:
        """The rows, then those of the other level if the view knows them."""
        return self.rows if self.others is None else np.concatenate([self.rows, self.others])


def view_points(
    view: str,
    level: str,
    counts: Counts,
    shares: Sequence[tuple[Floats, Floats]],
    *,
    embeddings: Any = None,
    random_state: int = 0,
) -> list[ViewPoints]:
    """Points of the view; of a union of views, those of each.

    Parameters
    ----------
    view : str
    level : {"document", "section"}
    counts : Counts
    shares : sequence of pairs of arrays
        Shares of documents and of sections: of every member of a consensus, or of the shown fit.
    embeddings : array_like, shape (n_rows, n_axes), optional
        One row for every document or section, in the order of the run.
    random_state : int

    Raises
    ------
    InputError
        Embeddings that are no numbers, or of other rows.
    """
    is_document = level == "document"
    found = []
    for name in view.split("+"):
        if name == EMBEDDINGS:
            n_terms = counts.n_terms_of_documents if is_document else counts.n_terms
            is_used = n_terms > 0
            points = np.zeros(
                (len(n_terms), np.shape(embeddings)[-1] if np.ndim(embeddings) else 0)
            )
            points[is_used] = embedding_points(embeddings, len(n_terms), is_used)
            found.append(ViewPoints(points, None))
        elif name == TF_IDF:
            both = (counts.by_document(), counts.matrix)
            own, other = both if is_document else both[::-1]
            weights = counts.weights_of_documents if is_document else counts.weights
            used = np.flatnonzero(weights > 0)
            axes, *placed = tf_idf_points(own[used], own, other, random_state=random_state)
            del axes
            found.append(ViewPoints(placed[0], placed[1]))
        else:
            own_shares = [pair[0 if is_document else 1] for pair in shares]
            other_shares = [pair[1 if is_document else 0] for pair in shares]
            own = consensus_points(own_shares)
            # Documents of one section each have the same shares as these.
            is_same = all(a is b for a, b in zip(own_shares, other_shares, strict=True))
            other = own if is_same else consensus_points(other_shares)
            found.append(ViewPoints(own, other, own_shares if len(shares) > 1 else ()))
    return found
