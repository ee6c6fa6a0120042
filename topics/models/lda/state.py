"""The state of an LDA fit: rows in chunks, and what each chunk contributes to the topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.chance import fill_exponential
from topics.kernels.lda.arrays import Columns, Draw, PriorWeights, StoredShares, Topics
from topics.kernels.lda.cvb import add_rows, guess_scales, row_step, term_step
from topics.kernels.lda.document_prior import renew_document_prior
from topics.kernels.lda.gibbs import (
    count_by_row,
    count_by_term,
    draw_topics,
    move_terms,
    scatter_topics,
    sum_prior_weights,
)
from topics.kernels.rows import Rows
from topics.models.lda.priors import Priors, SeedPrior, whole_term_prior
from topics.models.lda.starts import guided_topics, random_topics

SWEEP_KERNELS = (
    fill_exponential, add_rows, guess_scales, row_step, term_step, renew_document_prior,
)  # fmt: skip
"""What every fit runs."""

DRAW_KERNELS = (
    count_by_row, count_by_term, draw_topics, move_terms, scatter_topics, sum_prior_weights,
)  # fmt: skip
"""What fits run whose first sweeps draw topics."""

N_PARTS = 64
"""A chunk's terms are summed in this many parts, in order; there should be more than threads."""

LEAST_REACH = 1.1
"""The shares of a token are stored if `solve_share` might not reach this sum, which should be a
little more than 1."""

PRIOR_STEPS = 5
LEAST_PRIOR = 1e-4

_ORDER = 0  # the draw of the hash for the order of the rows; those of `starts` follow


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows, also by term, and what they contribute to the topics.

    Attributes
    ----------
    first, last : int
        The chunk has the rows ``first:last``.
    nonzeros : slice
        Its part of the non-zeros.
    columns : Columns
    stored : StoredShares
        Those of the chunk, by their positions in `columns`.
    contribution : array of float32, shape (n_chunk_terms, n_topics)
        What the chunk last added to the topics.
    """

    first: int
    last: int
    nonzeros: slice
    columns: Columns
    stored: StoredShares
    contribution: NDArray[np.float32]


@dataclass
class LdaState:
    """Rows and topics between two sweeps.

    Attributes
    ----------
    rows : Rows
        Counts, in the order of the sweeps.
    chunks : list of Chunk
    document_prior : array of float64, shape (n_topics,)
    term_prior : array of float32, shape (1 or n_vocabulary, n_topics)
    seeds : SeedPrior or None
        What seed words add to the term prior.
    term_topic : array of float32, shape (n_vocabulary, n_topics)
        Expected counts plus prior.
    row_topic : array of float32, shape (n_rows, n_topics)
        Expected counts.
    stored : StoredShares
        Shares of the non-zeros that `is_scarce` finds, by their positions in `rows`.
    scales : array of float32, shape (n_nonzeros,)
        What CVB0 stores of each non-zero (`topics.kernels.lda.cvb`).
    drawn : array of int32, shape (n_nonzeros,)
        Topics drawn in the last drawn sweep.
    log_likelihood : array of float64, shape (n_rows,)
    mass : array of float64, shape (n_topics,)
        Column sums of `term_topic`.
    """

    rows: Rows
    chunks: list[Chunk]
    document_prior: NDArray[np.float64]
    term_prior: NDArray[np.float32]
    seeds: SeedPrior | None
    term_topic: NDArray[np.float32]
    row_topic: NDArray[np.float32]
    stored: StoredShares
    scales: NDArray[np.float32]
    drawn: NDArray[np.int32]
    log_likelihood: NDArray[np.float64]
    mass: NDArray[np.float64] = field(init=False)
    _least: np.float32 = field(init=False)
    _prior_by_term: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        self._least = np.float32(self.term_prior.min() / 2)
        self._prior_by_term = np.empty(len(self.term_topic), np.float32)
        self._sum_mass()

    @classmethod
    def start(
        cls, matrix: Any, n_chunks: int, priors: Priors, random_state: int, start: int = 0
    ) -> Self:
        """State before the first sweep: random topics that weigh as much as one chunk.

        With seed words, topics that `guided_topics` makes of all rows.

        Parameters
        ----------
        matrix : CSR of float32, shape (n_rows, n_vocabulary)
            Counts, each row with at least one.
        n_chunks : int
        priors : Priors
        random_state : int
        start : int
            Number of the start; each has its own random topics.
        """
        n_topics = len(priors.document)
        rows = Rows.from_csr(matrix)
        term_counts: NDArray[np.float64] = np.bincount(
            rows.indices, rows.values, minlength=matrix.shape[1]
        ).astype(np.float64)
        topics = np.zeros((matrix.shape[1], n_topics), np.float32)
        if len(rows.values) and priors.seeds is not None:
            topics = guided_topics(matrix, n_topics, priors.seeds, random_state, start)
        elif len(rows.values):
            weight = term_counts.sum() / n_chunks
            topics = random_topics(term_counts, n_topics, weight, random_state, start)
        stored = stored_shares(matrix, priors.document)
        return cls(
            rows=rows,
            chunks=in_chunks(matrix, n_chunks, stored),
            document_prior=priors.document.copy(),
            term_prior=priors.term,
            seeds=priors.seeds,
            term_topic=topics + priors.term,
            row_topic=np.zeros((matrix.shape[0], n_topics), np.float32),
            stored=stored,
            scales=np.empty(len(rows.values), np.float32),
            drawn=np.empty(len(rows.values), np.int32),
            log_likelihood=np.zeros(matrix.shape[0]),
        )

    @property
    def objective(self) -> float:
        """Mean log probability of a token given all others, in nats."""
        return float(self.log_likelihood.sum() / self.rows.values.sum(dtype=np.float64))

    def continue_from(self, components: NDArray[np.floating], weight: float) -> None:
        """Replace the topics by fitted ones, whose counts are multiplied by `weight`.

        `components` has shape (n_topics, n_vocabulary): expected counts plus prior.
        """
        prior = whole_term_prior(self.term_prior, self.seeds, self.term_topic.shape)
        counts = np.maximum(components.T - prior, 0.0)
        self.term_topic = (weight * counts + prior).astype(np.float32, order="C")
        self._sum_mass()

    def spread_rows(self, chunk: Chunk) -> None:
        """Start a chunk's rows: their counts spread over the topics as the prior is."""
        counts, _, indptr = self.rows
        lengths = np.add.reduceat(counts[: chunk.nonzeros.stop], indptr[chunk.first : chunk.last])
        prior = self.document_prior / self.document_prior.sum()
        self.row_topic[chunk.first : chunk.last] = lengths[:, None] * prior.astype(np.float32)
        self.guess_scales(chunk)

    def guess_scales(self, chunk: Chunk) -> None:
        """Set a chunk's scales to those that its rows and the topics suggest."""
        guess_scales(
            self.rows, chunk.first, chunk.last, self._topics(), self.row_topic, self.scales
        )

    def renew(self, chunk: Chunk, n_passes: int) -> None:
        """Renew a chunk's rows with the terms frozen, then its terms with the rows frozen."""
        topics = self._topics()
        row_step(
            self.rows, chunk.first, chunk.last, n_passes, topics, self.stored, self.row_topic,
            self.scales, self.log_likelihood,
        )  # fmt: skip
        moved = np.empty((N_PARTS, len(self.mass)), np.float32)
        term_step(
            self.rows.values[chunk.nonzeros], chunk.columns, self.row_topic,
            self.scales[chunk.nonzeros], topics, chunk.stored, chunk.contribution, moved,
        )  # fmt: skip
        self.mass = self.mass + moved.sum(axis=0, dtype=np.float64)

    def scatter(self, random_state: int, prior_factor: float, all_chunks: bool) -> None:
        """Give every non-zero a random topic.

        The term counts follow at once for `all_chunks`; otherwise they are empty until `add`
        puts in one chunk after another.
        """
        scatter_topics(np.uint64(random_state), len(self.mass), self.drawn)
        self.count_terms()
        if all_chunks:
            self.sum_topics(prior_factor)
        else:
            self._forget_counts(prior_factor)

    def add(self, chunk: Chunk) -> None:
        """Add a chunk's contribution to the topics."""
        add_rows(chunk.columns.terms, chunk.contribution, self.term_topic)
        self._sum_mass()

    def draw(self, chunk: Chunk, random_state: int, sweep: int) -> None:
        """Draw a topic for every non-zero of a chunk, and move its counts to these topics.

        `row_topic` and the chunk's contribution are not renewed: see `count_rows` and
        `count_terms`.
        """
        topics = self._topics()
        prior_weights = PriorWeights(
            topics.document_prior * topics.inverse_mass, self._prior_by_term
        )
        before = self.drawn[chunk.nonzeros].copy()
        sum_prior_weights(chunk.columns.terms, self.term_topic, prior_weights)
        draw_topics(
            self.rows, chunk.first, chunk.last, Draw(np.uint64(random_state), sweep), topics,
            prior_weights, N_PARTS, self.drawn, self.log_likelihood,
        )  # fmt: skip
        moved = np.empty((N_PARTS, len(self.mass)), np.float32)
        move_terms(
            self.rows.values[chunk.nonzeros], chunk.columns, before, self.drawn[chunk.nonzeros],
            topics, moved,
        )  # fmt: skip
        self.mass = self.mass + moved.sum(axis=0, dtype=np.float64)

    def count_rows(self) -> None:
        """Set the rows' counts to those of the drawn topics."""
        count_by_row(self.rows, self.drawn, self.row_topic)

    def count_terms(self) -> None:
        """Set the chunks' contributions to the counts of the drawn topics."""
        for chunk in self.chunks:
            count_by_term(
                self.rows.values[chunk.nonzeros], chunk.columns, self.drawn[chunk.nonzeros],
                chunk.contribution,
            )  # fmt: skip
        positions, _, in_rows, in_terms = self.stored
        for shares in (in_rows, in_terms):
            shares[:] = 0.0
            shares[np.arange(len(shares)), self.drawn[positions]] = 1.0

    def sum_topics(self, prior_factor: float = 1.0) -> None:
        """Sum the topics again from the contributions and `prior_factor` times the prior.

        This removes the random start and the rounding of many small changes.
        """
        self._forget_counts(prior_factor)
        for chunk in self.chunks:
            add_rows(chunk.columns.terms, chunk.contribution, self.term_topic)
        self._sum_mass()

    def learn_document_prior(self) -> None:
        """Renew the document prior from the rows' expected counts."""
        lengths = np.add.reduceat(self.rows.values, self.rows.indptr[:-1])
        renew_document_prior(self.row_topic, lengths, PRIOR_STEPS, LEAST_PRIOR, self.document_prior)

    def _forget_counts(self, prior_factor: float) -> None:
        """Set the topics to `prior_factor` times the prior; seed words count as they are."""
        self.term_topic[:] = self.term_prior * np.float32(prior_factor)
        if self.seeds is not None:
            self.seeds.add_to(self.term_topic)

    def _sum_mass(self) -> None:
        self.mass = self.term_topic.sum(axis=0, dtype=np.float64)

    def _topics(self) -> Topics:
        return Topics(
            self.term_topic,
            (1.0 / self.mass).astype(np.float32),
            self.document_prior.astype(np.float32),
            self._least,
        )


def is_scarce(matrix: Any, term_counts: NDArray[np.float64] | None = None) -> NDArray[np.bool_]:
    """Whether each non-zero of CSR counts is most of its row and of its term, (n_nonzeros,).

    `term_counts` (n_vocabulary,) are the summed counts of the terms, where other rows have some.

    The steps of `solve_share` must reach a share of 1 for some scale even where all counts are
    in one topic and the priors are 0. For a token of weight 1 in a row of `a` and a term of `b`
    tokens they tend to the third step of ``g = (a * b + g**2) / (a + b)`` from 0.
    """
    counts = matrix.data.astype(np.float64)
    lengths = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    token = np.minimum(counts, 1.0)
    a = np.bincount(rows, counts, minlength=1)[rows] / token
    own_counts = np.bincount(matrix.indices, counts, minlength=1)
    b = (own_counts if term_counts is None else term_counts)[matrix.indices] / token
    share = a * b / (a + b)
    for _ in range(2):
        share = (a * b + share**2) / (a + b)
    result: NDArray[np.bool_] = share < LEAST_REACH
    return result


def stored_shares(matrix: Any, document_prior: NDArray[np.float64]) -> StoredShares:
    """Shares as `document_prior` has them for the non-zeros of CSR counts that are scarce."""
    positions = np.flatnonzero(is_scarce(matrix))
    in_rows = np.empty((len(positions), len(document_prior)), np.float32)
    in_rows[:] = document_prior / document_prior.sum()
    slots = np.arange(len(positions), dtype=np.int32)
    return StoredShares(positions.astype(np.int64), slots, in_rows, np.zeros_like(in_rows))


def in_chunks(matrix: Any, n_chunks: int, stored: StoredShares) -> list[Chunk]:
    """Consecutive chunks of about the same number of rows each."""
    n_rows = matrix.shape[0]
    bounds = [n_rows * c // n_chunks for c in range(n_chunks + 1)]
    return [_chunk(matrix, first, last, stored) for first, last in pairwise(bounds)]


def shuffled(matrix: Any, random_state: int) -> Any:
    """The rows that are not empty, in random order: rows next to each other are often alike."""
    rows = np.flatnonzero(np.diff(matrix.indptr))
    key = np.empty((matrix.shape[0], 1), np.float32)
    fill_exponential(np.uint64(random_state), _ORDER, key)
    return matrix[rows[np.argsort(key[rows, 0], kind="stable")]]


def _chunk(matrix: Any, first: int, last: int, stored: StoredShares) -> Chunk:
    begin, end = int(matrix.indptr[first]), int(matrix.indptr[last])
    # By term, with the place of each non-zero as its value: SciPy sorts by counting.
    by_term = sp.csr_matrix(
        (
            np.arange(end - begin, dtype=np.int32),
            matrix.indices[begin:end],
            matrix.indptr[first : last + 1] - begin,
        ),
        shape=(last - first, matrix.shape[1]),
    ).tocsc()
    terms = np.flatnonzero(np.diff(by_term.indptr))
    columns = Columns(
        terms=terms.astype(np.int32),
        offsets=np.append(by_term.indptr[terms], end - begin).astype(np.int64),
        rows=(first + by_term.indices).astype(np.int32),
        nonzeros=by_term.data,
    )
    contribution = np.zeros((len(terms), stored.in_rows.shape[1]), np.float32)
    return Chunk(
        first,
        last,
        slice(begin, end),
        columns,
        _by_term(stored, begin, columns.nonzeros),
        contribution,
    )


def _by_term(stored: StoredShares, begin: int, by_term: NDArray[np.int32]) -> StoredShares:
    """Those of a chunk that begins at the non-zero `begin`, in the order `by_term`."""
    first, last = np.searchsorted(stored.positions, (begin, begin + len(by_term)))
    place = np.empty(len(by_term) if last > first else 0, np.int64)
    place[by_term[: len(place)]] = np.arange(len(place))
    positions = place[stored.positions[first:last] - begin]
    order = np.argsort(positions)
    slots = np.arange(first, last, dtype=np.int32)
    return stored._replace(positions=positions[order], slots=slots[order])
