"""What a run knows that new documents need, checked: it may come from a folder of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting import CountSettings, LearnedVocabulary
from topics.errors import OptionError, RunFolderError
from topics.models import ENGINES

LEVELS = ("section", "document")
WEIGHTINGS = ("counts", "tf-idf")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """A fitted model with its vocabulary and its map.

    Attributes
    ----------
    model, engine, level, weighting : str
    options : mapping
        Options of the engine.
    arrays : mapping of str to array
        What `topics.models.restored_engine` and the weighting need.
    terms : array of str, shape (n_vocabulary,)
    topic_term : array, shape (n_topics, n_vocabulary)
    mean : array, shape (n_topics,)
        Mean row of the fitted sections.
    settings : CountSettings or None
        None where counts were fitted that were made elsewhere.
    learned : LearnedVocabulary
    shares : array, shape (n_rows, n_topics)
        Rows on the map.
    places : array, shape (n_rows, 2)
        Their places; no rows where there is no map.
    """

    model: str
    engine: str
    level: str
    weighting: str
    options: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    terms: NDArray[np.str_]
    topic_term: Floats
    mean: Floats
    settings: CountSettings | None
    learned: LearnedVocabulary
    shares: Floats
    places: Floats


def fitted_of(
    *,
    parameters: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    terms: NDArray[np.str_],
    topic_term: Floats,
    mean: Floats,
    learned: Mapping[str, Any],
    shares: Floats,
    projection: pl.DataFrame,
) -> Fitted:
    """The parts of a run, checked and joined.

    Raises
    ------
    RunFolderError
        A parameter is missing or none that a fit writes.
    """
    model, engine = _choice(parameters, "model", ENGINES), parameters.get("engine")
    if engine not in ENGINES[model]:
        raise RunFolderError(f"the run names the engine {engine!r:.40} of {model}; fit again")
    weighting = _choice(parameters, "weighting", WEIGHTINGS)
    if weighting == "tf-idf":
        _check_frequency(arrays, len(terms))
    return Fitted(
        model=model,
        engine=str(engine),
        level=_choice(parameters, "level", LEVELS),
        weighting=weighting,
        options=parameters,
        arrays=arrays,
        terms=terms,
        topic_term=topic_term,
        mean=mean,
        settings=_settings(parameters),
        learned=_learned(learned),
        shares=shares,
        places=_places(projection, len(shares)),
    )


def _choice(parameters: Mapping[str, Any], name: str, known: Any) -> str:
    value = parameters.get(name)
    if not isinstance(value, str) or value not in known:
        raise RunFolderError(
            f"the run's {name} is {value!r:.40}, expected {', '.join(known)}; fit again"
        )
    return value


def _settings(parameters: Mapping[str, Any]) -> CountSettings | None:
    """Settings of the counting; None where none are recorded."""
    if "token_pattern" not in parameters:
        return None
    words = parameters.get("stop_word_list")
    wanted = {"token_pattern": str, "ngrams": int, "phrases": bool}
    are_strings = isinstance(words, list) and all(isinstance(word, str) for word in words)
    if not are_strings or not all(type(parameters.get(n)) is kind for n, kind in wanted.items()):
        raise RunFolderError("the run does not say how its terms were counted; fit again")
    try:
        return CountSettings(
            stop_words=frozenset(words or ()),
            token_pattern=parameters["token_pattern"],
            ngrams=parameters["ngrams"],
            phrases=parameters["phrases"],
        )
    except OptionError as error:
        raise RunFolderError(f"the run was counted in a way that none is: {error}") from error


def _learned(learned: Mapping[str, Any]) -> LearnedVocabulary:
    lists = [learned.get(name, []) for name in ("phrases", "shared_headings")]
    for entries in lists:
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise RunFolderError("what the run learned of its terms are no lists of texts")
    return LearnedVocabulary(*(tuple(entries) for entries in lists))


def _check_frequency(arrays: Mapping[str, NDArray[Any]], n_terms: int) -> None:
    """Document frequencies of the fitted rows: whole numbers up to the number of rows."""
    frequency, n_rows = arrays.get("document_frequency"), arrays.get("n_fitted_rows")
    if (
        frequency is None
        or n_rows is None
        or frequency.shape != (n_terms,)
        or n_rows.shape != ()
        or any(array.dtype.kind not in "iu" for array in (frequency, n_rows))
        or n_rows < 1
        or frequency.min(initial=0) < 0
        or frequency.max(initial=0) > n_rows
    ):
        raise RunFolderError("the run's document frequencies do not fit its terms; fit again")


def _places(projection: pl.DataFrame, n_rows: int) -> Floats:
    if not projection.height:
        return np.empty((0, 2))
    places = projection.select("x", "y").to_numpy().astype(np.float64)
    if len(places) != n_rows or not np.all(np.isfinite(places)):
        raise RunFolderError("the run's map does not hold its documents and sections; fit again")
    return places
