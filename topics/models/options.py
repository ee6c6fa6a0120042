"""Ranges of the options that engines have in common, checked before anything is read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import OptionError

MAX_RANDOM_STATE = 2**32 - 1
"""The largest seed that numpy's older generators, inside the peers, take."""


def check_options(**options: Any) -> None:
    """Raise OptionError for a common option outside its range; None and others pass."""
    for name in ("document_topic_prior", "topic_term_prior"):
        value = options.get(name)
        if value is not None and not (name == "document_topic_prior" and _is(value, "auto")):
            numbers_of(name, value, above_zero=True)
    for name in ("n_topics", "max_sweeps"):
        check_whole(name, options.get(name), 1)
    if options.get("random_state") is not None:
        check_random_state(options["random_state"])
    if options.get("tolerance") is not None:
        check_at_least_zero(tolerance=options["tolerance"])


def check_whole(name: str, value: Any, lowest: int, *, optional: bool = True) -> None:
    """Raise OptionError unless it is a whole number from `lowest` on, or None if `optional`."""
    if value is None and optional:
        return
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not (whole and value >= lowest):
        raise OptionError(f"{name} is {value!r}, expected a whole number, {lowest} or more")


def check_random_state(value: Any) -> None:
    """Raise OptionError unless it is a seed that every engine takes."""
    check_whole("random_state", value, 0, optional=False)
    if value > MAX_RANDOM_STATE:
        raise OptionError(f"random_state is {value}, expected at most {MAX_RANDOM_STATE}")


def check_at_least_zero(**numbers: float) -> None:
    """Raise OptionError for every number below 0, missing or no number."""
    for name, value in numbers.items():
        if not isinstance(value, int | float | np.number) or not 0 <= value < np.inf:
            raise OptionError(f"{name} is {value!r}, expected 0 or more")


def numbers_of(
    name: str,
    value: Any,
    shape: tuple[int, ...] | None = None,
    *,
    above_zero: bool = False,
    dtype: type[np.floating[Any]] = np.float32,
) -> NDArray[np.float64]:
    """An array of finite numbers of 0 or more, or above 0, in the given shape.

    Raises
    ------
    OptionError
        Something else; numbers that `dtype` has no room for are infinite, or 0.
    """
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise OptionError(f"{name} is {value!r}, expected numbers") from None
    if shape is not None and array.shape != shape:
        raise OptionError(f"{name} has shape {array.shape}, expected {shape}")
    with np.errstate(over="ignore", under="ignore"):
        rounded = array.astype(dtype)
    fits = np.isfinite(rounded) & ((rounded > 0) if above_zero else (array >= 0))
    if not np.all(fits):
        raise OptionError(f"{name} must be finite and {'above 0' if above_zero else '0 or more'}")
    return array


def _is(value: Any, word: str) -> bool:
    return isinstance(value, str) and value == word
