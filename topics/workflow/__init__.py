"""The stages joined, one function for each command."""

from topics.workflow.fit import fit, fit_run
from topics.workflow.project import project
from topics.workflow.similar import asked_row, similar
from topics.workflow.transform import check_output, transform, transform_run

__all__ = [
    "asked_row",
    "check_output",
    "fit",
    "fit_run",
    "project",
    "similar",
    "transform",
    "transform_run",
]
