"""Columns as numbers or categories, and which rows can be used."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from topics.effects import check_varies, covariate, documents_of_levels, usable_rows
from topics.errors import InputError


def test_texts_that_are_numbers_are_numbers():
    """A note says so; C() makes them a category."""
    found = covariate("year", pl.Series(["1999", " 2004 ", "", "nan"]))
    assert found.values.tolist()[:2] == [1999.0, 2004.0]
    assert found.is_missing.tolist() == [False, False, True, True]
    assert "were read as numbers" in found.note
    as_levels = covariate("year", pl.Series(["1999", "2004"]), is_category=True)
    assert as_levels.levels == ("1999", "2004")
    assert not as_levels.note


def test_dates_are_years():
    """Dates of both kinds, with the same numbers; what is no date makes a category."""
    texts = covariate("day", pl.Series(["2023-07-02", "2024-01-01T10:00"]))
    dates = covariate("day", pl.Series([date(2023, 7, 2), date(2024, 1, 1)]))
    assert texts.values.tolist() == dates.values.tolist()
    assert texts.values.round(3).tolist() == [2023.499, 2024.0]
    assert covariate("day", pl.Series(["2023-02-30", "2023-07-02"])).levels


def test_truth_and_numbers_as_categories():
    """Levels are in alphabetical order."""
    assert covariate("new", pl.Series([True, False, None])).levels == ("false", "true")
    assert covariate("n", pl.Series([2.0, 1.0]), is_category=True).levels == ("1", "2")


def test_infinite_numbers_are_missing():
    """They cannot be used."""
    found = covariate("n", pl.Series([1.0, np.inf, np.nan, None]))
    assert found.is_missing.tolist() == [False, True, True, True]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (pl.Series([f"name{i}" for i in range(10_000)]), "10,000 different values"),
        (pl.Series([None, ""], dtype=pl.String), "has no values"),
        (pl.Series([None, None], dtype=pl.Float64), "has no values"),
        (pl.Series([[1], [2]]), "expected numbers, texts, dates"),
    ],
)
def test_columns_that_cannot_be_used(column, words):
    """The error says what to do."""
    with pytest.raises(InputError, match=words):
        covariate("tag", column)


def test_rows_without_values_and_lone_levels_are_left_out():
    """A level of one document is left out; that may make another one lone."""
    document = np.array([0, 0, 1, 1, 2, 3, 4])
    party = covariate("party", pl.Series(["a", "a", "a", "a", "b", "c", "c"]))
    year = covariate("year", pl.Series([1.0, None, 2.0, 3.0, 4.0, 5.0, None]))
    is_used, missing, lone = usable_rows({"party": party, "year": year}, document)
    assert missing == {"year": 2}
    assert lone == ["party[b]", "party[c]"]
    assert is_used.tolist() == [True, False, True, True, False, False, False]
    assert documents_of_levels(party, is_used, document) == [2, 0, 0]
    with pytest.raises(InputError, match="only one value, 'a'"):
        check_varies("party", party, is_used)
