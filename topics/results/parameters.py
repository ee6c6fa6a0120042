"""The options of a run as JSON, and back: the only place where one becomes the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from topics.choices import DEFAULT_ENGINE, DEFAULT_ORDERS, DEFAULT_WEIGHTINGS
from topics.counting import CountSettings, default_pruning
from topics.counting.stop_words import stop_words
from topics.errors import OptionError, RunFolderError
from topics.models import TopicModel
from topics.options import (
    COUNTING_OPTIONS,
    FitOptions,
    OptionTable,
    ReadOptions,
    Spec,
    option_fields,
)

MAX_LISTED = 1_000
"""An array with more numbers is recorded by its shape only."""

GIVEN = "given"
"""Recorded name of stop words that were passed as words; they are in the list of stop words."""

Table = TypeVar("Table", bound=OptionTable)


@dataclass(frozen=True)
class Parameters:
    """Options that were in force in a fit.

    Attributes
    ----------
    options : FitOptions
        Without a default that would still have to be looked up.
    settings : CountSettings or None
        How texts were counted, with the words of the stop list; None for a fit on counts.
    """

    options: FitOptions
    settings: CountSettings | None


def with_model_defaults(options: FitOptions) -> FitOptions:
    """The options with the defaults that depend on the model filled in, and words as tuples."""
    words = options.stop_words
    return replace(
        options,
        stop_words=words if isinstance(words, str | Path) else tuple(words),
        extra_stop_words=tuple(options.extra_stop_words),
        engine=options.engine or DEFAULT_ENGINE,
        weighting=options.weighting or DEFAULT_WEIGHTINGS[options.model],
        order=options.order or DEFAULT_ORDERS[options.model],
    )


def count_settings(options: FitOptions) -> CountSettings:
    """How the options count texts.

    Raises
    ------
    OptionError, MissingInputError
        A value is out of range, or the file of stop words does not exist.
    """
    return CountSettings(
        stop_words=stop_words(options.stop_words, options.extra_stop_words),
        token_pattern=options.token_pattern,
        ngrams=options.ngrams,
        phrases=options.phrases,
        min_documents=options.min_documents,
        max_document_share=options.max_document_share,
        max_terms=options.max_terms,
        max_heading_share=options.max_heading_share,
    )


def in_force(options: FitOptions, engine: TopicModel, n_documents: int) -> FitOptions:
    """The options with the defaults filled in that depend on the engine and on the corpus."""
    least, most = default_pruning(n_documents)
    names = {each.name for each in option_fields(FitOptions)}
    of_engine = {name: value for name, value in engine.get_params().items() if name in names}
    return replace(
        options,
        **{**of_engine, "n_threads": options.n_threads},
        read_options=options.read_options or ReadOptions(),
        min_documents=least if options.min_documents is None else options.min_documents,
        max_document_share=(
            most if options.max_document_share is None else options.max_document_share
        ),
    )


def write_parameters(parameters: Parameters, engine: TopicModel) -> dict[str, Any]:
    """JSON object of the options in force, of all options of the engine, and how the fit ended."""
    options, settings = parameters.options, parameters.settings
    record = _record(options)
    counting: dict[str, Any] = {}
    if settings is None:
        record = {name: value for name, value in record.items() if name not in COUNTING_OPTIONS}
    else:
        is_named = isinstance(options.stop_words, str | Path)
        counting["stop_words"] = str(options.stop_words) if is_named else GIVEN
        counting["stop_word_list"] = sorted(settings.stop_words)
    of_engine = {name: value for name, value in engine.get_params().items() if name != "progress"}
    return {
        **{name: _plain(value) for name, value in of_engine.items()},
        **record,
        **counting,
        "read_options": _record(options.read_options or ReadOptions()),
        "n_sweeps": engine.n_sweeps_,
        "converged": engine.converged_,
    }


def read_parameters(record: Any) -> Parameters:
    """The options in a record that `write_parameters` made; it can come from anywhere.

    Raises
    ------
    RunFolderError
        An option is missing, of another type, or out of range.
    """
    if not isinstance(record, Mapping):
        raise RunFolderError("the run does not record its options; fit again")
    for name in ("model", "engine", "level", "weighting"):
        if name not in record:
            raise RunFolderError(f"the run does not record its {name}; fit again")
    nested = record.get("read_options", {})
    if not isinstance(nested, Mapping) or set(nested) - set(_names(ReadOptions)):
        raise RunFolderError("the run does not record how its documents were read; fit again")
    read_options = _options(ReadOptions, nested)
    options = replace(_options(FitOptions, record), read_options=read_options)
    settings = _settings(options, record)
    if settings is not None and record.get("stop_words") == GIVEN:
        options = replace(options, stop_words=tuple(record["stop_word_list"]))
    return Parameters(options, settings)


def _settings(options: FitOptions, record: Mapping[str, Any]) -> CountSettings | None:
    """How texts were counted; None where the record does not say, as in a fit on counts."""
    if "token_pattern" not in record:
        return None
    words = record.get("stop_word_list")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise RunFolderError("the run does not record its stop words as a list; fit again")
    try:
        settings = count_settings(replace(options, stop_words=(), extra_stop_words=()))
    except OptionError as error:
        raise RunFolderError(
            f"the run's counting options are invalid: {error}; fit again"
        ) from error
    return replace(settings, stop_words=frozenset(words))


def _names(table: type[OptionTable]) -> list[str]:
    return [each.name for each in option_fields(table)]


def _record(options: OptionTable) -> dict[str, Any]:
    values = {name: getattr(options, name) for name in _names(type(options))}
    return {name: _plain(value) for name, value in values.items() if name != "read_options"}


def _options(table: type[Table], record: Mapping[str, Any]) -> Table:
    """A table filled from JSON values, each of its option's type or null where that is allowed."""
    values = {}
    for each in option_fields(table):
        spec: Spec = each.metadata["spec"]
        if each.name not in record or spec.kind is None:
            continue
        value = record[each.name]
        if value is None and each.default is None:
            continue
        if each.name in PRIORS and not _is_kind(value, float) and value != "auto":
            continue  # an array: the model's own arrays hold what became of it
        if each.name not in PRIORS and not _is_kind(value, spec.kind):
            raise RunFolderError(
                f"the run's {each.name} is {value!r:.40}, expected {_expected(spec)}; fit again"
            )
        values[each.name] = tuple(value) if spec.kind is list else value
    try:
        return table.of(values)
    except OptionError as error:
        raise RunFolderError(f"the run's options are invalid: {error}; fit again") from error


PRIORS = frozenset({"document_topic_prior", "topic_term_prior"})
"""Options that are a number, an array or a word."""


def _is_kind(value: object, kind: type) -> bool:
    if kind is float:
        return type(value) in (int, float)
    if kind is list:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    return type(value) is kind


def _expected(spec: Spec) -> str:
    return ", ".join(spec.choices) or getattr(spec.kind, "__name__", "an object")


def _plain(value: object) -> Any:
    """JSON form of an option's value; a large array is named by its shape."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= MAX_LISTED else f"array of shape {value.shape}"
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Enum | Path):
        return str(value)
    return list(value) if isinstance(value, tuple | set | frozenset) else value
