"""The parts of a fitted run that are needed to transform new documents, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.counting import LearnedVocabulary, term_weights_of
from topics.errors import InputError, RunFolderError
from topics.results.clusters import EMBEDDINGS, FittedClusters, FittedViews, Members
from topics.results.parameters import Parameters
from topics.results.rows import FREQUENCY, N_ROWS
from topics.shares import Members as MergedTopics

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FittedModel:
    """A fitted model with its vocabulary and its map.

    Attributes
    ----------
    parameters : Parameters
        Options in force, and how texts are counted.
    arrays : mapping of str to array
        Arrays of the engine and of the weighting.
    terms : array of str, shape (n_vocabulary,)
    topic_term : array, shape (n_topics, n_vocabulary)
    term_counts : array, shape (n_vocabulary,)
        Summed counts of the fitted rows.
    mean : array, shape (n_topics,)
        Mean row of the fitted sections.
    learned : LearnedVocabulary
    views : FittedViews
        Counts and shares of the fitted rows, which are points of a view.
    coordinates : array, shape (n_points, 2 or 3)
        Where documents and sections are on the map; no rows where there is no map, and only those
        of one level on a map of embeddings.
    map_members : Members or None
        The fits that a map of the consensus shows.
    members : sequence of sequences of int
        Topics of the model that make up each topic that is shown; empty where these are the same.
    shown_topic_term : array, shape (n_shown_topics, n_vocabulary), or None
        Terms of the topics that are shown, where they are not those of the model.
    clusters : FittedClusters or None
        Clusters of the run, where it has any.

    Raises
    ------
    RunFolderError
        The arrays do not fit each other: a run folder can come from anywhere.
    """

    parameters: Parameters
    arrays: Mapping[str, NDArray[Any]]
    terms: NDArray[np.str_]
    topic_term: Floats
    term_counts: Floats
    mean: Floats
    learned: LearnedVocabulary
    views: FittedViews
    coordinates: Floats
    map_members: Members | None = None
    members: MergedTopics = ()
    shown_topic_term: Floats | None = None
    clusters: FittedClusters | None = None

    def __post_init__(self) -> None:
        try:
            adopted = term_weights_of(self.arrays, len(self.terms))
        except InputError as error:
            raise RunFolderError(f"{error}; adopt the model again") from error
        if self.parameters.options.weighting == "tf-idf" and adopted is None:
            _check_frequency(self.arrays, len(self.terms))
        n_points, sizes = len(self.coordinates), list(map(len, self.views.shares))
        if self.parameters.options.map_view != EMBEDDINGS:
            sizes = [sum(sizes)]
        if n_points and (n_points not in sizes or not np.isfinite(self.coordinates).all()):
            raise RunFolderError(
                "the run's map does not hold its documents and sections; fit again"
            )


def _check_frequency(arrays: Mapping[str, NDArray[Any]], n_terms: int) -> None:
    """Document frequencies of the fitted rows: whole numbers up to the number of rows."""
    frequency, n_rows = arrays.get(FREQUENCY), arrays.get(N_ROWS)
    if (
        frequency is None
        or n_rows is None
        or frequency.shape != (n_terms,)
        or n_rows.shape != ()
        or any(array.dtype.kind not in "iu" for array in (frequency, n_rows))
        or n_rows < 1
        or frequency.min(initial=0) < 0
        or frequency.max(initial=0) > n_rows
    ):
        raise RunFolderError("the run's document frequencies do not fit its terms; fit again")
