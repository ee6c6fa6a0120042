"""Short fits with one number of topics after another, all of the same counts."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from topics.counts import Counts
from topics.errors import OptionError
from topics.evaluation import (
    FEWEST_DOCUMENTS,
    diversity,
    npmi,
    number_of_themes,
    row_completions,
    topic_stability,
)
from topics.models import MIXTURES
from topics.models.contract import unfitted
from topics.notices import Progress, StageLog
from topics.options import FitOptions
from topics.results import chance_topics, documents_of, rows_of_level, weighted
from topics.results.rows import frequency_arrays
from topics.shares import FittedTopics, fitted_topics, rank_terms
from topics.values import amount
from topics.workflow.judging.held_out import LEAST_PRIOR, PRIOR_OF_WEIGHTS
from topics.workflow.judging.refits import ModelOfRun, random_states_of

N_FITS, SWEEPS = 3, 60
"""Every number of topics is fitted this often, with at most this many sweeps."""

HELD_OUT_SHARE = 0.2
"""Each of the fits of a number lacks this share of the documents, always other ones."""

SELECT_STREAM = 5
"""Seeds of these fits are drawn from this stream, so that none is a seed of the run itself."""

N_TERMS = 10
"""Coherence and diversity are those of this many terms of each topic."""

STAGE = "select"
_STEPS = 100  # of one topic of one fit, for the progress

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """What the fits with one number of topics are like.

    Attributes
    ----------
    n_topics : int
    log_likelihood : array, shape (n_held_out,)
        Log probability in nats of the scored tokens of every held-out document; no rows where
        none could be held out.
    n_tokens : array of int, shape (n_held_out,)
        Number of these tokens, the same for every number of topics.
    themes : tuple of int
        Number of themes among the topics of each fit.
    coherence, diversity, stability : float or None
        Means over the fits; None where they say nothing.
    seconds : float
    """

    n_topics: int
    log_likelihood: Floats
    n_tokens: NDArray[np.int64]
    themes: tuple[int, ...]
    coherence: float | None
    diversity: float | None
    stability: float | None
    seconds: float


@dataclass(frozen=True)
class ShortFits:
    """Everything that short fits have in common, whatever their number of topics.

    Attributes
    ----------
    model : ModelOfRun
        Of all documents.
    counts : Counts
    documents : CSR, shape (n_documents, n_vocabulary)
        The counts by document.
    options : FitOptions
    held_out : tuple of arrays of bool, shape (n_documents,)
        The documents that each fit lacks: none of them where there are too few.
    random_states : tuple of int
        Of each fit, and last that of the halves of held-out documents.
    """

    model: ModelOfRun
    counts: Counts
    documents: Any
    options: FitOptions
    held_out: tuple[NDArray[np.bool_], ...]
    random_states: tuple[int, ...]

    @classmethod
    def of(cls, counts: Counts, options: FitOptions, engine: Any, log: StageLog) -> Self:
        """Choose the documents that are held out.

        Parameters
        ----------
        counts : Counts
        options : FitOptions
            With the defaults of the model.
        engine : TopicModel
            Unfitted, with these options.
        log : StageLog
            Gets a notice where no documents can be held out.
        """
        rows = rows_of_level(counts, options.level)
        states = random_states_of(options.random_state, N_FITS + 2, SELECT_STREAM)
        model = ModelOfRun(
            engine,
            rows,
            documents_of(rows, counts),
            str(options.weighting),
            options.model in MIXTURES,
        )
        held_out = _held_out(counts, states[-1], log)
        return cls(model, counts, counts.by_document(), options, held_out, tuple(states[:-1]))

    @property
    def holds_out(self) -> bool:
        """Whether there are held-out documents."""
        return bool(self.held_out[0].any())

    @property
    def most_topics(self) -> int:
        """The largest number of topics that all fits have enough rows for."""
        return min(len(self.model.without(each).rows.counted) for each in self.held_out)

    def measure(self, n_topics: int, progress: Progress) -> Measured:
        """Fit with a number of topics, and score the fits."""
        start = time.perf_counter()
        fits = list(self._fits(n_topics, progress))
        parts = [self._completions(*each) for each in zip(self.held_out, fits, strict=True)]
        shown = [fitted for _, fitted, _ in fits]
        scores = [self._scores(each) for each in shown]
        return Measured(
            n_topics=n_topics,
            log_likelihood=np.concatenate([part for part, _ in parts]),
            n_tokens=np.concatenate([part for _, part in parts]),
            themes=tuple(number_of_themes(each.row_topic) for each in shown),
            coherence=_mean([coherence for coherence, _ in scores]),
            diversity=_mean([share for _, share in scores]),
            stability=self._stability(shown),
            seconds=round(time.perf_counter() - start, 3),
        )

    def _fits(
        self, n_topics: int, progress: Progress
    ) -> Iterator[tuple[ModelOfRun, FittedTopics, Any]]:
        """Each fit: the model of the documents that it saw, its shares, and the engine."""
        for number, (held_out, state) in enumerate(
            zip(self.held_out, self.random_states, strict=False)
        ):
            model = self.model.without(held_out)
            parameters = self.model.engine.get_params()
            changes: dict[str, Any] = {
                "n_topics": n_topics,
                "random_state": state,
                "max_sweeps": min(SWEEPS, int(parameters["max_sweeps"])),
                "progress": _of_fit(progress, number, n_topics),
            }
            if not self.holds_out and parameters.get("init") == "nndsvd":
                changes["init"] = "random"  # singular vectors are the same in every fit
            engine = unfitted(self.model.engine, **changes)
            engine.fit_quietly(model.matrix())
            rows, weighting = model.rows, model.weighting
            matrix = weighted(rows, frequency_arrays(rows, weighting), weighting)
            fitted = fitted_topics(
                engine.components_,
                engine.transform(matrix),
                rows.n_terms[rows.counted],
                model.term_counts,
                is_mixture=model.is_mixture,
            )
            yield model, fitted, engine

    def _completions(
        self, held_out: NDArray[np.bool_], fit: tuple[ModelOfRun, FittedTopics, Any]
    ) -> tuple[Floats, NDArray[np.int64]]:
        if not self.holds_out:
            return np.empty(0), np.empty(0, dtype=np.int64)
        model, fitted, engine = fit
        prior = getattr(engine, "document_topic_prior_", PRIOR_OF_WEIGHTS)
        return row_completions(
            fitted.topic_term,
            self.documents[np.flatnonzero(held_out)],
            background=model.term_counts,
            document_topic_prior=np.maximum(prior, LEAST_PRIOR),
            random_state=self.random_states[-1],
        )

    def _scores(self, fitted: FittedTopics) -> tuple[float | None, float | None]:
        """Mean coherence and diversity of the topics' best terms."""
        if self.counts.n_vocabulary < 2:
            return None, None
        ranked = rank_terms(
            fitted.topic_term,
            fitted.row_topic.mean(axis=0),
            order=str(self.options.order),
            relevance=self.options.relevance,
            n_shown=N_TERMS,
        )
        is_present = np.take_along_axis(fitted.topic_term, ranked, axis=1) > 0
        top = np.where(is_present, ranked, -1)
        return float(npmi(top, self.documents).mean()), diversity(top)

    def _stability(self, fits: Sequence[FittedTopics]) -> float | None:
        """Mean stability of the topics of each fit in the others."""
        if len(fits[0].topic_term) < 2:
            return None
        values = []
        for number, fitted in enumerate(fits):
            others = [each.topic_term for each in (*fits[:number], *fits[number + 1 :])]
            values.append(
                topic_stability(
                    fitted.topic_term,
                    others,
                    background=chance_topics(
                        fitted.topic_term, self.counts.term_counts, self.options
                    ),
                    topic_share=fitted.row_topic.mean(axis=0),
                ).values.mean()
            )
        return float(np.mean(values))


def check_alone(options: FitOptions) -> None:
    """Raise OptionError for a prior that is made for one number of topics only."""
    for name in ("document_topic_prior", "topic_term_prior"):
        if np.ndim(getattr(options, name)):  # None and words have no axes
            raise OptionError(
                f"{name} has numbers for one number of topics; to choose the number, give a single "
                "value, or none"
            )


def _held_out(counts: Counts, random_state: int, log: StageLog) -> tuple[NDArray[np.bool_], ...]:
    """Documents that each fit lacks, none in two of them; none at all where they are too few."""
    n_terms = counts.n_terms_of_documents
    result = tuple(np.zeros(len(n_terms), dtype=np.bool_) for _ in range(N_FITS))
    possible = np.flatnonzero(n_terms >= 2)
    reason = ""
    if len(possible) < FEWEST_DOCUMENTS:
        reason = (
            f"there {'is' if len(possible) == 1 else 'are'} only "
            f"{amount(len(possible), 'document')} with two counted terms or more"
        )
    elif np.any(counts.matrix.data != np.floor(counts.matrix.data)):
        reason = "the counts are no whole numbers"
    log.notice(
        "no-held-out",
        int(bool(reason)),
        f"perplexity was not measured: {reason}; the number is that of themes alone",
    )
    if reason:
        return result
    order = np.random.default_rng(random_state).permutation(possible)
    n_each = max(1, round(HELD_OUT_SHARE * len(possible)))
    for number, is_held_out in enumerate(result):
        is_held_out[order[number * n_each : (number + 1) * n_each]] = True
    return result


def _of_fit(progress: Progress, number: int, n_topics: int) -> Progress:
    """Progress of one of the fits, as steps of a number of topics; other stages as they are."""

    def report(stage: str, done: int, total: int) -> None:
        if stage == "fit":
            share = done / max(total, 1)
            stage, done = STAGE, round(_STEPS * n_topics * (number + share))
            total = _STEPS * n_topics * N_FITS
        progress(stage, done, total)

    return report


def _mean(values: Sequence[float | None]) -> float | None:
    """Mean of the values that are known; None without any."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
