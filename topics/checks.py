"""Checks of plain values that options take: each raises OptionError, or does nothing."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

from topics.errors import OptionError


def check_choice(name: str, value: Any, choices: Iterable[str]) -> None:
    """Raise OptionError unless the value is one of the choices."""
    known = tuple(choices)
    if value not in known:
        raise OptionError(f"unknown {name} {str(value)!r}; choose from {', '.join(known)}")


def check_whole(name: str, value: Any, lowest: int, *, optional: bool = True) -> None:
    """Raise OptionError unless it is a whole number of at least `lowest`, or None if `optional`."""
    if value is None and optional:
        return
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not (is_whole and value >= lowest):
        raise OptionError(f"{name} is {value!r}, expected a whole number, {lowest} or more")


def check_number(name: str, value: Any, lowest: float, highest: float | None) -> None:
    """Raise OptionError unless it is a number between the limits, both included."""
    expected = f"{lowest} or more" if highest is None else f"{lowest} to {highest}"
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not (is_number and lowest <= value <= (float("inf") if highest is None else highest)):
        raise OptionError(f"{name} is {value!r}, expected {expected}")
