"""The state of an LDA fit: rows in chunks, and what every chunk put into the topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.chance import fill_exponential
from topics.kernels.lda.cvb import add_rows, guess_scales, row_step, term_step
from topics.kernels.lda.document_prior import renew_document_prior
from topics.kernels.lda.gibbs import (
    count_by_row,
    count_by_term,
    draw_topics,
    move_terms,
    scatter_topics,
    sum_prior_part,
)

KERNELS = (
    fill_exponential, add_rows, guess_scales, row_step, term_step, renew_document_prior,
    count_by_row, count_by_term, draw_topics, move_terms, scatter_topics, sum_prior_part,
)  # fmt: skip

N_PARTS = 64
"""Parts of a chunk's terms whose sums are added up in order: more than there are threads."""

PRIOR_STEPS = 5
LEAST_PRIOR = 1e-4

_ORDER, _START = 0, 1  # draws of the hash: order of the rows, random starts from here on


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows, and where their terms stand.

    Attributes
    ----------
    first, last : int
        The chunk's rows.
    begin, end : int
        Its non-zeros.
    terms : array of int32
        The terms that occur, sorted.
    term_offsets, rows, places : arrays
        Term ``terms[j]`` stands in ``rows[x]`` at the chunk's non-zero ``places[x]`` for
        ``x`` in ``term_offsets[j]:term_offsets[j + 1]``.
    contribution : array of float32, shape (n_terms of the chunk, n_topics)
        What the chunk last put into the topics.
    """

    first: int
    last: int
    begin: int
    end: int
    terms: NDArray[np.int32]
    term_offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    places: NDArray[np.int32]
    contribution: NDArray[np.float32]


@dataclass
class Sweeps:
    """Rows and topics between two sweeps.

    Attributes
    ----------
    counts, indices, indptr : arrays
        CSR rows in the order of the sweeps.
    document_prior : array of float64, shape (n_topics,)
    term_prior : array of float32, shape (1 or n_terms, n_topics)
    term_topic : array of float32, shape (n_terms, n_topics)
        Expected counts plus prior.
    row_topic : array of float32, shape (n_rows, n_topics)
        Expected counts.
    scales : array of float32, shape (n_nonzeros,)
        What CVB0 keeps of a non-zero (`topics.kernels.lda.cvb`).
    drawn : array of int32, shape (n_nonzeros,)
        The topics of the last drawn sweep.
    mass : array of float64, shape (n_topics,)
        Column sums of `term_topic`.
    prior_part : array of float32, shape (n_terms,)
        What the document prior adds to the draws of a term (`topics.kernels.lda.gibbs`).
    """

    counts: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    document_prior: NDArray[np.float64]
    term_prior: NDArray[np.float32]
    term_topic: NDArray[np.float32]
    chunks: list[Chunk]
    row_topic: NDArray[np.float32]
    scales: NDArray[np.float32]
    drawn: NDArray[np.int32]
    log_likelihood: NDArray[np.float64]
    mass: NDArray[np.float64] = field(init=False)
    prior_part: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self.mass = self.term_topic.sum(axis=0, dtype=np.float64)
        self.prior_part = np.empty(len(self.term_topic), np.float32)

    def start(self, chunk: Chunk) -> None:
        """Spread a chunk's rows over the topics as the prior does, and guess their scales."""
        lengths = np.add.reduceat(self.counts[: chunk.end], self.indptr[chunk.first : chunk.last])
        prior = self.document_prior / self.document_prior.sum()
        self.row_topic[chunk.first : chunk.last] = lengths[:, None] * prior.astype(np.float32)
        self.guess(chunk)

    def guess(self, chunk: Chunk) -> None:
        """Guess the scales of a chunk's rows from the rows and the topics."""
        guess_scales(
            self.indices, self.indptr, chunk.first, chunk.last, self._prior(), self.term_topic,
            self._inverse_mass(), self.row_topic, self.scales,
        )  # fmt: skip

    def scatter(self, random_state: int, flatter: float, at_once: bool) -> None:
        """Topics by chance for all non-zeros; the terms hold them at once or as chunks `enter`."""
        scatter_topics(np.uint64(random_state), len(self.mass), self.drawn)
        self.count_terms()
        if at_once:
            self.recount(flatter)
        else:
            self.term_topic[:] = self.term_prior * np.float32(flatter)

    def enter(self, chunk: Chunk) -> None:
        """Add what a chunk put into the topics."""
        add_rows(chunk.terms, chunk.contribution, self.term_topic)
        self.mass = self.term_topic.sum(axis=0, dtype=np.float64)

    def draw(self, chunk: Chunk, random_state: int, sweep: int) -> None:
        """Draw a topic for every non-zero of a chunk, and move its terms.

        `row_topic` and the chunk's contribution stay behind, until they are counted.
        """
        document_prior, inverse_mass, least = self._prior(), self._inverse_mass(), self._least()
        prior = document_prior * inverse_mass
        nonzeros = slice(chunk.begin, chunk.end)
        before = self.drawn[nonzeros].copy()
        sum_prior_part(chunk.terms, prior, self.term_topic, self.prior_part)
        draw_topics(
            self.counts, self.indices, self.indptr, chunk.first, chunk.last,
            np.uint64(random_state), sweep, document_prior, self.term_topic, inverse_mass, prior,
            self.prior_part, least, N_PARTS, self.drawn, self.log_likelihood,
        )  # fmt: skip
        moved = np.empty((N_PARTS, len(self.mass)), np.float32)
        move_terms(
            self.counts[nonzeros], chunk.terms, chunk.term_offsets, chunk.places,
            before, self.drawn[nonzeros], least, self.term_topic, moved,
        )  # fmt: skip
        self.mass = self.mass + moved.sum(axis=0, dtype=np.float64)

    def count_rows(self) -> None:
        """Rows as the drawn topics have them."""
        count_by_row(self.counts, self.indptr, self.drawn, self.row_topic)

    def count_terms(self) -> None:
        """Contributions as the drawn topics have them."""
        for chunk in self.chunks:
            nonzeros = slice(chunk.begin, chunk.end)
            count_by_term(
                self.counts[nonzeros], chunk.term_offsets, chunk.places, self.drawn[nonzeros],
                chunk.contribution,
            )  # fmt: skip

    def renew(self, chunk: Chunk, n_passes: int) -> None:
        """Renew a chunk's rows with the terms frozen, then its terms with the rows frozen."""
        prior, inverse_mass = self._prior(), self._inverse_mass()
        row_step(
            self.counts, self.indices, self.indptr, chunk.first, chunk.last,
            n_passes, prior, self.term_topic, inverse_mass, self.row_topic, self.scales,
            self.log_likelihood,
        )  # fmt: skip
        moved = np.empty((N_PARTS, len(prior)), np.float32)
        nonzeros = slice(chunk.begin, chunk.end)
        term_step(
            self.counts[nonzeros], chunk.terms, chunk.term_offsets, chunk.rows, chunk.places,
            prior, self.row_topic, inverse_mass, self.scales[nonzeros],
            self._least(), chunk.contribution, self.term_topic, moved,
        )  # fmt: skip
        self.mass = self.mass + moved.sum(axis=0, dtype=np.float64)

    def recount(self, flatter: float = 1.0) -> None:
        """Sum the topics from the chunks' contributions, and `flatter` times the prior.

        No random start and no rounding stays in them.
        """
        self.term_topic[:] = self.term_prior * np.float32(flatter)
        for chunk in self.chunks:
            add_rows(chunk.terms, chunk.contribution, self.term_topic)
        self.mass = self.term_topic.sum(axis=0, dtype=np.float64)

    def learn_document_prior(self) -> None:
        """Move the document prior towards what the rows show."""
        lengths = np.add.reduceat(self.counts, self.indptr[:-1])
        renew_document_prior(self.row_topic, lengths, PRIOR_STEPS, LEAST_PRIOR, self.document_prior)

    @property
    def objective(self) -> float:
        """Mean log probability of a token given all others, in nats."""
        return float(self.log_likelihood.sum() / self.counts.sum(dtype=np.float64))

    def _least(self) -> np.float32:
        return np.float32(self.term_prior.min() / 2)

    def _prior(self) -> NDArray[np.float32]:
        return self.document_prior.astype(np.float32)

    def _inverse_mass(self) -> NDArray[np.float32]:
        return (1.0 / self.mass).astype(np.float32)


def in_chunks(matrix: Any, n_chunks: int, n_topics: int) -> list[Chunk]:
    """Fixed chunks of about as many rows each; how many does not depend on the threads."""
    n_rows = matrix.shape[0]
    bounds = [n_rows * c // n_chunks for c in range(n_chunks + 1)]
    return [_chunk(matrix, first, last, n_topics) for first, last in pairwise(bounds)]


def shuffled(matrix: Any, random_state: int) -> Any:
    """Rows that hold anything, in an order by chance: neighbours are often alike."""
    rows = np.flatnonzero(np.diff(matrix.indptr))
    key = np.empty((matrix.shape[0], 1), np.float32)
    fill_exponential(np.uint64(random_state), _ORDER, key)
    return matrix[rows[np.argsort(key[rows, 0], kind="stable")]]


def random_topics(
    term_counts: NDArray[np.float64], n_topics: int, weight: float, random_state: int, start: int
) -> NDArray[np.float32]:
    """Random expected counts that sum to `weight`, every term as heavy as it is in all."""
    result = np.empty((len(term_counts), n_topics), np.float32)
    fill_exponential(np.uint64(random_state), _START + start, result)
    result *= (term_counts * (weight / (n_topics * term_counts.sum())))[:, None].astype(np.float32)
    return result


def _chunk(matrix: Any, first: int, last: int, n_topics: int) -> Chunk:
    begin, end = int(matrix.indptr[first]), int(matrix.indptr[last])
    indices = matrix.indices[begin:end]
    places = np.argsort(indices, kind="stable").astype(np.int32)
    lengths = np.diff(matrix.indptr[first : last + 1])
    rows = np.repeat(np.arange(first, last, dtype=np.int32), lengths)
    terms, offsets = np.unique(indices[places], return_index=True)
    return Chunk(
        first=first,
        last=last,
        begin=begin,
        end=end,
        terms=terms.astype(np.int32),
        term_offsets=np.append(offsets, end - begin).astype(np.int64),
        rows=rows[places],
        places=places,
        contribution=np.zeros((len(terms), n_topics), np.float32),
    )
