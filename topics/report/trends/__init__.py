"""How do topics over time and by group become pictures and a part of the report?"""

from topics.report.trends.content import GroupContent, TimeContent, TrendsContent
from topics.report.trends.html import trends_html
from topics.report.trends.pictures import group_figure, over_time_figure

__all__ = [
    "GroupContent",
    "TimeContent",
    "TrendsContent",
    "group_figure",
    "over_time_figure",
    "trends_html",
]
