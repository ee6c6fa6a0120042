"""What share of each row does each topic have, at both levels, and which terms describe it?"""

from topics.shares.evidence import FEW_TERMS, PRIOR_TERMS, best_rows, supported_share
from topics.shares.inflections import without_inflections
from topics.shares.levels import (
    FittedTopics,
    fitted_topics,
    mean_row,
    roll_up,
    row_shares,
    section_shares,
)
from topics.shares.merging import Members, merged_shares, merged_terms
from topics.shares.terms import (
    ORDERS,
    rank_terms,
)

__all__ = [
    "FEW_TERMS",
    "ORDERS",
    "PRIOR_TERMS",
    "FittedTopics",
    "Members",
    "best_rows",
    "fitted_topics",
    "mean_row",
    "merged_shares",
    "merged_terms",
    "rank_terms",
    "roll_up",
    "row_shares",
    "section_shares",
    "supported_share",
    "without_inflections",
]
