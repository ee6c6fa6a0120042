"""How do topics over time and by group become pictures and a part of the report?"""

from topics.report.trends.content import GroupContent, TimeContent, TrendsContent
from topics.report.trends.html import trends_html
from topics.report.trends.pictures import write_group_png, write_over_time_png

__all__ = [
    "GroupContent",
    "TimeContent",
    "TrendsContent",
    "trends_html",
    "write_group_png",
    "write_over_time_png",
]
