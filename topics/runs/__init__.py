"""What is a run, what can be done with it, and what does its folder hold?"""

from topics.runs.clustering.clustering import check_method
from topics.runs.edits.apply import BEFORE_EDITS
from topics.runs.edits.plan import edited_topics
from topics.runs.edits.shown import edits_in_words
from topics.runs.folder import rewrite_run, rewrite_scores
from topics.runs.loading import load, report_again
from topics.runs.relabel import has_own_labels, label_origins
from topics.runs.similar import (
    AskedRow,
    check_no_position,
    nearest_rows,
    row_of_new,
    row_of_run,
)
from topics.runs.topic_run import TopicRun
from topics.runs.trends.columns import listed_columns
from topics.runs.trends.keeping import check_trend_columns

__all__ = [
    "BEFORE_EDITS",
    "AskedRow",
    "TopicRun",
    "check_method",
    "check_no_position",
    "check_trend_columns",
    "edited_topics",
    "edits_in_words",
    "has_own_labels",
    "label_origins",
    "listed_columns",
    "load",
    "nearest_rows",
    "report_again",
    "rewrite_run",
    "rewrite_scores",
    "row_of_new",
    "row_of_run",
]
