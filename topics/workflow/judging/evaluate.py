"""evaluate: a run with every score of its topics."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from topics.bars import progress_to
from topics.checks import check_number, check_random_state, check_whole, checks_names
from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.notices import Progress, StageLog
from topics.options import ReadOptions
from topics.results import notice_unmeasured, notice_unstable
from topics.runs import TopicRun, load
from topics.workflow.inputs import Data
from topics.workflow.judging.held_out import check_share, held_out_of_run
from topics.workflow.judging.references import reference_of
from topics.workflow.judging.refits import method_of
from topics.workflow.judging.scores import (
    agreement_scores,
    coherence_scores,
    held_out_scores,
    spread_scores,
    stability_scores,
    unmeasured_stability,
    with_scores,
)
from topics.workflow.judging.stability import stability_of_run


@checks_names
def evaluate(
    run: TopicRun | str | Path,
    reference: Data | None = None,
    *,
    n_refits: int = 0,
    method: str | None = None,
    held_out: float = 0.0,
    against: str | None = None,
    random_state: int | None = None,
    n_threads: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
    progress: Progress | bool | None = None,
) -> TopicRun:
    """The same run with scores of its topics, in ``quality`` and in columns of ``topics``.

    Always measured are coherence (u_mass, c_uci, c_npmi, c_v) of the first ten shown terms of
    every topic, and how the topics are spread (exclusivity, effective numbers of terms, documents
    and tokens, diversity, inverted rank-biased overlap). A score replaces an earlier one of the
    same name and reference. Nothing is written before `TopicRun.save`. In an edited run the topics
    after the edits are scored, until these are changed or undone.

    Parameters
    ----------
    run : TopicRun, or path of a run folder
    reference : path or paths, Corpus, or Counts, optional
        What coherence is measured on; by default the fitted documents. Files are read with the
        options of the run, and texts are cut as its own were. Words outside the vocabulary keep
        their places in the windows; of the fitted documents only counted terms are known.
    n_refits, method
        Further fits for `topics.stability`; 0 leaves the stability as it is.
    held_out : float in [0, 0.5]
        Share of the documents for `topics.held_out_perplexity`; 0 leaves it out.
    against : str, optional
        Column of the documents for `TopicRun.agreement` of the topics, and of clusters.
    random_state : int, optional
        Seed of further fits; by default that of the run.
    n_threads, progress, read_options
        As for `topics.transform`; `read_options` are for the files of a reference.

    Returns
    -------
    TopicRun
        Its ``topics`` have the columns u_mass, c_uci, c_npmi, c_v, pairs_never_met (pairs of shown
        terms that never occur together in the reference), exclusivity, effective_terms,
        effective_documents and effective_tokens; no measures that the reference does not allow.

    Raises
    ------
    OptionError
        A number out of range, or an unknown method.
    InputError
        A reference or column that cannot be used, or a run that cannot be fitted again.

    Examples
    --------
    >>> from itertools import permutations
    >>> from topics.corpus import Corpus
    >>> from topics.workflow import fit
    >>> themes = ["reef", "tide", "coral", "wave"], ["judge", "jury", "court", "trial"]
    >>> texts = [" ".join(words) for theme in themes for words in permutations(theme, 3)]
    >>> run = fit(Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    >>> evaluate(run, n_refits=2).topics["stability"].round(1).to_list()
    [1.0, 1.0]
    """
    with progress_to(progress) as report:
        log = StageLog(report)
        result = evaluate_run(
            run,
            reference,
            log,
            n_refits=n_refits,
            method=method,
            held_out=held_out,
            against=against,
            random_state=random_state,
            n_threads=n_threads,
            read_options=read_options,
        )
    log.warn(stacklevel=3)  # one more than usual, for the check of names
    return result


def evaluate_run(
    run: TopicRun | str | Path,
    reference: Data | None,
    log: StageLog,
    *,
    n_refits: int = 0,
    method: str | None = None,
    held_out: float = 0.0,
    against: str | None = None,
    random_state: int | None = None,
    n_threads: int | None = None,
    read_options: ReadOptions | Mapping[str, Any] | None = None,
) -> TopicRun:
    """As `evaluate`, with the notices left in the log."""
    check_whole("n_refits", n_refits, 0, optional=False)
    check_number("held_out", held_out, 0, 1)
    if held_out:
        check_share(held_out)
    if random_state is not None:
        check_random_state(random_state)
    check_whole("n_threads", n_threads, 1)
    run = run if isinstance(run, TopicRun) else load(run)
    is_chosen, method = method is not None, method_of(run, method)
    if is_chosen and not n_refits:
        raise OptionError(
            f"method={method!r} is how further fits are made, and none was asked for: ask for "
            "some, such as n_refits=20, or leave it out"
        )
    seed = run.options.random_state if random_state is None else int(random_state)
    parts = [] if against is None else [agreement_scores(run, against)]
    texts = reference_of(run, reference, log, n_threads, read_options)
    with kernel_threads(n_threads):
        parts.append(coherence_scores(run, texts, log, n_threads))
        with log.stage("score"):
            parts.append(spread_scores(run))
        if n_refits and notice_unmeasured(run.topic_term, run.counts.originals, log):
            parts.append(unmeasured_stability(run))
        elif n_refits:
            stability = stability_of_run(
                run, n_refits, log, method=method, random_state=seed, n_threads=n_threads
            )
            notice_unstable(stability.values.tolist(), run.counts.originals, log)
            parts.append(stability_scores(run, stability, method, seed))
        if held_out:
            result = held_out_of_run(run, held_out, log, random_state=seed, n_threads=n_threads)
            parts.append(held_out_scores(run, result, held_out))
    return with_scores(run, parts, log)
