"""A fitted engine as plain arrays, as a run folder stores it, and back; nothing is unpickled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.models.contract import TopicModel
from topics.models.engines import make_engine
from topics.values import amount

STATE = {
    "components": "components_",
    "document_topic_prior": "document_topic_prior_",
    "exponent": "exponent_",
}
"""Arrays by name, with the attribute of a fitted engine that each of them is."""

NEEDED = {"lda": ("components", "document_topic_prior"), "nmf": ("components",)}
"""Arrays without which a model cannot be restored."""

OPTIONS = ("loss", "document_topic_penalty", "l1_ratio", "row_tolerance")
"""Options that change what `transform` returns."""

MAX_EXPONENT = 1100
"""Powers of two beyond this are outside the range of float64."""


def engine_arrays(engine: TopicModel) -> dict[str, NDArray[Any]]:
    """The arrays of a fitted engine that `restored_engine` needs."""
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
    n_vocabulary: int,
    n_threads: int | None = None,
) -> TopicModel:
    """An engine that transforms rows as the fitted one did.

    Parameters
    ----------
    model, engine : str
        As `make_engine` takes them.
    arrays : mapping
        As `engine_arrays` returns them; they are checked, because run folders are untrusted.
    options : mapping
        Options of the fit; all but `OPTIONS` are ignored.
    n_vocabulary : int
        Size of the vocabulary.
    n_threads : int, optional

    Raises
    ------
    InputError
        Arrays are missing, have other shapes, or have values that no fit produces.
    OptionError
        An unknown model or engine.

    Examples
    --------
    >>> rows = np.array([[4, 0, 1], [5, 1, 0], [0, 6, 3], [0, 4, 4]])
    >>> fitted = make_engine("nmf", n_topics=2).fit(rows)
    >>> again = restored_engine("nmf", "topics", engine_arrays(fitted), {}, n_vocabulary=3)
    >>> bool((again.transform(rows) == fitted.transform(rows)).all())
    True
    """
    known = make_engine(model, engine).get_params()
    given = {name: options[name] for name in OPTIONS if name in options and name in known}
    if "n_threads" in known:
        given["n_threads"] = n_threads
    state = _checked(model, arrays, n_vocabulary)
    components = state["components"]
    restored = make_engine(model, engine, n_topics=len(components), **given)
    for name, value in state.items():
        setattr(restored, STATE[name], int(value) if name == "exponent" else value)
    restored.n_features_in_ = n_vocabulary
    restored.prepare_restored()
    return restored


def _checked(
    model: str, arrays: Mapping[str, NDArray[Any]], n_vocabulary: int
) -> dict[str, NDArray[np.float64]]:
    """The arrays of `STATE` that were given, as float64."""
    for name in NEEDED[model]:
        if name not in arrays:
            raise InputError(f"the array {name} is missing")
    state = {name: _numbers(name, arrays[name]) for name in STATE if name in arrays}
    components = state["components"]
    if components.ndim != 2 or not len(components) or components.shape[1] != n_vocabulary:
        raise InputError(
            f"components has shape {components.shape} for a vocabulary of "
            f"{amount(n_vocabulary, 'term')}"
        )
    # A topic of NMF may have no terms; in LDA the prior keeps every number above 0.
    lowest = components.min(initial=np.inf)
    if lowest < 0 or (model == "lda" and lowest == 0):
        raise InputError(
            "components must be above 0" if model == "lda" else "components are negative"
        )
    prior = state.get("document_topic_prior")
    if prior is not None and (prior.shape != (len(components),) or prior.min() <= 0):
        raise InputError("document_topic_prior must be one number above 0 for each topic")
    exponent = state.get("exponent")
    if exponent is not None and (exponent.shape != () or abs(float(exponent)) > MAX_EXPONENT):
        raise InputError(f"exponent must be one number from -{MAX_EXPONENT} to {MAX_EXPONENT}")
    return state


def _numbers(name: str, array: NDArray[Any]) -> NDArray[np.float64]:
    if array.dtype.kind not in "iuf":
        raise InputError(f"{name} has the type {array.dtype}, expected numbers")
    numbers = np.ascontiguousarray(array, dtype=np.float64).reshape(array.shape)
    if not np.all(np.isfinite(numbers)):
        raise InputError(f"{name} has values that are not finite")
    return numbers
