"""The pictures in a run folder: their names, and the figures that they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from topics.errors import OptionError
from topics.runs.data import RunData
from topics.runs.plots.figures import (
    figure_of_effects,
    figure_of_map,
    figure_of_similarity,
    figure_of_topics,
    figure_over_time,
    figures_by_group,
)
from topics.runs.trends.storing import OVER_TIME, names_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAP, MAP_OF_CLUSTERS = "map", "map_clusters"
TOPICS, SIMILARITY, EFFECTS = "topics", "similarity", "effects"
"""Names of pictures, without ending."""

PNG = ".png"
PICTURE_FORMATS = ("png", "svg")
"""Formats to choose from; PNG is always written."""


def picture_endings(formats: str | Iterable[str]) -> tuple[str, ...]:
    """Endings of the names of pictures in the formats asked for, always with that of PNG.

    Parameters
    ----------
    formats : str or iterable of str
        ``"png,svg"`` and ``["png", "svg"]`` mean the same.

    Raises
    ------
    OptionError
        A name is not in `PICTURE_FORMATS`.

    Examples
    --------
    >>> picture_endings("svg")
    ('.png', '.svg')
    """
    names = formats.split(",") if isinstance(formats, str) else list(formats)
    wanted = {str(name).strip().lower() for name in names} - {""}
    unknown = sorted(wanted - set(PICTURE_FORMATS))
    if unknown:
        raise OptionError(
            f"unknown format of pictures {unknown[0]!r:.40}; choose from "
            f"{', '.join(PICTURE_FORMATS)}"
        )
    return tuple(f".{name}" for name in PICTURE_FORMATS if name in wanted | {"png"})


FILES = tuple(
    f"{name}{ending}"
    for name in (MAP, MAP_OF_CLUSTERS, TOPICS, SIMILARITY, EFFECTS)
    for ending in picture_endings(PICTURE_FORMATS)
)
"""Pictures that a run folder can have, besides those of trends."""


def figures_of(run: RunData) -> Iterator[tuple[str, Figure]]:
    """Names, without ending, and figures of all that the run has something for."""
    if run.projection.height:
        yield MAP, figure_of_map(run)
        if run.clusters is not None:
            yield MAP_OF_CLUSTERS, figure_of_map(run, "cluster")
    yield TOPICS, figure_of_topics(run)
    if run.n_topics > 1:
        yield SIMILARITY, figure_of_similarity(run)
    if run.estimated_effects is not None:
        yield EFFECTS, figure_of_effects(run.estimated_effects)
    if run.trends is None:
        return
    if run.trends.over_time is not None:
        yield OVER_TIME, figure_over_time(run)
    yield from zip(names_of(run.trends), figures_by_group(run), strict=True)
