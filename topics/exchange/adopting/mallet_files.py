"""MALLET's files: those of --output-doc-topics and --topic-word-weights-file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError, MissingInputError
from topics.exchange.adopting.foreign import ForeignModel
from topics.values import amount

DOC_TOPICS, WORD_WEIGHTS, ALPHA = "doc_topics", "word_weights", "alpha"
DEFAULT_ALPHA = 5.0
"""Sum of the document-topic prior that MALLET has by default; its two files do not keep it."""

Floats = NDArray[np.float64]


def is_mallet(model: Mapping[Any, Any]) -> bool:
    """Whether a mapping names files of MALLET."""
    return DOC_TOPICS in model or WORD_WEIGHTS in model


def read_mallet(model: Mapping[str, Any]) -> ForeignModel:
    """The model in MALLET's files.

    Parameters
    ----------
    model : mapping
        The paths ``doc_topics`` and ``word_weights``, and perhaps ``alpha``, the sum of the prior
        (``--alpha``) or a number for each topic.

    Raises
    ------
    InputError
        A file is missing, or has other lines than MALLET writes.
    """
    unknown = set(model) - {DOC_TOPICS, WORD_WEIGHTS, ALPHA}
    if unknown or not {DOC_TOPICS, WORD_WEIGHTS} <= set(model):
        raise InputError(
            f"a model of MALLET has {', '.join(map(repr, model))}; expected the paths "
            f"{DOC_TOPICS!r} (--output-doc-topics) and {WORD_WEIGHTS!r} "
            f"(--topic-word-weights-file), and perhaps {ALPHA!r}"
        )
    terms, components = read_word_weights(model[WORD_WEIGHTS])
    names, rows = read_doc_topics(model[DOC_TOPICS], len(components))
    alpha = _alpha(model.get(ALPHA, DEFAULT_ALPHA))
    return ForeignModel(
        library="mallet",
        kind="MALLET",
        model="lda",
        engine="topics",
        terms=terms,
        components=components,
        prior=np.full(len(components), alpha / len(components)) if alpha.ndim == 0 else alpha,
        rows=rows,
        row_names=names,
    )


def _alpha(value: Any) -> Floats:
    """The sum of the prior, or the prior of each topic."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            f"{ALPHA} is {value!r:.60}, expected the sum of MALLET's --alpha, or a number for each "
            "topic"
        ) from None


def read_word_weights(path: Any) -> tuple[list[str], Floats]:
    """Terms, and their weights in each topic: lines of topic, term and weight."""
    topics, names, weights = [], [], []
    for number, fields in _lines(path, WORD_WEIGHTS):
        if len(fields) != 3 or not fields[0].isdecimal() or not fields[1]:
            raise _bad_line(path, number, "topic, word and weight", "--topic-word-weights-file")
        topics.append(int(fields[0]))
        names.append(fields[1])
        weights.append(_number(fields[2], path, number))
    if not topics:
        raise InputError(f"{path} is empty; MALLET writes it with --topic-word-weights-file")
    columns = {name: column for column, name in enumerate(dict.fromkeys(names))}
    n_topics = max(topics) + 1
    if n_topics > len(set(topics)):
        raise InputError(f"{path} lacks topics: it has {len(set(topics))} of 0 to {n_topics - 1}")
    components = np.full((n_topics, len(columns)), np.nan)
    places = np.array(topics), np.array([columns[name] for name in names])
    if len(np.unique(places[0] * len(columns) + places[1])) < len(names):
        raise InputError(f"{path} has two weights of one word in one topic")
    components[places] = weights
    n_missing = int(np.isnan(components).sum())
    if n_missing:
        raise InputError(
            f"{path} lacks {amount(n_missing, 'weight')} of words in topics, so it was cut; "
            "write it again"
        )
    return list(columns), components


def read_doc_topics(path: Any, n_topics: int) -> tuple[list[str], Floats]:
    """Names of the documents, and the share of each topic in them.

    A line is the number of the document, its name and a share for each topic; before MALLET 2.0.8
    pairs of topic and share, the largest first.
    """
    names, rows = [], []
    is_paired: bool | None = None
    for number, fields in _lines(path, DOC_TOPICS):
        if fields[0].startswith("#"):
            continue
        shares = [field for field in fields[2:] if field]
        if is_paired is None:
            is_paired = len(shares) == 2 * n_topics
        expected = f"its number, its name and {amount(n_topics, 'share')}"
        if len(shares) != (2 * n_topics if is_paired else n_topics):
            raise _bad_line(path, number, expected, "--output-doc-topics")
        row = np.zeros(n_topics)
        values = [_number(field, path, number) for field in shares]
        if is_paired:
            topics = np.array(values[::2])
            if sorted(topics.tolist()) != list(range(n_topics)):
                raise _bad_line(path, number, expected, "--output-doc-topics")
            row[topics.astype(np.int64)] = values[1::2]
        else:
            row[:] = values
        names.append(fields[1])
        rows.append(row)
    if not rows:
        raise InputError(f"{path} has no documents; MALLET writes it with --output-doc-topics")
    return names, np.array(rows)


def _lines(path: Any, what: str) -> Any:
    """Number and fields, separated by tabs (older files: blanks), of every line with text."""
    if not isinstance(path, str | os.PathLike):
        raise InputError(f"{what} is {path!r:.60}, expected the path of a file of MALLET")
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise MissingInputError(f"cannot read {path} ({what}): {error}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text, as MALLET writes it: {error}") from error
    # Only line feeds end lines: terms may hold other separators of Unicode.
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if line.strip():
            fields = line.split("\t")
            yield number, fields if len(fields) > 2 or line.startswith("#") else line.split()


def _number(field: str, path: Any, number: int) -> float:
    try:
        value = float(field)
    except ValueError:
        value = np.nan
    if not 0 <= value < np.inf:
        raise InputError(
            f"line {number} of {path} has {field!r:.40}, expected a number of 0 or more"
        )
    return value


def _bad_line(path: Any, number: int, expected: str, option: str) -> InputError:
    return InputError(
        f"line {number} of {path} is not {expected}, separated by tabs, as MALLET writes it with "
        f"{option}; is it of the same model as the other file?"
    )
