"""New documents on a fitted run, from plain data: counted, given shares, placed on the map."""

from topics.results.fitted import Fitted, fitted_of
from topics.results.transformed import KIND, Transformed, check_no_run
from topics.results.transforming import numbered_corpus, transform_data

__all__ = [
    "KIND",
    "Fitted",
    "Transformed",
    "check_no_run",
    "fitted_of",
    "numbered_corpus",
    "transform_data",
]
