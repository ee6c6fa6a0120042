"""Witnesses: the fits besides the one that is shown, kept compactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from topics.counts import Counts
from topics.errors import RunFolderError
from topics.memory import empty_array
from topics.results.levels import of_sections
from topics.results.rows import ModelRows, OtherFit
from topics.shares import in_row_chunks

Floats = NDArray[np.float64]

STEPS = 65_535
"""Square roots of shares are kept as whole multiples of 1 / STEPS, in two bytes each. Distances
between rows of shares use square roots, and small shares keep more digits so."""

MAX_KEPT = 20
"""At most this many witnesses are kept; all take part in the stability of the topics."""


@dataclass(frozen=True, eq=False)
class Witnesses:
    """Topics and shares of further fits of the same sections.

    Attributes
    ----------
    term_roots : array of uint16, shape (n_witnesses, n_topics, n_vocabulary)
        Square roots of the terms' shares in each topic, times `STEPS`.
    section_roots : array of uint16, shape (n_witnesses, n_sections, n_topics)
        Square roots of the topics' shares in each section, times `STEPS`.
    """

    term_roots: NDArray[np.uint16]
    section_roots: NDArray[np.uint16]

    @classmethod
    def of(
        cls,
        fits: Sequence[OtherFit],
        rows: ModelRows,
        counts: Counts,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Self | None:
        """The first `MAX_KEPT` fits; None if there is none."""
        if not fits:
            return None
        kept = fits[:MAX_KEPT]
        n_topics = len(kept[0].topic_term)
        section_roots = empty_array((len(kept), counts.n_rows, n_topics), np.uint16)
        for number, fit in enumerate(kept):
            progress(number, len(kept))
            shares = of_sections(fit.topics().row_topic, rows, counts, fit.topic_term)
            for part in in_row_chunks(counts.n_rows):
                section_roots[number, part] = _roots(shares[part])
        return cls(np.stack([_roots(fit.topic_term) for fit in kept]), section_roots)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], shape: tuple[int, int, int]) -> Self:
        """Witnesses from a run folder, which is untrusted.

        Parameters
        ----------
        arrays : mapping
            As `arrays` gives them.
        shape : tuple of int
            Numbers of topics, of terms and of sections.

        Raises
        ------
        RunFolderError
            Arrays are missing or have other types or shapes.
        """
        terms, sections = (arrays.get(name) for name in ("term_roots", "section_roots"))
        n_topics, n_terms, n_sections = shape
        if (
            terms is None
            or sections is None
            or terms.dtype != np.uint16
            or sections.dtype != np.uint16
            or terms.shape[1:] != (n_topics, n_terms)
            or sections.shape != (len(terms), n_sections, n_topics)
            or not len(terms)
        ):
            raise RunFolderError("the run's witnesses do not fit its topics; fit again")
        return cls(terms, sections)

    def arrays(self) -> dict[str, NDArray[np.uint16]]:
        """The arrays by name, for a run folder."""
        return {"term_roots": self.term_roots, "section_roots": self.section_roots}

    def __len__(self) -> int:
        return len(self.term_roots)

    def topic_terms(self) -> Iterator[Floats]:
        """Topics of one fit after another, shape (n_topics, n_vocabulary); rows sum to 1."""
        return map(_shares, self.term_roots)

    def section_topics(self) -> Iterator[Floats]:
        """Shares of one fit after another, shape (n_sections, n_topics); rows sum to 1."""
        return map(_shares, self.section_roots)

    def section_rows(self) -> Iterator[RowsOfShares]:
        """Shares as `section_topics` gives them, computed for the rows that are asked for."""
        return map(RowsOfShares, self.section_roots)


@dataclass(frozen=True, eq=False)
class RowsOfShares:
    """Shares that are computed from their roots for the rows that are asked for.

    Attributes
    ----------
    roots : array of uint16, shape (n_sections, n_topics)
    """

    roots: NDArray[np.uint16]

    def __getitem__(self, rows: slice) -> Floats:
        return _shares(self.roots[rows])


def _roots(shares: Floats) -> NDArray[np.uint16]:
    roots: NDArray[np.uint16] = np.rint(np.sqrt(shares) * STEPS).astype(np.uint16)
    return roots


def _shares(roots: NDArray[np.uint16]) -> Floats:
    squares = np.square(roots.astype(np.float64))
    mass = squares.sum(axis=1, keepdims=True)
    # A row of a damaged file may be empty.
    even = 1.0 / roots.shape[1]
    result: Floats = np.where(mass > 0, squares / np.where(mass > 0, mass, 1.0), even)
    return result
