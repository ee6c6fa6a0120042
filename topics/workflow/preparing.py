"""What fit and select do first: options checked, documents read, terms counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from topics.choices import DEFAULT_ENGINE, DEFAULT_PARTITION_ROWS, MANY_ROWS
from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary
from topics.counting.normal_forms import check_installed
from topics.counting.stop_words import lists_of
from topics.counts import Counts
from topics.errors import OptionError
from topics.memory import bytes_of
from topics.notices import StageLog
from topics.options import FitOptions, ReadOptions
from topics.results import Parameters, count_settings, with_model_defaults
from topics.results.seeds import check_seeds
from topics.runs import (
    check_map_view,
    check_method,
    check_n_clusters,
    check_trend_columns,
    engine_of,
)
from topics.scheduling import NO_WORKERS, Workers
from topics.texts.languages import known_languages
from topics.trees import checked_sizes
from topics.workflow.inputs import (
    Data,
    Inputs,
    as_inputs,
    check_applies,
    counted,
    is_to_be_read,
    paths_of,
    read_corpus,
)
from topics.workflow.memory import can_be_in_partitions, check_before_reading


@dataclass(frozen=True)
class Prepared:
    """Counts of the documents, and what is known before the first fit.

    Attributes
    ----------
    inputs : list of paths, Corpus or Counts
    options : FitOptions
        With the defaults of the model.
    settings : CountSettings
        How texts were counted.
    corpus : Corpus
    counts : Counts
    learned : LearnedVocabulary
    engine : TopicModel
        Unfitted, without its number of topics.
    """

    inputs: Inputs
    options: FitOptions
    settings: CountSettings
    corpus: Corpus
    counts: Counts
    learned: LearnedVocabulary
    engine: Any

    @property
    def paths(self) -> list[Any]:
        """What was read; empty for data in memory."""
        return paths_of(self.inputs)

    @property
    def parameters(self) -> Parameters:
        """Options of the fit, and how texts were counted; nothing for counts of the caller."""
        return Parameters(self.options, None if isinstance(self.inputs, Counts) else self.settings)


def prepare(
    data: Data, options: FitOptions, log: StageLog, workers: Workers = NO_WORKERS
) -> Prepared:
    """Check the options, then read and count; raises as `topics.fit` does."""
    options = with_model_defaults(options)
    settings = count_settings(options)
    inputs = as_inputs(data)
    check_applies(inputs, options)
    check_before_reading(paths_of(inputs), bytes_of(options.memory))
    check_method(options.cluster, options.n_clusters)
    check_seeds(options)
    check_installed(options.normalize)
    if options.tree and isinstance(options.n_topics, int):
        checked_sizes(options.tree, options.n_topics)
    check_fitted_map(options)
    engine = engine_of(options)  # a wrong option should not cost the time of reading

    corpus = read_corpus(
        inputs, options.read_options, options.n_threads, log, client=workers.client
    )
    check_trend_columns(corpus.documents, options.date, options.by)
    if options.stop_words == "auto":
        options = replace(
            options, stop_words=lists_of(known_languages(corpus.documents, corpus.sections))
        )
        settings = count_settings(options)
    corpus, counts, learned = counted(inputs, corpus, settings, options.keep_duplicates, log)
    check_n_clusters(options.n_clusters, int((counts.weights_of_documents > 0).sum()), "document")
    if is_to_be_read(inputs):
        options = replace(options, read_options=options.read_options or ReadOptions())
    return Prepared(inputs, options, settings, corpus, counts, learned, engine)


def with_partitions(options: FitOptions, workers: Workers, *, continues: bool) -> FitOptions:
    """The options with the rows of a partition, if workers fit, or partitions are asked for.

    Raises
    ------
    OptionError
        The model or its engine cannot fit partitions, or a run is to go on.
    OptionError, MissingExtraError
        As `Workers.check`.
    """
    workers.check()
    if options.partition_rows is None and not workers.are_asked_for:
        return options
    if not can_be_in_partitions(options):
        raise OptionError(
            "partitions and workers fit model='lda', or model='nmf' with loss='frobenius', with "
            f"engine='{DEFAULT_ENGINE}' only; leave out partition_rows and the workers"
        )
    if continues:
        raise OptionError(
            "a run goes on in this process only; leave out partition_rows and the workers"
        )
    return replace(options, partition_rows=options.partition_rows or DEFAULT_PARTITION_ROWS)


def with_partitions_of_many(prepared: Prepared) -> Prepared:
    """With partitions where LDA gets more than `MANY_ROWS` rows; NMF has them where it is asked."""
    options, counts = prepared.options, prepared.counts
    n_rows = counts.n_rows if options.level == "section" else counts.n_documents
    is_decided = options.partition_rows is not None or not can_be_in_partitions(options)
    if is_decided or options.model != "lda" or n_rows <= MANY_ROWS:
        return prepared
    return replace(prepared, options=replace(options, partition_rows=DEFAULT_PARTITION_ROWS))


def check_fitted_map(options: FitOptions) -> None:
    """Raise OptionError if a fit cannot draw the map that the options ask for."""
    if options.map_view == "embeddings":
        raise OptionError(
            "a fit gets no embeddings for its map: fit first, then call "
            "topics.project(run, view='embeddings', embeddings=array)"
        )
    check_map_view(options.map_view, None, None)
