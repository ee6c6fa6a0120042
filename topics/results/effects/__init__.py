"""What are the effects of metadata on topics, as tables?"""

from topics.results.effects.data import (
    CURVES_SCHEMA,
    TABLE_SCHEMA,
    Effects,
    check_effects,
    with_labels_of,
)
from topics.results.effects.table import curves_table, effects_table

__all__ = [
    "CURVES_SCHEMA",
    "TABLE_SCHEMA",
    "Effects",
    "check_effects",
    "curves_table",
    "effects_table",
    "with_labels_of",
]
