"""A fitted engine from plain arrays, as a run folder keeps them: nothing is unpickled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError, OptionError
from topics.models.contract import TopicEstimator, TopicModel
from topics.models.engines import make_engine

STATE = {
    "components": "components_",
    "document_topic_prior": "document_topic_prior_",
    "exponent": "_exponent",
}
"""Names of the arrays, and of what they are in a fitted engine that has it."""

NEEDED = {"lda": ("components", "document_topic_prior"), "nmf": ("components",)}

OPTIONS = ("loss", "document_topic_penalty", "l1_ratio")
"""Options that the answer for new rows depends on."""

MAX_EXPONENT = 1100


def engine_arrays(engine: TopicModel) -> dict[str, NDArray[Any]]:
    """What `restored_engine` needs of a fitted engine."""
    return {
        name: np.asarray(getattr(engine, attribute))
        for name, attribute in STATE.items()
        if hasattr(engine, attribute)
    }


def restored_engine(
    model: str,
    engine: str,
    arrays: Mapping[str, NDArray[Any]],
    options: Mapping[str, Any],
    *,
    n_terms: int,
    n_threads: int | None = None,
) -> TopicModel:
    """An engine that transforms rows as the fitted one did.

    Parameters
    ----------
    model, engine : str
        As `make_engine` takes them.
    arrays : mapping
        Of `engine_arrays`; they can come from anywhere and are checked.
    options : mapping
        Options of the fit; others than `OPTIONS` are ignored.
    n_terms : int
        Size of the vocabulary.
    n_threads : int, optional

    Raises
    ------
    InputError
        Arrays are missing, have other shapes, or hold what no fit leaves behind.
    OptionError
        An unknown model or engine, or an option out of range.

    Examples
    --------
    >>> rows = np.array([[4, 0, 1], [5, 1, 0], [0, 6, 3], [0, 4, 4]])
    >>> fitted = make_engine("nmf", n_topics=2).fit(rows)
    >>> again = restored_engine("nmf", "topics", engine_arrays(fitted), {}, n_terms=3)
    >>> bool((again.transform(rows) == fitted.transform(rows)).all())
    True
    """
    known = make_engine(model, engine).get_params()
    given = {name: options[name] for name in OPTIONS if name in options and name in known}
    if "n_threads" in known:
        given["n_threads"] = n_threads
    state = _checked(model, arrays, n_terms)
    components = state["components"]
    restored = make_engine(model, engine, n_topics=len(components), **given)
    if not isinstance(restored, TopicEstimator):
        raise OptionError(f"engine {engine} of {model} cannot be restored")
    for name, value in state.items():
        setattr(restored, STATE[name], int(value) if name == "exponent" else value)
    restored.n_features_in_ = n_terms
    restored._rebuild()
    return restored


def _checked(
    model: str, arrays: Mapping[str, NDArray[Any]], n_terms: int
) -> dict[str, NDArray[np.float64]]:
    """The arrays of `STATE` that there are, as float64."""
    for name in NEEDED[model]:
        if name not in arrays:
            raise InputError(f"the array {name} is missing")
    state = {name: _numbers(name, arrays[name]) for name in STATE if name in arrays}
    components = state["components"]
    if components.ndim != 2 or not len(components) or components.shape[1] != n_terms:
        raise InputError(
            f"components has shape {components.shape} for a vocabulary of {n_terms} terms"
        )
    # A topic may be without terms in NMF; in LDA the prior keeps every number above 0.
    lowest = components.min(initial=np.inf)
    if lowest < 0 or (model == "lda" and lowest == 0):
        raise InputError("components must be above 0" if model == "lda" else "negative components")
    prior = state.get("document_topic_prior")
    if prior is not None and (prior.shape != (len(components),) or prior.min() <= 0):
        raise InputError("document_topic_prior must be one number above 0 for each topic")
    exponent = state.get("exponent")
    if exponent is not None and (exponent.shape != () or abs(float(exponent)) > MAX_EXPONENT):
        raise InputError("exponent must be one number")
    return state


def _numbers(name: str, array: NDArray[Any]) -> NDArray[np.float64]:
    if array.dtype.kind not in "iuf":
        raise InputError(f"{name} holds {array.dtype}, expected numbers")
    numbers = np.ascontiguousarray(array, dtype=np.float64).reshape(array.shape)
    if not np.all(np.isfinite(numbers)):
        raise InputError(f"{name} holds values that are not finite")
    return numbers
