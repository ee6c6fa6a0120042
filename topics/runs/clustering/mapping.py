"""The map of a run, drawn from any view."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from topics.checks import check_choice
from topics.choices import DEFAULT_MAP_VIEW, LEVELS
from topics.errors import OptionError
from topics.notices import StageLog
from topics.options import FitOptions
from topics.results import project_rows
from topics.results.clusters import EMBEDDINGS
from topics.runs.clustering.views import (
    check_embeddings,
    check_has_terms,
    check_single_view,
    points_of_run,
)
from topics.runs.data import RunData


def check_map_view(view: str, embeddings: ArrayLike | None, level: str | None) -> None:
    """Raise OptionError if a view makes no map, or if its embeddings or their level do not fit."""
    check_single_view(view)
    check_embeddings(view, embeddings)
    if level is None:
        return
    check_choice("level", level, LEVELS)
    if view != EMBEDDINGS:
        raise OptionError(
            f"level is for embeddings, which are of one level; a map of the view {view} shows "
            "documents and sections"
        )


def map_parts(
    run: RunData,
    options: FitOptions,
    log: StageLog,
    *,
    embeddings: ArrayLike | None = None,
    level: str | None = None,
    n_components: int = 2,
) -> dict[str, Any]:
    """What a map changes in a run, by the names of its attributes.

    Parameters
    ----------
    run : RunData
        The map shows the topics of its fit, so edits and their end leave it where it is.
    options : FitOptions
        Its view, engine and other options of the map; whether there is one.
    log : StageLog
    embeddings : array_like, shape (n_rows, n_axes), optional
        For the view embeddings: one row for every document or section.
    level : {"document", "section"}, optional
        Rows that the embeddings are of; default: documents. The map shows only these.
    n_components : {2, 3}
    """
    fitted = run.original or run
    view, members, points, only = options.map_view, None, None, None
    if options.project and view != DEFAULT_MAP_VIEW:
        check_has_terms(run)
        only = (level or "document") if view == EMBEDDINGS else None
        (found,), members = points_of_run(
            run,
            log,
            view=view,
            level=only or "document",
            embeddings=embeddings,
            random_state=options.random_state,
        )
        points = found.both_levels()
    projection = project_rows(
        run.documents,
        run.sections,
        (fitted.document_topic, fitted.section_topic),
        run.counts,
        options,
        log,
        n_components,
        points=points,
        level=only,
    )
    return {"projection": projection, "map_members": members}
