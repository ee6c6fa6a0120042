"""New rows as points of a view, next to the fitted rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from topics.counts import Counts
from topics.errors import RunFolderError
from topics.results.clusters.members import Members
from topics.results.clusters.views import CONSENSUS, TF_IDF, ViewPoints, view_points

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
"""Shares of documents and of sections."""


@dataclass(frozen=True, eq=False)
class FittedViews:
    """What new rows need to become points of the same views as the fitted rows.

    Attributes
    ----------
    fit_level : {"section", "document"}
        Rows that the members of a consensus were fitted on.
    counts : Counts
        Of the fitted documents.
    shares : pair of arrays
        Shares of the fitted documents and sections in the topics of the fit.
    """

    fit_level: str
    counts: Counts
    shares: Pair
    _known: list[tuple[Members, Counts, list[Pair]]] = field(default_factory=list, repr=False)

    def points(
        self,
        view: str,
        level: str,
        members: Members | None,
        new_counts: Counts,
        new_shares: Pair,
        *,
        random_state: int = 0,
        n_threads: int | None = None,
    ) -> tuple[ViewPoints, ViewPoints]:
        """Points of the fitted rows and of new rows, of a view that needs no embeddings.

        Parameters
        ----------
        view : {"consensus", "shares", "tf-idf"}
        level : {"document", "section"}
            The rows that come first in the result; tf-idf has the axes of their fitted ones.
        members : Members or None
            The fits of a consensus.
        new_counts : Counts
            Of the new documents, with the terms of the run.
        new_shares : pair of arrays
            Shares of the new documents and sections in the topics of the fit.
        random_state : int
            Seed of the axes of tf-idf.
        n_threads : int, optional

        Raises
        ------
        RunFolderError
            The run lacks the fits of its consensus.
        """
        if view == TF_IDF:
            return self._on_axes(level, new_counts, random_state)
        fitted, new = [self.shares], [new_shares]
        if view == CONSENSUS:
            if members is None:
                raise RunFolderError("the run lacks the fits of its consensus; cluster it again")
            fitted = self._member_shares(members, self.counts, n_threads)
            new = self._member_shares(members, new_counts, n_threads)
        (fitted_points,) = view_points(view, level, self.counts, fitted)
        (new_points,) = view_points(view, level, new_counts, new)
        return fitted_points, new_points

    def _member_shares(self, members: Members, counts: Counts, n_threads: int | None) -> list[Pair]:
        """Shares in every member; clusters and map of a run ask for the same ones."""
        for known_members, known_counts, shares in self._known:
            if known_members is members and known_counts is counts:
                return shares
        shares = list(members.shares(counts, self.fit_level, n_threads))
        self._known.append((members, counts, shares))
        return shares

    def _on_axes(
        self, level: str, new_counts: Counts, random_state: int
    ) -> tuple[ViewPoints, ViewPoints]:
        """Fitted and new rows on the axes of tf-idf that the fitted rows of the level have."""
        from topics.clusters import tf_idf_points

        order = slice(None) if level == "document" else slice(None, None, -1)
        fitted, other_fitted = (self.counts.by_document(), self.counts.matrix)[order]
        new, other_new = (new_counts.by_document(), new_counts.matrix)[order]
        weights = (self.counts.weights_of_documents, self.counts.weights)[order][0]
        used = np.flatnonzero(weights > 0)
        points = tf_idf_points(
            fitted[used], fitted, other_fitted, new, other_new, random_state=random_state
        )
        return ViewPoints(points[1], points[2]), ViewPoints(points[3], points[4])
