"""read: paths in, a Corpus out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from topics.corpus import Corpus
    from topics.notices import Progress


def read(
    *paths: str | os.PathLike[str],
    text_column: str = "text",
    id_column: str | None = None,
    section_tokens: int | None = None,
    skip_bad: bool = False,
    split: bool = True,
    keep_furniture: bool = False,
    repeated: Mapping[str, int] | None = None,
    max_file_size: int | None = None,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Corpus of the documents in files, folders and patterns.

    Parameters
    ----------
    *paths : str or path
        Files (.txt .text .md .markdown .rst .html .htm .json .jsonl .ndjson .csv .tsv, all
        also with .gz, and .parquet), folders (read recursively, in sorted order; hidden
        entries are skipped) and patterns with ``*``, ``?``, ``[…]`` and ``**``. A file that
        several arguments reach is read once. ``-`` is JSON Lines from standard input.
    text_column : str
        Key or column of tables and JSON that holds the text. A row with a list ``sections``
        (objects with heading, level, text) uses those instead.
    id_column : str, optional
        Key or column that holds the ids; default ``id``, where there is one.
    section_tokens : int, optional
        Cut sections of more tokens (between white space) at paragraph ends, at least 1.
    skip_bad : bool
        Go on after rows that cannot be read or repeat an id: they are counted in a notice
        and listed in ``removed``.
    split : bool
        Whether several articles on one page of text or HTML become a document each, with
        the id ``path#1``, ``path#2``, …, its place as ``part``, its headline as title. Rows
        are never split.
    keep_furniture : bool
        Leave everything in. Otherwise menus, buttons, appeals, forms and notices are taken
        out line by line, and blocks that repeat over otherwise different documents, also
        with a number, a date or a few words changed; ``removed`` lists all of them, with the
        reasons ``furniture`` and ``repeated``.
    repeated : mapping of str to int, optional
        Blocks that repeat over other documents, and in how many: they are taken out as well.
    max_file_size : int, optional
        Most bytes of a file, after unpacking, at least 1. Files above it are left out of folders
        and patterns, counted in a notice and listed in ``removed``; one that is named is an
        error. By default 100 million for pages (text, Markdown, reST, HTML, one JSON value) and
        1,000 million for JSON Lines and tables.
    n_threads : int, optional
        Most processes that parse pages; all cores by default.
    progress : callable, optional
        Called with ``("read", files done, files in all)``.

    Returns
    -------
    Corpus
        A row's own id stays as it is. Other documents are named by their path below the
        argument (the file name, where the file itself was named), rows by that and their
        number: ``news/a.txt``, ``table.csv#12``. Where two arguments give the same name,
        as much more of the path is put in front as tells them apart: ``one/a.txt``,
        ``two/a.txt``. What a folder holds without being usable is in ``removed`` and in
        ``notices``.

    Raises
    ------
    MissingInputError
        A path does not exist or a pattern matches nothing.
    InputError
        Nothing can be read; a file that was named cannot be used; a row is malformed or
        repeats an id (see `skip_bad`).
    OptionError
        `section_tokens`, `max_file_size` or `n_threads` is below 1.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> lines = ["# Tides", "", "The sea rises.", "", "## Why", "", "The moon."]
    >>> _ = (folder / "tides.md").write_text(chr(10).join(lines))
    >>> corpus = read(folder)
    >>> corpus.sections.select("document", "level", "heading").rows()
    [('tides.md', 0, ''), ('tides.md', 2, 'Why')]
    """
    from topics.errors import InputError, OptionError
    from topics.reading.files.discovery import discover, known_endings
    from topics.reading.parallel.ahead import parse_ahead
    from topics.reading.records import RowOptions
    from topics.reading.session import Session

    lowest_1 = {
        "section_tokens": section_tokens,
        "max_file_size": max_file_size,
        "n_threads": n_threads,
    }
    for name, value in lowest_1.items():
        if value is not None and value < 1:
            raise OptionError(f"{name} is {value}; it must be at least 1")
    if not paths:
        raise InputError("no path was given; name a file, a folder or a pattern")
    found = discover(paths)
    row_options = RowOptions(text_column, id_column, split, keep_furniture, max_file_size)
    session = Session(row_options, section_tokens, skip_bad, repeated)
    session.leave_out(found)
    for done, (file, parsed) in enumerate(parse_ahead(found.files, row_options, n_threads), 1):
        session.read_file(file, parsed)
        if progress is not None:
            progress("read", done, len(found.files))
    if not session.n_documents:
        shown = ", ".join(str(path) for path in paths[:5])
        raise InputError(
            f"nothing to read in {shown}{session.reasons()}; these are read: {known_endings()}"
        )
    return session.corpus()
