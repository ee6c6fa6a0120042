"""Numbers of topics: neighbours are alike, so that one order serves every list and picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.models import TopicModel
from topics.options import FitOptions
from topics.shares import fitted_topics, mean_row
from topics.trees import build_tree

MOST_NUMBERED = 500
"""Above this many topics their tree would take as long as a fit, and they keep their numbers."""


def has_given_numbers(options: FitOptions) -> bool:
    """Whether the caller knows topics by their numbers: seeds, or priors of single topics."""
    priors: tuple[Any, ...] = (options.document_topic_prior, options.topic_term_prior)
    return bool(options.asked) or any(np.ndim(each) for each in priors)


def number_by_likeness(
    engine: TopicModel,
    matrix: Any,
    n_terms: NDArray[np.integer],
    background: NDArray[np.float64],
    *,
    is_mixture: bool,
) -> None:
    """Number the topics of a fitted engine by the leaves of their tree, as `build_tree` orders.

    Parameters
    ----------
    engine : TopicModel
    matrix : CSR, shape (n_rows, n_vocabulary)
        Rows as the engine takes them.
    n_terms, background, is_mixture
        As `fitted_topics` takes them.
    """
    n_topics = len(engine.components_)
    if not 2 < n_topics <= MOST_NUMBERED:
        return
    weights = engine.transform(matrix)
    fitted = fitted_topics(engine.components_, weights, n_terms, background, is_mixture=is_mixture)
    mean = mean_row(fitted.row_topic, n_terms, n_topics)
    engine.renumber(build_tree(fitted.topic_term, mean, 1).order)
