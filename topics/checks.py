"""Checks of plain values that options take; each raises an error that names the option."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from topics.choices import MAX_RANDOM_STATE
from topics.errors import OptionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def check_choice(name: str, value: Any, choices: Iterable[str]) -> None:
    """Raise OptionError unless `value` is one of the choices."""
    known = tuple(choices)
    if value not in known:
        raise OptionError(f"unknown {name} {str(value)!r}; choose from {', '.join(known)}")


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
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not (is_whole and value >= lowest):
        raise OptionError(f"{name} is {value!r}, expected a whole number, {lowest} or more")


def check_number(name: str, value: Any, lowest: float, highest: float | None) -> None:
    """Raise OptionError unless `value` is a finite number between the limits, both included."""
    expected = f"{lowest} or more" if highest is None else f"{lowest} to {highest}"
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    limit = sys.float_info.max if highest is None else highest
    if not (is_number and lowest <= value <= limit):  # NaN fails both comparisons
        raise OptionError(f"{name} is {value!r}, expected {expected}")


def check_random_state(value: Any) -> None:
    """Raise OptionError unless `value` is a seed that every engine takes."""
    check_whole("random_state", value, 0, optional=False)
    check_number("random_state", value, 0, MAX_RANDOM_STATE)


def check_at_least_zero(**numbers: float) -> None:
    """Raise OptionError for a value that is not a finite number of at least 0."""
    for name, value in numbers.items():
        check_number(name, value, 0, None)


def checked_numbers(
    name: str,
    value: Any,
    shape: tuple[int, ...] | None = None,
    *,
    above_zero: bool = False,
    dtype: type[np.floating[Any]] | None = None,
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
    dtype : type, optional
        Numbers must fit into this type, float32 by default: those that it rounds to infinity, or
        to 0 if that is refused, raise an error.

    Raises
    ------
    OptionError
        Other values, or another shape.

    Examples
    --------
    >>> checked_numbers("prior", [0.1, 0.2], (2,)).tolist()
    [0.1, 0.2]
    """
    import numpy as np  # the command line's help imports this module and must stay fast

    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise OptionError(f"{name} is {value!r}, expected numbers") from None
    if shape is not None and array.shape != shape:
        raise OptionError(f"{name} has shape {array.shape}, expected {shape}")
    with np.errstate(over="ignore", under="ignore"):
        rounded = array.astype(np.float32 if dtype is None else dtype)
    fits = np.isfinite(rounded) & ((rounded > 0) if above_zero else (array >= 0))
    if not np.all(fits):
        raise OptionError(f"{name} must be finite and {'above 0' if above_zero else '0 or more'}")
    return array
