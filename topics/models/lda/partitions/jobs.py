"""The jobs of a fit: sweeps over some partitions, with the topics as the last sweep left them.

What a job returns depends on the files of its partitions and on those of the sweep before, so that
it can be done again, by any worker. Rows keep nothing from sweep to sweep but the topics that were
drawn for their tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.kernels.lda.arrays import Draw, PriorWeights, StoredShares, Topics
from topics.kernels.lda.cvb import guess_scales, row_step, term_step
from topics.kernels.lda.gibbs import count_by_row, draw_topics, sum_prior_weights
from topics.kernels.lda.partition import add_drawn, add_rounded, assign_topics
from topics.kernels.rows import Rows
from topics.models.lda.partitions.row_counts import Times, summed_times, times_of_counts
from topics.models.lda.state import N_PARTS, in_chunks, is_scarce
from topics.models.partitions.checkpoint import replace_arrays
from topics.models.partitions.packed import PackedCounts
from topics.models.partitions.rows import read_partition
from topics.models.partitions.threads import job_threads
from topics.storage import read_arrays

COLD_PASSES, PASSES = 12, 6
"""Passes over rows that start from the document prior, and over those that start from drawn
topics."""


class Work(NamedTuple):
    """What every job of a fit needs to know.

    Attributes
    ----------
    folder : str
        Where the partitions are.
    state_folder : str
        Where the topics that were drawn are.
    n_vocabulary, n_topics : int
    scale : float
        Counts are summed in units of ``1 / scale``.
    least : float
        Half of the smallest term prior.
    random_state : int
    is_resampled : bool
        Whether the fit is of a bootstrap sample of the documents.
    n_threads : int or None
    """

    folder: str
    state_folder: str
    n_vocabulary: int
    n_topics: int
    scale: float
    least: float
    random_state: int
    is_resampled: bool
    n_threads: int | None


class Sums(NamedTuple):
    """What partitions add to a sweep.

    Attributes
    ----------
    counts : PackedCounts, shape (n_vocabulary, n_topics)
        Counts of terms by topic, times the scale.
    times : list of array of int64
        How many rows have each count of each topic, and last each length; empty if the document
        prior is not learned.
    log_likelihood : list of float
        Of each partition that has rows, in their order.
    """

    counts: PackedCounts
    times: list[Times]
    log_likelihood: list[float]


def draw_partitions(
    work: Work, numbers: Sequence[int], sweep: int, topics_file: str, counts_rows: bool
) -> Sums:
    """Draw a topic for every non-zero of some partitions; in sweep 1 the most probable ones.

    Parameters
    ----------
    work : Work
    numbers : sequence of int
        The partitions.
    sweep : int
        Counted from 1. The topics of the sweep before are read, and those of this one written.
    topics_file : str
    counts_rows : bool
        Whether counts of rows are returned, too.
    """
    with job_threads(work.n_threads):
        topics = _read_topics(topics_file, work)
        sums = _Summing(work)
        for number, _, rows in _partitions(work, numbers):
            log_likelihood = np.zeros(rows.n_rows)
            if sweep == 1:
                drawn = _most_probable(rows, topics)
            else:
                drawn = read_drawn(work.state_folder, number, sweep - 1)
                by_term = np.empty(work.n_vocabulary, np.float32)
                weights = PriorWeights(topics.document_prior * topics.inverse_mass, by_term)
                sum_prior_weights(np.unique(rows.indices), topics.term_topic, weights)
                # Each partition has random numbers of its own.
                seed = np.uint64(work.random_state) + (np.uint64(number + 1) << np.uint64(32))
                draw_topics(
                    rows, 0, rows.n_rows, Draw(seed, sweep), topics, weights, N_PARTS, drawn,
                    log_likelihood,
                )  # fmt: skip
            _write_drawn(work, number, sweep, drawn)
            add_drawn(rows, drawn, work.scale, sums.counts)
            row_topic = _counts_of_rows(rows, drawn, work.n_topics) if counts_rows else None
            sums.add(rows, row_topic, log_likelihood)
        return sums.result()


def renew_partitions(
    work: Work, numbers: Sequence[int], last_drawn: int, topics_file: str, term_counts_file: str
) -> Sums:
    """Expected counts of terms by topic, from shares of the tokens of some partitions (CVB0).

    Rows start from the topics that were drawn in the sweep `last_drawn`, or from the document
    prior if that is 0.
    """
    with job_threads(work.n_threads):
        topics = _read_topics(topics_file, work)
        term_counts = read_arrays(Path(term_counts_file))["term_counts"]
        sums = _Summing(work)
        for number, matrix, rows in _partitions(work, numbers):
            if last_drawn:
                drawn = read_drawn(work.state_folder, number, last_drawn)
                row_topic = _counts_of_rows(rows, drawn, work.n_topics)
            else:
                row_topic = _spread(rows, topics)
            stored = _stored_shares(matrix, topics, term_counts)
            scales, log_likelihood = _renewed_rows(
                rows, topics, stored, row_topic, PASSES if last_drawn else COLD_PASSES
            )
            (chunk,) = in_chunks(matrix, 1, stored)
            # The kernel also moves the topics that it is given, which the next partition must not
            # see.
            term_step(
                rows.values, chunk.columns, row_topic, scales,
                topics._replace(term_topic=topics.term_topic.copy()), chunk.stored,
                chunk.contribution, np.empty((N_PARTS, work.n_topics), np.float32),
            )  # fmt: skip
            add_rounded(chunk.columns.terms, chunk.contribution, work.scale, sums.counts)
            sums.add(rows, row_topic, log_likelihood)
        return sums.result()


class _Summing:
    """The sums of partitions, one added after the other."""

    def __init__(self, work: Work) -> None:
        self.counts = np.zeros((work.n_vocabulary, work.n_topics), np.int32)
        self._times: list[list[Times]] = []
        self._log_likelihood: list[float] = []

    def add(
        self,
        rows: Rows,
        row_topic: NDArray[np.float32] | None,
        log_likelihood: NDArray[np.float64],
    ) -> None:
        if row_topic is not None:
            self._times.append(times_of_counts(row_topic, _lengths(rows)))
        self._log_likelihood.append(float(log_likelihood.sum()))

    def result(self) -> Sums:
        return Sums(PackedCounts.of(self.counts), summed_times(self._times), self._log_likelihood)


def _partitions(work: Work, numbers: Sequence[int]) -> Iterator[tuple[int, Any, Rows]]:
    """Number and rows, as CSR and for kernels, of partitions that have rows in the sample."""
    resampled = work.random_state if work.is_resampled else None
    for number in numbers:
        matrix = read_partition(Path(work.folder), number, work.n_vocabulary, resampled)
        if matrix.shape[0]:
            yield number, matrix, Rows.from_csr(matrix)


def _read_topics(path: str, work: Work) -> Topics:
    arrays = read_arrays(Path(path))
    return Topics(
        arrays["term_topic"],
        (1.0 / arrays["mass"]).astype(np.float32),
        arrays["document_prior"].astype(np.float32),
        np.float32(work.least),
    )


def drawn_path(folder: str | Path, number: int, sweep: int) -> Path:
    """The file with the topics of a partition that were drawn in a sweep."""
    return Path(folder) / f"drawn-{number:06d}-{sweep:04d}.npz"


def read_drawn(folder: str | Path, number: int, sweep: int) -> NDArray[np.int32]:
    """The topics of the non-zeros of a partition that were drawn in a sweep."""
    drawn: NDArray[np.int32] = read_arrays(drawn_path(folder, number, sweep))["drawn"]
    return drawn.astype(np.int32)


def _write_drawn(work: Work, number: int, sweep: int, drawn: NDArray[np.int32]) -> None:
    smallest = np.min_scalar_type(work.n_topics - 1)
    replace_arrays(drawn_path(work.state_folder, number, sweep), drawn=drawn.astype(smallest))


def _most_probable(rows: Rows, topics: Topics) -> NDArray[np.int32]:
    """The most probable topic of every non-zero, once the shares of the rows have converged."""
    row_topic = _spread(rows, topics)
    _renewed_rows(rows, topics, _nothing_stored(row_topic.shape[1]), row_topic, COLD_PASSES)
    drawn = np.empty(len(rows.values), np.int32)
    assign_topics(rows, topics, row_topic, drawn)
    return drawn


def _renewed_rows(
    rows: Rows, topics: Topics, stored: StoredShares, row_topic: NDArray[np.float32], n_passes: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Scales of the non-zeros and log likelihood of the rows; `row_topic` is renewed."""
    scales = np.empty(len(rows.values), np.float32)
    log_likelihood = np.zeros(rows.n_rows)
    guess_scales(rows, 0, rows.n_rows, topics, row_topic, scales)
    row_step(rows, 0, rows.n_rows, n_passes, topics, stored, row_topic, scales, log_likelihood)
    return scales, log_likelihood


def _spread(rows: Rows, topics: Topics) -> NDArray[np.float32]:
    """Counts of the rows, spread over the topics as the document prior is."""
    prior = topics.document_prior / topics.document_prior.sum()
    return np.asarray(_lengths(rows)[:, None] * prior, np.float32)


def _counts_of_rows(rows: Rows, drawn: NDArray[np.int32], n_topics: int) -> NDArray[np.float32]:
    row_topic = np.empty((rows.n_rows, n_topics), np.float32)
    count_by_row(rows, drawn, row_topic)
    return row_topic


def _lengths(rows: Rows) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.add.reduceat(rows.values, rows.indptr[:-1])
    return lengths


def _nothing_stored(n_topics: int) -> StoredShares:
    nothing = np.empty((0, n_topics), np.float32)
    return StoredShares(np.empty(0, np.int64), np.empty(0, np.int32), nothing, nothing.copy())


def _stored_shares(matrix: Any, topics: Topics, term_counts: NDArray[np.float64]) -> StoredShares:
    """Shares of the non-zeros that are most of their row and term: as the topics have the term.

    Such a token made nearly all of its term's counts in the last sweep, so that these are what it
    contributed.
    """
    positions = np.flatnonzero(is_scarce(matrix, term_counts))
    of_terms = topics.term_topic[matrix.indices[positions]]
    in_terms = of_terms / of_terms.sum(axis=1, keepdims=True)
    slots = np.arange(len(positions), dtype=np.int32)
    return StoredShares(positions.astype(np.int64), slots, in_terms.copy(), in_terms)
