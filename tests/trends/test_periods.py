"""Periods: which one a day is in, which kind fits, and whether the last one is finished."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.choices import PERIODS
from topics.errors import InputError
from topics.trends import (
    check_periods,
    chosen_period,
    is_unfinished,
    period_name,
    period_numbers,
    period_starts,
)

DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(2999, 12, 31))


def number(day):
    """Days since 1970-01-01."""
    return day.toordinal() - datetime.date(1970, 1, 1).toordinal()


@given(DAYS, st.sampled_from(PERIODS))
def test_a_day_is_in_its_period(day, period):
    """Not before its first day, and before that of the next one."""
    if day.year < 10 and period in ("week", "decade"):
        return  # their first day can be before year 1
    index = period_numbers(np.array([number(day)]), period)
    first, following = period_starts(np.concatenate([index, index + 1]), period)
    assert first <= number(day) < following
    assert period_numbers(np.array([first]), period) == index


@given(DAYS)
def test_names_are_those_of_the_calendar(day):
    """Compared with the standard library."""
    if day.year < 10:
        return
    at = np.array([number(day)])
    names = {p: period_name(int(period_starts(period_numbers(at, p), p)[0]), p) for p in PERIODS}
    year, week, _ = day.isocalendar()
    assert names == {
        "day": day.isoformat(),
        "week": f"{year:04d}-W{week:02d}",
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year // 10 * 10:04d}s",
    }


@pytest.mark.parametrize(
    ("span", "n", "period"),
    [
        (30, 300, "day"),
        (300, 3_000, "week"),
        (1_500, 3_000, "month"),
        (4_000, 3_000, "quarter"),
        (9_000, 3_000, "year"),
        (80_000, 3_000, "decade"),
        (9_000, 30, "decade"),
        (90, 4, "month"),
    ],
)
def test_the_period_fits_the_span_and_the_documents(span, n, period):
    """Few documents get long periods, but not a single one."""
    days = np.linspace(18_262, 18_262 + span, n).astype(np.int64)
    assert chosen_period(days, np.zeros(n, dtype=np.int8)) == period


def test_the_period_is_no_shorter_than_the_dates_are_exact():
    """Unless all but a few are."""
    days = np.arange(0, 300)
    precision = np.zeros(300, dtype=np.int8)
    precision[:10] = 4
    assert chosen_period(days, precision) == "week"
    precision[:30] = 4
    assert chosen_period(days, precision) == "year"


def test_the_last_period_is_unfinished_if_dates_stop_early():
    """By more days than there usually are between two dates, or a tenth of the period."""
    daily = np.arange(0, 365)
    assert not is_unfinished(daily, 364, 365)
    assert is_unfinished(daily[:-2], 364, 365)
    assert not is_unfinished(daily[::7], 364, 365)
    assert is_unfinished(daily[:300:7], 364, 365)
    yearly = np.array([-700, -335, 30])
    assert is_unfinished(yearly, 364, 365)
    assert is_unfinished(np.array([30]), 364, 365)
    assert not is_unfinished(np.array([364]), 364, 365)


def test_too_many_periods_are_refused():
    """With their number."""
    with pytest.raises(InputError, match="80,001 periods of a day"):
        check_periods(np.array([0, 80_000]), "day")
