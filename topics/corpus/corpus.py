"""Corpus: documents and their sections as two tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike, fspath
from typing import Any

import polars as pl

from topics.cleaning import clean_line
from topics.corpus.analyzing import Analyzer, name_of, terms_of_sections
from topics.corpus.checks import check_columns, check_order, check_unique_ids
from topics.corpus.in_memory import (
    checked_texts,
    metadata_table,
    names_of_files,
    tables_of,
    token_list,
)
from topics.corpus.joining import joined
from topics.corpus.schemas import DOCUMENT_SCHEMA, INPUT_SCHEMA, REMOVED_SCHEMA, SECTION_SCHEMA
from topics.errors import InputError
from topics.frames import Names, columns_of, documents_of, header_of, values_of
from topics.notices import Notice
from topics.texts.languages import with_languages
from topics.values import amount, encodable


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
    analyzer : str
        Module and name of the function that made the tokens (`with_analyzer`); empty if none did.

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
    analyzer: str = ""

    def __post_init__(self) -> None:
        check_columns(self.documents, DOCUMENT_SCHEMA, "documents")
        check_columns(self.sections, SECTION_SCHEMA, "sections")
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
                f"{amount(unknown.height, 'section')} of documents that are not in the documents "
                f"table, first {unknown['document'][0]!r}; add these documents"
            )
        check_order(self.documents["id"], self.sections)

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return self.documents.height

    @property
    def n_sections(self) -> int:
        """Number of sections over all documents."""
        return self.sections.height

    def __repr__(self) -> str:
        return (
            f"Corpus({amount(self.n_documents, 'document')}, {amount(self.n_sections, 'section')})"
        )

    def with_analyzer(self, analyzer: Analyzer) -> Corpus:
        """Return the corpus with the terms that a function makes of the text of each section.

        They are counted without change, except that stop words and terms of more than 100
        characters are left out. A run remembers the function by its module and name only: for
        new documents it is passed again.

        Parameters
        ----------
        analyzer : callable
            Takes the text of a section, after its heading if it has one, and returns the list of
            its terms.

        Raises
        ------
        InputError
            It is no function, or does not return a list of texts.

        Examples
        --------
        >>> Corpus.from_texts(["Tides rise"]).with_analyzer(str.split).sections["tokens"].to_list()
        [['Tides', 'rise']]
        """
        name = name_of(analyzer)
        tokens = terms_of_sections(self.sections, analyzer)
        return replace(self, sections=self.sections.with_columns(tokens), analyzer=name)

    def with_metadata(self, table: Any, *, key: str | None = None) -> Corpus:
        """Return the corpus with the columns of a table, whose rows are found by a key.

        A row belongs to the documents that a cell of it names: by their id, else by the path of
        their file, else by the file's name with or without ending. The column and the way by
        which most documents have one row are taken for the whole table; a notice says which,
        unless the column is named. Documents without a row, and rows without a document, are
        counted in notices that name the first five. Columns ``author`` and ``date`` fill those of
        ``documents`` that have no values, and ``language`` replaces what was detected; other
        columns whose name is taken get the prefix ``meta_``. The key itself is left out.

        Parameters
        ----------
        table : table of polars, pandas or pyarrow, mapping of columns, or list of mappings
        key : str, optional
            The column that names documents. Default: the one that fits best.

        Raises
        ------
        InputError
            No row belongs to a document, there is no such column, or rows of the same document
            differ.

        Examples
        --------
        >>> corpus = Corpus.from_texts(["Tides rise.", "Courts ruled."], ids=["a", "b"])
        >>> table = {"name": ["b", "a"], "year": [1999, 1998]}
        >>> corpus.with_metadata(table, key="name").documents["year"].to_list()
        [1998, 1999]
        """
        if isinstance(table, str | PathLike):
            raise InputError(
                f"the table is the path {fspath(table)!r}, expected a table in memory; for files "
                "use topics.read(paths, metadata=path)"
            )
        without = self.documents.with_columns(language=pl.lit(None, pl.String))
        documents, notices = joined(without, metadata_table(table), key)
        languages = pl.coalesce("language", self.documents["language"])
        documents = documents.with_columns(language=languages)
        return replace(self, documents=documents, notices=(*self.notices, *notices))

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        *,
        ids: Iterable[str] | None = None,
        titles: Iterable[str | None] | None = None,
        metadata: Any = None,
        keep_furniture: bool = False,
        analyzer: Analyzer | None = None,
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
            are missing (None, NaN), or only say so (``"nan"``), are empty, with a notice, as is
            one that has no text.
        ids, titles : iterable of str, optional
            One for every text. Ids default to ``"0"``, ``"1"``, …; titles default to the ids.
        metadata : table of polars or pandas, or mapping of column to values, optional
            One row for every text. The columns are added to ``documents``.
        keep_furniture : bool
            Whether all lines are kept.
        analyzer : callable, optional
            Function that returns the list of terms of a text; see `with_analyzer`.

        Raises
        ------
        InputError
            One text was given instead of several, there are no texts, lengths differ, ids
            repeat, or the analyzer does not return lists of texts.
        """
        instead = "; use topics.Corpus.from_texts([text])"
        if isinstance(texts, Mapping):
            instead = "; use topics.Corpus.from_texts(texts.values(), ids=texts.keys())"
        elif hasattr(texts, "columns"):
            instead = "; use topics.Corpus.from_frame(table, text_column=…)"
        bodies = values_of(texts, "texts", instead)
        texts_of_documents = [[text] for text in checked_texts(bodies)]
        tables = tables_of(
            texts_of_documents,
            [[""]] * len(bodies),
            ids=ids,
            titles=titles,
            metadata=metadata,
            keep_furniture=keep_furniture,
        )
        notices = (*tables.notices, *names_of_files(bodies))
        corpus = cls(**tables._replace(notices=notices)._asdict())._with_languages()
        return corpus if analyzer is None else corpus.with_analyzer(analyzer)

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
        lists = [token_list(row, number) for number, row in enumerate(rows)]
        bodies = [" ".join(row) for row in lists]
        tables = tables_of(
            [[body] for body in bodies],
            [[""]] * len(lists),
            ids=ids,
            titles=titles,
            metadata=metadata,
            keep_furniture=True,
        )
        sections = tables.sections.with_columns(
            pl.Series("text", [encodable(body) for body in bodies], dtype=pl.String),
            pl.Series("tokens", lists, dtype=pl.List(pl.String())),
        )
        # A token is what it is, also if it is "nan".
        return cls(documents=tables.documents, sections=sections)

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
        table = documents_of(columns_of(frame), names, header_of(frame))
        tables = tables_of(
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
        documents = tables.documents.with_columns(
            pl.Series(name, values, dtype=pl.String) for name, values in fixed.items()
        )
        notices = (*tables.notices, *table.notices)
        tables = tables._replace(documents=documents, notices=notices)
        return cls(**tables._asdict())._with_languages()

    def _with_languages(self) -> Corpus:
        """The corpus with the languages that its texts are in where none is stated."""
        documents, notices = with_languages(self.documents, self.sections)
        return replace(self, documents=documents, notices=(*self.notices, *notices))
