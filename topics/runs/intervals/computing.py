"""Intervals of the shares of the documents of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_number
from topics.counts import Counts
from topics.kernels.threads import kernel_threads
from topics.models import MIXTURES
from topics.notices import Progress, silent
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics
from topics.shares import Members
from topics.shares.intervals import DEFAULT_LEVEL, SectionFit, ShareIntervals, share_intervals

LOWEST_LEVEL, HIGHEST_LEVEL = 0.5, 0.99


def intervals_of(run: RunData, level: float, progress: Progress = silent) -> ShareIntervals:
    """As `TopicRun.intervals` says: those that the run keeps, or computed ones."""
    check_number("level", level, LOWEST_LEVEL, HIGHEST_LEVEL)
    if run.stored_intervals is not None and level == run.stored_intervals.level:
        return run.stored_intervals
    members = None
    if run.original is not None:
        members = edited_topics(run.edits, run.original.n_topics).members
    return computed_intervals(run.original or run, level, members, progress)


def computed_intervals(
    run: RunData,
    level: float = DEFAULT_LEVEL,
    members: Members | None = None,
    progress: Progress = silent,
) -> ShareIntervals:
    """Intervals of the shares of a run.

    Parameters
    ----------
    run : RunData
        A run whose topics are those of its fit, not edited.
    level : float
    members : sequence of sequences of int, optional
        Topics that were merged: what is sampled are the counts of the merged ones.
    progress : callable
    """
    others = []
    if run.witnesses is not None:
        shares = zip(run.witnesses.topic_terms(), run.witnesses.section_rows(), strict=True)
        others = [SectionFit(*each) for each in shares]
    with kernel_threads(run.options.n_threads):
        return share_intervals(
            run.counts.matrix,
            run.counts.row_document,
            SectionFit(run.topic_term, run.section_topic),
            run.document_topic,
            others,
            is_mixture=run.options.model in MIXTURES,
            level=level,
            random_state=run.options.random_state,
            members=members,
            is_copy=_is_copy(run.counts),
            progress=progress,
        )


def _is_copy(counts: Counts) -> NDArray[np.bool_] | None:
    """Sections of copies; None where there are none."""
    return None if counts.is_copy is None else counts.is_copy[counts.row_document]
