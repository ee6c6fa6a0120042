"""Checks of plain values that options are made of; each raises an error that names the option."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import OptionError

MAX_RANDOM_STATE = 2**32 - 1
"""The largest seed that numpy's older generators take; scikit-learn and gensim use them."""


def check_whole(name: str, value: Any, lowest: int, *, optional: bool = True) -> None:
    """Raise OptionError unless `value` is a whole number of at least `lowest`.

    None passes if the option is `optional`.

    Examples
    --------
    >>> check_whole("n_topics", 12, 1)
    >>> check_whole("n_topics", 2.5, 1)
    Traceback (most recent call last):
    topics.errors.OptionError: n_topics is 2.5, expected a whole number, 1 or more
    """
    if value is None and optional:
        return
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not (is_whole and value >= lowest):
        raise OptionError(f"{name} is {value!r}, expected a whole number, {lowest} or more")


def check_choice(name: str, value: Any, choices: Iterable[str]) -> None:
    """Raise OptionError unless `value` is one of the choices.

    Examples
    --------
    >>> check_choice("loss", "frobenius", ("frobenius", "kullback-leibler"))
    """
    known = tuple(choices)
    if value not in known:
        raise OptionError(f"unknown {name} {value!r}; there are {', '.join(known)}")


def check_random_state(value: Any) -> None:
    """Raise OptionError unless `value` is a seed that every engine takes."""
    check_whole("random_state", value, 0, optional=False)
    if value > MAX_RANDOM_STATE:
        raise OptionError(f"random_state is {value}, expected at most {MAX_RANDOM_STATE}")


def check_at_least_zero(**numbers: float) -> None:
    """Raise OptionError for a value that is not a finite number of at least 0."""
    for name, value in numbers.items():
        if not isinstance(value, int | float | np.number) or not 0 <= value < np.inf:
            raise OptionError(f"{name} is {value!r}, expected 0 or more")


def checked_numbers(
    name: str,
    value: Any,
    shape: tuple[int, ...] | None = None,
    *,
    above_zero: bool = False,
    dtype: type[np.floating[Any]] = np.float32,
) -> NDArray[np.float64]:
    """`value` as an array of finite numbers of at least 0, or above 0.

    Parameters
    ----------
    name : str
        The option, for the error.
    value : array_like
    shape : tuple of int, optional
        The expected shape.
    above_zero : bool
        Whether 0 is refused.
    dtype : type
        Numbers must fit into this type: those that it rounds to infinity, or to 0 if that is
        refused, raise an error.

    Raises
    ------
    OptionError
        Other values, or another shape.

    Examples
    --------
    >>> checked_numbers("prior", [0.1, 0.2], (2,)).tolist()
    [0.1, 0.2]
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
