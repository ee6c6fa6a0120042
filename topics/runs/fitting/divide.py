"""The sections of one topic, fitted again: subtopics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_random_state, check_whole
from topics.corpus import DOCUMENT_SCHEMA, RESERVED_COLUMNS, Corpus
from topics.counts import Counts, tokens_of_rows
from topics.errors import InputError
from topics.notices import StageLog
from topics.results import Parameters
from topics.runs.data import RunData
from topics.runs.fitting.parts import engine_of, fitted_parts
from topics.runs.topic_rows import check_topic

Ids = NDArray[np.int64]

FEWEST_ROWS = 2
"""A topic with fewer sections or documents of its own cannot be divided."""


def divided_parts(
    run: RunData,
    topic: int,
    log: StageLog,
    *,
    n_topics: int | None = None,
    n_fits: int | None = None,
    random_state: int | None = None,
    n_threads: int | None = None,
) -> dict[str, Any]:
    """The subtopics of a topic, as the attributes of a run; see `TopicRun.divide`."""
    check_topic(run, topic)
    check_whole("n_topics", n_topics, 1)
    check_whole("n_fits", n_fits, 1)
    check_whole("n_threads", n_threads, 1)
    if random_state is not None:
        check_random_state(random_state)
    rows = own_sections(run, topic)
    counts, documents = counts_of_sections(run.counts, rows)
    before = run.options
    options = replace(
        before,
        n_topics=n_topics,
        n_fits=before.n_fits if n_fits is None else n_fits,
        random_state=before.random_state if random_state is None else random_state,
        n_threads=n_threads,
        document_topic_prior=_without_array(before.document_topic_prior),
        topic_term_prior=_without_array(before.topic_term_prior),
        project=False,
        cluster=None,
        n_clusters=None,
        tree=(),
        date=None,
        by=None,
    )
    parts = fitted_parts(
        _corpus(run, rows, documents),
        counts,
        run.learned,
        Parameters(options, run.parameters.settings),
        engine_of(options),
        log,
    )
    # A section is found by the position that it has in the whole document.
    sections = parts["sections"].with_columns(position=run.sections["position"][rows])
    texts = None if run.section_texts is None else parts["section_texts"]
    return {**parts, "sections": sections, "section_texts": texts}


def own_sections(run: RunData, topic: int) -> Ids:
    """Numbers of the sections whose largest topic it is, or of all sections of such documents.

    Raises
    ------
    InputError
        The run has no counts, or there are fewer than `FEWEST_ROWS` such sections or documents.
    """
    is_document = run.options.level == "document"
    shares = run.document_topic if is_document else run.section_topic
    counts = run.counts
    n_terms = counts.n_terms_of_documents if is_document else counts.n_terms
    if not n_terms.sum():
        raise InputError("the run holds no counts of terms, so no topic of it can be divided")
    is_own = (shares.argmax(axis=1) == topic) & (n_terms > 0)
    if is_own.sum() < FEWEST_ROWS:
        raise InputError(
            f"topic {topic} is the largest topic of {int(is_own.sum())} {run.options.level}s with "
            f"counted terms, expected at least {FEWEST_ROWS} to divide it; divide a larger topic"
        )
    if is_document:
        is_own = is_own[counts.row_document] & (counts.n_terms > 0)
    return np.flatnonzero(is_own)


def counts_of_sections(counts: Counts, rows: Ids) -> tuple[Counts, Ids]:
    """The counts of some sections, of the terms that they have, and the documents they are of.

    Parameters
    ----------
    counts : Counts
    rows : array of int
        Numbers of the sections, ascending.

    Examples
    --------
    >>> counts = Counts([[2, 0, 1], [0, 3, 0], [0, 0, 4]], ["sea", "law", "tide"])
    >>> part, documents = counts_of_sections(counts, np.array([0, 2]))
    >>> part.terms.tolist(), part.matrix.toarray().tolist(), documents.tolist()
    (['sea', 'tide'], [[2, 1], [0, 4]], [0, 2])
    """
    matrix = counts.matrix[rows]
    terms = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() > 0)
    documents, owner = np.unique(counts.row_document[rows], return_inverse=True)
    tokens = tokens_of_rows(counts, rows)
    if "token_ids" in tokens:
        number = np.zeros(counts.n_vocabulary, dtype=np.int32)
        number[terms] = np.arange(len(terms))
        tokens["token_ids"] = number[tokens["token_ids"]]
    is_copy = None if counts.is_copy is None else counts.is_copy[documents]
    if is_copy is not None and (is_copy.all() or not is_copy.any()):
        is_copy = None  # copies of documents that are mostly about other topics
    part = Counts(
        matrix[:, terms],
        counts.terms[terms],
        row_document=owner.astype(np.int64),
        n_documents=len(documents),
        is_copy=is_copy,
        **tokens,
    )
    return part, documents


def _corpus(run: RunData, rows: Ids, documents: Ids) -> Corpus:
    """The sections as a corpus of their own; positions count from 0 in it."""
    metadata = [name for name in run.documents.columns if name not in RESERVED_COLUMNS]
    texts = pl.lit("") if run.section_texts is None else run.section_texts[rows]
    sections = run.sections[rows].select("document", "position", "level", "heading")
    return Corpus(
        documents=run.documents[documents].select(*DOCUMENT_SCHEMA, *metadata),
        sections=sections.with_columns(
            position=pl.int_range(pl.len(), dtype=pl.Int64).over("document"), text=texts
        ),
    )


def _without_array(prior: Any) -> Any:
    """A prior that is one number or a word; arrays are of the topics and terms of the run."""
    return None if np.ndim(prior) else prior
