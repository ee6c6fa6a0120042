"""The options of a run that goes on from another one: those of the start."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any

import numpy as np

from topics.choices import DEFAULT_ENGINE
from topics.errors import OptionError
from topics.options import FitOptions
from topics.values import amount

OF_CALL = frozenset(
    {
        *("random_state", "n_threads", "project", "map_engine", "map_view", "n_neighbors"),
        *("min_dist", "cluster", "n_clusters", "date", "by", "tree", "report_text"),
        "read_options",
    }
)
"""Options that are those of the call, whatever the start had."""

CHANGEABLE = frozenset(
    {"n_fits", "max_sweeps", "tolerance", "order", "relevance", "n_shown", "keep_duplicates"}
)
"""Options that are those of the start, unless the call changes them."""


def growing_options(
    before: FitOptions,
    given: FitOptions,
    n_before: int,
    n_new_topics: int,
    named: Collection[str] = (),
) -> FitOptions:
    """The options of a run that goes on from another one.

    Parameters
    ----------
    before : FitOptions
        Those that were in force in the start.
    given : FitOptions
        Those of the call; one at its default is that of the start, unless it is `named`.
    n_before : int
        Number of topics of the start, as it shows them.
    n_new_topics : int
    named : collection of str
        Options that the caller gave. None asks for nothing: it leaves an option to the start.

    Raises
    ------
    OptionError
        An option of the call contradicts the start.

    Examples
    --------
    >>> given = FitOptions(random_state=3)
    >>> options = growing_options(FitOptions(model="nmf", n_topics=8), given, 8, 2)
    >>> options.model, options.n_topics, options.random_state
    ('nmf', 10, 3)
    """
    n_topics = n_before + n_new_topics
    if given.n_topics not in (None, n_topics):
        raise OptionError(
            f"n_topics is {given.n_topics}, but the run that is continued has "
            f"{amount(n_before, 'topic')} and n_new_topics is {n_new_topics}; leave n_topics out"
        )
    default = FitOptions()
    changed = {
        each.name
        for each in fields(FitOptions)
        if not _equal(getattr(given, each.name), getattr(default, each.name))
        or (each.name in named and getattr(given, each.name) is not None)
    }
    for name in sorted(changed - OF_CALL - CHANGEABLE - {"n_topics"}):
        own = DEFAULT_ENGINE if name == "engine" else getattr(before, name)
        if not _equal(getattr(given, name), own):
            raise OptionError(
                f"{name} is {getattr(given, name)!r:.80}, but the run that is continued has "
                f"{own!r:.80}; leave it out, as new documents are counted and fitted as those of "
                "the run were, or fit all documents without start=…"
            )
    asked = {name: getattr(given, name) for name in OF_CALL | (changed & CHANGEABLE)}
    return replace(continued_options(before, n_before, n_new_topics), **asked)


def continued_options(before: FitOptions, n_before: int, n_new_topics: int = 0) -> FitOptions:
    """The options of the start with further topics, without those that only its engine has.

    Seed topics are left out: their words are in the topics already. New topics get the mean of
    the document priors that were given for the others; where topics were merged, it is learned.
    """
    kept: dict[str, Any] = {}
    if before.engine not in (None, DEFAULT_ENGINE):  # what another engine calls so is another thing
        kept = {"max_sweeps": None, "tolerance": None}
    prior: Any = before.document_topic_prior
    of_terms: Any = before.topic_term_prior
    if np.ndim(prior):
        numbers = np.asarray(prior, dtype=np.float64)
        padded = np.append(numbers, np.full(n_new_topics, numbers.mean()))
        prior = padded if len(numbers) == n_before else None
    return replace(
        before,
        **kept,
        n_topics=n_before + n_new_topics,
        engine=DEFAULT_ENGINE,
        partition_rows=None,  # it goes on in memory
        seed_topics=None,
        document_topic_prior=prior if before.model == "lda" else None,
        topic_term_prior=None if np.ndim(of_terms) else of_terms,
    )


def _equal(one: Any, other: Any) -> bool:
    """Whether two values of an option are the same; arrays are only equal to themselves."""
    if one is other or isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return one is other
    return bool(one == other)
