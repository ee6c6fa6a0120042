"""The stages joined, one function for each command."""

from topics.workflow.fit import fit, fit_run
from topics.workflow.similar import similar
from topics.workflow.transform import check_output, transform, transform_run

__all__ = ["check_output", "fit", "fit_run", "similar", "transform", "transform_run"]
