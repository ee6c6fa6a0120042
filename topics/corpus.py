"""Corpus: documents and their sections, as two tables that travel together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from topics.errors import InputError
from topics.notices import Notice
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
"""Columns that every documents table starts with; metadata columns follow them."""

SECTION_SCHEMA: dict[str, pl.DataType] = {
    "document": pl.String(),
    "position": pl.Int64(),
    "level": pl.Int64(),
    "heading": pl.String(),
    "text": pl.String(),
}

REMOVED_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "line": pl.Int64(),
    "document": pl.String(),
    "position": pl.Int64(),
    "reason": pl.String(),
    "n_documents": pl.Int64(),
    "text": pl.String(),
}

INPUT_SCHEMA: dict[str, pl.DataType] = {
    "path": pl.String(),
    "sha256": pl.String(),
    "bytes": pl.Int64(),
}

RESERVED_COLUMNS = frozenset(DOCUMENT_SCHEMA) | {"n_sections", "n_terms", "n_unknown"}
"""Names that a metadata column may not take; it gets the prefix ``meta_`` instead."""


@dataclass(frozen=True)
class Corpus:
    """Documents and sections as two tables, with the record of what was left out.

    Attributes
    ----------
    documents : polars.DataFrame
        One row a document: `DOCUMENT_SCHEMA`, then metadata columns of any type.
        ``id`` is unique. Missing values are null, except ``title`` (never null).
    sections : polars.DataFrame
        One row a section: `SECTION_SCHEMA`, in document order and then by position,
        which counts from 0 in every document. An optional last column ``tokens``
        (list of strings) stands in for the text when terms are counted.
    removed : polars.DataFrame
        One row a removal: `REMOVED_SCHEMA`.
    inputs : polars.DataFrame
        One row a file that was read: `INPUT_SCHEMA`.
    notices : tuple of Notice
        Counted warnings of the reading.

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
                raise InputError(f"column {name!r} of the sections table has missing values")
        unknown = self.sections.join(self.documents, left_on="document", right_on="id", how="anti")
        if unknown.height:
            raise InputError(
                f"{unknown.height} section rows name a document that the documents table "
                f"does not hold, first {unknown['document'][0]!r}"
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
    ) -> Corpus:
        """Corpus of one-section documents from texts in memory.

        Parameters
        ----------
        texts : iterable of str
            One text a document.
        ids, titles : sequence of str, optional
            As many as texts. Ids default to ``"0"``, ``"1"``, …; titles to the ids.
        metadata : polars.DataFrame or mapping of column to values, optional
            As many rows as texts; columns follow the fixed ones in ``documents``.

        Raises
        ------
        InputError
            No texts, lengths that differ, or ids that repeat.
        """
        bodies = list(texts)
        return cls._one_section_each(bodies, None, ids=ids, titles=titles, metadata=metadata)

    @classmethod
    def from_tokens(
        cls,
        tokens: Iterable[Sequence[str]],
        *,
        ids: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        metadata: pl.DataFrame | Mapping[str, Sequence[Any]] | None = None,
    ) -> Corpus:
        """Corpus of documents that were cut into tokens elsewhere.

        The way to bring languages written without spaces, or lemmas. Tokens are counted
        as they are: no lower case, no token pattern. Stop words still apply, and tokens of
        more than 100 characters are not counted.

        Raises
        ------
        InputError
            As `from_texts`, or a token is empty or no string.
        """
        lists = [list(row) for row in tokens]
        for number, row in enumerate(lists):
            if not all(isinstance(token, str) and token for token in row):
                raise InputError(f"document {number} holds a token that is empty or no string")
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
        """Corpus from a table in memory, one row a document.

        Parameters
        ----------
        frame : polars.DataFrame, or what ``polars.from_pandas`` or ``polars.DataFrame`` take
            Must hold `text_column`. A column ``title`` gives titles; ``author``, ``date``
            and ``language`` fill the columns of the same name; all others are metadata.
        text_column, id_column : str
            Ids default to a column ``id`` where there is one, else to the row number.

        Raises
        ------
        InputError
            A named column is missing, there are no rows, or ids repeat.
        """
        table = _as_frame(frame)
        wanted = [text_column] if id_column is None else [text_column, id_column]
        for name in wanted:
            if name not in table.columns:
                raise InputError(
                    f"no column {name!r} in the table; its columns are {', '.join(table.columns)}"
                )
        if id_column is None and "id" in table.columns:
            id_column = "id"
        if table[text_column].dtype not in (pl.String, pl.Null):
            raise InputError(
                f"column {text_column!r} holds {table[text_column].dtype}, expected text"
            )
        texts = [text or "" for text in table[text_column].to_list()]
        ids = None if id_column is None else column_as_text(table[id_column]).to_list()
        titles = column_as_text(table["title"]).to_list() if "title" in table.columns else None
        known = {
            name: column_as_text(table[name])
            for name in ("author", "date", "language")
            if name in table.columns
        }
        used = {text_column, id_column, "title", *known}
        corpus = cls.from_texts(
            texts,
            ids=ids,
            titles=titles,
            metadata=table.select([name for name in table.columns if name not in used]),
        )
        return replace(corpus, documents=corpus.documents.with_columns(**known))

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
            raise InputError("no texts were given; a corpus needs at least one")
        for number, text in enumerate(texts):
            if not isinstance(text, str):
                raise InputError(f"text {number} is {type(text).__name__}, expected str")
        for what, values in (("ids", ids), ("titles", titles)):
            if values is not None and len(values) != n:
                raise InputError(f"{len(values)} {what} for {n} texts")
        if ids is not None and any(name is None for name in ids):
            raise InputError("an id is missing; give every text one, or none at all")
        names = [str(i) for i in range(n)] if ids is None else [_utf8(str(name)) for name in ids]
        heads = names
        if titles is not None:
            pairs = zip(titles, names, strict=True)
            heads = [name if title is None else _utf8(str(title)) for title, name in pairs]
        texts = [_utf8(text) for text in texts]
        documents = _documents_frame(names, heads)
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


def with_metadata(documents: pl.DataFrame, metadata: pl.DataFrame) -> pl.DataFrame:
    """Documents table with the metadata columns appended, renamed where names collide.

    A column whose name is taken (`RESERVED_COLUMNS`, or an earlier column) gets the prefix
    ``meta_``; lists and structs become JSON text.
    """
    if metadata.width == 0:
        return documents
    if metadata.height != documents.height:
        raise InputError(f"{metadata.height} metadata rows for {documents.height} documents")
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
    """Raise InputError naming the first repeated or missing ids, if there are any."""
    if ids.null_count():
        raise InputError(f"{ids.null_count()} documents have no id")
    repeated = ids.filter(ids.is_duplicated()).unique(maintain_order=True)
    if len(repeated):
        shown = ", ".join(repr(name) for name in repeated.head(3))
        raise InputError(
            f"{len(repeated)} ids stand for more than one document, first {shown}; "
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
    """The text with lone surrogates, which have no place in UTF-8, replaced."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _as_frame(table: Any) -> pl.DataFrame:
    if isinstance(table, pl.DataFrame):
        return table
    if type(table).__module__.startswith("pandas"):
        # polars would need pyarrow for it; NaN, NaT and NA are what is missing.
        return pl.DataFrame(
            [
                pl.Series(str(name), [_present(v) for v in table[name].tolist()], strict=False)
                for name in table.columns
            ]
        )
    return pl.DataFrame(table, strict=False)


def _present(value: Any) -> Any:
    """The value, or None where pandas marks it as missing: NaN and NaT differ from themselves."""
    is_missing = type(value).__name__ == "NAType" or (
        not isinstance(value, list | dict | tuple) and value != value
    )
    return None if is_missing else value


def _check_order(ids: pl.Series, sections: pl.DataFrame) -> None:
    """Sections stand in document order, and positions count from 0 in every document."""
    place = pl.DataFrame({"document": ids}).with_row_index("place")
    ordered = sections.select("document", "position").join(
        place, on="document", how="left", maintain_order="left"
    )
    if not ordered["place"].is_sorted():
        raise InputError("sections must stand in the order of their documents")
    counted = ordered.select(pl.int_range(pl.len(), dtype=pl.Int64).over("document")).to_series()
    if not counted.equals(ordered["position"]):
        raise InputError("positions of sections must count from 0 in every document")


def _check_columns(table: pl.DataFrame, schema: Mapping[str, pl.DataType], name: str) -> None:
    for column, dtype in schema.items():
        if column not in table.columns:
            raise InputError(f"the {name} table has no column {column!r}")
        if table[column].dtype != dtype:
            raise InputError(
                f"column {column!r} of the {name} table is {table[column].dtype}, expected {dtype}"
            )
