"""How do shares of topics differ over time and between groups, and how sure is that?"""

from topics.trends.changes import Change, change_points, rows_behind
from topics.trends.dates import Dates, calendars_apart, not_exact_enough, read_dates
from topics.trends.groups import Differences, Separation, differences, separation
from topics.trends.periods import (
    check_periods,
    chosen_period,
    is_unfinished,
    period_name,
    period_numbers,
    period_starts,
)
from topics.trends.shares import LEVEL, Cells, GroupShares, cells_of, group_shares
from topics.trends.words import terms_of_groups

__all__ = [
    "LEVEL",
    "Cells",
    "Change",
    "Dates",
    "Differences",
    "GroupShares",
    "Separation",
    "calendars_apart",
    "cells_of",
    "change_points",
    "check_periods",
    "chosen_period",
    "differences",
    "group_shares",
    "is_unfinished",
    "not_exact_enough",
    "period_name",
    "period_numbers",
    "period_starts",
    "read_dates",
    "rows_behind",
    "separation",
    "terms_of_groups",
]
