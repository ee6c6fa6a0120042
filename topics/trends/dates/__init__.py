"""Which days do the cells of a column of dates name, and how exactly?"""

from topics.trends.dates.cells import Cell, read_cell
from topics.trends.dates.column import Dates, calendars_apart, not_exact_enough, read_dates

__all__ = ["Cell", "Dates", "calendars_apart", "not_exact_enough", "read_cell", "read_dates"]
