"""Numbers of topics: neighbours are alike, so that one order serves every list and picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.counts import Counts
from topics.options import FitOptions
from topics.results.levels import both_levels
from topics.results.rows import ModelRows
from topics.shares import FittedTopics, mean_row
from topics.trees import build_tree

MOST_NUMBERED = 500
"""Above this many topics their tree would take as long as a fit, and they keep their numbers."""


def has_given_numbers(options: FitOptions) -> bool:
    """Whether the caller knows topics by their numbers: seeds, or priors of single topics."""
    priors: tuple[Any, ...] = (options.document_topic_prior, options.topic_term_prior)
    return bool(options.asked) or any(np.ndim(each) for each in priors)


def order_by_likeness(found: FittedTopics, rows: ModelRows, counts: Counts) -> NDArray[np.int64]:
    """Topics of a fit in the order of the leaves of their tree, as `build_tree` has them."""
    n_topics = len(found.topic_term)
    if n_topics > MOST_NUMBERED:
        return np.arange(n_topics)
    _, document_topic = both_levels(found.row_topic, rows, counts, found.topic_term)
    weights = mean_row(document_topic, counts.weights_of_documents, n_topics)
    return build_tree(found.topic_term, weights, 1).order
