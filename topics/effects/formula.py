"""A formula, checked symbol by symbol: columns, signs and a few functions, and nothing that runs.

formulaic evaluates parts of a formula as Python. So the formula is parsed here first, and written
anew for formulaic, with placeholders instead of the names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from topics.errors import InputError

SMOOTH = "s"
"""The function of a smooth curve, whose basis `topics.effects.design` chooses."""

FUNCTIONS: dict[str, tuple[str, ...]] = {
    SMOOTH: ("df",),
    "cr": ("df",),
    "bs": ("df", "degree"),
    "poly": ("degree",),
    "log": (),
    "log10": (),
    "log2": (),
    "exp": (),
    "center": (),
    "scale": (),
    "C": (),
}
"""Functions that a formula may call, with the options of each, which are whole numbers."""

CURVES = frozenset({SMOOTH, "cr", "bs", "poly"})
"""Functions that make several columns of one, so that only their curve has a meaning."""

CATEGORY = "C"
"""The function that makes a category of numbers."""

MAX_LENGTH, MAX_NAMES, MAX_CROSSINGS, MAX_POWER, MAX_DEPTH, MAX_NUMBER = 1_000, 30, 6, 3, 10, 50
"""Limits of a formula; beyond them its columns would be too many to fit or to read."""

_SYMBOL = re.compile(
    r"\s*(?:`(?P<quoted>[^`]+)`|(?P<name>[^\W\d][\w.]*)|(?P<number>\d+)|(?P<sign>\*\*|[-+*:^(),=~]))"
)
_LISTED = 30


@dataclass(frozen=True)
class Call:
    """A call that makes a curve.

    Attributes
    ----------
    text : str
        As the user wrote it, without blanks: ``s(year)``.
    function : str
    column : str
        The column that the curve is over.
    argument : str
        What formulaic gets as the first argument.
    options : dict of str to int
    """

    text: str
    function: str
    column: str
    argument: str
    options: dict[str, int]


@dataclass(frozen=True)
class Formula:
    """A checked formula.

    Attributes
    ----------
    text : str
        As the user wrote it, with single blanks.
    template : str
        The right side for formulaic. ``x0x`` is the first column, ``y0y`` the first curve.
    columns : tuple of str
        Names of the columns, each once.
    curves : tuple of Call
    categories : frozenset of str
        Columns inside ``C()``.
    """

    text: str
    template: str
    columns: tuple[str, ...]
    curves: tuple[Call, ...]
    categories: frozenset[str]


def placeholder(number: int) -> str:
    """What stands for the column with this number in a template."""
    return f"x{number}x"


def curve_placeholder(number: int) -> str:
    """What stands for the curve with this number in a template."""
    return f"y{number}y"


def parse_formula(text: str, names: Sequence[str]) -> Formula:
    """The formula, checked; nothing in it is evaluated.

    Parameters
    ----------
    text : str
        Such as ``"~ party + s(year)"``: columns, joined by ``+``, ``:`` (interaction), ``*`` (both
        and their interaction), ``-`` (without), ``**2`` (all interactions of two), brackets, and
        the functions in `FUNCTIONS`. Names with other characters than letters, digits, ``_`` and
        ``.`` are in backticks.
    names : sequence of str
        Columns that there are.

    Raises
    ------
    InputError
        Another symbol, an unknown column or function, or a formula that is too long.

    Examples
    --------
    >>> formula = parse_formula("~ party + s(year, df=3)", ["party", "year"])
    >>> formula.template, formula.columns, formula.curves[0].text
    ('x0x + y0y', ('party', 'year'), 's(year, df=3)')
    >>> parse_formula("~ party + open(year)", ["party", "year"])
    Traceback (most recent call last):
    topics.errors.InputError: the formula calls 'open', which it cannot; functions are s, cr, bs, \
poly, log, log10, log2, exp, center, scale, C
    """
    if not isinstance(text, str):
        raise InputError(f"the formula is {text!r:.60}, expected a string such as '~ party'")
    if len(text) > MAX_LENGTH:
        raise InputError(f"the formula has {len(text):,} characters, expected {MAX_LENGTH:,}")
    parser = _Parser(_symbols(text), names)
    template = parser.whole()
    if not parser.columns:
        raise InputError("the formula names no column; write for example '~ party + s(year)'")
    return Formula(
        text=" ".join(text.split()),
        template=template,
        columns=tuple(parser.columns),
        curves=tuple(parser.curves),
        categories=frozenset(parser.categories),
    )


def _symbols(text: str) -> list[tuple[str, str]]:
    """Kind and text of every symbol; the kind of a sign is the sign."""
    symbols, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _SYMBOL.match(text, position)
        if match is None:
            raise InputError(
                f"the formula has {text[position:].strip()[:20]!r}, which it cannot have; it "
                "consists of columns (in backticks if their names have blanks or signs), "
                f"+ - : * ** ( ), and {', '.join(FUNCTIONS)}"
            )
        kind = str(match.lastgroup)
        value = match.group(kind)
        symbols.append((value if kind == "sign" else kind, value))
        position = match.end()
    return symbols


@dataclass
class _Parser:
    """Reads symbols from the left and writes the template."""

    symbols: list[tuple[str, str]]
    names: Sequence[str]
    position: int = 0
    depth: int = 0
    n_crossings: int = 0
    columns: list[str] = field(default_factory=list)
    curves: list[Call] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)

    def whole(self) -> str:
        """The template of all symbols."""
        if self.next_kind == "~":
            self.take()
        template = self.sum()
        if self.next_kind == "~":
            raise InputError(
                "the formula has a left side; shares of topics are always explained, so begin "
                "with '~'"
            )
        if self.next_kind:
            raise self.unexpected("an operator")
        return template

    @property
    def next_kind(self) -> str:
        """Kind of the next symbol, "" at the end."""
        return self.symbols[self.position][0] if self.position < len(self.symbols) else ""

    def take(self, kind: str | None = None) -> str:
        """The next symbol, which must be of this kind."""
        if not self.next_kind or (kind is not None and self.next_kind != kind):
            raise self.unexpected(
                {"number": "a whole number", "name": "a name"}.get(kind or "", f"{kind}")
            )
        self.position += 1
        return self.symbols[self.position - 1][1]

    def unexpected(self, expected: str) -> InputError:
        """The error for the next symbol."""
        if not self.next_kind:
            return InputError(f"the formula ends too early, expected {expected}")
        return InputError(
            f"the formula has {self.symbols[self.position][1]!r:.60} where {expected} is expected"
        )

    def sum(self) -> str:
        """Products joined by + and -."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InputError(f"the formula has more than {MAX_DEPTH} brackets in each other")
        sign = self.take() + " " if self.next_kind in ("+", "-") else ""
        template = sign.removeprefix("+ ") + self.product()
        while self.next_kind in ("+", "-"):
            template += f" {self.take()} {self.product()}"
        self.depth -= 1
        return template

    def product(self) -> str:
        """Powers joined by * and :."""
        template = self.power()
        while self.next_kind in ("*", ":"):
            self.count_crossing()
            template += f" {self.take()} {self.power()}"
        return template

    def power(self) -> str:
        """A column, a call or a bracket, with a power."""
        template = self.atom()
        if self.next_kind in ("**", "^"):
            self.take()
            number = int(self.take("number"))
            if not 1 <= number <= MAX_POWER:
                raise InputError(f"the formula has the power {number}, expected 1 to {MAX_POWER}")
            self.count_crossing()
            template += f"**{number}"
        return template

    def count_crossing(self) -> None:
        """Count what multiplies columns."""
        self.n_crossings += 1
        if self.n_crossings > MAX_CROSSINGS:
            raise InputError(
                f"the formula has more than {MAX_CROSSINGS} interactions; leave some out"
            )

    def atom(self) -> str:
        """A column, a call, 0 or 1, or a bracket."""
        if self.next_kind == "(":
            self.take()
            template = f"({self.sum()})"
            self.take(")")
            return template
        if self.next_kind == "number":
            number = self.take()
            if number not in ("0", "1"):
                raise InputError(
                    f"the formula has the number {number:.20}, expected 0 or 1: the intercept"
                )
            return number
        if self.next_kind == "name" and self.kind_after_next == "(":
            return self.call(self.take())
        return self.column()

    @property
    def kind_after_next(self) -> str:
        """Kind of the symbol after the next one."""
        after = self.position + 1
        return self.symbols[after][0] if after < len(self.symbols) else ""

    def column(self) -> str:
        """The placeholder of a column."""
        if self.next_kind not in ("name", "quoted"):
            raise self.unexpected("a column")
        name = self.take()
        if name not in self.names:
            near = get_close_matches(name, self.names, 1)
            hint = f"did you mean {near[0]!r:.60}? " if near else ""
            listed = ", ".join(each[:60] for each in self.names[:_LISTED])
            more = ", …" if len(self.names) > _LISTED else ""
            raise InputError(
                f"there is no column {name!r:.60}; {hint}columns are {listed or 'missing'}{more}"
            )
        if name not in self.columns:
            self.columns.append(name)
        if len(self.columns) > MAX_NAMES:
            raise InputError(f"the formula names more than {MAX_NAMES} columns; leave some out")
        return placeholder(self.columns.index(name))

    def call(self, function: str) -> str:
        """A call of a function of one column."""
        if function not in FUNCTIONS:
            raise InputError(
                f"the formula calls {function!r:.60}, which it cannot; functions are "
                f"{', '.join(FUNCTIONS)}"
            )
        self.take("(")
        begin = self.position
        argument = self.argument(function)
        column = self.columns[int(re.findall(r"x(\d+)x", argument)[0])]
        shown = "".join(self.written(symbol) for symbol in self.symbols[begin : self.position])
        options = self.options(function)
        self.take(")")
        shown = ", ".join([f"{function}({shown}", *(f"{k}={v}" for k, v in options.items())]) + ")"
        if function not in CURVES:
            if function == CATEGORY:
                self.categories.add(column)
                return argument
            return f"{function}({argument})"
        call = Call(shown, function, column, argument, options)
        if call not in self.curves:
            self.curves.append(call)
        return curve_placeholder(self.curves.index(call))

    def argument(self, function: str) -> str:
        """The first argument: a column, or a function of one that gives one number."""
        if self.next_kind == "name" and self.kind_after_next == "(":
            inner = self.take()
            if inner not in FUNCTIONS or inner in CURVES or CATEGORY in (inner, function):
                raise InputError(
                    f"the formula has {inner:.60}() inside {function}(), which it cannot"
                )
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise InputError(f"the formula has more than {MAX_DEPTH} brackets in each other")
            self.take("(")
            argument = f"{inner}({self.argument(inner)})"
            self.take(")")
            self.depth -= 1
            return argument
        return self.column()

    def options(self, function: str) -> dict[str, int]:
        """The options of a call, which are whole numbers."""
        options: dict[str, int] = {}
        while self.next_kind == ",":
            self.take()
            name = self.take("name")
            if name not in FUNCTIONS[function] or name in options:
                known = ", ".join(FUNCTIONS[function]) or "no options"
                raise InputError(f"{function}() has no further option {name!r:.60}; it has {known}")
            self.take("=")
            number = self.take("number")
            if len(number) > 3 or not 1 <= int(number) <= MAX_NUMBER:
                raise InputError(f"{name} is {number:.20}, expected 1 to {MAX_NUMBER}")
            options[name] = int(number)
        return options

    @staticmethod
    def written(symbol: tuple[str, str]) -> str:
        """A symbol as the user wrote it."""
        kind, value = symbol
        return f"`{value}`" if kind == "quoted" else value
