"""Options become JSON and come back; a record from anywhere is checked."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics import choices
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
    return Parameters(in_force(options, engine, 100), counting), engine


@settings(max_examples=50, deadline=None)
@given(OPTIONS)
def test_writing_then_reading_is_the_identity(options):
    """Every option in force comes back, and so does the way texts are counted."""
    parameters, engine = parameters_of(options)
    record = json.loads(json.dumps(write_parameters(parameters, engine)))
    again = read_parameters(record)
    words = parameters.options.stop_words
    if not isinstance(words, str):  # words are recorded together, lower case, in order
        words = tuple(sorted(parameters.settings.stop_words))
    assert again.options == replace(parameters.options, stop_words=words)
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


def test_an_array_prior_is_recorded_but_not_read():
    """The arrays of the model hold what became of it."""
    engine = make_engine("lda", n_topics=2, document_topic_prior=np.array([0.1, 0.2]))
    engine.n_sweeps_, engine.converged_ = 3, True
    options = in_force(with_model_defaults(FitOptions(n_topics=2)), engine, 100)
    record = write_parameters(Parameters(options, count_settings(options)), engine)
    assert record["document_topic_prior"] == [0.1, 0.2]
    assert read_parameters(record).options.document_topic_prior is None


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
        ({"level": 7}, "level is 7, expected section, document"),
        ({"n_topics": "many"}, "n_topics is 'many', expected int"),
        ({"phrases": 1}, "phrases is 1, expected bool"),
        ({"ngrams": 10**9}, "ngrams"),
        ({"token_pattern": "(("}, "counting options are invalid"),
        ({"stop_word_list": "a b"}, "stop words as a list"),
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
