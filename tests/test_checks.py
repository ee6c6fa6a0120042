"""Checks of plain values name the option, what was expected and what came."""

import numpy as np
import pytest

from topics.checks import (
    MAX_RANDOM_STATE,
    check_at_least_zero,
    check_choice,
    check_random_state,
    check_whole,
    checked_numbers,
)
from topics.errors import OptionError


@pytest.mark.parametrize("value", [0, -1, 2.5, 2.0, True, "2", np.nan])
def test_other_values_than_whole_numbers_are_refused(value):
    """Also whole floats, booleans and text."""
    with pytest.raises(OptionError, match=r"n_topics is .*, expected a whole number, 1 or more"):
        check_whole("n_topics", value, 1)


def test_whole_numbers_pass():
    """Of Python and of NumPy; None only if the option is optional."""
    check_whole("n_topics", 1, 1)
    check_whole("n_topics", np.int64(5), 1)
    check_whole("n_topics", None, 1)
    with pytest.raises(OptionError, match="n_topics is None"):
        check_whole("n_topics", None, 1, optional=False)


def test_random_state_is_a_seed_of_32_bits():
    """NumPy's older generators take no larger one."""
    check_random_state(MAX_RANDOM_STATE)
    for value, message in ((-1, "0 or more"), (MAX_RANDOM_STATE + 1, "0 to 4294967295")):
        with pytest.raises(OptionError, match=message):
            check_random_state(value)


@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf, "0.5", None])
def test_numbers_below_zero_are_refused(value):
    """And those that are not finite, or not numbers."""
    check_at_least_zero(tolerance=0, penalty=0.5)
    with pytest.raises(OptionError, match=r"penalty is .*, expected 0 or more"):
        check_at_least_zero(tolerance=0, penalty=value)


def test_unknown_choices_are_refused():
    """The error lists the choices."""
    check_choice("order", "relevance", ["probability", "relevance"])
    with pytest.raises(OptionError, match="unknown order 'beauty'; choose from probability, rel"):
        check_choice("order", "beauty", ["probability", "relevance"])


@pytest.mark.parametrize(
    ("value", "options", "message"),
    [
        ("auto", {}, "prior is 'auto', expected numbers"),
        ([1.0, 2.0], {"shape": (3,)}, r"prior has shape \(2,\), expected \(3,\)"),
        ([1.0, -1.0], {}, "prior must be finite and 0 or more"),
        ([1.0, 0.0], {"above_zero": True}, "prior must be finite and above 0"),
        (1e39, {}, "prior must be finite"),
        (1e-50, {"above_zero": True}, "prior must be finite and above 0"),
    ],
)
def test_numbers_out_of_range_are_refused(value, options, message):
    """Also those that float32 rounds to infinity or to 0."""
    with pytest.raises(OptionError, match=message):
        checked_numbers("prior", value, **options)


def test_numbers_come_back_as_an_array():
    """In float64, of any shape unless one is expected."""
    assert checked_numbers("prior", [[0, 1]]).tolist() == [[0.0, 1.0]]
    assert checked_numbers("prior", 1e39, (), dtype=np.float64).dtype == np.float64
