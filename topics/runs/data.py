"""RunData: everything that a run is, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import REMOVED_SCHEMA
from topics.counting import LearnedVocabulary
from topics.counts import Counts
from topics.exchange.adopted import Adopted
from topics.options import FitOptions
from topics.results import Parameters, Selection, Witnesses
from topics.results.clusters import Clusters, Members
from topics.results.effects import Effects
from topics.results.trends import Trends
from topics.runs.edits.steps import Edits
from topics.shares.intervals import ShareIntervals
from topics.trees import Tree


@dataclass(frozen=True, eq=False, kw_only=True)
class RunData:
    """Topics of a corpus at section and document level, with all that makes them.

    Attributes
    ----------
    documents : polars.DataFrame
        id, source, part, title, author, date, language, duplicate_of, n_sections, n_terms,
        topic, topic_share, fit, then metadata. ``topic`` is the largest topic. ``fit`` says how
        much better its topics predict a document's terms than the corpus's term shares do (ratio
        of perplexities): about 1 means that no topic describes it. All three are null where
        there are no counted terms; runs of earlier versions lack them.
    sections : polars.DataFrame
        document, position, level, heading, n_terms, topic, topic_share.
    topics : polars.DataFrame
        topic, label, terms, share, coherence; where there were several fits stability,
        stability_low and stability_high (`topics.evaluation.topic_stability`); label_origin after
        `TopicRun.relabel`; in edited runs also original_topics (the numbers that the topics in
        each have in the fit), hidden and group; after `topics.evaluate` the columns that it adds.
    document_topic : array, shape (n_documents, n_topics)
        Rows sum to 1 and are the n_terms-weighted means of their sections' rows.
    section_topic : array, shape (n_sections, n_topics)
        Rows sum to 1.
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    terms : array of str, shape (n_vocabulary,)
    projection : polars.DataFrame
        level, document, position, x, y, topic; empty when no map was asked for, and without the
        rows of one level on a map of embeddings. ``options.map_view`` says what it shows.
    removed : polars.DataFrame
        What reading left out: source, line, document, position, reason, n_documents, text.
    quality : dict
        ``scores``, each with value, reference and settings, and ``warnings``.
    counts : Counts
        Section counts after pruning.
    engine_arrays : dict of arrays
        What new documents need: ``components``; for LDA ``document_topic_prior``, for NMF of our
        own ``exponent``; for tf-idf ``document_frequency`` and ``n_fitted_rows``.
    learned : LearnedVocabulary
        What counting learned from the corpus besides the vocabulary; needed for new documents.
    parameters : Parameters
        Options that were in force, and how texts were counted.
    manifest : dict
        Parameters as JSON, inputs with sha256, package versions and seconds per stage.
    witnesses : Witnesses or None
        Topics and shares of the other fits; None where there was one fit.
    clusters : Clusters or None
        Clusters of documents or sections, after `topics.cluster`; the columns cluster,
        cluster_strength and, where there is noise, nearest_cluster of documents and sections
        belong to them.
    estimated_effects : Effects or None
        Effects of metadata on the topics, after `TopicRun.with_effects`.
    topic_tree, cluster_tree : Tree or None
        Trees that are kept in the run, after `TopicRun.with_tree` or where an option asked for
        them. Edits make the tree of topics anew, and new clusters have no tree.
    map_members : Members or None
        The fits that a map of the consensus view shows.
    trends : Trends or None
        Topics over time and by group, where the run keeps them (`TopicRun.with_trends`).
    selection : Selection or None
        How the number of topics was chosen, where ``n_topics="auto"`` asked for it.
    adopted : Adopted or None
        The model of another library that the topics come from, after `topics.adopt`.
    section_texts : polars.Series or None
        Texts of the sections; None when they were left out.
    stored_intervals : ShareIntervals or None
        90% intervals of `document_topic`; None in adopted runs and in those of earlier versions,
        for which `TopicRun.intervals` computes them.
    edits : Edits
        What a person changed in the topics.
    original : RunData or None
        The run as it was before the edits; None where there are none.
    """

    documents: pl.DataFrame
    sections: pl.DataFrame
    topics: pl.DataFrame
    document_topic: NDArray[np.float64]
    section_topic: NDArray[np.float64]
    topic_term: NDArray[np.float64]
    projection: pl.DataFrame
    quality: dict[str, Any]
    counts: Counts
    engine_arrays: dict[str, NDArray[Any]]
    parameters: Parameters
    manifest: dict[str, Any]
    removed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REMOVED_SCHEMA))
    section_texts: pl.Series | None = None
    witnesses: Witnesses | None = None
    clusters: Clusters | None = None
    estimated_effects: Effects | None = None
    topic_tree: Tree | None = None
    cluster_tree: Tree | None = None
    map_members: Members | None = None
    trends: Trends | None = None
    selection: Selection | None = None
    adopted: Adopted | None = None
    stored_intervals: ShareIntervals | None = None
    learned: LearnedVocabulary = field(default_factory=LearnedVocabulary)
    edits: Edits = field(default_factory=Edits)
    original: RunData | None = None

    @property
    def options(self) -> FitOptions:
        """Options that were in force in the fit."""
        return self.parameters.options

    @property
    def terms(self) -> NDArray[np.str_]:
        """Terms of the vocabulary, shape (n_vocabulary,)."""
        return self.counts.terms

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return int(self.topic_term.shape[0])

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Counted warnings of reading, counting and fitting: code, count, message."""
        return list(self.quality["warnings"])
