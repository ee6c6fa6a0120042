"""read: paths in, a Corpus out."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING

from topics.bars import progress_to
from topics.checks import check_whole
from topics.errors import InputError
from topics.options import ReadOptions, documents_options
from topics.reading.arguments import DaskCollection, as_paths, check_paths, is_collection
from topics.reading.files.decoding import check_encoding
from topics.scheduling import Scheduler, Workers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path
    from typing import Any

    from topics.corpus import Corpus
    from topics.notices import Progress
    from topics.reading.session import Session

    Table = Any


@documents_options(ReadOptions)
def read(
    *paths: str | os.PathLike[str] | DaskCollection,
    text_column: str = "text",
    id_column: str | None = None,
    title_column: str | None = None,
    date_column: str | None = None,
    group_by: str | None = None,
    section_column: str | None = None,
    lines: bool = False,
    section_tokens: int | None = None,
    skip_bad: bool = False,
    split: bool = True,
    keep_furniture: bool = False,
    max_file_size: int | None = None,
    encoding: str | None = None,
    all_files: bool = False,
    metadata: str | Path | Table | None = None,
    metadata_key: str | None = None,
    metadata_pattern: str | None = None,
    language: str | None = None,
    optional_metadata: Collection[str] = (),
    repeated: Mapping[str, int] | None = None,
    n_threads: int | None = None,
    client: Any = None,
    progress: Progress | bool | None = None,
) -> Corpus:
    """Corpus of the documents in files, folders and patterns.

    A row's own id stays as it is, unless several files have it: then the name of the file is put
    in front, ``2023.csv#7``. Other documents are named by their path below the argument
    (the file name if the file itself was named), rows by that and their number:
    ``news/a.txt``, ``table.csv#12``. If two arguments give the same name, as much more of the
    path is put in front as needed to tell them apart: ``one/a.txt``, ``two/a.txt``. Files in a
    folder that cannot be used are listed in ``removed`` and counted in ``notices``.

    Parameters
    ----------
    *paths : str, path, dask.bag or dask.dataframe
        Files, folders (read recursively, sorted, without hidden entries) and patterns with ``*``,
        ``?``, ``[…]`` and ``**``; ``-`` is JSON Lines from standard input. No file is read twice. A
        Dask collection is read alone, partition by partition, a row as one of JSON Lines; without
        `client` its own scheduler computes it.
    optional_metadata : collection of str, optional
        Those of ``metadata`` and ``metadata_pattern`` that are a notice, and no error, if they
        fit no document: for new documents of a run.
    repeated : mapping of str to int, optional
        Blocks to remove because they repeat in other documents, and in how many.
    n_threads : int, optional
        Maximum number of processes that parse pages and large files of rows; all cores by default.
    client : distributed.Client, address or int, optional
        Parse on the workers of a Dask cluster, which see the files under the same paths, or in this
        many processes. The corpus is the same (docs/guides/large-corpora.md).
    progress : bool or callable, optional
        True draws a bar on standard error; a function is called with ``("read", files done, files
        in all)``.

    Raises
    ------
    InputError
        A path does not exist, nothing can be read, a file that was named cannot be used, or
        a row is malformed or repeats an id of its file (see `skip_bad`), metadata fit no
        document or rows of them differ, or no document is in a language that was asked for.
    OptionError
        An option is out of range.
    WorkerError
        Workers cannot be reached, do not see a file, or died again and again.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> lines = ["# Tides", "", "The sea rises.", "", "## Why", "", "The moon."]
    >>> _ = (folder / "tides.md").write_text(chr(10).join(lines))
    >>> read(folder).sections.select("document", "level", "heading").rows()
    [('tides.md', 0, ''), ('tides.md', 2, 'Why')]
    """
    given = locals()
    options = ReadOptions(**{option.name: given[option.name] for option in fields(ReadOptions)})
    check_whole("n_threads", n_threads, 1)
    check_encoding(options.encoding)
    collections = [each for each in paths if is_collection(each)]
    if collections and len(paths) > 1:
        raise InputError("a Dask collection is read alone; put several together before")
    listed = [path for each in paths if not is_collection(each) for path in as_paths(each)]
    if not listed and not collections:
        raise InputError("no path was given; name a file, a folder or a pattern")
    check_paths(listed)
    with progress_to(progress) as report, _who_reads(client, n_threads) as scheduler:
        return _read(listed, collections, options, optional_metadata, repeated, scheduler, report)


def _who_reads(client: Any, n_threads: int | None) -> AbstractContextManager[Scheduler]:
    """The workers of a client, or else processes of this machine."""
    from topics.reading.parallel.ahead import readers

    return readers(n_threads) if client is None else Workers(client).opened()


def _read(
    paths: list[str | Path],
    collections: list[DaskCollection],
    options: ReadOptions,
    optional_metadata: Collection[str],
    repeated: Mapping[str, int] | None,
    scheduler: Scheduler,
    progress: Progress,
) -> Corpus:
    # Imported here: processes that parse pages import this room without polars.
    from topics.memory import collector_paused
    from topics.reading.files.discovery import discover
    from topics.reading.files.sources import relative_sources
    from topics.reading.formats.registry import known_endings
    from topics.reading.languages import only_in
    from topics.reading.metadata import (
        is_table_of,
        metadata_of,
        with_metadata_of,
        without_metadata,
    )
    from topics.reading.parallel.ahead import parse_ahead
    from topics.reading.session import Session
    from topics.texts.languages import checked_codes, with_languages
    from topics.texts.languages.model import loading_detector

    languages = () if options.language is None else checked_codes("language", options.language)
    metadata, notices = metadata_of(options, optional_metadata)
    found = discover(paths, all_files=options.all_files)
    # A table of metadata in the folder of the texts is none of them.
    files = [file for file in found.files if file.is_named or not is_table_of(file.path, options)]
    found = replace(found, files=files)
    options = without_metadata(options)
    session = Session(options, repeated, progress, scheduler)
    session.leave_out(found)
    # The packages that parse HTML leave cycles behind.
    has_html = any(file.format.may_hold_html for file in found.files)
    collector = nullcontext() if has_html else collector_paused()
    with loading_detector(), collector, closing(session):
        with closing(parse_ahead(found.files, options, scheduler)) as parsed_files:
            for n_done, (file, parsed) in enumerate(parsed_files, 1):
                session.read_file(file, parsed)
                progress("read", n_done, len(found.files))
        for collection in collections:
            _read_collection(collection, session, options, scheduler, progress)
        if not session.n_documents:
            listed = ", ".join(str(path) for path in paths[:5]) or "the Dask collection"
            raise InputError(
                f"nothing to read in {listed}{session.reasons()}; these are read: {known_endings()}"
            )
        corpus = session.corpus()
    corpus = replace(
        corpus,
        documents=corpus.documents.with_columns(
            relative_sources(corpus.documents["source"], paths)
        ),
        removed=corpus.removed.with_columns(relative_sources(corpus.removed["source"], paths)),
        notices=(*corpus.notices, *notices),
    )
    for each in metadata:
        corpus = with_metadata_of(corpus, each)
    documents, contradictions = with_languages(corpus.documents, corpus.sections)
    corpus = replace(corpus, documents=documents, notices=(*corpus.notices, *contradictions))
    return only_in(corpus, languages) if languages else corpus


def _read_collection(
    collection: DaskCollection,
    session: Session,
    options: ReadOptions,
    scheduler: Scheduler,
    progress: Progress,
) -> None:
    # Imported here: it imports Dask's part of scheduling, and polars.
    from topics.reading.dask_collections import documents_of, file_of

    parsed = documents_of(collection, options, scheduler, partial(progress, "read"))
    session.read_parsed(file_of(collection), parsed)
