"""What is saved in a folder of its own, besides runs?"""

from topics.results.folders.comparison import (
    CHANGES,
    COMPARISON_SCHEMA,
    KEPT,
    LOST,
    MERGED,
    NEW,
    REGROUPED,
    SPLIT,
    Comparison,
)
from topics.results.folders.transformed import KIND, Transformed, check_kind

__all__ = [
    "CHANGES",
    "COMPARISON_SCHEMA",
    "KEPT",
    "KIND",
    "LOST",
    "MERGED",
    "NEW",
    "REGROUPED",
    "SPLIT",
    "Comparison",
    "Transformed",
    "check_kind",
]
