"""held_out_perplexity: how well the model of a run predicts documents that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.bars import progress_to
from topics.checks import check_random_state, check_whole, checks_names
from topics.errors import InputError, OptionError
from topics.evaluation import FEWEST_DOCUMENTS, completion_perplexity
from topics.kernels.threads import kernel_threads
from topics.notices import Notice, Progress, StageLog, one_of
from topics.runs import TopicRun, load
from topics.values import agreeing, amount
from topics.workflow.judging.refits import HELD_OUT_STREAM, ModelOfRun, random_states_of

MOST_HELD_OUT = 0.5
"""At most this share of the documents can be held out."""

PRIOR_OF_WEIGHTS = 0.1
"""Every topic has this pseudo-count in a held-out document if the model has no document prior."""

NOTICES = "held-out-"
"""Codes of notices of the fit without the held-out documents begin with this."""

LEAST_PRIOR = 1e-6
"""Learned priors of topics that hardly occur are raised to this."""


@dataclass(frozen=True)
class HeldOut:
    """How well a model predicts one half of held-out documents from the other half.

    Attributes
    ----------
    perplexity : float
        Of the tokens of the second halves, by the model; lower is better.
    unigram_perplexity : float
        Of the same tokens by the term shares of the other documents, as if there were no topics.
    n_documents, n_tokens : int
        Documents that have tokens in both halves, and tokens that were scored.
    random_state : int
        The seed of the choice of the documents, of their halves and of the fit.
    """

    perplexity: float
    unigram_perplexity: float
    n_documents: int
    n_tokens: int
    random_state: int

    def __str__(self) -> str:
        """What the numbers mean, in one line."""
        return (
            f"perplexity of held-out documents: {self.perplexity:,.0f}; lower is better; a unigram "
            f"model scores {self.unigram_perplexity:,.0f}"
        )


@checks_names
def held_out_perplexity(
    run: TopicRun | str | Path,
    share: float = 0.1,
    *,
    random_state: int | None = None,
    n_threads: int | None = None,
    progress: Progress | bool | None = None,
) -> HeldOut:
    """Perplexity of documents that are held out, by document completion.

    The model of the run is fitted again, as the run was (also as often: ``n_fits``), on all but a
    share of the documents. Half of the tokens of each held-out document, drawn at random, give its
    shares of topics; these and the terms of the topics predict the other half
    (`topics.evaluation.completion_perplexity`). The vocabulary is that of the run. Edits do not
    matter: the number says how well the model fits, with its options and number of topics.

    NMF gives probabilities only in a sense: its topics are scaled to sum to 1 and mixed with 1% of
    the term shares of the corpus, as those of all models are. Fitted on tf-idf they are shares of
    tf-idf weights, so their perplexity is higher: compare it with that of other such runs only.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
        Its texts are not needed.
    share : float in (0, 0.5]
        Share of the documents with counted terms that is held out.
    random_state : int, optional
        Seed of what is drawn; by default that of the run.
    n_threads : int, optional
        All cores by default; results do not depend on it.
    progress : bool or callable, optional
        As for `topics.fit`.

    Raises
    ------
    OptionError
        A number out of range.
    InputError
        Fewer than 20 documents with counted terms, none held out that has two, too few left for
        the number of topics, counts that are no whole numbers, or a run that cannot be fitted
        again.

    Examples
    --------
    >>> from itertools import permutations
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
    >>> texts = [" ".join(words) for theme in themes for words in permutations(theme, 3)]
    >>> run = fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    >>> print(held_out_perplexity(run, 0.2))
    perplexity of held-out documents: 4; lower is better; a unigram model scores 8
    """
    with progress_to(progress) as report:
        log = StageLog(report)
        result = held_out_of_run(run, share, log, random_state=random_state, n_threads=n_threads)
    log.warn()
    return result


def held_out_of_run(
    run: TopicRun | str | Path,
    share: float,
    log: StageLog,
    *,
    random_state: int | None = None,
    n_threads: int | None = None,
) -> HeldOut:
    """As `held_out_perplexity`, with the notices left in the log."""
    check_share(share)
    check_whole("n_threads", n_threads, 1)
    if random_state is not None:
        check_random_state(random_state)
    run = run if isinstance(run, TopicRun) else load(run)
    seed = run.options.random_state if random_state is None else int(random_state)
    of_choice, of_halves = random_states_of(seed, 2, HELD_OUT_STREAM)
    model = ModelOfRun.of(run, log)
    counts = run.counts.originals
    documents = counts.by_document()
    is_held_out = _chosen(counts.n_terms_of_documents, share, of_choice)
    rest = model.without(is_held_out)
    engine = rest.engine
    n_topics, n_rows = int(engine.get_params()["n_topics"]), len(rest.rows.counted)
    if n_rows < n_topics:
        raise InputError(
            f"without the held-out documents there {agreeing(n_rows, 'is', 'are')} "
            f"{rest.rows.named(n_rows)} for {amount(n_topics, 'topic')}; hold out less than "
            f"{share:g} of the documents"
        )
    with kernel_threads(n_threads), log.stage("held out"):
        engine.set_params(progress=one_of(log.progress, 0, 1, "held out"), random_state=seed)
        notices, _ = engine.fit_several(rest.matrix(), int(run.options.n_fits or 1), rest.groups)
        log.extend(
            Notice(
                f"{NOTICES}{each.code}",
                each.count,
                f"without the held-out documents: {each.message}",
            )
            for each in notices
        )
        background = rest.term_counts
        prior = getattr(engine, "document_topic_prior_", PRIOR_OF_WEIGHTS)
        scored: dict[str, Any] = {
            "held_out": documents[np.flatnonzero(is_held_out)],
            "background": background,
            "random_state": of_halves,
        }
        by_topics = completion_perplexity(
            rest.topic_term(engine), document_topic_prior=np.maximum(prior, LEAST_PRIOR), **scored
        )
        # One topic with the term shares of the other documents.
        no_topics = ((background + 1) / (background + 1).sum())[None, :]
        by_unigram = completion_perplexity(no_topics, smoothing=0.0, **scored)
    return HeldOut(
        by_topics.perplexity,
        by_unigram.perplexity,
        by_topics.n_rows,
        by_topics.n_tokens,
        seed,
    )


def check_share(share: Any) -> None:
    """Raise OptionError unless this share of the documents can be held out."""
    is_number = isinstance(share, Real) and not isinstance(share, bool)
    if not (is_number and 0 < share <= MOST_HELD_OUT):
        raise OptionError(
            f"the share of held-out documents is {share!r}, expected more than 0 and at most "
            f"{MOST_HELD_OUT:g}"
        )


def _chosen(n_terms: NDArray[Any], share: float, random_state: int) -> NDArray[np.bool_]:
    """Which documents are held out; those with one term stay, as they have no second half."""
    n_counted = int((n_terms > 0).sum())
    if n_counted < FEWEST_DOCUMENTS:
        raise InputError(
            f"{amount(n_counted, 'document')} with counted terms, expected {FEWEST_DOCUMENTS} or "
            "more to hold some of them out"
        )
    possible = np.flatnonzero(n_terms >= 2)
    if not len(possible):
        raise InputError(
            "no document has two counted terms, so none can be predicted from its other half"
        )
    n_held_out = min(max(1, round(share * n_counted)), len(possible))
    chosen = np.random.default_rng(random_state).permutation(possible)[:n_held_out]
    result = np.zeros(len(n_terms), dtype=np.bool_)
    result[chosen] = True
    return result
