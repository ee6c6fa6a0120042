"""Metadata of documents that are read: from a table, then from the names of their files."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from topics.corpus import INPUT_SCHEMA, Corpus, joined, metadata_table, with_new_columns
from topics.errors import InputError, OptionError
from topics.notices import Notice
from topics.options import IN_MEMORY, ReadOptions
from topics.reading.formats.tables import typed_columns
from topics.reading.metadata.patterns import NamePattern
from topics.reading.metadata.tables import read_table

EXAMPLES = 5
"""Messages name this many files."""


@dataclass(frozen=True)
class Metadata:
    """A table, or a pattern, that gives documents metadata.

    Attributes
    ----------
    table : polars.DataFrame or None
    name : str
        What messages call the table.
    key : str or None
        The column of the table that names documents.
    pattern : NamePattern or None
    record : tuple or None
        Source, checksum and size of the table's file.
    is_optional : bool
        Whether it is a notice, and no error, if it fits no document.
    """

    table: pl.DataFrame | None = None
    name: str = ""
    key: str | None = None
    pattern: NamePattern | None = None
    record: tuple[str, str, int] | None = None
    is_optional: bool = False


def metadata_of(
    options: ReadOptions, optional: Collection[str]
) -> tuple[list[Metadata], list[Notice]]:
    """The table and the pattern that options name, and notices of optional ones that are missing.

    They are checked before documents are read.

    Raises
    ------
    OptionError
        A key without a table, or a pattern that is wrong.
    InputError
        The table cannot be read, and is not optional.
    """
    found: list[Metadata] = []
    notices: list[Notice] = []
    if options.metadata_key is not None and options.metadata is None:
        raise OptionError(
            f"metadata_key is {options.metadata_key!r}, but there is no table; name one with "
            "metadata"
        )
    pattern = options.metadata_pattern
    # Parsed first: it costs nothing, and a table may be long.
    of_names = None if pattern is None else NamePattern.of(pattern)
    if options.metadata is not None:
        is_optional = "metadata" in optional
        try:
            found.append(replace(_table_of(options), is_optional=is_optional))
        except InputError as error:
            if not is_optional:
                raise
            notices.append(_left_out(error))
    if of_names is not None:
        found.append(Metadata(pattern=of_names, is_optional="metadata_pattern" in optional))
    return found, notices


def _table_of(options: ReadOptions) -> Metadata:
    if isinstance(options.metadata, str) and options.metadata == IN_MEMORY:
        raise InputError("the run's table of metadata was in memory and is not kept")
    if not isinstance(options.metadata, str | Path):
        return Metadata(
            metadata_table(options.metadata), "the table of metadata", options.metadata_key
        )
    table, record = read_table(options.metadata, options)
    return Metadata(table, f"the table {record[0]}", options.metadata_key, record=record)


def is_table_of(path: str, options: ReadOptions) -> bool:
    """Whether a file is the table of metadata, which is no document of its folder."""
    if not isinstance(options.metadata, str | Path):
        return False
    try:
        return os.path.samefile(path, options.metadata)
    except OSError:
        return False


def with_metadata_of(corpus: Corpus, metadata: Metadata) -> Corpus:
    """The corpus with metadata columns from a table or a pattern.

    Raises
    ------
    InputError
        No row of the table belongs to a document, rows of one document differ, or the pattern
        matches no file; a notice if the metadata are optional.
    """
    try:
        return _with_pattern(_with_table(corpus, metadata), metadata)
    except InputError as error:
        if not metadata.is_optional:
            raise
        return replace(corpus, notices=(*corpus.notices, _left_out(error)))


def _left_out(error: InputError) -> Notice:
    message = (
        f"metadata that the run has and these documents do not get: {error}; metadata and "
        "metadata_pattern name others"
    )
    return Notice("metadata-left-out", 1, message)


def _with_table(corpus: Corpus, metadata: Metadata) -> Corpus:
    if metadata.table is None:
        return corpus
    documents, notices = joined(corpus.documents, metadata.table, metadata.key, metadata.name)
    inputs = corpus.inputs
    if metadata.record is not None and metadata.record[0] not in inputs["path"].to_list():
        added = pl.DataFrame([metadata.record], schema=INPUT_SCHEMA, orient="row")
        inputs = pl.concat([inputs, added])
    notices = (*corpus.notices, *notices)
    return replace(corpus, documents=documents, inputs=inputs, notices=notices)


def _with_pattern(corpus: Corpus, metadata: Metadata) -> Corpus:
    if metadata.pattern is None:
        return corpus
    fields, notices = _fields_of_names(corpus.documents["source"], metadata.pattern)
    documents, renamed = with_new_columns(corpus.documents, fields)
    return replace(corpus, documents=documents, notices=(*corpus.notices, *notices, *renamed))


def _fields_of_names(
    sources: pl.Series, pattern: NamePattern
) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """The fields of a pattern as columns, one row a document; numbers where all values are."""
    files = sources.drop_nulls().unique(maintain_order=True).to_list()
    found: dict[str, Any] = {file: pattern.match(file) for file in files}
    missing = [file for file in files if found[file] is None]
    if len(missing) == len(files):
        first = f"; the first is {files[0]!r}" if files else ""
        raise InputError(
            f"metadata_pattern {pattern.text!r} matches the names of none of {len(files)} "
            f"files{first}; fields are in braces, and all else is as in the name"
        )
    notices: tuple[Notice, ...] = ()
    if missing:
        more = ", …" if len(missing) > EXAMPLES else ""
        message = (
            f"files whose names do not match metadata_pattern {pattern.text!r}: {len(missing)} "
            f"({', '.join(map(repr, missing[:EXAMPLES]))}{more})"
        )
        notices = (Notice("files-outside-pattern", len(missing), message),)
    rows = [found.get(source) or {} for source in sources.to_list()]
    columns = {name: [row.get(name) for row in rows] for name in pattern.names}
    return metadata_table(typed_columns(columns)), notices
