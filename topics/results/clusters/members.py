"""Members: the short LDA fits that the consensus view of a run is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from topics.clusters import MEMBER_ROW_TOLERANCE, MOST_TOPICS
from topics.counts import Counts
from topics.errors import InputError, OptionError, RunFolderError
from topics.models import TopicModel, restored_engine
from topics.notices import report_step
from topics.results.levels import both_levels
from topics.results.rows import row_weights, rows_of_level
from topics.shares import row_shares, term_shares

Floats = NDArray[np.float64]

ARRAYS = ("components", "document_topic_prior")
"""Names of the arrays in a run folder."""


@dataclass(frozen=True, eq=False)
class Members:
    """LDA fits of the rows of a run, as arrays.

    Attributes
    ----------
    components : array of float32, shape (n_members, n_topics, n_vocabulary)
        Expected counts of the terms in each topic, plus prior.
    document_topic_prior : array of float64, shape (n_members, n_topics)
    """

    components: NDArray[np.float32]
    document_topic_prior: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], n_vocabulary: int) -> Self:
        """Members from a run folder, which is untrusted.

        Raises
        ------
        RunFolderError
            Arrays are missing or have other types or shapes.
        """
        components, prior = (arrays.get(name) for name in ARRAYS)
        if (
            components is None
            or prior is None
            or components.dtype != np.float32
            or prior.dtype != np.float64
            or components.ndim != 3
            or not len(components)
            or components.shape[1] > MOST_TOPICS  # a file of few terms may have millions
            or components.shape[2] != n_vocabulary
            or prior.shape != components.shape[:2]
        ):
            raise RunFolderError("the fits of the run's clusters do not fit it; cluster it again")
        return cls(components, prior)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, for a run folder."""
        return {name: getattr(self, name) for name in ARRAYS}

    def __len__(self) -> int:
        return len(self.components)

    def shares(
        self, counts: Counts, level: str, n_threads: int | None = None
    ) -> Iterator[tuple[Floats, Floats]]:
        """Shares of documents and of sections in one member after another.

        Parameters
        ----------
        counts : Counts
            Of the fitted documents, or of new ones.
        level : {"section", "document"}
            Rows that the members were fitted on.
        n_threads : int, optional

        Raises
        ------
        RunFolderError
            The arrays make no model.
        """
        rows = rows_of_level(counts, level)
        fits = zip(self.components, self.document_topic_prior, strict=True)
        for n_done, (components, prior) in enumerate(fits):
            report_step(n_done, len(self))
            engine = self._engine(components, prior, n_threads)
            weights = row_weights(engine, rows, rows.counted_matrix)
            shares, _ = row_shares(
                engine.components_,
                weights,
                rows.n_terms,
                prior / prior.sum(),
                is_mixture=True,
                in_place=True,
            )
            topic_term = term_shares(engine.components_, components.sum(axis=0))[0]
            section_topic, document_topic = both_levels(
                shares, rows, counts, topic_term, prior / prior.sum()
            )
            yield document_topic, section_topic

    def _engine(
        self, components: NDArray[np.float32], prior: Floats, n_threads: int | None
    ) -> TopicModel:
        try:
            return restored_engine(
                "lda",
                "topics",
                {"components": components, "document_topic_prior": prior},
                {"row_tolerance": MEMBER_ROW_TOLERANCE},
                n_vocabulary=components.shape[1],
                n_threads=n_threads,
            )
        except (InputError, OptionError) as error:
            raise RunFolderError(
                f"the fits of the run's clusters cannot be used: {error}; cluster it again"
            ) from error
