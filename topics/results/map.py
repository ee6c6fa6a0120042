"""The map as a table: documents, then sections, with coordinates and largest topic."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.notices import StageLog
from topics.options import FitOptions
from topics.space import place

PROJECTION_SCHEMA: dict[str, pl.DataType] = {
    "level": pl.String(),
    "document": pl.String(),
    "position": pl.Int64(),
    "x": pl.Float64(),
    "y": pl.Float64(),
    "topic": pl.Int64(),
}
NO_MAP = pl.DataFrame(schema=PROJECTION_SCHEMA)


def projection_table(
    corpus: Corpus, shares: NDArray[np.float64], coordinates: NDArray[np.float64]
) -> pl.DataFrame:
    """Table with the columns of `PROJECTION_SCHEMA`; a third coordinate is the column ``z``.

    Parameters
    ----------
    corpus : Corpus
    shares : array, shape (n_documents + n_sections, n_topics)
    coordinates : array, shape (n_documents + n_sections, 2 or 3)
    """
    documents = corpus.documents.select(
        level=pl.lit("document"), document="id", position=pl.lit(None, dtype=pl.Int64)
    )
    sections = corpus.sections.select(pl.lit("section").alias("level"), "document", "position")
    axes = dict(zip("xyz", map(pl.Series, coordinates.T), strict=False))
    return pl.concat([documents, sections]).with_columns(
        **axes, topic=pl.Series(shares.argmax(axis=1), dtype=pl.Int64)
    )


def coordinates_of(projection: pl.DataFrame) -> NDArray[np.float64]:
    """Coordinates in a projection table, shape (n_points, 2 or 3)."""
    axes = [axis for axis in "xyz" if axis in projection.columns]
    return projection.select(axes).to_numpy().astype(np.float64)


def project_rows(
    corpus: Corpus, shares: NDArray[np.float64], options: FitOptions, log: StageLog
) -> pl.DataFrame:
    """One map of documents and sections, as `projection_table`; empty if none is asked for."""
    if not options.project:
        return NO_MAP
    with log.stage("project"):
        coordinates = place(
            shares,
            n_neighbors=options.n_neighbors,
            min_dist=options.min_dist,
            random_state=options.random_state,
        )
    return projection_table(corpus, shares, coordinates)
