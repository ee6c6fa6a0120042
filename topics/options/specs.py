"""What an option is, how its value becomes plain data, and what tables of options share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Self

from topics.checks import check_choice, check_number, check_whole, unknown_option
from topics.errors import OptionError
from topics.seed_topics import SeedTopic, seed_topics_of


@dataclass(frozen=True)
class Spec:
    """What an option is, besides its name and default.

    Attributes
    ----------
    help : str
        One or two sentences, for ``--help`` and docstrings.
    kind : type
        Type of the value on the command line and in run folders: bool, int, float, str, list for
        words and tuple for whole numbers separated by commas, or SeedTopic for a file of them.
        None: the option is a table of its own.
    group : str
        Group in ``--help``.
    off_help : str
        Text for ``--help`` if the flag turns the option off.
    flag : str
        Spelling on the command line where it is not the name with hyphens. For a bool that is
        True by default it is the flag that turns it off, such as ``--no-split``.
    choices : tuple of str
        Values that a str can take; empty for any.
    lowest, highest : float or None
        Limits of a number, both included.
    takes_words, takes_numbers : bool
        Whether a str can also be an iterable of words, or a number or array.
    word : str
        A word that can be there instead of a whole number.
    takes_table : bool
        Whether a str is a path, and a table in memory can be there instead.
    """

    help: str
    kind: type | None
    group: str
    flag: str = ""
    off_help: str = ""
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    takes_words: bool = False
    takes_numbers: bool = False
    takes_table: bool = False
    word: str = ""

    def normal(self, name: str, value: Any) -> Any:
        """The value as plain Python data: bool, int, float, str, or a tuple of words.

        Arrays, which priors can be, stay as they are.

        Raises
        ------
        OptionError
            The value is of another type, or out of range.
        """
        if isinstance(value, Enum):
            value = value.value
        if self.choices:
            check_choice(name, value, self.choices)
            return value
        return _NORMAL[self.kind](self, name, value)


def _normal_bool(spec: Spec, name: str, value: Any) -> bool:
    if isinstance(value, Integral) and value in (0, 1):  # bool is Integral
        return bool(value)
    if str(value) in ("True", "False"):  # numpy's bool
        return bool(value)
    raise OptionError(f"{name} is {value!r}, expected True or False")


def _normal_int(spec: Spec, name: str, value: Any) -> int | str:
    if spec.word and value == spec.word:
        return spec.word
    if spec.word and isinstance(value, str):
        raise OptionError(f"{name} is {value!r:.80}, expected a whole number or {spec.word}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lowest = 0 if spec.lowest is None else int(spec.lowest)
    check_whole(name, value, lowest, optional=False)
    if spec.highest is not None:
        check_number(name, value, lowest, spec.highest)
    return int(value)


def _normal_float(spec: Spec, name: str, value: Any) -> Any:
    if not isinstance(value, Real | str | bytes) and hasattr(value, "__len__"):
        return value  # an array: the engine checks its shape
    if isinstance(value, bool) or not isinstance(value, Real):
        raise OptionError(f"{name} is {value!r}, expected a number")
    if spec.lowest is not None:
        check_number(name, value, spec.lowest, spec.highest)
    return float(value)


def _normal_text(spec: Spec, name: str, value: Any) -> Any:
    if isinstance(value, str | Path) or spec.takes_table:
        return value
    if spec.takes_words and isinstance(value, Iterable) and not isinstance(value, bytes):
        return _normal_words(spec, name, value)
    if spec.takes_numbers:
        return _normal_float(spec, name, value)
    raise OptionError(f"{name} is {value!r}, expected text")


def _normal_words(spec: Spec, name: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise OptionError(f"{name} is {value!r}, expected a list of words")
    words = tuple(value)
    for word in words:
        if not isinstance(word, str):
            raise OptionError(f"{name} holds {word!r:.80}, expected words")
    return words


def _normal_seed_topics(spec: Spec, name: str, value: Any) -> tuple[SeedTopic, ...] | None:
    return seed_topics_of(value) or None


def _normal_numbers(spec: Spec, name: str, value: Any) -> tuple[int, ...]:
    if isinstance(value, str | bytes):
        raise OptionError(f"{name} is {value!r:.80}, expected whole numbers")
    values = value if isinstance(value, Iterable) else (value,)
    return tuple(int(_normal_int(spec, name, each)) for each in values)


def _normal_table(spec: Spec, name: str, value: Any) -> Any:
    if not isinstance(value, OptionTable):
        raise OptionError(f"{name} is {value!r:.80}, expected a mapping of options to values")
    return value


_NORMAL: dict[type | None, Callable[[Spec, str, Any], Any]] = {
    bool: _normal_bool,
    int: _normal_int,
    float: _normal_float,
    str: _normal_text,
    list: _normal_words,
    SeedTopic: _normal_seed_topics,
    tuple: _normal_numbers,
    None: _normal_table,
}


def option(default: Any, text: str, kind: type | None, group: str, **details: Any) -> Any:
    """A field of a table: its default, and a `Spec` of the other arguments."""
    return field(default=default, metadata={"spec": Spec(text, kind, group, **details)})


@dataclass(frozen=True, kw_only=True)
class OptionTable:
    """What `ReadOptions` and `FitOptions` share: values are checked and made plain."""

    def __post_init__(self) -> None:
        for each in fields(type(self)):
            value = getattr(self, each.name)
            if value is not None or each.default is not None:
                value = each.metadata["spec"].normal(each.name, value)
                object.__setattr__(self, each.name, value)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Options from values by name.

        Raises
        ------
        UnknownOptionError
            An unknown name; the message suggests the right one.
        OptionError
            A value out of range.
        """
        names = [each.name for each in fields(cls)]
        for name in values:
            if name not in names:
                raise unknown_option(str(name), names)
        return cls(**values)
