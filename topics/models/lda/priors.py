"""The Dirichlet priors of LDA, checked and in the shapes that a fit uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.checks import checked_numbers
from topics.errors import OptionError
from topics.models.seed_words import SeedColumns

START, LARGEST_START_SUM = 0.1, 5.0
"""A document prior that is learned starts at `START` per topic, or lower if they would sum to
more than `LARGEST_START_SUM`."""

LOWEST, HIGHEST = 1e-9, 1e9
"""Limits of a prior: products of two priors and an inverse sum of counts fit into float32."""


@dataclass(frozen=True)
class SeedPrior:
    """Seed words as a part of the term prior, and as a start.

    Attributes
    ----------
    columns : SeedColumns
    counts : array of float32, shape (n_seeds,)
        Added to the term prior of each pair of a term and a topic.
    """

    columns: SeedColumns
    counts: NDArray[np.float32]

    @classmethod
    def of(cls, columns: SeedColumns, occurrences: NDArray[np.float64]) -> Self:
        """Every word counts as often as it occurs, times its strength.

        Parameters
        ----------
        columns : SeedColumns
        occurrences : array, shape (n_seeds,)
            Summed counts of the term of each pair.
        """
        counts = columns.strengths * occurrences
        return cls(columns, np.minimum(counts, HIGHEST).astype(np.float32))

    def add_to(self, term_topic: NDArray[np.float32]) -> None:
        """Add the counts to an array (n_vocabulary, n_topics)."""
        term_topic[self.columns.terms, self.columns.topics] += self.counts


@dataclass(frozen=True)
class Priors:
    """The priors that a fit starts from.

    Attributes
    ----------
    learns_document : bool
        Whether the fit learns the document prior, or keeps it.
    document : array of float64, shape (n_topics,)
    term : array of float32, shape (1 or n_vocabulary, n_topics)
        Without seed words.
    seeds : SeedPrior or None
    """

    learns_document: bool
    document: NDArray[np.float64]
    term: NDArray[np.float32]
    seeds: SeedPrior | None = None

    @property
    def n_seeded(self) -> int:
        """Topics below this number have seed words."""
        return 0 if self.seeds is None else self.seeds.columns.n_seeded

    @classmethod
    def checked(
        cls,
        document_topic_prior: str | float | ArrayLike,
        topic_term_prior: float | ArrayLike,
        n_topics: int,
        n_vocabulary: int,
        seeds: SeedPrior | None = None,
    ) -> Self:
        """Priors from the options of `LDA`.

        Raises
        ------
        OptionError
            A prior with other values than numbers from `LOWEST` to `HIGHEST`, or of another shape.
        """
        learns = isinstance(document_topic_prior, str)
        if learns and document_topic_prior != "auto":
            raise OptionError(
                f"document_topic_prior is {document_topic_prior!r}, "
                f'expected "auto", a number or {n_topics} numbers'
            )
        if learns:
            document_topic_prior = min(START, LARGEST_START_SUM / max(n_topics, 1))
        document = _spread("document_topic_prior", document_topic_prior, (n_topics,))
        term = _spread("topic_term_prior", topic_term_prior, (n_topics, n_vocabulary))
        if np.ndim(topic_term_prior) == 0:
            term = term[:, :1]
        return cls(
            learns_document=learns,
            document=document.copy(),
            term=np.ascontiguousarray(term.T, dtype=np.float32),
            seeds=seeds,
        )


def whole_term_prior(
    term: NDArray[np.float32], seeds: SeedPrior | None, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """The term prior with what seed words add; of `shape` (n_vocabulary, n_topics) if they do."""
    if seeds is None:
        return term
    whole = np.broadcast_to(term, shape).copy()
    seeds.add_to(whole)
    return whole


def _spread(name: str, value: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A number or an array of numbers in the limits, broadcast to `shape`."""
    expected = () if np.ndim(value) == 0 else shape
    numbers = checked_numbers(name, value, expected, above_zero=True)
    if numbers.min(initial=HIGHEST) < LOWEST or numbers.max(initial=LOWEST) > HIGHEST:
        raise OptionError(f"{name} must be from {LOWEST:g} to {HIGHEST:g}")
    return np.broadcast_to(numbers, shape)
