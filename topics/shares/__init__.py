"""What share of each row does each topic have, at both levels, and which terms describe it?"""

from topics.shares.evidence import FEW_TERMS, PRIOR_TERMS, best_rows, supported_share
from topics.shares.flow import BANDWIDTH_FACTOR, BANDWIDTH_POWER, Course, course
from topics.shares.frex import FREX_WEIGHT, frex
from topics.shares.inflections import without_inflections
from topics.shares.labels import folded_label, topic_labels, unique_labels
from topics.shares.levels import (
    FittedTopics,
    fitted_topics,
    in_row_chunks,
    mean_row,
    roll_up,
    row_shares,
    section_shares,
    term_shares,
)
from topics.shares.matching import matched_topics, overlaps, term_roots
from topics.shares.merging import Members, merged_shares, merged_terms
from topics.shares.representatives import NEAR_COPY, representatives, row_overlap
from topics.shares.some_rows import Shares, SomeRows
from topics.shares.terms import (
    ORDERS,
    rank_terms,
)
from topics.shares.token_topics import token_topics

__all__ = [
    "BANDWIDTH_FACTOR",
    "BANDWIDTH_POWER",
    "FEW_TERMS",
    "FREX_WEIGHT",
    "NEAR_COPY",
    "ORDERS",
    "PRIOR_TERMS",
    "Course",
    "FittedTopics",
    "Members",
    "Shares",
    "SomeRows",
    "best_rows",
    "course",
    "fitted_topics",
    "folded_label",
    "frex",
    "in_row_chunks",
    "matched_topics",
    "mean_row",
    "merged_shares",
    "merged_terms",
    "overlaps",
    "rank_terms",
    "representatives",
    "roll_up",
    "row_overlap",
    "row_shares",
    "section_shares",
    "supported_share",
    "term_roots",
    "term_shares",
    "token_topics",
    "topic_labels",
    "unique_labels",
    "without_inflections",
]
