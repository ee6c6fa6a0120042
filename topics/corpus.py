"""Corpus: documents and their sections as two tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from topics.cleaning import clean, clean_line, clean_web
from topics.errors import InputError
from topics.frames import Names, columns_of, documents_of, series_of, values_of, without_marks
from topics.notices import Notice, missing_cells
from topics.posts.clearing import Cleared, clear_post
from topics.texts.copies import mark_copies
from topics.texts.cut_words import join_cut_words
from topics.values import encodable, value_as_text

DOCUMENT_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "source": pl.String(),
    "part": pl.Int64(),
    "title": pl.String(),
    "author": pl.String(),
    "date": pl.String(),
    "language": pl.String(),
    "duplicate_of": pl.String(),
}
"""First columns of every documents table; metadata columns follow them."""

SECTION_SCHEMA: dict[str, pl.DataType] = {
    "document": pl.String(),
    "position": pl.Int64(),
    "level": pl.Int64(),
    "heading": pl.String(),
    "text": pl.String(),
}
"""Columns of the sections table. `document` is the id, `position` counts from 0 in a document."""

REMOVED_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "line": pl.Int64(),
    "document": pl.String(),
    "position": pl.Int64(),
    "reason": pl.String(),
    "n_documents": pl.Int64(),
    "text": pl.String(),
}
"""Columns of the table of removed text: where it was, why it was removed, and the text."""

INPUT_SCHEMA: dict[str, pl.DataType] = {
    "path": pl.String(),
    "sha256": pl.String(),
    "bytes": pl.Int64(),
}
"""Columns of the table of files that were read."""

RESERVED_COLUMNS = frozenset(DOCUMENT_SCHEMA) | {
    *("n_sections", "n_terms", "n_unknown", "topic", "topic_share", "fit")
}
"""Names that metadata columns cannot have; such a column gets the prefix ``meta_``."""


@dataclass(frozen=True)
class Corpus:
    """Documents and sections as two tables, with a record of what was removed.

    Attributes
    ----------
    documents : polars.DataFrame
        One row per document: the columns of `DOCUMENT_SCHEMA`, then metadata columns of any
        type. ``id`` is unique. Missing values are null; ``title`` is never null.
    sections : polars.DataFrame
        One row per section: the columns of `SECTION_SCHEMA`, in the order of documents and
        positions. An optional last column ``tokens`` (lists of strings) is counted instead of
        the text.
    removed : polars.DataFrame
        One row per removed text: the columns of `REMOVED_SCHEMA`.
    inputs : polars.DataFrame
        One row per file that was read: the columns of `INPUT_SCHEMA`.
    notices : tuple of Notice
        Warnings from reading, with counts.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["Tides rise.", "Courts ruled."], ids=["a", "b"])
    >>> corpus.documents["id"].to_list()
    ['a', 'b']
    >>> corpus.n_sections
    2
    """

    documents: pl.DataFrame
    sections: pl.DataFrame
    removed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REMOVED_SCHEMA))
    inputs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INPUT_SCHEMA))
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        _check_columns(self.documents, DOCUMENT_SCHEMA, "documents")
        _check_columns(self.sections, SECTION_SCHEMA, "sections")
        check_unique_ids(self.documents["id"])
        for name in SECTION_SCHEMA:
            if self.sections[name].null_count():
                raise InputError(
                    f"column {name!r} of the sections table has missing values; fill them, for "
                    "example with an empty text or 0"
                )
        unknown = self.sections.join(self.documents, left_on="document", right_on="id", how="anti")
        if unknown.height:
            raise InputError(
                f"{unknown.height} sections belong to documents that are not in the documents "
                f"table, first {unknown['document'][0]!r}; add these documents"
            )
        _check_order(self.documents["id"], self.sections)

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return self.documents.height

    @property
    def n_sections(self) -> int:
        """Number of sections over all documents."""
        return self.sections.height

    def __repr__(self) -> str:
        return f"Corpus({self.n_documents} documents, {self.n_sections} sections)"

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        *,
        ids: Iterable[str] | None = None,
        titles: Iterable[str | None] | None = None,
        metadata: Any = None,
        keep_furniture: bool = False,
    ) -> Corpus:
        """Return a corpus with one document of one section for every text.

        Texts are cleaned as those of files are: one Unicode spelling, no invisible characters, no
        HTML tags and entities.
        Encoded data and, in mails and posts, headers, signatures and what is quoted are taken out
        and listed in ``removed``.

        Parameters
        ----------
        texts : iterable of str
            The texts: a list, a generator, an array, or a Series of polars or pandas. Those that
            are missing (None, NaN), or only say so (``"nan"``), are empty, with a notice.
        ids, titles : iterable of str, optional
            One for every text. Ids default to ``"0"``, ``"1"``, …; titles default to the ids.
        metadata : table of polars or pandas, or mapping of column to values, optional
            One row for every text. The columns are added to ``documents``.
        keep_furniture : bool
            Whether all lines are kept.

        Raises
        ------
        InputError
            One text was given instead of several, there are no texts, lengths differ, or ids
            repeat.
        """
        instead = "; use topics.Corpus.from_texts([text])"
        if isinstance(texts, Mapping):
            instead = "; use topics.Corpus.from_texts(texts.values(), ids=texts.keys())"
        elif not isinstance(texts, str | bytes):
            instead = "; use topics.Corpus.from_frame(table, text_column=…)"
        bodies = values_of(texts, "texts", instead)
        texts_of_documents = [[text] for text in _checked_texts(bodies)]
        return cls._of_sections(
            texts_of_documents,
            [[""]] * len(bodies),
            ids=ids,
            titles=titles,
            metadata=metadata,
            keep_furniture=keep_furniture,
        )

    @classmethod
    def from_tokens(
        cls,
        tokens: Iterable[Iterable[str]],
        *,
        ids: Iterable[str] | None = None,
        titles: Iterable[str | None] | None = None,
        metadata: Any = None,
    ) -> Corpus:
        """Return a corpus of documents that have been split into tokens already.

        Use it for languages without spaces between words, or for lemmas. Tokens are counted
        without change: they are not lower-cased and need not match the token pattern. Stop words
        are still left out, and so are tokens of more than 100 characters.

        Parameters
        ----------
        tokens : iterable of sequence of str
            The tokens of every document.
        ids, titles, metadata
            As in `from_texts`.

        Raises
        ------
        InputError
            As in `from_texts`, or a document is no list of tokens, or a token is empty or not a
            string.
        """
        instead = "; use topics.Corpus.from_tokens([tokens]), or from_texts for texts"
        rows = values_of(tokens, "tokens", instead)
        lists = [_token_list(row, number) for number, row in enumerate(rows)]
        bodies = [" ".join(row) for row in lists]
        corpus = cls._of_sections(
            [[body] for body in bodies],
            [[""]] * len(lists),
            ids=ids,
            titles=titles,
            metadata=metadata,
            keep_furniture=True,
        )
        sections = corpus.sections.with_columns(
            pl.Series("text", [encodable(body) for body in bodies], dtype=pl.String),
            pl.Series("tokens", lists, dtype=pl.List(pl.String())),
        )
        # A token is what it is, also if it is "nan".
        return cls(documents=corpus.documents, sections=sections)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        text_column: str = "text",
        id_column: str | None = None,
        title_column: str | None = None,
        date_column: str | None = None,
        group_by: str | None = None,
        section_column: str | None = None,
        keep_furniture: bool = False,
    ) -> Corpus:
        """Return a corpus with one document for every row of a table in memory.

        Parameters
        ----------
        frame : table of polars, pandas or pyarrow, mapping of columns, or list of mappings
            Its columns ``title``, ``author``, ``date`` and ``language``, if there are any, fill
            the columns of the same name; all others become metadata. Named levels of a pandas
            index are columns, too.
        text_column : str
            Column with the texts; ``data.text`` is the field ``text`` of a struct ``data``.
        id_column : str, optional
            Column with the ids. Default: ``id`` if there is such a column, else row numbers.
        title_column, date_column : str, optional
            Columns with titles and dates. Default: ``title`` and ``date``, if there are any.
        group_by : str, optional
            Rows with the same value in this column are the sections of one document, whose id is
            the value. Of metadata that differ between them the first value is kept.
        section_column : str, optional
            Column with the headings of rows.
        keep_furniture : bool
            As in `from_texts`.

        Raises
        ------
        InputError
            A column that was named is missing, a text is no text, there are no rows, or ids
            repeat.

        Examples
        --------
        >>> rows = {"book": ["a", "a", "b"], "text": ["Tides rise.", "Ships wait.", "Courts rule."]}
        >>> Corpus.from_frame(rows, group_by="book")
        Corpus(2 documents, 3 sections)
        """
        names = Names(
            text_column=text_column,
            id_column=id_column,
            title_column=title_column,
            date_column=date_column,
            group_by=group_by,
            section_column=section_column,
        )
        table = documents_of(columns_of(frame), names)
        corpus = cls._of_sections(
            [[table.texts[row] for row in rows] for rows in table.rows],
            [[table.headings[row] for row in rows] for rows in table.rows],
            ids=table.ids,
            titles=table.titles,
            metadata=table.metadata,
            keep_furniture=keep_furniture,
        )
        fixed = {
            name: [None if value is None else clean_line(value) for value in values]
            for name, values in table.fixed.items()
        }
        documents = corpus.documents.with_columns(
            pl.Series(name, values, dtype=pl.String) for name, values in fixed.items()
        )
        return replace(corpus, documents=documents, notices=(*corpus.notices, *table.notices))

    @classmethod
    def _of_sections(
        cls,
        texts: list[list[str | None]],
        headings: list[list[str]],
        *,
        ids: Iterable[str] | None,
        titles: Iterable[str | None] | None,
        metadata: Any,
        keep_furniture: bool,
    ) -> Corpus:
        """A corpus of the texts and headings of the sections of every document."""
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
            table = metadata if isinstance(metadata, pl.DataFrame) else _table(metadata)
            documents = with_metadata(documents, table)
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
        return cls(
            documents=documents,
            sections=sections,
            removed=_removed(sections, marks, cleared),
            notices=(*missing_cells(marks.values()), *_emptied(sections, cleared)),
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
        f"texts of machine data only, left empty: {len(emptied)} ({examples}); keep_furniture "
        "keeps them"
    )
    return (Notice("documents-of-furniture", len(emptied), message),)


def _ids(ids: Iterable[str] | None, n: int) -> list[str]:
    if ids is None:
        return [str(number) for number in range(n)]
    values = _same_length(ids, n, "ids")
    if any(name is None for name in values):
        raise InputError("an id is missing; give ids to all texts, or to none")
    return [clean(str(name)) for name in values]


def _titles(titles: list[Any], names: list[str]) -> list[str]:
    pairs = zip(titles, names, strict=True)
    return [name if title is None else clean_line(str(title)) for title, name in pairs]


def _same_length(values: Iterable[Any], n: int, what: str) -> list[Any]:
    """The values, of which there must be one for each of `n` texts."""
    listed = values_of(values, what)
    if len(listed) != n:
        raise InputError(f"there are {len(listed)} {what} for {n} texts; give one each")
    return listed


def _table(metadata: Any) -> pl.DataFrame:
    columns = columns_of(metadata, "metadata")
    return pl.DataFrame([series_of(name, column) for name, column in columns.items()])


def _checked_texts(values: list[Any]) -> list[str | None]:
    """The texts, None for missing ones; anything else is refused by its number."""
    for number, text in enumerate(values):
        if text is not None and not isinstance(text, str):
            instead = ""
            if isinstance(text, list | tuple):
                instead = "; for lists of tokens use topics.Corpus.from_tokens"
            elif isinstance(text, bytes):
                instead = "; decode it first"
            elif hasattr(text, "__fspath__"):
                instead = "; read files with topics.read"
            raise InputError(f"text {number} is {type(text).__name__}, expected str{instead}")
    return values


def _token_list(row: Any, number: int) -> list[str]:
    """The tokens of a document."""
    if row is None:
        return []
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


def with_metadata(documents: pl.DataFrame, metadata: pl.DataFrame) -> pl.DataFrame:
    """Return the documents table with metadata columns added, renamed if a name is taken.

    Names in `RESERVED_COLUMNS` and names of earlier columns are taken: such a column gets the
    prefix ``meta_``. Lists and structs become JSON text. Names and texts are cleaned.
    """
    if metadata.width == 0:
        return documents
    if metadata.height != documents.height:
        raise InputError(
            f"there are {metadata.height} metadata rows for {documents.height} documents; give one "
            "row each"
        )
    taken = set(documents.columns) | RESERVED_COLUMNS
    columns: list[pl.Series] = []
    for column in metadata.iter_columns():
        name = clean(column.name)
        while name in taken:
            name = f"meta_{name}"
        taken.add(name)
        columns.append(_cleaned(_flat(column)).alias(name))
    return documents.with_columns(columns)


def check_unique_ids(ids: pl.Series) -> None:
    """Raise InputError if ids are missing or repeat; the message names the first ones."""
    if ids.null_count():
        raise InputError(f"{ids.null_count()} documents have no id; give every document one")
    repeated = ids.filter(ids.is_duplicated()).unique(maintain_order=True)
    if len(repeated):
        first = ", ".join(repr(name) for name in repeated.head(3))
        raise InputError(
            f"{len(repeated)} ids belong to more than one document, first {first}; "
            "ids must be unique: rename them, or name another id column"
        )


def _documents_frame(ids: list[str], titles: list[str]) -> pl.DataFrame:
    values: dict[str, Any] = dict.fromkeys(DOCUMENT_SCHEMA, [None] * len(ids))
    return pl.DataFrame(values | {"id": ids, "title": titles}, schema=DOCUMENT_SCHEMA)


def _flat(column: pl.Series) -> pl.Series:
    """The column as a type that a CSV cell holds and gives back; other types become text."""
    dtype = column.dtype
    plain = dtype in (pl.String, pl.Boolean, pl.Date) or dtype.is_integer() or dtype.is_float()
    if plain or (isinstance(dtype, pl.Datetime) and dtype.time_zone is None):
        return column
    return column_as_text(column)


def _cleaned(column: pl.Series) -> pl.Series:
    """The column with its texts cleaned."""
    if column.dtype != pl.String or not column.str.contains(r"[^ -~]").any():
        return column
    texts = [None if text is None else clean(text) for text in column.to_list()]
    return pl.Series(column.name, texts, dtype=pl.String)


def column_as_text(column: pl.Series) -> pl.Series:
    """The column as text, each value as `value_as_text` writes it; null stays null."""
    if column.dtype == pl.String:
        return column
    values = [None if value is None else value_as_text(value) for value in column.to_list()]
    return pl.Series(column.name, values, dtype=pl.String)


def _check_order(ids: pl.Series, sections: pl.DataFrame) -> None:
    """Raise InputError unless sections are in document order with positions from 0."""
    rows = pl.DataFrame({"document": ids}).with_row_index("row")
    ordered = sections.select("document", "position").join(
        rows, on="document", how="left", maintain_order="left"
    )
    if not ordered["row"].is_sorted():
        raise InputError("expected sections in the order of their documents; sort them")
    expected = ordered.select(pl.int_range(pl.len(), dtype=pl.Int64).over("document")).to_series()
    if not expected.equals(ordered["position"]):
        raise InputError("expected positions of sections that count from 0 in every document")


def _check_columns(table: pl.DataFrame, schema: Mapping[str, pl.DataType], name: str) -> None:
    for column, dtype in schema.items():
        if column not in table.columns:
            raise InputError(f"the {name} table has no column {column!r}")
        if table[column].dtype != dtype:
            raise InputError(
                f"column {column!r} of the {name} table is {table[column].dtype}, expected {dtype}"
            )
