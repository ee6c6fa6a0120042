"""Which row of a table of metadata belongs to which document?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from topics.columns import find_column
from topics.corpus.metadata import cleaned, column_as_text, flat_column, with_metadata
from topics.errors import InputError
from topics.notices import Notice
from topics.values import amount

EXAMPLES = 5
"""Messages name this many documents and rows."""

FILLED = ("author", "date", "language")
"""Columns of the documents table that a column of the same name fills, if they have no values."""

_LISTED = 20

_FileName = Callable[[pl.Series], pl.Series]


@dataclass(frozen=True)
class _Rule:
    """One way in which a cell names a document.

    Attributes
    ----------
    of_documents : str
        What of the documents is compared, for messages.
    of_document : polars.Expr
        It, from the columns of the documents table; null where a document has none.
    of_cell : function
        The cells in the same spelling.
    """

    of_documents: str
    of_document: pl.Expr
    of_cell: _FileName


def joined(
    documents: pl.DataFrame, table: pl.DataFrame, key: str | None, name: str = "the table"
) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """The documents table with the columns of a table of metadata, and what is to be said of it.

    A row belongs to the documents that a cell of it names: by their id, else by the path of their
    file (`source`, or as much of it as the ids of files have), else by the file's name, else by
    its name without its ending. One column and one of these ways are taken for the whole table:
    those by which most documents have one row, of equal ones the first. All documents of a file
    get its row. Names that files in several folders have count for none of them.

    The columns ``author``, ``date`` and ``language`` fill those of the documents that have no
    values. Columns whose name is taken get the prefix ``meta_``; the key is left out.

    Parameters
    ----------
    documents : polars.DataFrame
        As in `topics.Corpus`.
    table : polars.DataFrame
    key : str or None
        The column that names documents; None looks for it.
    name : str
        What messages call the table.

    Raises
    ------
    InputError
        No row belongs to a document, there is no column `key`, or rows of the same document
        differ.
    """
    table = table.select(cleaned(flat_column(column)) for column in table.iter_columns())
    if not table.width or not table.height:
        raise InputError(f"{name} has no rows, expected one for every document")
    names = _names(table, key, name)
    column, rule, named_by_documents = _best_key(documents, table, names, key, name)
    keys = rule.of_cell(_as_names(table[column]))
    rows = _row_of_key(table, column, keys, named_by_documents, name)
    row = (
        pl.DataFrame({"key": named_by_documents})
        .join(rows, on="key", how="left", maintain_order="left")["row"]
        .cast(pl.Int64)
    )
    new = table.drop(column)[row.fill_null(0)].with_columns(
        pl.when(row.is_not_null()).then(pl.all()).otherwise(None)
    )
    notices = _notices(documents, table[column], keys, row, name)
    if key is None:
        n = len(row) - row.null_count()
        message = (
            f"{name} joined by its column {column!r} with the {rule.of_documents} of the "
            f"documents: {n:,} of {amount(len(row), 'document')}; metadata_key names another"
        )
        notices = (Notice("metadata-joined", n, message), *notices)
    result, renamed = with_new_columns(documents, new)
    return result, (*notices, *renamed)


def with_new_columns(
    documents: pl.DataFrame, new: pl.DataFrame
) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """The documents table with further columns, and a notice of those that were renamed."""
    filled = [
        name
        for name in FILLED
        if name in new.columns and documents[name].null_count() == documents.height
    ]
    if filled:
        texts = [cleaned(column_as_text(flat_column(new[name]))) for name in filled]
        documents = documents.with_columns(texts)
        new = new.drop(filled)
    result = with_metadata(documents, new)
    names = zip(new.columns, result.columns[documents.width :], strict=True)
    changed = [f"{old!r} as {name!r}" for old, name in names if name == f"meta_{old}"]
    if not changed:
        return result, ()
    message = f"columns of metadata whose name is taken: {_counted(changed)}"
    return result, (Notice("metadata-renamed", len(changed), message),)


def _counted(examples: Sequence[str]) -> str:
    """Their number, and the first ones."""
    more = ", …" if len(examples) > EXAMPLES else ""
    return f"{len(examples)} ({', '.join(examples[:EXAMPLES])}{more})"


def _rules(documents: pl.DataFrame) -> list[_Rule]:
    """The ways in which cells can name documents, the most exact one first."""
    source = pl.col("source").str.normalize("NFC")
    base = pl.col("id").str.replace(r"#[^#]*$", "")
    is_end = (source == base) | source.str.ends_with(pl.lit("/") + base)
    name = source.str.split("/").list.last()
    # Of two files of one name none is meant; all documents of one file are.
    once = pl.when(source.n_unique().over(name) == 1).then(name)
    stem = _without_ending(name)
    stem_once = pl.when(source.n_unique().over(stem) == 1).then(stem)
    return [
        _Rule("ids", pl.col("id"), lambda cells: cells),
        _Rule("paths", source, _as_path),
        _Rule("paths below the folder", pl.when(is_end).then(base), _as_path),
        _Rule("file names", once, _last_part),
        _Rule("file names without ending", stem_once, _last_part),
    ]


def _without_ending(name: pl.Expr) -> pl.Expr:
    return name.str.replace(r"(.)\.gz$", "${1}").str.replace(r"(.)\.[^.]*$", "${1}")


def _as_path(cells: pl.Series) -> pl.Series:
    return cells.str.replace_all("\\", "/", literal=True).str.replace(r"^(?:\./)+", "")


def _last_part(cells: pl.Series) -> pl.Series:
    return _as_path(cells).str.split("/").list.last()


def _as_names(column: pl.Series) -> pl.Series:
    """The cells of a column as names of documents; empty ones are null."""
    if column.dtype.is_float():
        # Whole numbers with a missing one among them are fractions in pandas.
        is_whole = ((column == column.round()) & (column.abs() < 2**53)).fill_null(value=True)
        column = column.cast(pl.Int64) if is_whole.all() else column
    texts = column_as_text(column).str.strip_chars().str.normalize("NFC")
    return texts.to_frame().select(pl.when(pl.first() != "").then(pl.first())).to_series()


def _names(table: pl.DataFrame, key: str | None, name: str) -> list[str]:
    """The columns that may name documents."""
    listed = ", ".join(table.columns[:_LISTED])
    if key is not None:
        found = find_column(key, table.columns)
        if found is None:
            raise InputError(
                f"{name} has no column {key!r}; its columns are {listed}; name one with "
                "metadata_key"
            )
        return [found]
    return [each.name for each in table.iter_columns() if each.dtype != pl.Boolean]


def _best_key(
    documents: pl.DataFrame, table: pl.DataFrame, names: list[str], key: str | None, name: str
) -> tuple[str, _Rule, pl.Series]:
    """The column and the rule by which most documents have one row, and the documents' names."""
    found: list[tuple[tuple[int, int, int], str, _Rule, pl.Series]] = []
    # Cells are looked at once each: most columns have few different ones.
    counted = [table[column].alias("key").value_counts(name="n") for column in names]
    cells = [
        each.with_columns(_as_names(each["key"]).alias("key")).drop_nulls() for each in counted
    ]
    for rank, rule in enumerate(_rules(documents)):
        own = documents.select(key=rule.of_document).to_series()
        for position, column in enumerate(names):
            spelled = cells[position].with_columns(rule.of_cell(cells[position]["key"]))
            counts = spelled.group_by("key").agg(pl.col("n").sum())
            n = own.to_frame().join(counts, on="key", how="inner")["n"]
            if len(n):
                # A column of numbers that happen to be ids has most of them several times.
                score = (int((n == 1).sum()) + len(n), -rank, -position)
                found.append((score, column, rule, own))
    if not found:
        raise _nothing_joined(documents, table, names, key, name)
    _, column, rule, own = max(found, key=lambda each: each[0])
    return column, rule, own


def _nothing_joined(
    documents: pl.DataFrame, table: pl.DataFrame, names: list[str], key: str | None, name: str
) -> InputError:
    first, source = documents.row(0, named=True)["id"], documents["source"][0]
    of = repr(first) if source in (None, first) else f"{first!r}, of the file {source!r}"
    where = f"its column {names[0]!r}" if key is not None else f"its columns {names[:_LISTED]}"
    cells = [str(table[column].drop_nulls().first()) for column in names[:3]]
    return InputError(
        f"{name} has no row of any document: nothing in {where} is an id, a path or the name of a "
        f"file of the {amount(documents.height, 'document')} (the first is {of}; the first row has "
        f"{', '.join(map(repr, cells))}); name the column with metadata_key, or mend its values"
    )


def _row_of_key(
    table: pl.DataFrame, column: str, keys: pl.Series, wanted: pl.Series, name: str
) -> pl.DataFrame:
    """Key and index of one row for every document's key that the table has.

    Rows that are equal count as one.
    """
    of_documents = (
        table.drop(column)
        .with_columns(keys.alias("\0key"))
        .with_row_index("\0row")
        .join(pl.DataFrame({"\0key": wanted}), on="\0key", how="semi", maintain_order="left")
    )
    others = [each for each in of_documents.columns if each != "\0row"]
    different = of_documents.unique(others, keep="first", maintain_order=True)
    repeated = different.filter(pl.col("\0key").is_duplicated())
    if repeated.height:
        names = repeated["\0key"].unique(maintain_order=True)
        differing = [
            each
            for each in others[:-1]
            if repeated.select((pl.col(each).n_unique().over("\0key") > 1).any()).item()
        ]
        raise InputError(
            f"{name} has several rows, which differ, for one key in {column!r}: "
            f"{_counted([repr(each) for each in names])}; they differ in "
            f"{', '.join(differing[:_LISTED])}; keep one row of each, or name another column with "
            "metadata_key"
        )
    return different.select(key="\0key", row="\0row")


def _notices(
    documents: pl.DataFrame, cells: pl.Series, keys: pl.Series, row: pl.Series, name: str
) -> tuple[Notice, ...]:
    """Counted notices of documents without a row, and of rows without a document."""
    notices = []
    missing = documents["id"].filter(row.is_null())
    if len(missing):
        message = f"documents without a row in {name}: {_counted([repr(x) for x in missing])}"
        notices.append(Notice("documents-without-metadata", len(missing), message))
    used = keys.gather(row.drop_nulls().unique())
    # Equal rows of a key that was used are used, too.
    is_unused = ~keys.is_in(used.implode()).fill_null(value=False)
    numbers = pl.Series(range(1, len(keys) + 1)).filter(is_unused)
    unused = [
        f"row {number}" if cell is None else repr(cell)
        for number, cell in zip(numbers, cells.filter(is_unused), strict=True)
    ]
    if unused:
        message = f"rows of {name} without a document: {_counted(unused)}"
        notices.append(Notice("rows-without-documents", len(unused), message))
    return tuple(notices)
