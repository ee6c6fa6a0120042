"""A fit of rows in memory by partitions, in files of a work folder."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.models.contract import Engine
from topics.models.partitions.rows import write_partitions
from topics.notices import Notice
from topics.scheduling import Workers
from topics.storage import named_device_errors

ADVICE = (
    "free some space and go on (--resume), or fit again with another folder (work_folder, or the "
    "folder of --output)"
)
"""What to do where the disk is full."""


def fit_in_partitions(
    engine: Engine,
    matrix: Any,
    n_fits: int,
    groups: NDArray[np.int64],
    partition_rows: int,
    workers: Workers,
) -> tuple[list[Notice], list[Engine]]:
    """Fit the rows in partitions; notices and the other fits, as `fit_partitions` returns them.

    Parameters
    ----------
    engine : TopicModel
        It becomes the fit.
    matrix : CSR, shape (n_rows, n_vocabulary)
        Rows with at least one count.
    n_fits : int
    groups : array of int, shape (n_rows,)
        The document of each row.
    partition_rows : int
    workers : Workers

    Raises
    ------
    WorkerError
        As `TopicModel.fit_partitions`.
    OutputError
        The disk of the work folder is full.
    """
    folder = tempfile.TemporaryDirectory(prefix="topics-") if workers.folder is None else None
    with (
        workers.opened() as scheduler,
        folder or nullcontext(str(workers.folder)) as name,
        named_device_errors(Path(name), ADVICE),
    ):
        rows = write_partitions(Path(name), matrix, groups, partition_rows)
        return engine.fit_partitions(rows, n_fits, scheduler)
