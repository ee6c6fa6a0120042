"""Checks of plain values that options take; each raises an error that names the option."""

from __future__ import annotations

import difflib
import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, TypeVar, cast

from topics.choices import MAX_RANDOM_STATE
from topics.errors import OptionError, UnknownOptionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

FOREIGN_NAMES = {
    "n_topics": "n_components num_topics nr_topics n_clusters num_clusters k topics",
    "max_sweeps": "max_iter n_iter iterations num_iterations passes epochs n_epochs sweeps",
    "tolerance": "tol eps",
    "random_state": "seed random_seed rng",
    "n_threads": "n_jobs workers num_workers threads",
    "document_topic_prior": "alpha doc_topic_prior",
    "topic_term_prior": "eta beta topic_word_prior",
    "document_topic_penalty": "alpha alpha_w",
    "topic_term_penalty": "alpha_h",
    "loss": "beta_loss objective",
    "l1_ratio": "rho",
    "stop_words": "stopwords stop_word_list",
    "min_documents": "min_df no_below min_count",
    "max_document_share": "max_df no_above",
    "max_terms": "max_features keep_n vocabulary_size",
    "ngrams": "ngram_range n_grams",
    "n_shown": "top_n topn n_top_words num_words n_words",
    "progress": "verbose callback callbacks show_progress",
}
"""What other libraries call an option, in lower case."""


def own_name(name: str, names: Iterable[str]) -> str | None:
    """Which of our names is meant by the name of another library; None if none is.

    Examples
    --------
    >>> own_name("num_topics", ["n_topics", "loss"])
    'n_topics'
    """
    wanted = name.lower()
    return next((own for own in names if wanted in FOREIGN_NAMES.get(own, "").split()), None)


def unknown_option(name: str, names: Sequence[str]) -> UnknownOptionError:
    """The error for an option that is none of `names`, with the name that is probably meant.

    Examples
    --------
    >>> unknown_option("num_topics", ["n_topics", "loss"]).args[0]
    "unknown option 'num_topics'; it is called n_topics here"
    """
    own = own_name(name, names)
    if own is not None:
        return UnknownOptionError(f"unknown option {name!r}; it is called {own} here")
    close = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
    return UnknownOptionError(f"unknown option {name!r}; {hint}")


NAMED = "_named"
"""A function with this parameter gets the names of the keywords that its caller gave."""


def checks_names(function: F) -> F:
    """Decorate a function to raise `UnknownOptionError` for a keyword that it does not have.

    A function with the parameter `_named`, which callers do not see, gets in it the names of the
    keywords that were given: so it can tell a default from the same value that somebody asked for.
    """
    signature = inspect.signature(function)
    visible = [each for each in signature.parameters.values() if each.name != NAMED]
    names = [each.name for each in visible if each.name != "self"]
    passes_names = NAMED in signature.parameters

    @wraps(function)
    def checked(*arguments: Any, **options: Any) -> Any:
        for name in options:
            if name not in names:
                raise unknown_option(name, names)
        if passes_names:
            options[NAMED] = frozenset(options)
        return function(*arguments, **options)

    if passes_names:
        checked.__signature__ = signature.replace(parameters=visible)  # type: ignore[attr-defined]
    return cast(F, checked)


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
    # A Python number: numpy compares it with its own small types only if these can hold it.
    check_number("random_state", int(value), 0, MAX_RANDOM_STATE)


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
