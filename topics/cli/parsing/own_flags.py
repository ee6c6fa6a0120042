"""The flags of the command that runs, in which messages name options."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from topics.options.flags import Flag, in_flags

_OWN: ContextVar[dict[str, Flag] | None] = ContextVar(
    "flags of the command that runs", default=None
)


def set_own_flags(parameters: Iterable[Any]) -> None:
    """Keep the flags of a command, from its parameters as the parser has them."""
    own = {}
    for each in parameters:
        if each.param_type_name == "option":
            spellings = [*each.opts, *each.secondary_opts]
            own[each.name] = Flag(spellings[0], bool(each.is_flag), spellings[-1])
    _OWN.set(own)


def in_own_flags(message: str) -> str:
    """The message with options as the command that runs spells them."""
    return in_flags(message, _OWN.get() or {})
