"""What is saved in a folder of its own, besides runs?"""

from topics.results.folders.comparison import (
    CHANGES,
    COMPARISON_SCHEMA,
    Comparison,
    change_of,
)
from topics.results.folders.selection import SELECTION, SELECTION_SCHEMA, Selection
from topics.results.folders.transformed import KIND, Transformed, check_kind

__all__ = [
    "CHANGES",
    "COMPARISON_SCHEMA",
    "KIND",
    "SELECTION",
    "SELECTION_SCHEMA",
    "Comparison",
    "Selection",
    "Transformed",
    "change_of",
    "check_kind",
]
