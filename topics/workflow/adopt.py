"""adopt: a run of a model that another library fitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from topics.bars import progress_to
from topics.checks import check_choice, checks_names
from topics.choices import (
    DEFAULT_DISPLAYED_TERMS,
    DEFAULT_FITS,
    DEFAULT_MIN_DIST,
    DEFAULT_NEIGHBORS,
    DEFAULT_RELEVANCE,
    LEVELS,
    TOKEN_PATTERN,
)
from topics.corpus import Corpus
from topics.counting import (
    CountSettings,
    LearnedVocabulary,
    count_known_terms,
    in_known_columns,
)
from topics.counts import Counts
from topics.exchange.adopting import (
    ForeignModel,
    bag_of_words,
    check_overlap,
    count_texts,
    counts_of_matrix,
    foreign_model,
    house_terms,
    is_matrix,
    settings_of,
    term_weights,
)
from topics.kernels.threads import kernel_threads
from topics.notices import Progress, StageLog
from topics.options import FitOptions, ReadOptions
from topics.options.tables import read_options_of
from topics.results import Parameters, corpus_of_counts, with_model_defaults
from topics.runs import TopicRun, adopted_parts, level_of
from topics.shares import term_shares
from topics.workflow.fit import with_map
from topics.workflow.inputs import as_inputs, check_read_options_apply, paths_of, read_corpus

MOST_DIFFERENT = 0.01
"""Texts are cut by our settings, also later, if these count at most this share of the tokens in
another way than the model's vectorizer."""

OPTIONS = (
    *("n_fits", "random_state", "n_threads", "token_pattern", "pre_tokenized", "order"),
    *("relevance", "n_shown", "project", "n_neighbors", "min_dist", "cluster", "n_clusters"),
)
"""Options of `topics.fit` that adopting has, too."""


@checks_names
def adopt(
    model: Any,
    data: Any,
    *,
    vocabulary: Any = None,
    tfidf: Any = None,
    document_topic: ArrayLike | None = None,
    level: str | None = None,
    n_fits: int = DEFAULT_FITS,
    random_state: int = 0,
    n_threads: int | None = None,
    token_pattern: str = TOKEN_PATTERN,
    pre_tokenized: bool = False,
    order: str | None = None,
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = DEFAULT_DISPLAYED_TERMS,
    project: bool = True,
    n_neighbors: int = DEFAULT_NEIGHBORS,
    min_dist: float = DEFAULT_MIN_DIST,
    cluster: str | None = None,
    n_clusters: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    progress: Progress | bool | None = None,
) -> TopicRun:
    """A run of a model that another library fitted, with scores, stability, map and report.

    Topics keep their numbers. Of the model only arrays and terms are kept.

    Parameters
    ----------
    model : object or mapping
        As `topics.exchange.adopting.readers.EXPECTED` says: of gensim, scikit-learn (also a
        Pipeline), tomotopy, BERTopic or ours, MALLET's files, or arrays.
    data : Corpus, Counts, path or paths, matrix, or corpus of gensim
        The documents that it was fitted on. A matrix has a column for each term of the model.
    vocabulary : object, optional
        Dictionary, fitted vectorizer (it also cuts texts), mapping or list of terms.
    tfidf : object, optional
        Fitted TfidfTransformer, or gensim's TfidfModel, with which the counts were weighed.
    document_topic : array_like, shape (n_documents, n_topics), optional
        Shares (of an NMF, its raw factor) that the model gave; default: they are found again.
    level : {"section", "document"}, optional
        What it was fitted on. Default: documents, where these have several sections.
    n_fits : int
        The topics are compared with ``n_fits - 1`` fits by our own LDA or NMF with as many topics,
        which is their stability; 1 leaves it out.
    random_state and all others
        As for `topics.fit`; `token_pattern` and `pre_tokenized` where there is no vectorizer.
    read_options : mapping or ReadOptions, optional
        Options of `topics.read`, for paths.

    Raises
    ------
    InputError
        The model is unknown or not fitted, or its terms or documents do not fit the data.
    OptionError
        An option out of range.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> texts = ["the reef and the tide", "a judge and a jury"] * 4
    >>> vectorizer = CountVectorizer(stop_words="english")
    >>> model = LatentDirichletAllocation(2, random_state=0).fit(vectorizer.fit_transform(texts))
    >>> run = adopt(model, Corpus.from_texts(texts), vocabulary=vectorizer, project=False)
    >>> run.adopted.kind, run.document_topic.shape
    ('LatentDirichletAllocation', (8, 2))
    """
    given = locals()
    options = FitOptions(
        **{name: given[name] for name in OPTIONS}, read_options=read_options_of(read_options)
    )
    foreign = _with_extras(foreign_model(model, vocabulary), tfidf, document_topic)
    with progress_to(progress) as report:
        log = StageLog(report)
        run = with_map(adopt_model(foreign, data, options, level, log), log)
    log.warn(stacklevel=3)  # one more than usual, for the check of names
    return run


def _with_extras(
    foreign: ForeignModel, tfidf: Any, document_topic: ArrayLike | None
) -> ForeignModel:
    """The model with the weights and the shares that the caller gave."""
    if tfidf is not None:
        foreign = replace(foreign, weights=term_weights(tfidf, len(foreign.terms)))
    if document_topic is not None:
        rows: Any = document_topic  # checked by the model
        is_lda = foreign.model == "lda"
        foreign = replace(foreign, rows=rows, row_names=None, rows_are_shares=is_lda)
    return foreign


def adopt_model(
    foreign: ForeignModel, data: Any, options: FitOptions, level: str | None, log: StageLog
) -> TopicRun:
    """As `adopt`, with the notices left in the log and without the map."""
    if level is not None:
        check_choice("level", level, LEVELS)
    counted = _counted(foreign, data, options, log)
    counts, settings = counted.counts, counted.settings
    background = np.asarray(counts.term_counts, dtype=np.float64)
    if not background.sum():
        background = np.ones(len(foreign.terms))
    topic_term, _ = term_shares(foreign.components, background)
    check_overlap(foreign.terms, topic_term, counts.term_counts, counted.n_tokens, log)
    options = with_model_defaults(
        replace(
            options,
            model=foreign.model,
            engine=foreign.engine,
            loss=foreign.loss,
            n_topics=foreign.n_topics,
            level=level_of(foreign, counts, level),
            weighting="counts" if foreign.weights is None else "tf-idf",
            read_options=counted.reading,
        )
    )
    if settings is not None:
        options = replace(
            options,
            stop_words=tuple(sorted(settings.stop_words)) or "none",
            token_pattern=settings.token_pattern,
            pre_tokenized=settings.pre_tokenized,
            ngrams=settings.ngrams,
            phrases=settings.phrases,
            min_documents=1,
            max_document_share=1.0,
            max_heading_share=1.0,
            piece_tokens=0,
        )
    parts = adopted_parts(
        foreign,
        counted.corpus,
        counts,
        counted.learned,
        Parameters(options, settings),
        log,
        counted.paths,
    )
    return TopicRun(**parts)


@dataclass(frozen=True)
class _Counted:
    """The documents of a model, counted in its terms, with how that was done."""

    corpus: Corpus
    counts: Counts
    n_tokens: float
    learned: LearnedVocabulary = field(default_factory=LearnedVocabulary)
    settings: CountSettings | None = None
    reading: ReadOptions | None = None
    paths: tuple[str | Path, ...] = ()


def _counted(foreign: ForeignModel, data: Any, options: FitOptions, log: StageLog) -> _Counted:
    """Counts of the data in the columns of the model."""
    terms = foreign.terms
    counts = counts_of_matrix(data, terms) if is_matrix(data) else bag_of_words(data, terms)
    if counts is None and isinstance(data, Counts):
        counts = data
    if counts is not None:
        if options.read_options is not None:
            check_read_options_apply(counts)
        known = in_known_columns(replace(counts, terms=house_terms(counts.terms)), terms).counts
        return _Counted(corpus_of_counts(known), known, float(counts.n_terms.sum()))
    inputs = as_inputs(data)
    if options.read_options is not None:
        check_read_options_apply(inputs)
    corpus = read_corpus(inputs, options.read_options, options.n_threads, log)
    log.extend(corpus.notices)
    with log.stage("count"), kernel_threads(options.n_threads):
        counted = _counted_texts(foreign, corpus, options, log)
    if isinstance(inputs, Corpus):
        return counted
    reading = options.read_options or ReadOptions()
    return replace(counted, reading=reading, paths=tuple(paths_of(inputs)))


def _counted_texts(
    foreign: ForeignModel, corpus: Corpus, options: FitOptions, log: StageLog
) -> _Counted:
    """Counts of texts: cut by our settings, or by the model's vectorizer where these cannot."""
    if foreign.vectorizer is None:
        phrases = _phrases(foreign.terms)
        settings: CountSettings | None = CountSettings(
            token_pattern=options.token_pattern,
            pre_tokenized=options.pre_tokenized,
            phrases=bool(phrases),
            max_heading_share=1.0,
        )
        learned = LearnedVocabulary(phrases=phrases)
    else:
        settings, learned = settings_of(foreign.vectorizer), LearnedVocabulary()
    plain = settings or CountSettings(max_heading_share=1.0)
    ours = count_known_terms(corpus, plain, learned, foreign.terms, log=log)
    n_tokens = float(ours.n_unknown.sum() + ours.counts.n_terms.sum())
    if foreign.vectorizer is None:
        return _Counted(corpus, ours.counts, n_tokens, learned, settings)
    both = corpus.sections["heading"].to_list(), corpus.sections["text"].to_list()
    texts = [f"{heading}\n{text}" if heading else text for heading, text in zip(*both, strict=True)]
    theirs = count_texts(foreign.vectorizer, texts, foreign.terms, ours.counts)
    different = float(abs(theirs.matrix - ours.counts.matrix).sum())
    share = different / max(float(theirs.n_terms.sum()), 1.0)
    if settings is not None and share <= MOST_DIFFERENT:
        log.notice(
            "adopted-counts-differ",
            int(different),
            f"{share:.2%} of the tokens are counted in another way than by the model's vectorizer",
        )
        return _Counted(corpus, ours.counts, n_tokens, learned, settings)
    log.notice(
        "adopted-vectorizer",
        1,
        "texts were cut by the model's vectorizer, which a run cannot keep: new texts have to be "
        "counted with it, and passed as topics.Counts",
    )
    return _Counted(corpus, theirs, 0.0)


def _phrases(terms: Iterable[str]) -> tuple[str, ...]:
    """Terms of several words, which our words are joined to."""
    return tuple(str(term) for term in terms if "_" in str(term).strip("_"))
