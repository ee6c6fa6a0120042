"""Intervals of shares in a run folder: one matrix of lower ends, one of upper ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.shares import in_row_chunks
from topics.shares.intervals import DEFAULT_LEVEL, ShareIntervals
from topics.storage import matrix_file, read_shares, write_long, write_matrix

NAMES = LOW, HIGH = "document_topic_low", "document_topic_high"
FILES = tuple(f"{name}.csv" for name in NAMES)
"""Files of a run folder that hold intervals, if its matrices are CSV; a run has both or none."""


def write_intervals(
    intervals: ShareIntervals | None,
    documents: pl.DataFrame,
    folder: Path,
    *,
    formats: Sequence[str],
) -> None:
    """Write both ends in the formats of ``document_topic``; nothing where there are none."""
    if intervals is None:
        return
    keys = documents.select(document="id")
    for name, ends in zip(NAMES, (intervals.low, intervals.high), strict=True):
        write_matrix(folder / name, keys, ends, formats=formats)
        if "long" in formats:
            write_long(folder / f"{name}_long", keys, ends, formats=formats)


def read_intervals(
    folder: Path,
    files: Collection[str],
    shares: NDArray[np.float64],
    inner: str = "",
    *,
    hold_shares: bool,
) -> ShareIntervals | None:
    """The intervals in a run folder, checked against its shares; None if there are none.

    Parameters
    ----------
    folder : Path
        The run folder.
    files : collection of str
        Files in its manifest.
    shares : array, shape (n_documents, n_topics)
    inner : str
        The folder inside that holds the intervals, with a slash at its end.
    hold_shares : bool
        Whether every share is between its ends, as in LDA.

    Raises
    ------
    RunFolderError
        They are not whole, or not those of the shares.
    """
    read = [matrix_file(inner + name, files) for name in NAMES]
    present = [name for name in read if name in files]
    if not present:
        return None
    if len(present) < len(read):
        raise RunFolderError(f"{folder} has {present[0]} alone; restore it from a copy")
    low, high = (read_shares(folder, inner + name, files, np.float32) for name in NAMES)
    is_proper = low.shape == high.shape == shares.shape
    for rows in in_row_chunks(len(shares) if is_proper else 0):
        least, most = low[rows], high[rows]
        is_proper &= bool(((least >= 0) & (least <= most) & (most <= 1)).all())
        if hold_shares:
            is_proper &= bool(((least <= shares[rows]) & (shares[rows] <= most)).all())
    if not is_proper:
        raise RunFolderError(
            f"the intervals in {folder} do not fit its shares; restore {' and '.join(read)} "
            "from a copy, or fit again"
        )
    return ShareIntervals(low, high, DEFAULT_LEVEL)
