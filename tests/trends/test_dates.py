"""Columns of dates: mixed formats are read, the rest is counted, and nothing is guessed."""

import datetime

import polars as pl
import pytest

from topics.errors import InputError
from topics.trends.dates import calendars_apart, not_exact_enough, read_cell, read_dates

APRIL = [
    "2020-04-03",
    "2020-04-03 23:33:15 -0400",
    "2020-04-03T10:00:00Z",
    "2020/4/3",
    "20200403",
    "20200403T100000Z",
    "3 April 2020",
    "3rd of April, 2020",
    "3. April 2020",
    "3 de abril de 2020",
    "3 апреля 2020",
    "03-Apr-2020",
    "Fri, 3 Apr 2020 10:00:00 GMT",
    "Friday, April 3rd, 2020 5:00 pm",
    "Fri Apr 03 10:00:00 +0000 2020",
    "2020年4月3日",
]
"""Ways to write one day."""


def days(dates):
    """First days as text."""
    return dates.first.astype("datetime64[D]").astype(str).tolist()


def series(*cells, **options):
    """A column called day."""
    return pl.Series("day", cells, **options)


@pytest.mark.parametrize("text", APRIL)
def test_a_day_is_read_in_many_ways(text):
    """Times and time zones do not move it: the day is that of the writer's clock."""
    assert read_cell(text)[:5] == ("", 2020, 4, 3, 0)


def test_mixed_formats_are_read_in_one_column():
    """And in the order of the rows."""
    assert set(days(read_dates(series(*APRIL)))) == {"2020-04-03"}


@pytest.mark.parametrize(
    ("text", "year", "precision"),
    [
        ("1850", 1850, 4),
        ("1850.0", 1850, 4),
        ("AD 476", 476, 4),
        ("476 CE", 476, 4),
        ("1850s", 1850, 5),
        ("April 2020", 2020, 2),
        ("abril de 2020", 2020, 2),
        ("2020-04", 2020, 2),
        ("2020年4月", 2020, 2),
    ],
)
def test_dates_can_be_less_exact_than_a_day(text, year, precision):
    """A month, a year or a decade."""
    cell = read_cell(text)
    assert (cell.missing, cell.year, cell.precision) == ("", year, precision)


@pytest.mark.parametrize("text", ["c. 1850", "ca. 1850", "circa 1850", "1850?", "[1850]", "~1850"])
def test_doubtful_dates_count_with_a_notice(text):
    """They are taken as they are, and counted."""
    found = read_dates(series(text, "1851"))
    assert days(found)[0] == "1850-01-01"
    assert [(notice.code, notice.count) for notice in found.notices] == [("dates-about", 1)]
    assert repr(text) in found.notices[0].message


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("44 BC", "before year 1"),
        ("44 v. Chr.", "before year 1"),
        ("-44", "before year 1"),
        ("0000-01-01", "before year 1"),
        ("9999-12-31", "after year 2999"),
        ("11 February 1731/32", "of another calendar"),
        ("14 Sept 1752 O.S.", "of another calendar"),
        ("3 Ramadan 1441", "of another calendar"),
        ("令和2年4月3日", "of another calendar"),
        ("12 Brumaire VIII", "of another calendar"),
        ("3/4/20", "with a year of two digits"),
        ("3 Apr 20", "with a year of two digits"),
        ("'98", "with a year of two digits"),
        ("1850-1855", "a span of time"),
        ("before 1850", "a span of time"),
        ("19th century", "a span of time"),
        ("31/02/2020", "of a day that does not exist"),
        ("2020-02-30", "of a day that does not exist"),
        ("2020-13-01", "of a day that does not exist"),
        ("3. listopada 2020", "not recognised"),
        ("2020.04", "not recognised"),
        ("soon", "not recognised"),
        ("1" * 5_000, "not recognised"),
        ("n/a", "empty"),
        (" ", "empty"),
        (None, "empty"),
    ],
)
def test_what_is_no_date_is_missing_with_its_reason(text, reason):
    """It is counted, and named but for empty cells."""
    assert read_cell(text).missing == reason
    found = read_dates(series("2020-04-03", text, text))
    (notice,) = found.notices
    assert (notice.code, notice.count) == ("dates-missing", 2)
    assert f"2 {reason}" in notice.message
    assert found.is_known.tolist() == [True, False, False]


def test_the_column_decides_which_number_is_the_day():
    """If some rows have 13 or more in one place, and none in the other one; a notice says so."""
    found = read_dates(series("03/04/2020", "14/05/2020", "2020-01-02"))
    assert days(found) == ["2020-04-03", "2020-05-14", "2020-01-02"]
    assert "the day is before the month" in found.notices[0].message
    found = read_dates(series("03/04/2020", "05/14/2020"))
    assert days(found) == ["2020-03-04", "2020-05-14"]
    assert "day_first=False" in found.notices[0].message


@pytest.mark.parametrize("others", [[], ["13/04/2020", "04/13/2020"]])
def test_day_and_month_are_never_guessed(others):
    """Without a decision, or where rows contradict each other, only the year is known."""
    found = read_dates(series("03/04/2020", *others))
    assert found.precision[0] == 4
    assert (found.first[0], found.last[0] - found.first[0]) == (18262, 365)
    (notice,) = found.notices
    assert (notice.code, notice.count) == ("dates-open", 1)
    assert "'03/04/2020'" in notice.message
    assert days(found)[1:] == ["2020-04-13"] * len(others)


def test_a_caller_can_decide():
    """Then dates that contradict it do not exist."""
    column = series("03/04/2020", "05/06/2020", "04/13/2020")
    found = read_dates(column, day_first=True)
    assert days(found)[:2] == ["2020-04-03", "2020-06-05"]
    assert not found.is_known[2]
    assert "does not exist" in found.notices[0].message
    assert days(read_dates(column, day_first=False))[0] == "2020-03-04"


def test_the_same_number_twice_is_not_open():
    """5/5/2020 is one day in every order."""
    assert read_dates(series("05/05/2020")).notices == ()


def test_columns_of_dates_times_and_years():
    """Types that say what they are need no format."""
    day, time = datetime.date(2020, 4, 3), datetime.datetime(2020, 4, 3, 23)
    assert days(read_dates(series(day, None))) == ["2020-04-03", "1970-01-01"]
    assert days(read_dates(series(time))) == ["2020-04-03"]
    assert days(read_dates(series(1850, 1851))) == ["1850-01-01", "1851-01-01"]
    assert days(read_dates(series(1850.0, None, float("nan"))))[0] == "1850-01-01"
    assert days(read_dates(series(20200403))) == ["2020-04-03"]


@pytest.mark.parametrize(
    ("numbers", "value"),
    [("days", 18355), ("seconds", 18355 * 86_400 + 5), ("milliseconds", 18355 * 86_400_000)],
)
def test_other_numbers_must_be_said(numbers, value):
    """Days or seconds since 1970 are no years, and nobody guesses which of them it is."""
    with pytest.raises(InputError, match=f"such as {value} that"):
        read_dates(series(value))
    assert days(read_dates(series(value), numbers=numbers)) == ["2020-04-03"]
    assert days(read_dates(series(str(value)), numbers=numbers)) == ["2020-04-03"]


def test_a_few_odd_numbers_among_years_are_missing():
    """They are counted."""
    found = read_dates(series(*range(1900, 1920), 7))
    assert not found.is_known[-1]
    assert "'7'" in found.notices[0].message


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (series(None, None), "is empty"),
        (series("soon", "later"), "it has 'soon', 'later'"),
        (series(True), "holds Boolean"),
        (series(-65736, 19052), "neither years"),
    ],
)
def test_columns_without_dates_are_refused(column, message):
    """The error says what is there instead."""
    with pytest.raises(InputError, match=message):
        read_dates(column)


def test_two_calendars_are_noticed():
    """By centuries without any date between."""
    column = series(1441, 1442, 2020, 2021, 2022)
    (notice,) = calendars_apart(column, read_dates(column))
    assert (notice.code, notice.count) == ("dates-apart", 2)
    assert "between 1442 and 2020" in notice.message
    near = series(1790, 2020)
    assert calendars_apart(near, read_dates(near)) == ()


def test_years_do_not_decide_months():
    """They are counted as not exact enough."""
    column = series("2020", "2020-04", "2020-04-03")
    (notice,) = not_exact_enough(column, read_dates(column), "month")
    assert notice.count == 1
    assert "'2020'" in notice.message
    assert not_exact_enough(column, read_dates(column), "year") == ()
