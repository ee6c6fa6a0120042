"""Texts in memory → the tables of a corpus."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from topics.cleaning import clean, clean_line, clean_web
from topics.corpus.metadata import with_metadata
from topics.corpus.schemas import DOCUMENT_SCHEMA, REMOVED_SCHEMA, SECTION_SCHEMA
from topics.errors import InputError
from topics.frames import FROM_FILE, columns_of, series_of, values_of, without_marks
from topics.notices import Notice, missing_cells
from topics.posts.clearing import Cleared, clear_post
from topics.texts.copies import mark_copies
from topics.texts.cut_words import join_cut_words
from topics.values import amount, encodable, is_open_file

_MAX_PATH = 1_000
"""Longer texts are no names of files."""


class Tables(NamedTuple):
    """The tables and notices of a corpus; see `topics.Corpus`."""

    documents: pl.DataFrame
    sections: pl.DataFrame
    removed: pl.DataFrame
    notices: tuple[Notice, ...]


def tables_of(
    texts: list[list[str | None]],
    headings: list[list[str]],
    *,
    ids: Iterable[str] | None,
    titles: Iterable[str | None] | None,
    metadata: Any,
    keep_furniture: bool,
) -> Tables:
    """The tables of the texts and headings of the sections of every document."""
    n = len(texts)
    if n == 0:
        raise InputError("expected at least one text, there are none")
    names = _ids(ids, n)
    owners = [number for number, of in enumerate(texts) for _ in of]
    bodies, marks = without_marks([text for of in texts for text in of])
    bodies = [clean_web(body) for body in bodies]
    for index, body in join_cut_words(bodies).items():
        bodies[index] = body
    cleared = {} if keep_furniture else _cleared(bodies)
    for index, post in cleared.items():
        bodies[index] = post.text.strip("\n")
    own_titles = [None] * n if titles is None else _same_length(titles, n, "titles")
    for index, post in cleared.items():
        if post.subject and own_titles[owners[index]] is None:
            own_titles[owners[index]] = post.subject
    documents = _documents_frame(names, _titles(own_titles, names))
    dates = {owners[index]: post.date for index, post in cleared.items() if post.date}
    if dates:
        column = [encodable(dates[number]) if number in dates else None for number in range(n)]
        documents = documents.with_columns(date=pl.Series(column, dtype=pl.String))
    if metadata is not None:
        documents = with_metadata(documents, metadata_table(metadata))
    heads = [clean_line(heading) for of in headings for heading in of]
    sections = pl.DataFrame(
        {
            "document": [names[number] for number in owners],
            "position": [position for of in texts for position in range(len(of))],
            "level": [int(bool(heading)) for heading in heads],
            "heading": heads,
            "text": bodies,
        },
        schema=SECTION_SCHEMA,
    )
    # No notice: whoever passes texts has them at hand, and the column names the copies.
    documents, _ = mark_copies(documents, sections)
    return Tables(
        documents=documents,
        sections=sections,
        removed=_removed(sections, marks, cleared),
        notices=(
            *missing_cells(marks.values()),
            *_emptied(sections, cleared),
            *_without_text(sections, marks.keys() | cleared.keys()),
        ),
    )


def _cleared(bodies: list[str]) -> dict[int, Cleared]:
    """The texts of which lines are taken out, by index."""
    return {index: post for index, body in enumerate(bodies) if (post := clear_post(body)).taken}


def _removed(
    sections: pl.DataFrame, marks: Mapping[int, str], cleared: Mapping[int, Cleared]
) -> pl.DataFrame:
    """The table of what was left out of the sections, by their index."""
    rows: list[dict[str, Any]] = []
    for index in sorted(marks.keys() | cleared.keys()):
        row = sections.row(index, named=True)
        row = {"document": row["document"], "position": row["position"]}
        if index in marks:
            rows.append(row | {"reason": "missing value", "text": encodable(marks[index])})
        else:
            for taken in cleared[index].taken:
                text = encodable(taken.text)
                rows.append(row | {"line": taken.first, "reason": taken.reason, "text": text})
    return pl.DataFrame(rows, schema=REMOVED_SCHEMA)


def _emptied(sections: pl.DataFrame, cleared: Mapping[int, Cleared]) -> tuple[Notice, ...]:
    """Notice of texts that have no word left."""
    emptied = [index for index, post in cleared.items() if not post.text.strip()]
    if not emptied:
        return ()
    examples = ", ".join(repr(sections["document"][index]) for index in emptied[:3])
    message = (
        f"texts of machine data only, left empty: {len(emptied)} ({examples}); keep_furniture=True "
        "keeps them"
    )
    return (Notice("documents-of-furniture", len(emptied), message),)


def _without_text(sections: pl.DataFrame, known: Collection[int]) -> tuple[Notice, ...]:
    """Notice of documents without any text, but for sections that have a notice already."""
    is_blank = (sections["text"].str.strip_chars() == "") & (sections["heading"] == "")
    if not is_blank.any():
        return ()
    of_document = sections.select(
        "document", blank=is_blank, known=pl.Series(range(len(is_blank))).is_in(list(known))
    )
    empty = (
        of_document.group_by("document", maintain_order=True)
        .agg(pl.col("blank").all(), pl.col("known").any())
        .filter(pl.col("blank") & ~pl.col("known"))["document"]
    )
    if not len(empty):
        return ()
    examples = ", ".join(map(repr, empty.head(3))) + (", …" if len(empty) > 3 else "")
    message = f"documents without text: {len(empty)} ({examples})"
    return (Notice("documents-without-text", len(empty), message),)


def _ids(ids: Iterable[str] | None, n: int) -> list[str]:
    if ids is None:
        return [str(number) for number in range(n)]
    values = _same_length(ids, n, "ids")
    if any(name is None for name in values):
        raise InputError("an id is missing; give ids to all texts, or to none")
    other = next((each for each in values if isinstance(each, bytes | list | dict)), None)
    if other is not None:
        raise InputError(f"an id is {type(other).__name__}, expected str: {other!r:.60}")
    return [clean(str(name)) for name in values]


def _titles(titles: list[Any], names: list[str]) -> list[str]:
    pairs = zip(titles, names, strict=True)
    return [name if title is None else clean_line(str(title)) for title, name in pairs]


def _same_length(values: Iterable[Any], n: int, what: str) -> list[Any]:
    """The values, of which there must be one for each of `n` texts."""
    listed = values_of(values, what)
    if len(listed) != n:
        raise InputError(f"there are {len(listed):,} {what} for {amount(n, 'text')}; give one each")
    return listed


def metadata_table(metadata: Any) -> pl.DataFrame:
    """The table of metadata that a caller passed, as polars has it; `columns_of` says which."""
    if isinstance(metadata, pl.DataFrame):
        return metadata
    columns = columns_of(metadata, "metadata")
    return pl.DataFrame([series_of(name, column) for name, column in columns.items()])


def checked_texts(values: list[Any]) -> list[str | None]:
    """The texts, None for missing ones; anything else is refused by its number."""
    for number, text in enumerate(values):
        if text is not None and not isinstance(text, str):
            instead = ""
            if isinstance(text, list | tuple):
                instead = "; for lists of tokens use topics.Corpus.from_tokens"
            elif isinstance(text, bytes):
                instead = "; decode it first"
            elif hasattr(text, "__fspath__") or is_open_file(text):
                instead = FROM_FILE
            elif isinstance(text, Mapping):
                instead = "; for rows of a table use topics.Corpus.from_frame(rows)"
            raise InputError(f"text {number} is {type(text).__name__}, expected str{instead}")
    return values


def names_of_files(texts: list[str | None]) -> tuple[Notice, ...]:
    """Notice of texts that are names of files, if all the first ones are."""
    first = [text for text in texts[:10] if text is not None]
    if not first or not all(_is_file(text) for text in first):
        return ()
    files = [text for text in texts if text is not None and _is_file(text)]
    message = (
        f"texts that are names of files, counted as they are: {len(files)} "
        f"({', '.join(map(repr, files[:3]))}); to read the files use topics.read(paths)"
    )
    return (Notice("names-of-files", len(files), message),)


def _is_file(text: str) -> bool:
    return len(text) <= _MAX_PATH and any(sign in text for sign in "./\\") and os.path.isfile(text)


def token_list(row: Any, number: int) -> list[str]:
    """The tokens of a document."""
    if row is None:
        return []
    if is_open_file(row) or hasattr(row, "__fspath__"):
        what = "an open file" if is_open_file(row) else type(row).__name__
        raise InputError(f"document {number} is {what}, expected a list of tokens{FROM_FILE}")
    if isinstance(row, str | bytes):
        raise InputError(
            f"document {number} is one text, expected a list of tokens; for texts use "
            "topics.Corpus.from_texts"
        )
    tokens = values_of(row, f"document {number}")
    if tokens and all(isinstance(token, tuple) and len(token) == 2 for token in tokens):
        raise InputError(
            f"document {number} has pairs, expected tokens; for a bag of words use topics.Counts"
        )
    if not all(isinstance(token, str) and token for token in tokens):
        raise InputError(f"document {number} has a token that is empty or not a string; remove it")
    return [encodable(token) for token in tokens]


def _documents_frame(ids: list[str], titles: list[str]) -> pl.DataFrame:
    values: dict[str, Any] = dict.fromkeys(DOCUMENT_SCHEMA, [None] * len(ids))
    return pl.DataFrame(values | {"id": ids, "title": titles}, schema=DOCUMENT_SCHEMA)
