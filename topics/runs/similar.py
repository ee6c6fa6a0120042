"""Nearest documents and sections of a run by their topic shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import InputError, OptionError, UnknownIdError
from topics.results import Transformed, largest_topic
from topics.runs.data import RunData
from topics.runs.ids import id_in_run
from topics.runs.topic_rows import check_topic
from topics.space import hellinger
from topics.values import amount

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AskedRow:
    """The document, section or text whose neighbours are wanted.

    Attributes
    ----------
    name : str
        What messages call it.
    shares : array, shape (n_topics,)
    is_section : bool
        Whether it is compared with sections, and not with documents.
    index : int or None
        Its own row in the run, which is none of its neighbours; None if it is new.
    """

    name: str
    shares: Floats
    is_section: bool = False
    index: int | None = None


def row_of_run(run: RunData, document: str, position: int | None) -> AskedRow | None:
    """The document with this id or, with a position, its section; None if there is no such id.

    Raises
    ------
    UnknownIdError
        The document has no section at this position.
    InputError
        The row has no counted terms, so its shares are those of the corpus.
    """
    found = id_in_run(run, document)
    if found is None:
        return None
    if position is None:
        name, shares = repr(found), run.document_topic
        is_asked = (run.documents["id"] == found).to_numpy()
    else:
        name, shares = f"section {position} of {found!r}", run.section_topic
        in_document = (run.sections["document"] == found).to_numpy()
        is_asked = in_document & (run.sections["position"] == position).to_numpy()
        if not is_asked.any():
            raise UnknownIdError(
                f"document {found!r} has {amount(int(in_document.sum()), 'section')}, none at "
                f"position {position}"
            )
    index = int(np.flatnonzero(is_asked)[0])
    if not _n_terms(run, is_section=position is not None)[index]:
        raise InputError(
            f"{name} has no counted terms: nothing is known about its topics, so nothing is "
            "similar to it"
        )
    return AskedRow(name, shares[index], position is not None, index)


def row_of_new(new: Transformed, name: str) -> AskedRow:
    """The single document of a transform.

    Raises
    ------
    InputError
        There are several documents, or none of its terms is known to the run.
    """
    n = new.documents.height
    if n != 1:
        raise InputError(
            f"{name} holds {amount(n, 'document')}, expected one; topics.transform finds the "
            "topics of several"
        )
    if not new.documents["n_terms"][0]:
        raise InputError(
            f"{name} has no term of the run's vocabulary, so nothing is known about its topics"
        )
    return AskedRow(name, new.document_topic[0])


def check_no_position(position: int | None, what: str) -> None:
    """Raise OptionError if a position was given where there are no sections to choose from."""
    if position is not None:
        raise OptionError(
            f"position is {position}, but {what} is compared as a whole; leave it out"
        )


def nearest_rows(run: RunData, asked: AskedRow, n: int) -> pl.DataFrame:
    """Documents or sections by distance, as `TopicRun.similar` documents.

    Rows without counted terms show the mean of the corpus; they are nobody's neighbours.
    """
    if n < 1:
        raise OptionError(f"n is {n}, expected 1 or more")
    if asked.is_section:
        table, rows = run.sections.select("document", "position", "heading"), run.section_topic
    else:
        table, rows = run.documents.select(document="id", title="title"), run.document_topic
    n_terms = _n_terms(run, is_section=asked.is_section)
    is_compared = n_terms > 0
    if asked.index is not None:
        is_compared[asked.index] = False
    compared = np.flatnonzero(is_compared)
    distance = hellinger(asked.shares, rows[compared])
    nearest = np.argsort(distance, kind="stable")[:n]
    order = compared[nearest]
    topic = largest_topic(rows[order], n_terms[order])
    result: pl.DataFrame = table[order].with_columns(
        *topic, distance=pl.Series(distance[nearest], dtype=pl.Float64)
    )
    return result


def nearest_topics(run: RunData, topic: int, n: int) -> pl.DataFrame:
    """The topics whose terms are most like those of one, nearest first: topic, label, distance.

    The Hellinger distance of the terms' probabilities is 0 for equal topics, and 1 for topics
    without a term in common.

    Raises
    ------
    OptionError
        There is no such topic.
    """
    check_topic(run, topic)
    distance = hellinger(run.topic_term[topic], run.topic_term)
    order = np.argsort(distance, kind="stable")
    order = order[order != topic][:n]
    result: pl.DataFrame = (
        run.topics[order]
        .select("topic", "label")
        .with_columns(distance=pl.Series(distance[order], dtype=pl.Float64))
    )
    return result


def _n_terms(run: RunData, *, is_section: bool) -> NDArray[np.float64]:
    """Counted terms of the sections, or of the documents."""
    return run.counts.n_terms if is_section else run.counts.n_terms_of_documents
