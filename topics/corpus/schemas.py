"""Columns of the tables of a corpus."""

from __future__ import annotations

import polars as pl

DOCUMENT_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "source": pl.String(),
    "part": pl.Int64(),
    "title": pl.String(),
    "author": pl.String(),
    "date": pl.String(),
    "language": pl.String(),
    "duplicate_of": pl.String(),
}
"""First columns of every documents table; metadata columns follow them."""

SECTION_SCHEMA: dict[str, pl.DataType] = {
    "document": pl.String(),
    "position": pl.Int64(),
    "level": pl.Int64(),
    "heading": pl.String(),
    "text": pl.String(),
}
"""Columns of the sections table. `document` is the id, `position` counts from 0 in a document."""

REMOVED_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "line": pl.Int64(),
    "document": pl.String(),
    "position": pl.Int64(),
    "reason": pl.String(),
    "n_documents": pl.Int64(),
    "text": pl.String(),
}
"""Columns of the table of removed text: where it was, why it was removed, and the text."""

INPUT_SCHEMA: dict[str, pl.DataType] = {
    "path": pl.String(),
    "sha256": pl.String(),
    "bytes": pl.Int64(),
}
"""Columns of the table of files that were read."""

RESERVED_COLUMNS = frozenset(DOCUMENT_SCHEMA) | {
    *("n_sections", "n_terms", "n_unknown", "topic", "topic_share", "fit"),
    *("cluster", "cluster_strength", "nearest_cluster"),
}
"""Names that metadata columns cannot have; such a column gets the prefix ``meta_``."""
