"""Which term of which section went to which topic: tables of documents, and files of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_number
from topics.errors import OptionError, OutputError
from topics.kernels.threads import one_blas_thread
from topics.notices import Progress, silent
from topics.runs.data import RunData
from topics.runs.ids import id_in_run, unknown_id
from topics.shares import token_topics
from topics.storage import check_file_name, write_table_in_parts

SCHEMA: dict[str, pl.DataType] = {
    "document": pl.String(),
    "position": pl.Int64(),
    "term": pl.String(),
    "n": pl.Float64(),
    "topic": pl.Int64(),
    "share": pl.Float64(),
}
"""Columns of a table; counts are whole numbers where those of the run are."""

ENDINGS = (".csv", ".parquet")


def token_topics_of(run: RunData, document: str, min_share: float) -> pl.DataFrame:
    """The table of one document, as `TopicRun.token_topics` says."""
    check_number("min_share", min_share, 0, 1)
    name = id_in_run(run, document)
    if name is None:
        raise unknown_id(run, document)
    number = int((run.documents["id"] == name).arg_max() or 0)
    with one_blas_thread():
        return _Tables(run, min_share).of(number, name).drop("document")


def write_token_topics(
    run: RunData, path: str | Path, *, min_share: float = 0.0, progress: Progress = silent
) -> Path:
    """Write the tables of all documents, one after the other, as CSV or Parquet.

    Raises
    ------
    OptionError
        The file ends neither with .csv nor with .parquet, or `min_share` is out of range.
    OutputError
        The file cannot be written.
    """
    check_number("min_share", min_share, 0, 1)
    target = Path(path)
    if target.suffix.lower() not in ENDINGS:
        raise OptionError(f"the output {path} should end with {' or '.join(ENDINGS)}")

    check_file_name(target)
    tables = _Tables(run, min_share)

    def parts() -> Iterator[pl.DataFrame]:
        for number, name in enumerate(run.documents["id"]):
            progress("token topics", number, run.documents.height)
            yield tables.of(number, name)
        progress("token topics", run.documents.height, run.documents.height)

    try:
        with one_blas_thread():
            write_table_in_parts(target, parts(), tables.schema)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; name a file in another folder"
        ) from error
    return target


class _Tables:
    """Tables of the documents of a run, made one at a time."""

    def __init__(self, run: RunData, min_share: float) -> None:
        data = run.counts.matrix.data
        is_whole = data.dtype.kind in "iu" or np.array_equal(data, np.rint(data))
        self.run = run
        self.min_share = min_share
        self.schema = {**SCHEMA, "n": pl.Int64() if is_whole else pl.Float64()}
        self.terms = pl.Series("term", run.terms.tolist(), dtype=pl.String)
        self.positions = run.sections["position"].to_numpy()

    def of(self, number: int, name: str) -> pl.DataFrame:
        """Rows of one document, section after section, terms in the order of the vocabulary."""
        run, matrix = self.run, self.run.counts.matrix
        first, last = np.searchsorted(run.counts.row_document, [number, number + 1])
        parts: list[tuple[NDArray[Any], ...]] = []
        for row in range(first, last):
            start, end = matrix.indptr[row], matrix.indptr[row + 1]
            columns, counts = matrix.indices[start:end], matrix.data[start:end]
            if not len(columns):
                continue
            shares = token_topics(
                counts.astype(np.float64), run.section_topic[row], run.topic_term[:, columns]
            )
            term, topic = np.nonzero((shares >= self.min_share) & (shares > 0))
            position = np.full(len(term), self.positions[row])
            parts.append((position, columns[term], counts[term], topic, shares[term, topic]))
        if not parts:
            return pl.DataFrame(schema=self.schema)
        position, column, n, topic, share = map(np.concatenate, zip(*parts, strict=True))
        return pl.DataFrame(
            {
                "document": pl.repeat(name, len(column), dtype=pl.String, eager=True),
                "position": position,
                "term": self.terms.gather(column),
                "n": n,
                "topic": topic,
                "share": share,
            }
        ).cast(pl.Schema(self.schema))
