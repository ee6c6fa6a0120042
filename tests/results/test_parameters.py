"""Options become JSON and come back; a record from anywhere is checked."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import Enum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics import choices
from topics.counting import LearnedVocabulary
from topics.errors import OptionError, RunFolderError
from topics.models import make_engine
from topics.options import FitOptions, ReadOptions
from topics.results import (
    Parameters,
    count_settings,
    in_force,
    read_parameters,
    with_model_defaults,
    write_parameters,
)

OPTIONS = st.builds(
    FitOptions,
    model=st.just("nmf"),
    n_topics=st.integers(1, 50),
    level=st.sampled_from(choices.LEVELS),
    random_state=st.integers(0, choices.MAX_RANDOM_STATE),
    n_threads=st.none() | st.integers(1, 8),
    loss=st.none() | st.sampled_from(choices.LOSSES),
    weighting=st.none() | st.sampled_from(choices.WEIGHTINGS),
    max_sweeps=st.none() | st.integers(1, 100),
    tolerance=st.none() | st.floats(0, 1),
    stop_words=st.sampled_from(["en", "none"]) | st.lists(st.text("abc", min_size=1)),
    extra_stop_words=st.lists(st.text("abc", min_size=1)),
    ngrams=st.integers(1, choices.MAX_NGRAMS),
    phrases=st.booleans(),
    min_documents=st.none() | st.integers(1, 9),
    max_document_share=st.none() | st.floats(0.01, 1),
    order=st.none() | st.sampled_from(choices.ORDERS),
    relevance=st.floats(0, 1),
    project=st.booleans(),
    map_engine=st.sampled_from(choices.MAP_ENGINES),
    min_dist=st.floats(0, 1),
    read_options=st.none() | st.builds(ReadOptions, split=st.booleans(), skip_bad=st.booleans()),
)


def parameters_of(options):
    """The parameters of a fit with these options, and its engine, as `fit` makes them."""
    options = with_model_defaults(options)
    engine = make_engine(
        options.model,
        options.engine,
        n_topics=options.n_topics,
        loss=options.loss,
        max_sweeps=options.max_sweeps,
        tolerance=options.tolerance,
        random_state=options.random_state,
    )
    engine.n_sweeps_, engine.converged_ = 3, True
    counting = count_settings(options)
    return Parameters(
        in_force(options, counting, LearnedVocabulary(piece_tokens=100), engine, 100), counting
    ), engine


@settings(max_examples=50, deadline=None)
@given(OPTIONS)
def test_writing_then_reading_is_the_identity(options):
    """Every option in force comes back, and so does the way texts are counted."""
    parameters, engine = parameters_of(options)
    record = json.loads(json.dumps(write_parameters(parameters, engine)))
    again = read_parameters(record)
    assert again.options == parameters.options
    assert again.settings.stop_words == parameters.settings.stop_words
    assert again.settings.ngrams == parameters.settings.ngrams
    assert again.settings.token_pattern == parameters.settings.token_pattern


def test_defaults_are_replaced_by_what_they_stood_for():
    """Engine, weighting, order and pruning are named; so is what the engine chose."""
    parameters, _ = parameters_of(FitOptions(model="nmf", n_topics=2))
    options = parameters.options
    assert (options.engine, options.weighting, options.order) == ("topics", "tf-idf", "relevance")
    assert (options.min_documents, options.max_document_share) == (2, 0.5)
    assert options.loss == "frobenius"
    assert options.max_sweeps > 1


@pytest.mark.parametrize(("size", "expected"), [(2, [0.1, 0.1]), (2_000, None)])
def test_an_array_prior_comes_back_if_it_is_small(size, expected):
    """A large one is recorded by its shape; the arrays of the model hold what became of it."""
    engine = make_engine("lda", n_topics=size, document_topic_prior=np.full(size, 0.1))
    engine.n_sweeps_, engine.converged_ = 3, True
    options = with_model_defaults(FitOptions(n_topics=size))
    settings = count_settings(options)
    options = in_force(options, settings, LearnedVocabulary(), engine, 100)
    record = json.loads(json.dumps(write_parameters(Parameters(options, settings), engine)))
    assert read_parameters(record).options.document_topic_prior == expected


def test_words_of_an_earlier_version_come_back():
    """It recorded them as "given", and only in the list of stop words."""
    parameters, engine = parameters_of(FitOptions(model="nmf", n_topics=2, stop_words=["a", "b"]))
    record = {**write_parameters(parameters, engine), "stop_words": "given"}
    assert read_parameters(record).options.stop_words == ("a", "b")


class Model(str, Enum):  # noqa: UP042 - the older form must work, too
    """Choices of somebody's own program."""

    nmf = "nmf"


def test_options_are_plain_data():
    """Enumerations, numpy's numbers, paths and iterators become what JSON can hold."""
    options = FitOptions(
        model=Model.nmf,
        n_topics=np.int64(3),
        phrases=1,
        relevance=np.float32(0.5),
        random_state=np.uint32(7),
        stop_words=iter(["a", "b"]),
    )
    values = [options.model, options.n_topics, options.phrases, options.relevance]
    assert values == ["nmf", 3, True, 0.5]
    assert [type(value) for value in values] == [str, int, bool, float]
    assert (type(options.random_state), options.stop_words) == (int, ("a", "b"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"phrases": "no"}, "phrases is 'no', expected True or False"),
        ({"relevance": 10**400}, "expected 0 to 1"),
        ({"random_state": 10**400}, "random_state is 1000"),
        ({"tolerance": 10**400}, "expected 0 or more"),
        ({"stop_words": None}, "stop_words is None, expected text"),
        ({"token_pattern": 3}, "token_pattern is 3, expected text"),
        ({"extra_stop_words": "word"}, "expected a list of words"),
        ({"extra_stop_words": ["a", 5]}, "extra_stop_words holds 5, expected words"),
        ({"stop_words": ["a", None]}, "stop_words holds None, expected words"),
        ({"topic_term_prior": "x"}, "topic_term_prior is 'x', expected a number"),
        ({"read_options": "x"}, "expected a mapping"),
    ],
)
def test_values_of_a_wrong_type_are_refused(options, message):
    """Before anything is read: a fit must not end in a folder that does not load."""
    with pytest.raises(OptionError, match=message):
        FitOptions(**options)


def test_counts_have_no_counting_options():
    """A fit on counts records none, and reads back without settings."""
    parameters, engine = parameters_of(FitOptions(model="nmf", n_topics=2))
    record = write_parameters(replace(parameters, settings=None), engine)
    assert "token_pattern" not in record
    assert "stop_word_list" not in record
    assert read_parameters(record).settings is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "bert"}, "unknown model 'bert'"),
        ({"level": 7}, "unknown level '7'; choose from section, document"),
        ({"n_topics": "many"}, "n_topics is 'many', expected a whole number"),
        ({"phrases": "no"}, "phrases is 'no', expected True or False"),
        ({"ngrams": 10**9}, "ngrams"),
        ({"token_pattern": "(("}, "counting options are invalid"),
        ({"stop_word_list": "a b"}, "stop words as a list"),
        ({"weighting": None}, "does not record its weighting"),
        ({"min_dist": 10**400}, "min_dist"),
        ({"read_options": {"paths": "x"}}, "how its documents were read"),
        ({"read_options": {"text_column": ["x"]}}, "text_column"),
    ],
)
def test_records_that_no_fit_writes_are_refused(changes, message):
    """Each is a RunFolderError that names the option."""
    parameters, engine = parameters_of(FitOptions(model="nmf", n_topics=2))
    record = {**write_parameters(parameters, engine), **changes}
    with pytest.raises(RunFolderError, match=message):
        read_parameters(record)


@pytest.mark.parametrize("record", [None, [], "lda", {}, {"model": "lda"}])
def test_a_record_without_options_is_refused(record):
    """No object, or one without the model, engine, level and weighting."""
    with pytest.raises(RunFolderError, match="does not record its"):
        read_parameters(record)


def test_unknown_options_suggest_the_right_name():
    """A misspelled option is answered with the one that was meant."""
    with pytest.raises(OptionError, match="did you mean skip_bad"):
        ReadOptions.of({"skip_bads": True})
    with pytest.raises(OptionError, match="there are text_column"):
        ReadOptions.of({"xyzzy": True})
