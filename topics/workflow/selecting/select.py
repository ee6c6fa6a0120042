"""select: how many topics to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import ArrayLike

from topics.bars import progress_to
from topics.checks import checks_names
from topics.choices import DEFAULT_HEADING_SHARE, TOKEN_PATTERN
from topics.kernels.threads import kernel_threads
from topics.notices import Progress, StageLog
from topics.options import FitOptions, ReadOptions, read_options_of
from topics.results import Selection
from topics.workflow.inputs import Data
from topics.workflow.preparing import Prepared, prepare
from topics.workflow.selecting.fits import ShortFits, check_alone
from topics.workflow.selecting.ranges import (
    ROWS_PER_TOPIC,
    check_rows,
    range_of,
    useful_end,
    usual_range,
)
from topics.workflow.selecting.search import search_number

SELECT_OPTIONS = (
    *("model", "level", "engine", "random_state", "n_threads", "document_topic_prior"),
    *("topic_term_prior", "loss", "weighting", "max_sweeps", "tolerance", "stop_words"),
    *("extra_stop_words", "token_pattern", "pre_tokenized", "normalize", "ngrams", "phrases"),
    *("min_documents", "max_document_share", "max_terms", "max_heading_share", "piece_tokens"),
    "keep_duplicates",
)
"""Options of `topics.fit` that selecting has, too."""


@checks_names
def select(
    data: Data,
    topics: str | tuple[int, int] | None = None,
    *,
    model: str = "lda",
    level: str = "section",
    engine: str | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
    document_topic_prior: str | float | ArrayLike | None = None,
    topic_term_prior: float | ArrayLike | None = None,
    loss: str | None = None,
    weighting: str | None = None,
    max_sweeps: int | None = None,
    tolerance: float | None = None,
    stop_words: str | Path | Iterable[str] = "en",
    extra_stop_words: Iterable[str] = (),
    token_pattern: str = TOKEN_PATTERN,
    pre_tokenized: bool = False,
    normalize: str = "none",
    ngrams: int = 1,
    phrases: bool = False,
    min_documents: int | None = None,
    max_document_share: float | None = None,
    max_terms: int | None = None,
    max_heading_share: float = DEFAULT_HEADING_SHARE,
    piece_tokens: int | None = None,
    keep_duplicates: bool = False,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    progress: Progress | bool | None = None,
) -> Selection:
    """Choose how many topics to fit: as many as there are themes in the most that are of use.

    Three short fits with each of some numbers lack different fifths of the documents, and predict
    one half of each of these from the other. The rule is the same for every corpus:

    1. Take the smallest number of topics whose perplexity of held-out documents is within two
       standard errors of the best; with fewer than 20 documents, the largest number.
    2. Among these topics, count those as one theme that occur in the same rows: whose shares have a
       correlation above 0.02 (`topics.evaluation.topic_themes`). The mean number of themes over the
       fits is the number.

    Numbers that leave a topic fewer than ten rows are cut from the range, but not below twice its
    lower end. Predictions by NMF are such only in a sense (`topics.held_out_perplexity`).

    Parameters
    ----------
    data : path or paths, Corpus, or Counts
        As for `topics.fit`.
    topics : str or tuple of int, optional
        Ends of the range, such as "5:60" or (5, 60). Default: 4 to 60, or fewer in a small corpus.
    model and all others
        As for `topics.fit`.

    Raises
    ------
    OptionError, InputError
        No range, or one beyond the number of rows; another option out of range; nothing to read, no
        terms left, or too few rows to choose a number.

    Examples
    --------
    >>> import numpy as np
    >>> from topics.corpus import Corpus
    >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
    >>> rng = np.random.default_rng(0)
    >>> texts = [" ".join(rng.choice(themes[i % 2], 20)) for i in range(60)]
    >>> select(Corpus.from_texts(texts), (2, 4)).n_topics
    2
    """
    given = locals()
    options = FitOptions(
        **{name: given[name] for name in SELECT_OPTIONS},
        read_options=read_options_of(read_options),
    )
    with progress_to(progress) as report:
        log = StageLog(report)
        found = select_number(data, topics, options, log)
    log.warn(stacklevel=3)  # one more than usual, for the check of names
    return found


def select_number(data: Data, topics: Any, options: FitOptions, log: StageLog) -> Selection:
    """As `select`, with the notices left in the log."""
    ends = None if topics is None else range_of(topics)
    check_alone(options)
    return selection_of(prepare(data, options, log), ends, log)


def selection_of(
    prepared: Prepared, ends: tuple[int, int] | None, log: StageLog, at_least: int = 0
) -> Selection:
    """The number of topics for counts that were made.

    Parameters
    ----------
    prepared : Prepared
    ends : tuple of int, or None
        The range; None for the usual one of a corpus of this size.
    log : StageLog
        Gets a notice where the search ended at an end of the range.
    at_least : int
        The usual range begins with at least this number.
    """
    options = replace(prepared.options, n_topics=None)
    with kernel_threads(options.n_threads):
        fits = ShortFits.of(prepared.counts.originals, options, prepared.engine, log)
        rows = fits.model.rows
        named = rows.named(len(rows.counted))
        if ends is None:
            ends = usual_range(fits.most_topics, named, at_least)
        check_rows(*ends, fits.most_topics, named)
        lowest, highest = ends
        end = useful_end(lowest, highest, len(rows.counted))
        log.notice(
            "range-cut",
            highest - end,
            f"the range of topics was cut from {lowest}:{highest} to {lowest}:{end}: more topics "
            f"would have fewer than {ROWS_PER_TOPIC} of the {named} each",
        )
        found = search_number(fits, lowest, end, log)
    for warning in found.warnings:
        log.notice("end-of-range", 1, warning)
    return found
