"""fit: documents in, a TopicRun out."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from numpy.typing import ArrayLike

from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary, learn_counts
from topics.counting.stop_words import stop_words as named_stop_words
from topics.counting.tokens import TOKEN_PATTERN
from topics.counts import Counts
from topics.errors import InputError, OptionError, TopicsWarning
from topics.kernels.threads import kernel_threads
from topics.models import DEFAULT_ENGINES, MIXTURES, check_whole, make_engine
from topics.notices import Progress, StageLog, silent
from topics.reading import read
from topics.results import numbered_corpus
from topics.results.describing import (
    NO_MAP,
    Shown,
    describe,
    documents_table,
    project_rows,
    sections_table,
)
from topics.results.modelling import both_levels, fit_rows, model_rows, number_of_topics
from topics.results.record import counting_record, engine_record, manifest
from topics.runs.topic_run import TopicRun
from topics.shares import DEFAULT_ORDERS, DEFAULT_RELEVANCE, ORDERS

LEVELS = ("section", "document")
WEIGHTINGS = ("counts", "tf-idf")
DEFAULT_WEIGHTINGS = {"lda": "counts", "nmf": "tf-idf"}

Data = str | Path | Iterable[str | Path] | Corpus | Counts


def fit(
    data: Data,
    *,
    model: str = "lda",
    n_topics: int | None = None,
    level: str = "section",
    engine: str | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
    stop_words: str | Path | Iterable[str] = "en",
    extra_stop_words: Iterable[str] = (),
    token_pattern: str = TOKEN_PATTERN,
    ngrams: int = 1,
    phrases: bool = False,
    min_documents: int | None = None,
    max_document_share: float | None = None,
    max_terms: int | None = None,
    max_heading_share: float = 0.1,
    weighting: str | None = None,
    document_topic_prior: str | float | ArrayLike | None = None,
    topic_term_prior: float | ArrayLike | None = None,
    loss: str | None = None,
    max_sweeps: int | None = None,
    tolerance: float | None = None,
    order: str | None = None,
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = 10,
    project: bool = True,
    n_neighbors: int = 15,
    read_options: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> TopicRun:
    """Topics of documents, at section and document level.

    Parameters
    ----------
    data : path or paths, Corpus, or Counts
        Paths are read with `topics.read`. Counts are taken as they are: what concerns
        text and pruning below does not apply to them.
    model : {"lda", "nmf"}
    n_topics : int, optional
        12 by default, or the number of rows where there are fewer.
    level : {"section", "document"}
        What a row of the model is.
    engine : {"topics", "sklearn", "gensim"}, optional
        "topics" by default.
    random_state : int
        0 or more. The same one gives the same bits, on any number of threads.
    n_threads : int, optional
        All cores by default; more than there are is accepted and capped.
    stop_words : {"en", "none"}, path, or iterable of str
    extra_stop_words : iterable of str
    token_pattern : str
        A token in lower-case text, in the syntax of Rust's regex crate.
    ngrams : int
        Longest run of neighbouring tokens that counts as a term.
    phrases : bool
        Join collocations with ``_`` before counting.
    min_documents, max_document_share, max_terms : optional
        Pruning by documents; the defaults of the first two grow with the corpus.
    max_heading_share : float in (0, 1]
        Words of headings that a larger share of documents has are not counted; 1 counts all.
    weighting : {"counts", "tf-idf"}, optional
        Counts for LDA, tf-idf for NMF by default.
    document_topic_prior, topic_term_prior, loss, max_sweeps, tolerance : optional
        Of the engine; an engine that lacks one says so.
    order : {"probability", "relevance", "contribution"}, optional
        How shown terms are ordered: contribution for LDA and relevance for NMF by default.
    relevance : float in [0, 1]
        The lambda of the order by relevance.
    n_shown : int
        Terms shown for a topic, at least 10.
    project : bool
        Whether to make the map.
    n_neighbors : int
        Of the map: small values show detail, large ones the whole.
    read_options : mapping, optional
        Options of `topics.read`, when `data` is a path.
    progress : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    TopicRun

    Raises
    ------
    InputError
        Nothing to read, or no terms left.
    OptionError
        An option out of range, or more topics than rows.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the reef and the tide", "a judge and a jury"] * 3)
    >>> run = fit(corpus, n_topics=2)
    >>> run.document_topic.shape, run.topics.columns
    ((6, 2), ['topic', 'label', 'terms', 'share', 'coherence'])
    """
    engine_options = {
        "document_topic_prior": document_topic_prior,
        "topic_term_prior": topic_term_prior,
        "loss": loss,
        "max_sweeps": max_sweeps,
        "tolerance": tolerance,
        "random_state": random_state,
    }
    # Made once before reading: a wrong option should not cost the time of reading.
    make_engine(model, engine, **engine_options)
    weighting = DEFAULT_WEIGHTINGS[model] if weighting is None else weighting
    order = DEFAULT_ORDERS[model] if order is None else order
    _check_choices(level=(level, LEVELS), weighting=(weighting, WEIGHTINGS), order=(order, ORDERS))
    lowest = {
        "n_shown": (n_shown, 10),
        "n_threads": (n_threads, 1),
        "n_neighbors": (n_neighbors, 2),
    }
    for name, (value, least) in {"n_topics": (n_topics, 1), **lowest}.items():
        check_whole(name, value, least)
    shown = Shown(order, relevance, n_shown)
    stages = StageLog(progress or silent)
    settings = CountSettings(
        stop_words=named_stop_words(stop_words, extra_stop_words),
        token_pattern=token_pattern,
        ngrams=ngrams,
        phrases=phrases,
        min_documents=min_documents,
        max_document_share=max_document_share,
        max_terms=max_terms,
        max_heading_share=max_heading_share,
    )
    _check_applies(data, settings, read_options)
    inputs = as_inputs(data)
    corpus, counts, learned = _corpus_and_counts(
        inputs, settings, read_options or {}, n_threads, stages
    )
    with kernel_threads(n_threads):
        rows = model_rows(counts, level)
        n = number_of_topics(n_topics, rows, level, stages)
        topic_model = make_engine(model, engine, n_topics=n, **engine_options, progress=progress)
        fitted, arrays = fit_rows(
            topic_model, rows, weighting, stages, is_mixture=model in MIXTURES
        )
        section_topic, document_topic = both_levels(fitted, counts, level, stages)
        topics, scores = describe(fitted.topic_term, document_topic, counts, shown, stages)
        projection = NO_MAP
        if project:
            projection = project_rows(
                corpus, document_topic, section_topic, n_neighbors, random_state, stages
            )
    parameters = {
        "model": model,
        "engine": engine or DEFAULT_ENGINES[model],
        "level": level,
        "weighting": weighting,
        **engine_record(topic_model),
        **({} if isinstance(data, Counts) else counting_record(settings, stop_words, corpus)),
        **asdict(shown),
        "n_neighbors": n_neighbors,
        "read_options": dict(read_options or {}),
    }
    for notice in stages.notices:
        warnings.warn(notice.message, TopicsWarning, stacklevel=2)
    return TopicRun(
        documents=documents_table(corpus, counts),
        sections=sections_table(corpus, counts),
        topics=topics,
        document_topic=document_topic,
        section_topic=section_topic,
        topic_term=fitted.topic_term,
        projection=projection,
        removed=corpus.removed,
        quality={"scores": scores, "warnings": [asdict(notice) for notice in stages.notices]},
        counts=counts,
        model=arrays,
        learned={name: list(entries) for name, entries in asdict(learned).items()},
        manifest=manifest(inputs, corpus, parameters, stages.seconds),
        section_texts=None if isinstance(data, Counts) else corpus.sections["text"],
    )


def as_inputs(data: Data) -> list[str | Path] | Corpus | Counts:
    """Paths as a list, whether one or many were given; a corpus or counts as they are."""
    if isinstance(data, Corpus | Counts):
        return data
    if isinstance(data, str | Path):
        return [data]
    paths = list(data) if isinstance(data, Iterable) else [data]
    if not all(isinstance(path, str | Path) for path in paths):
        raise InputError("expected a path, several paths, a Corpus or Counts")
    return paths


def _check_applies(
    data: Data, settings: CountSettings, read_options: Mapping[str, Any] | None
) -> None:
    """Refuse options that the kind of data leaves no use for."""
    if isinstance(data, Corpus | Counts) and read_options:
        raise OptionError("read_options apply when paths are read; this data has been read")
    plain = CountSettings(stop_words=settings.stop_words)
    if isinstance(data, Counts) and settings != plain:
        raise OptionError(
            "token_pattern, ngrams, phrases, min_documents, max_document_share and max_terms "
            "apply when texts are counted; these are counts already"
        )


def _corpus_and_counts(
    inputs: list[str | Path] | Corpus | Counts,
    settings: CountSettings,
    read_options: Mapping[str, Any],
    n_threads: int | None,
    stages: StageLog,
) -> tuple[Corpus, Counts, LearnedVocabulary]:
    """Read and count what has not been read or counted yet."""
    if isinstance(inputs, Counts):
        return numbered_corpus(inputs), inputs, LearnedVocabulary()
    if isinstance(inputs, Corpus):
        corpus = inputs
    else:
        with stages.stage("read"):
            options = {"n_threads": n_threads, **read_options}
            corpus = read(*inputs, **options, progress=stages.progress)
    stages.notices.extend(corpus.notices)
    with stages.stage("count"):
        counts, learned = learn_counts(corpus, settings, log=stages)
    return corpus, counts, learned


def _check_choices(**choices: tuple[str, Iterable[str]]) -> None:
    for name, (value, known) in choices.items():
        if value not in known:
            raise OptionError(f"unknown {name} {value!r}; there are {', '.join(known)}")
