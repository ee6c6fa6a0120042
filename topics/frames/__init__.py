"""How do values and tables in memory, of any library, become columns and documents?"""

from topics.frames.columns import (
    FROM_FILE,
    columns_of,
    header_of,
    plain_value,
    series_of,
    values_of,
)
from topics.frames.documents import FrameDocuments, Names, documents_of, without_marks

__all__ = [
    "FROM_FILE",
    "FrameDocuments",
    "Names",
    "columns_of",
    "documents_of",
    "header_of",
    "plain_value",
    "series_of",
    "values_of",
    "without_marks",
]
