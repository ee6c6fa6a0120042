"""Shares of topics: from raw factors to rows that sum to 1 at both levels, and ranked terms."""

from topics.shares.levels import (
    FittedTopics,
    fitted_topics,
    mean_row,
    new_row_shares,
    roll_up,
    section_shares,
)
from topics.shares.terms import (
    DEFAULT_ORDERS,
    DEFAULT_RELEVANCE,
    ORDERS,
    rank_terms,
    topics_table,
)

__all__ = [
    "DEFAULT_ORDERS",
    "DEFAULT_RELEVANCE",
    "ORDERS",
    "FittedTopics",
    "fitted_topics",
    "mean_row",
    "new_row_shares",
    "rank_terms",
    "roll_up",
    "section_shares",
    "topics_table",
]
