"""Which metadata do documents get from a table, or from the names of their files?"""

from topics.reading.metadata.adding import Metadata, is_table_of, metadata_of, with_metadata_of
from topics.reading.metadata.options import METADATA_OPTIONS, without_metadata
from topics.reading.metadata.patterns import NamePattern

__all__ = [
    "METADATA_OPTIONS",
    "Metadata",
    "NamePattern",
    "is_table_of",
    "metadata_of",
    "with_metadata_of",
    "without_metadata",
]
