"""The design matrix of a formula: columns of numbers, what they are called, and its curves."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from topics.effects.columns import Covariate
from topics.effects.formula import SMOOTH, Call, Formula, curve_placeholder, placeholder
from topics.errors import InputError, MissingExtraError
from topics.values import amount

Floats = NDArray[np.float64]

INTERCEPT = "Intercept"

SMOOTH_DF = 4
"""Columns of ``s(x)``, where x has enough different values."""

GRID = 41
"""Points at which a curve is evaluated, evenly spread from the lowest to the highest value."""

MAX_COLUMNS = 300
"""A design has at most this many columns; interactions of categories multiply their levels."""

COLLINEAR = 1e-9
"""A column, scaled to length 1, of which less is left after the others depends on them."""

_LEVEL = re.compile(r"x(\d+)x\[(?:T\.)?L(\d+)\]")


@dataclass(frozen=True)
class Curve:
    """A curve over one column.

    Attributes
    ----------
    term : str
        As the user wrote it.
    column : str
    x : array, shape (n_points,)
    contrasts : array, shape (n_points, n_columns)
        Rows of the design at these x, with the mean of every other column.
    """

    term: str
    column: str
    x: Floats
    contrasts: Floats


@dataclass(frozen=True)
class Design:
    """What shares are regressed on.

    Attributes
    ----------
    matrix : array, shape (n_rows, n_columns)
    names : tuple of str
        Of the columns: ``party[Whig]``, ``year``.
    terms : dict of str to list of int
        Columns of each term of the formula that has several of them, for joint tests.
    curves : tuple of Curve
    basis : frozenset of int
        Columns that belong to a curve, which mean nothing by themselves.
    """

    matrix: Floats
    names: tuple[str, ...]
    terms: dict[str, list[int]]
    curves: tuple[Curve, ...]
    basis: frozenset[int]


def design_matrix(formula: Formula, covariates: Mapping[str, Covariate]) -> Design:
    """The design matrix, made by formulaic from a template that `parse_formula` wrote.

    ``s(x)`` is a natural cubic regression spline, ``cr(x, df=4)`` of formulaic (Wood 2017, section
    5.3.1), whose columns have the mean 0; with fewer columns where x has at most five different
    values, and a straight line where it has three or fewer, or with ``df=1``. Categories are
    compared with their first level.

    Parameters
    ----------
    formula : Formula
    covariates : mapping of str to Covariate
        Every column of the formula, without missing values.

    Raises
    ------
    MissingExtraError
        formulaic or pandas is not installed.
    InputError
        A function has no value somewhere, or columns depend on each other.
    """
    _check_extra()
    frame, template = _frame(formula, covariates), formula.template
    shown: dict[str, str] = {}
    for number, call in enumerate(formula.curves):
        basis = _basis_of(call, covariates[call.column])
        shown[basis] = call.text
        template = template.replace(curve_placeholder(number), basis)
    matrix, spec = _evaluated(template, frame)
    names = tuple(_shown_name(name, formula, covariates, shown) for name in matrix.columns)
    values = np.ascontiguousarray(matrix.to_numpy(dtype=np.float64))
    if not np.isfinite(values).all():
        column = int(np.flatnonzero(~np.isfinite(values).all(axis=0))[0])
        n_rows = int((~np.isfinite(values[:, column])).sum())
        raise InputError(
            f"{names[column]} has no value in {amount(n_rows, 'row')}, such as a logarithm of 0; "
            "leave these rows out, or use the column itself"
        )
    check_independent(values, names)
    slices = {str(term): each for term, each in spec.term_slices.items()}
    of_term = {
        _shown_name(term, formula, covariates, shown): list(range(each.start, each.stop))
        for term, each in slices.items()
    }
    bent = {basis for basis in shown if not _is_line(basis)}
    in_curve = {
        column
        for term, each in slices.items()
        if bent & set(term.split(":"))
        for column in range(each.start, each.stop)
    }
    return Design(
        matrix=values,
        names=names,
        terms={term: columns for term, columns in of_term.items() if len(columns) > 1},
        curves=tuple(
            _curve(call, covariates[call.column], frame, spec, values, slices, formula, shown)
            for call in formula.curves
            if _basis_of(call, covariates[call.column]) in slices
        ),
        basis=frozenset(in_curve),
    )


def check_independent(matrix: Floats, names: tuple[str, ...]) -> None:
    """Raise InputError if a column is a combination of others, which are named.

    Parameters
    ----------
    matrix : array, shape (n_rows, n_columns)
    names : tuple of str

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 4.0])
    >>> check_independent(np.stack([x, 2 * x], axis=1), ("miles", "kilometres"))
    Traceback (most recent call last):
    topics.errors.InputError: kilometres follows from miles, so that their effects cannot be told \
apart; leave one of them out
    """
    scaled = matrix / np.maximum(np.linalg.norm(matrix, axis=0), 1e-300)
    (scaled,) = scipy.linalg.qr(scaled, mode="r")  # as the rows depend, so do these few
    scaled = scaled[: matrix.shape[1]]
    for column in range(1, matrix.shape[1]):
        before = scaled[:, :column]
        solution, *_ = scipy.linalg.lstsq(before, scaled[:, column])
        rest = scaled[:, column] - before @ solution
        if np.linalg.norm(rest) < COLLINEAR**0.5:
            involved = [
                names[other] for other in range(column) if abs(solution[other]) > COLLINEAR**0.5
            ]
            others = ", ".join(involved[:10]) or "the others"
            raise InputError(
                f"{names[column]} follows from {others}, so that their effects cannot be told "
                "apart; leave one of them out"
            )


def _check_extra() -> None:
    try:
        import formulaic  # noqa: F401
        import pandas  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            f"effects need {error.name}, which is not installed: pip install 'topics[effects]'"
        ) from error


def _frame(formula: Formula, covariates: Mapping[str, Covariate]) -> Any:
    """The columns under their placeholders; levels are called L0, L1, ..."""
    import pandas as pd

    columns = {}
    for number, name in enumerate(formula.columns):
        each = covariates[name]
        if each.levels:
            used = np.unique(each.values)
            labels = [f"L{level}" for level in used]
            codes = np.searchsorted(used, each.values)
            columns[placeholder(number)] = pd.Categorical.from_codes(codes, labels)
        else:
            columns[placeholder(number)] = each.values
    return pd.DataFrame(columns)


def _basis_of(call: Call, column: Covariate) -> str:
    """The call as formulaic takes it."""
    if column.levels:
        raise InputError(f"{call.text} needs numbers, but {call.column!r:.60} is a category")
    if call.function in (SMOOTH, "cr"):
        n_different = len(np.unique(column.values))
        df = call.options.get("df", min(SMOOTH_DF, n_different - 2))
        if call.function == SMOOTH and df < 2:
            return call.argument  # a straight line
        if df < 2 or df > n_different - 2:
            raise InputError(
                f"{call.text} has {df} columns, expected 2 to {max(2, n_different - 2)}, as "
                f"{call.column!r:.60} has {n_different} different values"
            )
        return f"cr({call.argument}, df={df}, constraints='center')"
    options = {"bs": {"df": 4}, "poly": {"degree": 2}}[call.function] | call.options
    if "df" in options and options["df"] < options.get("degree", 3):
        raise InputError(
            f"{call.text} has a df below its degree, which is {options.get('degree', 3)}"
        )
    given = "".join(f", {name}={value}" for name, value in options.items())
    return f"{call.function}({call.argument}{given})"


def _evaluated(template: str, frame: Any) -> tuple[Any, Any]:
    """The model matrix and its specification."""
    from formulaic import Formula as Formula_
    from formulaic import model_matrix
    from formulaic.errors import FormulaicError

    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check_size(Formula_(f"~ {template}"), frame)
            matrix = model_matrix(f"~ {template}", frame, context={})
    except (FormulaicError, ValueError, TypeError, np.linalg.LinAlgError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"the formula cannot be evaluated: {reason:.200}") from error
    if not matrix.shape[1]:
        raise InputError("the formula leaves no column; name at least one")
    return matrix, matrix.model_spec


def _check_size(parsed: Any, frame: Any) -> None:
    """Raise InputError if the terms would make too many columns; counted before they are made."""
    n_columns = 0
    for term in parsed:
        n_of_term = 1
        for factor in term.factors:
            text = str(factor)
            if text in frame.columns and hasattr(frame[text], "cat"):
                n_of_term *= len(frame[text].cat.categories)
            else:
                n_of_term *= max([1, *map(int, re.findall(r"(?:df|degree)=(\d+)", text))])
        n_columns += n_of_term
    if n_columns > MAX_COLUMNS:
        raise InputError(
            f"the formula makes {amount(n_columns, 'column')}, expected at most {MAX_COLUMNS}; "
            "leave interactions out, or make groups of levels"
        )


def _curve(
    call: Call,
    column: Covariate,
    frame: Any,
    spec: Any,
    matrix: Floats,
    slices: dict[str, slice],
    formula: Formula,
    shown: dict[str, str],
) -> Curve:
    """The curve of a call, where all other columns have their mean."""
    own = slices[_basis_of(call, column)]
    x = np.linspace(column.values.min(), column.values.max(), GRID)
    rows = frame.iloc[[0] * GRID].reset_index(drop=True)
    rows[placeholder(formula.columns.index(call.column))] = x
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        on_grid = spec.get_model_matrix(rows, context={}).to_numpy(dtype=np.float64)
    contrasts = np.tile(matrix.mean(axis=0), (GRID, 1))
    contrasts[:, own] = on_grid[:, own]
    return Curve(call.text, call.column, x, contrasts)


def _is_line(basis: str) -> bool:
    """Whether a curve is a straight line, which keeps the name of what it is over."""
    return not basis.startswith(("cr(", "bs(", "poly("))


def _shown_name(
    name: str, formula: Formula, covariates: Mapping[str, Covariate], shown: Mapping[str, str]
) -> str:
    """The name of a column or of a term with the user's words instead of placeholders."""
    for basis, text in shown.items():
        if not _is_line(basis):
            name = name.replace(basis, text)
    if name == "1":
        return INTERCEPT

    def level(match: re.Match[str]) -> str:
        column = formula.columns[int(match[1])]
        return f"{column}[{covariates[column].levels[int(match[2])]}]"

    name = _LEVEL.sub(level, name)
    return re.sub(r"x(\d+)x", lambda match: formula.columns[int(match[1])], name)
