"""The map as a table: documents, then sections, with coordinates and largest topic."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.notices import StageLog
from topics.options import FitOptions
from topics.results.tables import largest_topic
from topics.space import EUCLIDEAN, HELLINGER, project
from topics.space.landmarks import LANDMARKS, MOST_DRAWN
from topics.values import amount

PROJECTION_SCHEMA: dict[str, pl.DataType] = {
    "level": pl.String(),
    "document": pl.String(),
    "position": pl.Int64(),
    "x": pl.Float64(),
    "y": pl.Float64(),
    "topic": pl.Int64(),
}
NO_MAP = pl.DataFrame(schema=PROJECTION_SCHEMA)

BothLevels = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Rows of documents, and rows of sections."""


def project_rows(
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    shares: BothLevels,
    counts: Counts,
    options: FitOptions,
    log: StageLog,
    n_components: int = 2,
    points: NDArray[np.float64] | None = None,
    level: str | None = None,
) -> pl.DataFrame:
    """One map of documents and sections, as `projection_table`; empty if none is asked for.

    Parameters
    ----------
    documents, sections, shares, counts
        As for `projection_table`.
    options : FitOptions
    log : StageLog
    n_components : {2, 3}
    points : array, shape (n_points, n_axes), optional
        Points of a view, whose Euclidean distance counts; by default that of Hellinger between
        shares.
    level : {"document", "section"}, optional
        The only level that points has.
    """
    if not options.project:
        return NO_MAP
    with log.stage("project"):
        coordinates = project(
            list(shares) if points is None else points,
            metric=HELLINGER if points is None else EUCLIDEAN,
            engine=options.map_engine,
            n_neighbors=options.n_neighbors,
            min_dist=options.min_dist,
            n_components=n_components,
            random_state=options.random_state,
        )
    n_placed = len(coordinates) - LANDMARKS if len(coordinates) > MOST_DRAWN else 0
    log.notice(
        "map-of-landmarks",
        n_placed,
        f"a map of {amount(len(coordinates), 'point')} is drawn with {LANDMARKS:,} of them, taken "
        "at random; each of the others is placed between its nearest ones",
    )
    return projection_table(documents, sections, shares, counts, coordinates, level)


def projection_table(
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    shares: BothLevels,
    counts: Counts,
    coordinates: NDArray[np.float64],
    level: str | None = None,
) -> pl.DataFrame:
    """Table with the columns of `PROJECTION_SCHEMA`; a third coordinate is the column ``z``.

    Parameters
    ----------
    documents, sections : polars.DataFrame
        With the columns id, and document and position.
    shares : tuple of arrays, shape (n_documents, n_topics) and (n_sections, n_topics)
    counts : Counts
        Points without counted terms have no topic.
    coordinates : array, shape (n_points, 2 or 3)
        Of documents, then sections.
    level : {"document", "section"}, optional
        The only level that the map has; by default both.
    """
    keys = pl.concat(
        [
            documents.select(
                level=pl.lit("document"), document="id", position=pl.lit(None, dtype=pl.Int64)
            ),
            sections.select(pl.lit("section").alias("level"), "document", "position"),
        ]
    )
    if level is not None:
        keys = keys.filter(pl.col("level") == level)
    axes = dict(zip("xyz", map(pl.Series, coordinates.T), strict=False))
    return with_largest_topics(keys.with_columns(**axes), shares, counts)


def with_largest_topics(points: pl.DataFrame, shares: BothLevels, counts: Counts) -> pl.DataFrame:
    """The points of a map with their largest topics; without points there is nothing to do.

    Parameters
    ----------
    points : polars.DataFrame
    shares : tuple of arrays, shape (n_documents, n_topics) and (n_sections, n_topics)
    counts : Counts
        Points without counted terms have no topic.
    """
    if not points.height:
        return points
    both = zip(shares, (counts.n_terms_of_documents, counts.n_terms), strict=True)
    topic = pl.concat([largest_topic(rows, n_terms)[0] for rows, n_terms in both])
    return points.with_columns(topic[rows_on_map(points, counts)])


def rows_on_map(points: pl.DataFrame, counts: Counts) -> slice:
    """The rows, among documents and then sections, that a map has points of: all, or one level."""
    if points.height == counts.n_documents + counts.n_rows:
        return slice(None)
    is_document = points["level"].eq("document").all()
    return slice(0, counts.n_documents) if is_document else slice(counts.n_documents, None)


def terms_of_points(points: pl.DataFrame, counts: Counts) -> NDArray[Any]:
    """Numbers of counted terms of the points of a map."""
    n_terms = np.concatenate([counts.n_terms_of_documents, counts.n_terms])
    return n_terms[rows_on_map(points, counts)]


def coordinates_of(projection: pl.DataFrame) -> NDArray[np.float64]:
    """Coordinates in a projection table, shape (n_points, 2 or 3)."""
    axes = [axis for axis in "xyz" if axis in projection.columns]
    return projection.select(axes).to_numpy().astype(np.float64)
