"""Fits of the model of a run again: with other random states, of samples, of some documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.errors import InputError
from topics.exchange.adopted import Adopted
from topics.models import MIXTURES, TopicModel
from topics.models.contract import unfitted
from topics.models.resampling import balanced_times, weighted_rows
from topics.notices import Progress, StageLog
from topics.results import ModelRows, documents_of, rows_of_level, rows_to_fit
from topics.results.seeds import columns_again, seed
from topics.runs import TopicRun, engine_of
from topics.shares import term_shares

METHODS = ("refit", "bootstrap")
"""Further fits differ in their random states only, or also in the documents that they fit."""

REFIT_STREAM, HELD_OUT_STREAM = 1, 2
"""Seeds of further fits are drawn from these streams, so that none is a seed of the run itself."""

NO_PIECES = "no-pieces"
"""This is the code of the notice that long sections cannot be cut into pieces again."""

REFITS_OF_GROWN = "refits-of-grown"
"""This is the code of the notice that refits of a grown run do not go on from its start."""

REFITS_OF_ADOPTED = "refits-of-adopted"
"""This is the code of the notice that an adopted model is not fitted again in the same way."""

LARGE_PRIORS = ("document_topic_prior", "topic_term_prior")
"""These options may be arrays; run folders record large ones by their shapes only."""

Floats = NDArray[np.float64]


def method_of(run: TopicRun, method: str | None) -> str:
    """The method itself, or that of the run's model by default.

    Raises
    ------
    OptionError
        An unknown method.
    """
    if method is None:
        # Fits of NMF of the same documents agree with each other even in noise (.8).
        return "bootstrap" if run.options.model == "nmf" else "refit"
    check_choice("method", method, METHODS)
    return method


@dataclass(frozen=True)
class ModelOfRun:
    """What a fit of the rows of a run takes.

    Attributes
    ----------
    engine : TopicModel
        Unfitted, with the options and the number of topics of the fit.
    rows : ModelRows
    row_document : array of int, shape (n_rows,)
    weighting : str
    is_mixture : bool
    """

    engine: TopicModel
    rows: ModelRows
    row_document: NDArray[np.int64]
    weighting: str
    is_mixture: bool

    @classmethod
    def of(cls, run: TopicRun, log: StageLog) -> Self:
        """The model of a run; whatever was edited, it is that of the fit.

        Raises
        ------
        InputError
            The run has no counts, its folder does not hold all options of the fit, or it was
            adopted from a model that cannot be fitted again.
        """
        options, counts = run.options, run.counts.originals
        if run.adopted is not None:
            _check_adopted(run.adopted, log)
        if run.growth is not None:
            _notice_grown(log)
        rows = rows_of_level(counts, options.level)
        if not len(rows.counted):
            raise InputError("the run holds no counts of terms, so it cannot be fitted again")
        for name in LARGE_PRIORS:
            recorded = run.manifest.get("parameters", {}).get(name)
            if getattr(options, name) is None and isinstance(recorded, str):
                raise InputError(
                    f"the run was fitted with {name} ({recorded}), which is too large for its "
                    "folder, so it cannot be fitted again; evaluate the run that topics.fit returns"
                )
        is_whole = run.learned.piece_tokens > 0 and counts.token_ids is None
        is_said = any(notice.code == NO_PIECES for notice in log.notices)
        if options.level == "section" and is_whole and not is_said:
            log.notice(
                NO_PIECES,
                1,
                "the run was saved without texts: long sections are fitted again whole, not in "
                "pieces as in the fit",
            )
        engine = engine_of(options)
        engine.set_params(n_topics=(run.original or run).n_topics)
        seed(engine, options.asked, columns_again(options.asked, counts, run.parameters.settings))
        return cls(
            engine,
            rows,
            documents_of(rows, counts),
            str(options.weighting),
            options.model in MIXTURES,
        )

    def without(self, is_left_out: NDArray[np.bool_]) -> Self:
        """The model of the other documents.

        Parameters
        ----------
        is_left_out : array of bool, shape (n_documents,)
        """
        counted = self.rows.counted
        counted = counted[~is_left_out[self.row_document[counted]]]
        rows = replace(self.rows, counted=counted, counted_matrix=self.rows.matrix[counted])
        return replace(self, rows=rows)

    @property
    def n_topics(self) -> int:
        """Number of topics of a fit."""
        return int(self.engine.get_params()["n_topics"])

    @property
    def groups(self) -> NDArray[np.int64]:
        """The document of each row with terms."""
        return self.row_document[self.rows.counted]

    @property
    def term_counts(self) -> Floats:
        """Summed counts of the terms in the rows, shape (n_vocabulary,)."""
        return np.asarray(self.rows.counted_matrix.sum(axis=0)).ravel().astype(np.float64)

    def matrix(self) -> Any:
        """Rows with terms as they take part in a fit."""
        return rows_to_fit(self.rows, self.weighting, is_mixture=self.is_mixture)

    def topic_term(self, fitted: TopicModel) -> Floats:
        """Topics of a fit, shape (n_topics, n_vocabulary); rows sum to 1."""
        return term_shares(fitted.components_, self.term_counts)[0]

    def refits(
        self, n: int, method: str, random_state: int, progress: Progress
    ) -> Iterator[Floats]:
        """Topics of one whole fit after another, shape (n_topics, n_vocabulary).

        Parameters
        ----------
        n : int
        method : {"refit", "bootstrap"}
        random_state : int
        progress : callable
            Called with ("refit", fits done, `n`).
        """
        matrix = self.matrix()
        # By default NMF starts from singular vectors, which are the same for every random state.
        init = {"init": "random"} if self.engine.get_params().get("init") == "nndsvd" else {}
        states = random_states_of(random_state, n, REFIT_STREAM)
        samples = balanced_times(self.groups, states)
        for done, state in enumerate(states):
            progress("refit", done, n)
            engine = unfitted(
                self.engine, random_state=state, progress=_without_sweeps(progress), **init
            )
            engine.fit_quietly(matrix if method == "refit" else self._sample(matrix, next(samples)))
            yield self.topic_term(engine)
        progress("refit", n, n)

    def _sample(self, matrix: Any, times: NDArray[Any]) -> Any:
        """Rows of a sample of the documents, each of them `times` times."""
        if not self.is_mixture and self.engine.get_params().get("loss") != "kullback-leibler":
            times = np.sqrt(times)  # a row that is drawn twice counts twice in the squared loss
        return weighted_rows(matrix.astype(np.float64), times)


def _check_adopted(adopted: Adopted, log: StageLog) -> None:
    """Say that fits of an adopted run are other fits of its kind of model, where there are any."""
    if adopted.no_refits:
        raise InputError(f"the run cannot be fitted again: {adopted.no_refits}")
    if all(notice.code != REFITS_OF_ADOPTED for notice in log.notices):
        log.notice(
            REFITS_OF_ADOPTED,
            1,
            f"the topics are those of an adopted model ({adopted.in_words}); what is fitted again "
            "is a model of the same kind, with our options and not with all of those that it had",
        )


def _notice_grown(log: StageLog) -> None:
    """Say that fits of a grown run know its own documents only."""
    if all(notice.code != REFITS_OF_GROWN for notice in log.notices):
        log.notice(
            REFITS_OF_GROWN,
            1,
            "the topics of this run go on from another run, but what is fitted again are its own "
            "documents alone: topics that these hardly have are hardly found again (the stability "
            "in topics.csv is from fits that went on likewise)",
        )


def random_states_of(random_state: int, n: int, stream: int) -> list[int]:
    """Seeds of `n` fits; the first ones are the same for any larger `n`.

    Examples
    --------
    >>> random_states_of(7, 2, 1) == random_states_of(7, 3, 1)[:2]
    True
    """
    sequence = np.random.SeedSequence(random_state, spawn_key=(stream,))
    return [int(seed) for seed in sequence.generate_state(n, np.uint32)]


def _without_sweeps(progress: Progress) -> Progress:
    """Progress of a fit that is one of many: compiling is reported, sweeps are not."""

    def report(stage: str, done: int, total: int) -> None:
        if stage != "fit":
            progress(stage, done, total)

    return report
