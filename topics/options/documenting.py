"""The options of tables at the end of a docstring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, TypeVar

from topics.options.specs import Spec

F = TypeVar("F", bound=Callable[..., Any])


def documents_options(*tables: type) -> Callable[[F], F]:
    """Decorator that ends a function's docstring with the options of these tables."""

    def decorate(function: F) -> F:
        if function.__doc__ is not None:  # python -OO takes docstrings away
            function.__doc__ += "\n".join(["", "    Options", "    -------", *_lines(tables)])
        return function

    return decorate


def _lines(tables: Iterable[type]) -> list[str]:
    lines: list[str] = []
    for table in tables:
        for each in fields(table):
            spec: Spec = each.metadata["spec"]
            values = "{" + ", ".join(map(repr, spec.choices)) + "}" if spec.choices else each.type
            lines += [
                f"    {each.name} : {values}, default {each.default!r}",
                f"        {spec.help}",
            ]
    return [*lines, ""]
