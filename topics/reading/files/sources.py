"""Sources of documents as paths that do not name the folders of the analyst's disk."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import PurePath

import polars as pl


def relative_sources(sources: pl.Series, paths: Iterable[str | os.PathLike[str]]) -> pl.Series:
    """Sources below absolute arguments, or those that begin with ``..``, relative to their parent.

    The parent is that of the argument, or of all such arguments, so that the files of two folders
    stay apart. Other sources are relative already. A pattern counts up to its first wildcard.

    Parameters
    ----------
    sources : polars.Series of str
    paths : iterable of str or path
        Arguments, as the caller wrote them.

    Examples
    --------
    >>> sources = pl.Series(["/home/ana/texts/a.txt", "b.txt"])
    >>> relative_sources(sources, ["/home/ana/texts", "b.txt"]).to_list()
    ['texts/a.txt', 'b.txt']
    """
    for parents in _parents_outside(paths):
        common = os.path.commonpath(parents).replace(os.sep, "/").rstrip("/")
        sources = sources.str.strip_prefix(common + "/")
    return sources


def _parents_outside(paths: Iterable[str | os.PathLike[str]]) -> list[list[str]]:
    """Parents of the absolute arguments, and of those that begin with ``..``."""
    absolute: list[str] = []
    above: list[str] = []
    for path in map(PurePath, paths):
        is_pattern = glob.has_magic(str(path)) and not os.path.lexists(path)
        magic = (i for i, part in enumerate(path.parts) if glob.has_magic(part))
        n_fixed = next(magic) if is_pattern else len(path.parts)
        parent = PurePath(*path.parts[:n_fixed]).parent
        if path.is_absolute():
            absolute.append(str(parent))
        elif path.parts[:1] == ("..",) and parent.parts:
            above.append(str(parent))
    return [parents for parents in (absolute, above) if parents]
