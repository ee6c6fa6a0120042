"""How does a run become something to look at: an HTML page and a picture of the map?"""

from topics.report.data import ReportContent
from topics.report.html import write_report
from topics.report.picture import write_map_png
from topics.report.topic_order import in_shown_order
from topics.report.trends import (
    GroupContent,
    TimeContent,
    TrendsContent,
    write_group_png,
    write_over_time_png,
)

__all__ = [
    "GroupContent",
    "ReportContent",
    "TimeContent",
    "TrendsContent",
    "in_shown_order",
    "write_group_png",
    "write_map_png",
    "write_over_time_png",
    "write_report",
]
