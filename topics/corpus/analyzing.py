"""Terms that a function of the caller makes of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from topics.errors import InputError
from topics.values import encodable

Analyzer = Callable[[str], Iterable[str]]
"""A function that returns the terms of a text, in their order."""

EXPECTED = "expected a function that takes a text and returns the list of its terms"


def name_of(analyzer: Analyzer) -> str:
    """Module and name of a function, or of the class of another callable.

    A name is for people and is compared; nothing is imported by it.

    Raises
    ------
    InputError
        It cannot be called.

    Examples
    --------
    >>> name_of(str.split)
    'builtins:str.split'
    """
    if not callable(analyzer):
        raise InputError(f"the analyzer is {type(analyzer).__name__}, {EXPECTED}")
    named: Any = analyzer if hasattr(analyzer, "__qualname__") else type(analyzer)
    module = getattr(named, "__module__", None) or getattr(
        getattr(named, "__objclass__", None), "__module__", "builtins"
    )
    return f"{module}:{named.__qualname__}"


def terms_of_sections(sections: pl.DataFrame, analyzer: Analyzer) -> pl.Series:
    """Terms of every section, shape (n_sections,): of its heading and text, if it has a heading.

    Raises
    ------
    InputError
        The function returned something else than a list of texts; the message names the document.
    """
    rows = sections.select("document", "heading", "text").iter_rows()
    lists = [
        _checked(analyzer(f"{heading}\n\n{text}" if heading else text), analyzer, document)
        for document, heading, text in rows
    ]
    return pl.Series("tokens", lists, dtype=pl.List(pl.String))


def _checked(terms: Any, analyzer: Analyzer, document: str) -> list[str]:
    """The terms as a list of texts that can be written."""
    where = f"the analyzer {name_of(analyzer)} returned"
    if isinstance(terms, str | bytes) or not isinstance(terms, Iterable):
        raise InputError(
            f"{where} {type(terms).__name__} for document {document!r:.80}, {EXPECTED}"
        )
    listed = list(terms)
    wrong = [term for term in listed if not isinstance(term, str) or not term]
    if wrong:
        raise InputError(
            f"{where} {wrong[0]!r:.80} among the terms of document {document!r:.80}, expected "
            "texts that are not empty"
        )
    return [encodable(term) for term in listed]
