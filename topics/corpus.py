"""Corpus: documents and their sections as two tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from topics.cut_words import join_cut_words, join_soft_hyphens
from topics.errors import InputError
from topics.notices import Notice
from topics.posts.clearing import Cleared, clear_post
from topics.values import value_as_text

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

RESERVED_COLUMNS = frozenset(DOCUMENT_SCHEMA) | {"n_sections", "n_terms", "n_unknown"}
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
        ids: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        metadata: pl.DataFrame | Mapping[str, Sequence[Any]] | None = None,
        keep_furniture: bool = False,
    ) -> Corpus:
        """Return a corpus with one document of one section for every text.

        Encoded data and, in mails and posts, headers, signatures and what is quoted are taken out
        and listed in ``removed``.

        Parameters
        ----------
        texts : iterable of str
            The texts.
        ids, titles : sequence of str, optional
            One for every text. Ids default to ``"0"``, ``"1"``, …; titles default to the ids.
        metadata : polars.DataFrame or mapping of column to values, optional
            One row for every text. The columns are added to ``documents``.
        keep_furniture : bool
            Whether all lines are kept.

        Raises
        ------
        InputError
            There are no texts, lengths differ, or ids repeat.
        """
        bodies = list(texts)
        if all(isinstance(text, str) for text in bodies):
            bodies = [join_soft_hyphens(text) for text in bodies]
            for index, text in join_cut_words(bodies).items():
                bodies[index] = text
        if keep_furniture:
            return cls._one_section_each(bodies, None, ids=ids, titles=titles, metadata=metadata)
        cleared = {
            number: post
            for number, text in enumerate(bodies)
            if isinstance(text, str) and (post := clear_post(text)).taken
        }
        for number, post in cleared.items():
            bodies[number] = post.text.strip("\n")
        corpus = cls._one_section_each(bodies, None, ids=ids, titles=titles, metadata=metadata)
        return _with_removed(corpus, cleared, titles=titles) if cleared else corpus

    @classmethod
    def from_tokens(
        cls,
        tokens: Iterable[Sequence[str]],
        *,
        ids: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        metadata: pl.DataFrame | Mapping[str, Sequence[Any]] | None = None,
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
            As in `from_texts`, or a token is empty or not a string.
        """
        lists = [list(row) for row in tokens]
        for number, row in enumerate(lists):
            if not all(isinstance(token, str) and token for token in row):
                raise InputError(
                    f"document {number} has a token that is empty or not a string; remove it"
                )
        bodies = [" ".join(row) for row in lists]
        return cls._one_section_each(bodies, lists, ids=ids, titles=titles, metadata=metadata)

    @classmethod
    def from_frame(
        cls,
        frame: pl.DataFrame | Any,
        *,
        text_column: str = "text",
        id_column: str | None = None,
    ) -> Corpus:
        """Return a corpus with one document for every row of a table in memory.

        Parameters
        ----------
        frame : polars.DataFrame, pandas.DataFrame, or input of ``polars.DataFrame``
            Its columns ``title``, ``author``, ``date`` and ``language``, if there are any, fill
            the columns of the same name; all others become metadata.
        text_column : str
            Column with the texts.
        id_column : str, optional
            Column with the ids. Default: ``id`` if there is such a column, else row numbers.

        Raises
        ------
        InputError
            `text_column` or `id_column` is missing, there are no rows, or ids repeat.
        """
        table = _as_frame(frame)
        required = [text_column] if id_column is None else [text_column, id_column]
        for name in required:
            if name not in table.columns:
                raise InputError(
                    f"no column {name!r} in the table; its columns are {', '.join(table.columns)}"
                )
        if id_column is None and "id" in table.columns:
            id_column = "id"
        if table[text_column].dtype not in (pl.String, pl.Null):
            raise InputError(
                f"column {text_column!r} is {table[text_column].dtype}, expected text; name "
                "another text_column"
            )
        texts = [text or "" for text in table[text_column].to_list()]
        ids = None if id_column is None else column_as_text(table[id_column]).to_list()
        titles = column_as_text(table["title"]).to_list() if "title" in table.columns else None
        fixed = {
            name: column_as_text(table[name])
            for name in ("author", "date", "language")
            if name in table.columns
        }
        used = {text_column, id_column, "title", *fixed}
        corpus = cls.from_texts(
            texts,
            ids=ids,
            titles=titles,
            metadata=table.select([name for name in table.columns if name not in used]),
        )
        return replace(corpus, documents=corpus.documents.with_columns(**fixed))

    @classmethod
    def _one_section_each(
        cls,
        texts: list[str],
        tokens: list[list[str]] | None,
        *,
        ids: Sequence[str] | None,
        titles: Sequence[str] | None,
        metadata: pl.DataFrame | Mapping[str, Sequence[Any]] | None,
    ) -> Corpus:
        n = len(texts)
        if n == 0:
            raise InputError("expected at least one text, there are none")
        for number, text in enumerate(texts):
            if not isinstance(text, str):
                raise InputError(f"text {number} is {type(text).__name__}, expected str")
        for argument, values in (("ids", ids), ("titles", titles)):
            if values is not None and len(values) != n:
                raise InputError(f"there are {len(values)} {argument} for {n} texts; give one each")
        if ids is not None and any(name is None for name in ids):
            raise InputError("an id is missing; give ids to all texts, or to none")
        names = [str(i) for i in range(n)] if ids is None else [_utf8(str(name)) for name in ids]
        headings = names
        if titles is not None:
            pairs = zip(titles, names, strict=True)
            headings = [name if title is None else _utf8(str(title)) for title, name in pairs]
        texts = [_utf8(text) for text in texts]
        documents = _documents_frame(names, headings)
        if metadata is not None:
            documents = with_metadata(documents, _as_frame(metadata))
        sections = pl.DataFrame(
            {
                "document": names,
                "position": [0] * n,
                "level": [0] * n,
                "heading": [""] * n,
                "text": texts,
            },
            schema=SECTION_SCHEMA,
        )
        if tokens is not None:
            column = pl.Series("tokens", tokens, dtype=pl.List(pl.String()))
            sections = sections.with_columns(column)
        return cls(documents=documents, sections=sections)


def _with_removed(
    corpus: Corpus, cleared: dict[int, Cleared], *, titles: Sequence[str] | None
) -> Corpus:
    """The corpus with what was taken out of its texts, and with titles and dates of mails."""
    names = corpus.documents["id"].to_list()
    title, date = (corpus.documents[name].to_list() for name in ("title", "date"))
    rows = []
    for number, post in cleared.items():
        if post.subject and (titles is None or titles[number] is None):
            title[number] = _utf8(post.subject)
        date[number] = post.date and _utf8(post.date)
        for taken in post.taken:
            row = {"line": taken.first, "document": names[number], "position": 0}
            rows.append(row | {"reason": taken.reason, "text": _utf8(taken.text)})
    emptied = [names[number] for number, post in cleared.items() if not post.text.strip()]
    notices = corpus.notices
    if emptied:
        examples = ", ".join(repr(name) for name in emptied[:3])
        message = f"texts of machine data only, left empty: {len(emptied)} ({examples})"
        message += "; keep_furniture keeps them"
        notices = (*notices, Notice("documents-of-furniture", len(emptied), message))
    return replace(
        corpus,
        documents=corpus.documents.with_columns(
            title=pl.Series(title, dtype=pl.String), date=pl.Series(date, dtype=pl.String)
        ),
        removed=pl.DataFrame(rows, schema=REMOVED_SCHEMA),
        notices=notices,
    )


def with_metadata(documents: pl.DataFrame, metadata: pl.DataFrame) -> pl.DataFrame:
    """Return the documents table with metadata columns added, renamed if a name is taken.

    Names in `RESERVED_COLUMNS` and names of earlier columns are taken: such a column gets the
    prefix ``meta_``. Lists and structs become JSON text.
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
        name = column.name
        while name in taken:
            name = f"meta_{name}"
        taken.add(name)
        columns.append(_flat(column).alias(name))
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


def column_as_text(column: pl.Series) -> pl.Series:
    """The column as text, each value as `value_as_text` writes it; null stays null."""
    if column.dtype == pl.String:
        return column
    values = [None if value is None else value_as_text(value) for value in column.to_list()]
    return pl.Series(column.name, values, dtype=pl.String)


def _utf8(text: str) -> str:
    """The text with lone surrogates replaced, because UTF-8 cannot encode them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _as_frame(table: Any) -> pl.DataFrame:
    if isinstance(table, pl.DataFrame):
        return table
    if type(table).__module__.startswith("pandas"):
        # polars.from_pandas would need pyarrow. NaN, NaT and NA mark missing values.
        return pl.DataFrame(
            [
                pl.Series(str(name), [_present(v) for v in table[name].tolist()], strict=False)
                for name in table.columns
            ]
        )
    return pl.DataFrame(table, strict=False)


def _present(value: Any) -> Any:
    """The value, or None if pandas marks it as missing: NaN and NaT differ from themselves."""
    is_missing = type(value).__name__ == "NAType" or (
        not isinstance(value, list | dict | tuple) and value != value
    )
    return None if is_missing else value


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
