"""What does a run say of the topics that a person asked for, before and after its fit?"""

from topics.results.seeds.before import (
    FROM_SEEDS,
    FROM_TERMS,
    LABEL_ORIGIN,
    asked_columns,
    check_seeds,
    columns_again,
    seed,
    with_names,
)
from topics.results.seeds.support import SEED_COLUMNS, seed_support, with_support

__all__ = [
    "FROM_SEEDS",
    "FROM_TERMS",
    "LABEL_ORIGIN",
    "SEED_COLUMNS",
    "asked_columns",
    "check_seeds",
    "columns_again",
    "seed",
    "seed_support",
    "with_names",
    "with_support",
]
