"""The options of a run as JSON, and back: the only place where one becomes the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from topics.choices import DEFAULT_ENGINE, DEFAULT_FITS, DEFAULT_ORDERS, DEFAULT_WEIGHTINGS
from topics.counting import CountSettings, LearnedVocabulary, default_pruning
from topics.counting.stop_words import stop_words
from topics.errors import OptionError, RunFolderError
from topics.models import TopicModel
from topics.options import (
    COUNTING_OPTIONS,
    IN_MEMORY,
    FitOptions,
    OptionTable,
    ReadOptions,
)
from topics.seed_topics import SeedTopic

MAX_LISTED = 1_000
"""An array with more numbers is recorded by its shape only."""

GIVEN = "given"
"""What earlier versions recorded as the name of stop words that were passed as words."""

EARLIER_READ_OPTIONS = frozenset({"n_threads"})
"""Names that earlier versions recorded among the options of reading; they decide nothing."""

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
    """The options with the defaults that depend on the model filled in."""
    engine = options.engine or DEFAULT_ENGINE
    return replace(
        options,
        engine=engine,
        n_fits=options.n_fits or (DEFAULT_FITS if engine == DEFAULT_ENGINE else 1),
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
        pre_tokenized=options.pre_tokenized,
        normalize=options.normalize,
        ngrams=options.ngrams,
        phrases=options.phrases,
        min_documents=options.min_documents,
        max_document_share=options.max_document_share,
        max_terms=options.max_terms,
        max_heading_share=options.max_heading_share,
        piece_tokens=options.piece_tokens,
    )


def in_force(
    options: FitOptions,
    settings: CountSettings | None,
    learned: LearnedVocabulary,
    engine: TopicModel,
    n_documents: int,
) -> FitOptions:
    """The options with the defaults filled in that depend on the engine and on the corpus."""
    names = {each.name for each in fields(FitOptions)} - {"n_threads"}
    of_engine = {name: value for name, value in engine.get_params().items() if name in names}
    options = replace(options, **of_engine)
    if settings is None:  # counts are not pruned
        return options
    least, most = default_pruning(n_documents)
    return replace(
        options,
        min_documents=least if options.min_documents is None else options.min_documents,
        max_document_share=(
            most if options.max_document_share is None else options.max_document_share
        ),
        piece_tokens=learned.piece_tokens,
    )


def write_parameters(parameters: Parameters, engine: TopicModel) -> dict[str, Any]:
    """JSON object of the options in force, of all options of the engine, and how the fit ended."""
    options, settings = parameters.options, parameters.settings
    record = write_options(options)
    if settings is None:
        record = {name: value for name, value in record.items() if name not in COUNTING_OPTIONS}
    else:
        record["stop_word_list"] = sorted(settings.stop_words)
    reading = options.read_options
    of_engine = {name: value for name, value in engine.get_params().items() if name != "progress"}
    return {
        **{name: _plain(value) for name, value in of_engine.items()},
        **record,
        "read_options": None if reading is None else write_options(reading),
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
        if record.get(name) is None:
            raise RunFolderError(f"the run does not record its {name}; fit again")
    options = _options(FitOptions, record)
    reading = record.get("read_options")
    if reading is not None:
        names = {each.name for each in fields(ReadOptions)} | EARLIER_READ_OPTIONS
        if not isinstance(reading, Mapping) or set(reading) - names:
            raise RunFolderError("the run does not record how its documents were read; fit again")
        if not isinstance(reading.get("metadata"), str | None):
            raise RunFolderError("the run does not record its table of metadata as text; fit again")
        options = replace(options, read_options=_options(ReadOptions, reading))
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


def write_options(options: OptionTable) -> dict[str, Any]:
    """Options as JSON values; the nested table of reading is recorded apart."""
    values = {each.name: getattr(options, each.name) for each in fields(options)}
    for each in fields(options):
        is_path = isinstance(values[each.name], str | Path | None)
        if each.metadata["spec"].takes_table and not is_path:
            values[each.name] = IN_MEMORY
    return {name: _plain(value) for name, value in values.items() if name != "read_options"}


def _options(table: type[Table], record: Mapping[str, Any]) -> Table:
    """A table filled from JSON values, each checked as if a caller had passed it."""
    values = {
        each.name: record[each.name]
        for each in fields(table)
        if each.name in record and each.name not in {"read_options", *_large_priors(record)}
    }
    try:
        return table.of(values)
    except OptionError as error:
        raise RunFolderError(f"the run's options are invalid: {error}; fit again") from error


def _large_priors(record: Mapping[str, Any]) -> list[str]:
    """Priors that were too large to record; the arrays of the model hold what they became."""
    return [
        name
        for name in ("document_topic_prior", "topic_term_prior")
        if isinstance(record.get(name), str) and record[name] != "auto"
    ]


def _plain(value: object) -> Any:
    """JSON form of an option's value; a large array is named by its shape."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= MAX_LISTED else f"array of shape {value.shape}"
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, SeedTopic):
        return {"name": value.name, "words": list(value.words), "strength": value.strength}
    return list(map(_plain, value)) if isinstance(value, tuple) else value
