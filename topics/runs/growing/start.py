"""The topics of a run as the start of a further fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from topics.counting.growing import spread_columns
from topics.errors import InputError, RunFolderError
from topics.results import Witnesses, rows_of_level
from topics.results.rows import FREQUENCY, N_ROWS, TOPIC_MASS
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics
from topics.shares import Members, matched_topics, merged_terms, term_roots

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StartTopics:
    """The topics of a run, as they are shown, and how much they weigh.

    Attributes
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    mass : array, shape (n_topics,)
        Counted terms of each topic in the documents that made it.
    frequency : array of int, shape (n_vocabulary,)
        Rows of the model that hold each term.
    n_rows : int
        Rows of the model that had terms.
    witnesses : tuple of array, shape (n_topics, n_vocabulary) each
        The same topics in the other fits of the run.
    """

    topic_term: Floats
    mass: Floats
    frequency: NDArray[np.int64]
    n_rows: int
    witnesses: tuple[Floats, ...] = ()

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.topic_term)

    def weighed(self, weight: float) -> Self:
        """The same topics with less weight: that share of what they had seen."""
        return replace(
            self,
            mass=weight * self.mass,
            frequency=np.rint(weight * self.frequency).astype(np.int64),
            n_rows=max(round(weight * self.n_rows), 1),
        )

    def on_terms(self, terms: NDArray[np.str_], whole: NDArray[np.str_]) -> Self:
        """The same topics over a vocabulary `whole` that holds all their `terms`."""
        frequency = spread_columns(self.frequency.astype(np.float64), terms, whole)
        return replace(
            self,
            topic_term=spread_columns(self.topic_term, terms, whole),
            frequency=frequency.astype(np.int64),
            witnesses=tuple(spread_columns(each, terms, whole) for each in self.witnesses),
        )


def start_topics(run: RunData) -> StartTopics:
    """The topics of a run as the start of a further fit; those of an edited run as it shows them.

    A topic weighs as many counted terms as it has in the documents of the run: in a grown run, in
    all documents that it has seen.

    Raises
    ------
    InputError
        New documents cannot get the topics of the run, as it was adopted without a model, or it
        holds no counts of terms.
    RunFolderError
        The run's arrays do not fit each other.
    """
    if run.adopted is not None and run.adopted.no_transform:
        raise InputError(f"the run cannot grow: {run.adopted.no_transform}")
    fit = run.original or run
    members = edited_topics(run.edits, fit.n_topics).members
    mass = _mass(run, fit)
    rows = rows_of_level(run.counts, run.options.level).evidence
    frequency = run.engine_arrays.get(FREQUENCY)
    if frequency is None:
        frequency = np.bincount(rows.counted_matrix.indices, minlength=run.counts.n_vocabulary)
    return StartTopics(
        topic_term=run.topic_term,
        mass=np.array([mass[list(numbers)].sum() for numbers in members]),
        frequency=frequency.astype(np.int64),
        n_rows=int(run.engine_arrays.get(N_ROWS, len(rows.counted))),
        witnesses=_matched_witnesses(fit.topic_term, run.witnesses, mass, members),
    )


def _mass(run: RunData, fit: RunData) -> Floats:
    """Counted terms of each topic of the fit."""
    mass: Any = run.engine_arrays.get(TOPIC_MASS)
    if mass is None:
        n_terms = np.asarray(run.counts.weights_of_documents, np.float64)
        mass = (fit.document_topic * n_terms[:, None]).sum(axis=0)
    elif (
        mass.shape != (fit.n_topics,)
        or mass.dtype.kind != "f"
        or not np.isfinite(mass).all()
        or mass.min() < 0
    ):
        raise RunFolderError("what the run's topics weigh does not fit them; fit again")
    if not mass.sum() > 0:
        raise InputError("the run holds no counts of terms, so it cannot grow; fit again")
    result: Floats = mass
    return result


def _matched_witnesses(
    topic_term: Floats, witnesses: Witnesses | None, mass: Floats, members: Members
) -> tuple[Floats, ...]:
    """The topics that are shown, in each of the other fits."""
    if witnesses is None:
        return ()
    roots = term_roots(topic_term)
    return tuple(
        merged_terms(each[matched_topics(roots, term_roots(each))[1]], mass, members)
        for each in witnesses.topic_terms()
    )
