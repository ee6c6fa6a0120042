"""similar: the documents or sections nearest to one of a run, to a file or to a text."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from topics.notices import StageLog
from topics.options import ReadOptions
from topics.reading.metadata import METADATA_OPTIONS
from topics.runs import (
    AskedRow,
    TopicRun,
    check_no_position,
    load,
    nearest_rows,
    row_of_new,
    row_of_run,
)
from topics.workflow.inputs import changes_of
from topics.workflow.transform import transform_run

NO_METADATA = dict.fromkeys(METADATA_OPTIONS)
"""What is similar to a file does not depend on its metadata."""


def similar(
    run: TopicRun | str | Path,
    document: str | int | Path,
    n: int = 10,
    *,
    position: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
) -> pl.DataFrame:
    """The most similar documents or sections, as `TopicRun.similar` gives them.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    document : str, int or Path
        Id of a document of the run; else the path of a file with one document; else a text of
        several words.
    n : int
        Maximum number of rows.
    position : int, optional
        Position of a section in the document, to compare sections.
    read_options : mapping or ReadOptions, optional
        Options of `topics.read` for a file that differ from those of the run.

    Raises
    ------
    UnknownIdError
        There is no such document, or no such section in it.
    InputError
        The document, file or text has no counted terms, or the file several documents.

    Examples
    --------
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 2)
    >>> similar(fit(corpus, n_topics=2), "0", 1)["document"].to_list()
    ['2']
    """
    run = run if isinstance(run, TopicRun) else load(run)
    log = StageLog()
    asked = asked_row(run, document, position, log, read_options)
    log.warn()
    return nearest_rows(run, asked, n)


def asked_row(
    run: TopicRun,
    document: str | int | Path,
    position: int | None,
    log: StageLog,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
) -> AskedRow:
    """The row whose neighbours are wanted, with its topic shares; errors as for `similar`.

    Notices of reading a file are kept in the log.
    """
    name = str(document) if isinstance(document, int | np.integer | Path) else document
    of_run = row_of_run(run, name, position)
    if of_run is not None:
        return of_run
    if os.path.exists(name):  # False, not an error, for a long text
        check_no_position(position, "a file")
        return row_of_new(
            transform_run(
                run, [name], log, read_options={**NO_METADATA, **changes_of(read_options)}
            ),
            name,
        )
    return run.row_of_text(name, position)
