"""What is saved in a folder of its own, besides runs?"""

from topics.results.folders.comparison import (
    CHANGES,
    COMPARISON_SCHEMA,
    Comparison,
    change_of,
)
from topics.results.folders.transformed import KIND, Transformed, check_kind

__all__ = [
    "CHANGES",
    "COMPARISON_SCHEMA",
    "KIND",
    "Comparison",
    "Transformed",
    "change_of",
    "check_kind",
]
