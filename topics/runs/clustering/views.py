"""Views of a run: its documents and sections as points, for clusters, for the map, for callers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.checks import check_choice, check_random_state, check_whole
from topics.choices import CLUSTER_VIEWS, LEVELS, VIEWS
from topics.errors import InputError, OptionError
from topics.kernels.threads import kernel_threads
from topics.notices import StageLog
from topics.results.clusters import EMBEDDINGS, Members, ViewPoints, view_points
from topics.runs.clustering.consensus import fit_members
from topics.runs.data import RunData

Floats = NDArray[np.float64]


def check_embeddings(view: str, embeddings: ArrayLike | None) -> None:
    """Raise OptionError if a view lacks embeddings, or has no use for them."""
    if (EMBEDDINGS in view) != (embeddings is not None):
        raise OptionError(
            f"the view {view} "
            + ("needs embeddings: pass an array with a row for each of the run's rows"
               if embeddings is None else "uses no embeddings; use the view embeddings")
        )  # fmt: skip


def check_single_view(view: str) -> None:
    """Raise OptionError for the union of two views, which has neighbours but no points."""
    if view in CLUSTER_VIEWS and view not in VIEWS:
        raise OptionError(
            f"the view {view} joins the neighbours of two views and has no points of its own; "
            f"ask for {' and for '.join(view.split('+'))}"
        )
    check_choice("view", view, VIEWS)


def points_of_run(
    run: RunData,
    log: StageLog,
    *,
    view: str,
    level: str,
    embeddings: ArrayLike | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
) -> tuple[list[ViewPoints], Members | None]:
    """Points of a view, of a union those of each; and the fits of a consensus.

    Edits of topics change no view: shares are those of the fit.
    """
    fit = run.original or run
    members, shares = None, [(fit.document_topic, fit.section_topic)]
    if "consensus" in view:
        members = _members_of(run, random_state, log)
        with log.stage("transform"):
            shares = list(members.shares(run.counts, run.options.level, n_threads))
    views = view_points(
        view, level, run.counts, shares, embeddings=embeddings, random_state=random_state
    )
    return views, members


def view_of_run(
    run: RunData,
    log: StageLog,
    *,
    view: str,
    level: str,
    embeddings: ArrayLike | None,
    random_state: int,
    n_threads: int | None,
) -> Floats:
    """As `TopicRun.view` says."""
    check_single_view(view)
    check_choice("level", level, LEVELS)
    check_whole("n_threads", n_threads, 1)
    check_random_state(random_state)
    check_embeddings(view, embeddings)
    check_has_terms(run)
    with kernel_threads(n_threads):
        (points,), _ = points_of_run(
            run,
            log,
            view=view,
            level=level,
            embeddings=embeddings,
            random_state=random_state,
            n_threads=n_threads,
        )
    return points.rows


def check_has_terms(run: RunData) -> None:
    """Raise InputError if no row of the run has counted terms."""
    if not run.counts.n_terms.any():
        raise InputError("the run has no counted terms, so there is nothing to cluster")


def _members_of(run: RunData, random_state: int, log: StageLog) -> Members:
    """The fits of an earlier consensus with the same random state, or new ones."""
    before = run.clusters
    is_same = before is not None and before.settings["random_state"] == random_state
    if before is not None and before.members is not None and is_same:
        return before.members
    if run.map_members is not None and run.options.random_state == random_state:
        return run.map_members
    return fit_members(run.counts, run.options.level, random_state, log)
