"""What does a run say about topics over time and by group?"""

from topics.results.trends.data import (
    BY_GROUP_SCHEMA,
    CHANGES_SCHEMA,
    OVER_TIME_SCHEMA,
    ByGroup,
    OverTime,
    Trends,
)
from topics.results.trends.groups import GroupRows, by_group_table, grouped
from topics.results.trends.names import file_names
from topics.results.trends.over_time import TrendRows, over_time_tables
from topics.results.trends.stored import checked_by_group, checked_over_time

__all__ = [
    "BY_GROUP_SCHEMA",
    "CHANGES_SCHEMA",
    "OVER_TIME_SCHEMA",
    "ByGroup",
    "GroupRows",
    "OverTime",
    "TrendRows",
    "Trends",
    "by_group_table",
    "checked_by_group",
    "checked_over_time",
    "file_names",
    "grouped",
    "over_time_tables",
]
