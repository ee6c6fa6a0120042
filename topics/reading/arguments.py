"""What is given where paths are expected → the paths, or one sentence that names the right call."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeGuard

from topics.errors import InputError, MissingInputError
from topics.values import is_open_file

_EXAMPLES = 1_000
"""Number of entries of a list that are looked at to say what it holds."""

_MAX_NAME = 255
"""No file system has longer names of files."""

_SHOWN = 60

FROM_TEXTS = "topics.Corpus.from_texts(texts)"
FROM_TOKENS = "topics.Corpus.from_tokens(tokens)"
FROM_FRAME = 'topics.Corpus.from_frame(table, text_column="…")'
COUNTS = "topics.Counts(matrix, terms)"
BAG_OF_WORDS = (
    "topics.Counts(gensim.matutils.corpus2csc(bags, num_terms=len(dictionary)).T, "
    "[dictionary[i] for i in range(len(dictionary))])"
)


class DaskCollection(Protocol):
    """A dask.bag or a dask.dataframe."""

    @property
    def npartitions(self) -> int:
        """How many partitions it has."""

    def to_delayed(self) -> Any:
        """What computes each partition, in order."""


def is_collection(data: Any) -> TypeGuard[DaskCollection]:
    """Whether something is a dask.bag or dask.dataframe; Dask is not imported for the answer."""
    is_of_dask = type(data).__module__.startswith("dask.")
    return is_of_dask and type(data).__name__ in ("Bag", "DataFrame")


def as_paths(data: Any) -> list[str | Path]:
    """The paths, whether one or many were given.

    Raises
    ------
    InputError
        Something else was given: texts, tokens, a table, counts. The message names the call that
        takes it.
    """
    if type(data).__module__.startswith("dask."):  # which answers to every name
        raise InputError(
            f"{type(data).__name__} of Dask; expected a dask.bag or a dask.dataframe (a series has "
            "to_frame()), read alone"
        )
    if getattr(data, "shape", None) == ():  # an array of one value
        data = data.item()
    if isinstance(data, str | os.PathLike):
        return [_as_path(data)]
    what = _kind(data)
    if not what and isinstance(data, Iterable):
        entries = list(data)
        if all(isinstance(entry, str | os.PathLike) for entry in entries):
            return [_as_path(path) for path in entries]
        what = _kind_of_entries(entries)
    raise InputError(
        f"{what or f'{data!r:.80}'}; expected a path, several paths, a Corpus or Counts"
    )


def check_paths(paths: Iterable[str | Path]) -> None:
    """Raise MissingInputError if a path seems to be a text; the message shows its beginning."""
    for path in paths:
        text = os.fsdecode(path)
        is_text = any(len(name) > _MAX_NAME for name in text.split("/")) or len(text.split()) > 1
        if is_text and not _exists(text) and not _may_be_pattern(text):
            raise MissingInputError(
                f"{shortened(text)}: no such file or folder; if it is a text and not a path, use "
                f"{FROM_TEXTS}"
            )


def shortened(text: str) -> str:
    """The beginning of a text on one line, as messages show it."""
    line = " ".join(text[: 4 * _SHOWN].split())
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")


def _as_path(path: str | os.PathLike[str]) -> str | Path:
    if isinstance(path, str):
        return str(path)  # numpy has strings of its own
    return path if isinstance(path, Path) else Path(path)


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):  # too long, or a zero in it
        return False


def _may_be_pattern(path: str) -> bool:
    """Whether a path has signs of a pattern and an ending, or names a folder that exists."""
    has_signs = any(sign in path for sign in "*?[") and "\n" not in path
    if not has_signs or len(path) > 16 * _MAX_NAME:
        return False
    folder = os.path.dirname(path.split("*")[0].split("?")[0].split("[")[0])
    return bool(os.path.splitext(path)[1]) or (bool(folder) and _exists(folder))


def _kind(data: Any) -> str:
    """What was given and which call takes it; an empty string for a list of something."""
    module = type(data).__module__.split(".")[0]
    name = type(data).__name__
    if isinstance(data, bytes | bytearray):
        return f"bytes are no path; for a text use {FROM_TEXTS}"
    if isinstance(data, io.StringIO | io.BytesIO):
        return f"text in memory is no path: use {FROM_TEXTS}"
    if is_open_file(data):
        return (
            "an open file is no path; give its path, and lines=True of topics.read if every line "
            "is a document"
        )
    if isinstance(data, set | frozenset):
        return "a set has no order; give sorted(paths)"
    if isinstance(data, csv.DictReader):
        return f"rows of a table: use {FROM_FRAME}, or give the path of the file"
    if type(data).__module__ == "_csv":
        return "rows of a table; give the path of the file"
    if data is None:
        return "no data, but None"
    if isinstance(data, Mapping):
        return "a mapping of texts: use topics.Corpus.from_texts(texts.values(), ids=texts.keys())"
    if module in ("pandas", "polars", "pyarrow"):
        if "Frame" in name or name == "Table":
            return f"a table: use {FROM_FRAME}"
        return f"a series of texts: use {FROM_TEXTS}"
    if module == "scipy" or (module == "numpy" and data.ndim == 2 and data.dtype.kind in "biuf"):
        return f"a matrix of counts: use {COUNTS}"
    return ""


def _kind_of_entries(entries: list[Any]) -> str:
    """What a list that holds more than paths holds, and which call takes it."""
    some = list(islice((entry for entry in entries if entry is not None), _EXAMPLES))
    if some and all(isinstance(entry, Mapping) for entry in some):
        return f"a list of mappings: use {FROM_FRAME}"
    if some and all(isinstance(entry, list | tuple) for entry in some):
        inner = [each for entry in some for each in islice(entry, 10)]
        if inner and all(isinstance(each, str) for each in inner):
            return f"lists of tokens: use {FROM_TOKENS}"
        if inner and all(isinstance(each, tuple) and len(each) == 2 for each in inner):
            return f"a bag of words: use {BAG_OF_WORDS}"
        if inner and all(isinstance(each, int | float) for each in inner):
            return f"a matrix of counts: use {COUNTS}"
    if some and is_open_file(some[0]):
        return "open files are no paths; give their paths"
    if any(isinstance(entry, str) for entry in some):
        return f"a list with {_other(entries)} in it; for texts use {FROM_TEXTS}"
    return f"a list of {type(some[0]).__name__}" if some else ""


def _other(entries: list[Any]) -> str:
    other = next(each for each in entries if not isinstance(each, str | os.PathLike))
    return "missing values" if other is None or other != other else type(other).__name__
