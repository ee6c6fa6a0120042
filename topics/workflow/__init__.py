"""The stages joined, one function for each command."""

from topics.workflow.adopt import adopt, adopt_model
from topics.workflow.cluster import cluster
from topics.workflow.compare import compare
from topics.workflow.fit import fit, fit_topics, with_map
from topics.workflow.judging.evaluate import evaluate, evaluate_run
from topics.workflow.judging.held_out import HeldOut, held_out_perplexity
from topics.workflow.judging.stability import stability
from topics.workflow.project import project
from topics.workflow.search import search
from topics.workflow.selecting.select import select, select_number
from topics.workflow.similar import asked_row, similar
from topics.workflow.transform import check_output, transform, transform_run

__all__ = [
    "HeldOut",
    "adopt",
    "adopt_model",
    "asked_row",
    "check_output",
    "cluster",
    "compare",
    "evaluate",
    "evaluate_run",
    "fit",
    "fit_topics",
    "held_out_perplexity",
    "project",
    "search",
    "select",
    "select_number",
    "similar",
    "stability",
    "transform",
    "transform_run",
    "with_map",
]
