"""Documents and their sections as two tables, made of files or of texts in memory."""

from topics.corpus.analyzing import Analyzer
from topics.corpus.checks import check_unique_ids
from topics.corpus.corpus import Corpus
from topics.corpus.in_memory import metadata_table
from topics.corpus.joining import joined, with_new_columns
from topics.corpus.metadata import column_as_text, with_metadata
from topics.corpus.schemas import (
    DOCUMENT_SCHEMA,
    INPUT_SCHEMA,
    REMOVED_SCHEMA,
    RESERVED_COLUMNS,
    SECTION_SCHEMA,
)

__all__ = [
    "DOCUMENT_SCHEMA",
    "INPUT_SCHEMA",
    "REMOVED_SCHEMA",
    "RESERVED_COLUMNS",
    "SECTION_SCHEMA",
    "Analyzer",
    "Corpus",
    "check_unique_ids",
    "column_as_text",
    "joined",
    "metadata_table",
    "with_metadata",
    "with_new_columns",
]
