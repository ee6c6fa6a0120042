"""Ranges of the options that engines have in common, checked before anything is read."""

from __future__ import annotations

from typing import Any

import numpy as np

from topics.errors import OptionError

MAX_RANDOM_STATE = 2**32 - 1
"""The largest seed that numpy's older generators, inside the peers, take."""


def check_options(**options: Any) -> None:
    """Raise OptionError for a common option outside its range; None and others pass."""
    for name in ("document_topic_prior", "topic_term_prior"):
        value = options.get(name)
        if value is not None and not (name == "document_topic_prior" and _is(value, "auto")):
            _check_positive(name, value)
    for name, lowest in (("n_topics", 1), ("max_sweeps", 1), ("random_state", 0)):
        check_whole(name, options.get(name), lowest)
    random_state = options.get("random_state")
    if random_state is not None and random_state > MAX_RANDOM_STATE:
        raise OptionError(f"random_state is {random_state}, expected at most {MAX_RANDOM_STATE}")
    tolerance = options.get("tolerance")
    if tolerance is not None and not 0 <= tolerance < np.inf:
        raise OptionError(f"tolerance is {tolerance}, expected 0 or more")


def check_whole(name: str, value: Any, lowest: int) -> None:
    """Raise OptionError unless the value is None or a whole number from `lowest` on."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if value is not None and not (whole and value >= lowest):
        raise OptionError(f"{name} is {value!r}, expected a whole number, {lowest} or more")


def _is(value: Any, word: str) -> bool:
    return isinstance(value, str) and value == word


def _check_positive(name: str, value: Any) -> None:
    try:
        numbers = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise OptionError(f"{name} is {value!r}, expected positive numbers") from None
    if not np.all(np.isfinite(numbers) & (numbers > 0)):
        raise OptionError(f"{name} must be finite and above 0")
