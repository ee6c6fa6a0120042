"""What is a run, what can be done with it, and what does its folder hold?"""

from topics.exchange.exporting import check_export
from topics.runs.clustering.agreement import AGREEMENT_SCORES
from topics.runs.clustering.clustering import check_method, check_n_clusters
from topics.runs.clustering.mapping import check_map_view, map_parts
from topics.runs.clustering.trees import FILES as TREE_FILES
from topics.runs.edits.apply import BEFORE_EDITS
from topics.runs.edits.plan import edited_topics
from topics.runs.edits.shown import edits_in_words
from topics.runs.effects.estimating import effects_of
from topics.runs.exchanging.adopting import adopted_parts, level_of
from topics.runs.exchanging.exporting import write_run_export
from topics.runs.exchanging.token_tables import write_token_topics
from topics.runs.fitting.parts import engine_of, fitted_parts
from topics.runs.flow import Flow
from topics.runs.folder.rewriting import rewrite_run, rewrite_scores
from topics.runs.ids import found_id
from topics.runs.loading import load, report_again
from topics.runs.relabel import has_own_labels, label_origins
from topics.runs.searching.search import Found, search_run
from topics.runs.similar import (
    AskedRow,
    check_no_position,
    nearest_rows,
    nearest_topics,
    row_of_new,
    row_of_run,
)
from topics.runs.topic_run import TopicRun
from topics.runs.trends.columns import listed_columns
from topics.runs.trends.keeping import check_trend_columns

__all__ = [
    "AGREEMENT_SCORES",
    "BEFORE_EDITS",
    "TREE_FILES",
    "AskedRow",
    "Flow",
    "Found",
    "TopicRun",
    "adopted_parts",
    "check_export",
    "check_map_view",
    "check_method",
    "check_n_clusters",
    "check_no_position",
    "check_trend_columns",
    "edited_topics",
    "edits_in_words",
    "effects_of",
    "engine_of",
    "fitted_parts",
    "found_id",
    "has_own_labels",
    "label_origins",
    "level_of",
    "listed_columns",
    "load",
    "map_parts",
    "nearest_rows",
    "nearest_topics",
    "report_again",
    "rewrite_run",
    "rewrite_scores",
    "row_of_new",
    "row_of_run",
    "search_run",
    "write_run_export",
    "write_token_topics",
]
