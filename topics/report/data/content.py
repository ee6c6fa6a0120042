"""What the report shows, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.choices import DEFAULT_MAP_VIEW, DEFAULT_REPORT_TEXT, TOKEN_PATTERN
from topics.report.clusters import ReportClusters
from topics.report.effects.section import EffectsContent
from topics.report.trends import TrendsContent
from topics.trees import Tree


@dataclass(frozen=True)
class TopicTerms:
    """The terms of the topics.

    Attributes
    ----------
    topic_term : array of float64, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    terms : array of str, shape (n_vocabulary,)
    counts : array, shape (n_vocabulary,)
        How often each term occurs in the corpus.
    """

    topic_term: NDArray[np.float64]
    terms: NDArray[np.str_]
    counts: NDArray[np.number]


@dataclass(frozen=True)
class SectionTexts:
    """Texts of the sections, and how much of them the page has.

    Attributes
    ----------
    texts : polars.Series of str or None
        One for each row of the table of sections; None where the run has none.
    kind : {"none", "excerpts", "full"}
        Nothing, the beginning of each section, or all of it.
    pattern : str
        Regular expression of a token, by which terms are found in the texts.
    terms_of : callable or None
        Function that returns the terms of tokens in a language, where words are normalised.
    languages : polars.Series of str or None
        The language of each section, for `terms_of`.
    cuts : bool
        Whether words of scripts without spaces were cut with a dictionary.
    """

    texts: pl.Series | None
    kind: str = DEFAULT_REPORT_TEXT
    pattern: str = TOKEN_PATTERN
    terms_of: Callable[[list[str], str], list[str]] | None = None
    languages: pl.Series | None = None
    cuts: bool = False


@dataclass(frozen=True)
class ReportContent:
    """Everything that the report shows of a run.

    Attributes
    ----------
    title : str
    summary : mapping of str to str
        Facts for the head of the page, in order: documents, sections, model, …
    topics : polars.DataFrame, shape (n_topics, …)
        Columns topic, label, terms, share; every further numeric column is shown as a score.
    documents : polars.DataFrame, shape (n_documents, …)
        Columns id, title; source, date, author, n_terms, fit where known. Up to eight further
        columns that have values are shown when a document is opened.
    sections : polars.DataFrame, shape (n_sections, …)
        Columns document, position, level, heading, n_terms.
    document_topic : array of float64, shape (n_documents, n_topics)
    section_topic : array of float64, shape (n_sections, n_topics)
    projection : polars.DataFrame or None
        Columns level, document, position, x, y, topic; without it there is no map.
    clusters : ReportClusters or None
        Then documents and sections can have the column cluster: -1 for none.
    map_view : str
        What makes points neighbours on the map, as in `topics.project`.
    removed : polars.DataFrame
        Rows of ``removed.csv``; counted by reason, and the first 200 are listed.
    quality : mapping
        ``scores``: mappings with name, value, reference and settings.
    warnings : sequence of mapping
        Each with code, count and message.
    representatives : sequence of sequences of int
        Rows of the documents that come first in the list of every topic; the others follow by
        their share. By default none.
    effects : EffectsContent or None
        Effects of metadata on the topics, if they were estimated.
    trends : TrendsContent or None
        Topics over time and by group.
    terms : TopicTerms or None
        Without them a topic's view has no list of terms, and topics are not compared.
    tree : Tree or None
        The order of the topics, and the groups that they are in.
    texts : SectionTexts
        By default the page has no texts.
    intervals : tuple of two arrays, shape (n_documents, n_topics), or None
        Lower and upper ends of the 90% intervals of the documents' shares.
    """

    title: str
    summary: Mapping[str, str]
    topics: pl.DataFrame
    documents: pl.DataFrame
    sections: pl.DataFrame
    document_topic: NDArray[np.float64]
    section_topic: NDArray[np.float64]
    projection: pl.DataFrame | None
    removed: pl.DataFrame
    quality: Mapping[str, Any]
    warnings: Sequence[Mapping[str, Any]]
    representatives: Sequence[Sequence[int]] = ()
    effects: EffectsContent | None = None
    clusters: ReportClusters | None = None
    map_view: str = DEFAULT_MAP_VIEW
    trends: TrendsContent | None = None
    terms: TopicTerms | None = None
    tree: Tree | None = None
    texts: SectionTexts = field(default_factory=lambda: SectionTexts(None))
    intervals: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
