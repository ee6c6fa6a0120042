"""A fit of NMF to partitions of the rows: topics of a sample, then sweeps over all rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.models.contract import unfitted
from topics.models.nmf.ensemble import number_of_samples
from topics.models.nmf.frobenius import FROBENIUS
from topics.models.nmf.loss import Floats
from topics.models.nmf.partitions.sweeps import PartitionFit, RowSizes, Sweeps
from topics.models.nmf.problem import Problem, exponent_of
from topics.models.partitions import Checkpoint, PartitionedRows, key_of_fit
from topics.notices import part_of
from topics.scheduling import Scheduler

SAMPLE_ROWS = 50_000
"""The first topics are those of this many rows, fitted in memory."""


def fit_partitions(
    model: Any,
    rows: PartitionedRows,
    sample: Any,
    groups: NDArray[np.int64],
    problem: Problem,
    sizes: RowSizes,
    n_fits: int,
    scheduler: Scheduler,
) -> tuple[PartitionFit, list[Any]]:
    """A fit of all rows by squared loss, and fits of a sample to compare it with.

    Parameters
    ----------
    model : NMF
        Its class is not imported, because it imports this. Its options are those of all fits.
    rows : PartitionedRows
    sample : CSR, shape (n_sampled, n_vocabulary)
        Some of the rows.
    groups : array of int, shape (n_sampled,)
        The document of each of them.
    problem : Problem
        Penalties and pull of all rows; its matrix is not looked at.
    sizes : RowSizes
        Of all rows, divided as the problem says.
    n_fits : int
    scheduler : Scheduler
    """
    max_sweeps = int(model.max_sweeps)
    tolerance = FROBENIUS.tolerance if model.tolerance is None else model.tolerance
    n_in_sample = 1
    if n_fits > 1:
        n_in_sample = 2 + number_of_samples(n_fits, sample.shape[0] * int(model.n_topics))
    done, total = n_in_sample * max_sweeps, (n_in_sample + 1) * max_sweeps + 1
    # A pair of factors has the weights of all rows first.
    init = model.init[1] if isinstance(model.init, tuple) else model.init
    first = unfitted(model, init=init, progress=part_of(model.progress_or_silent, 0, total))
    _, witnesses = first.fit_several(sample, n_fits, groups)
    for witness in witnesses:
        witness.progress = model.progress
    start: Floats = np.ascontiguousarray(first.components_.T, dtype=np.float32)
    folder = rows.folder / "fit-0"
    folder.mkdir(exist_ok=True)
    checkpoint = Checkpoint(folder, key_of_fit(model, rows, n_fits))
    sweeps = Sweeps(rows, problem, sizes, start, checkpoint, scheduler)
    while not sweeps.converged and len(sweeps.objective) < max_sweeps:
        sweeps.sweep(tolerance)
        model.progress_or_silent("fit", done + len(sweeps.objective), total)
    fit = sweeps.fit()
    model.progress_or_silent("fit", total, total)
    return fit, witnesses


def measured_rows(rows: PartitionedRows) -> tuple[int, RowSizes]:
    """The exponent of the rows, as `exponent_of` has it, and their sizes once they are divided."""
    exponents, largest, squares = [], 0.0, 0.0
    for matrix in rows.matrices():
        exponents.append(exponent_of(matrix))
        squared = matrix.astype(np.float64)
        squared.data **= 2
        lengths = np.asarray(squared.sum(axis=1)).ravel()
        largest = max(largest, float(lengths.max(initial=0.0)))
        squares += float(lengths.sum())
    exponent = max(exponents)
    sizes = RowSizes(
        np.ldexp(rows.term_counts, -exponent),
        float(np.ldexp(np.sqrt(largest), -exponent)),
        float(np.ldexp(squares, -2 * exponent)),
    )
    return exponent, sizes
