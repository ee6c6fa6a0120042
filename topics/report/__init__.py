"""How does a run become something to look at: an HTML page and a picture of the map?"""

from topics.report.data import ReportContent
from topics.report.flow_picture import FlowContent, write_flow_png
from topics.report.html import write_report
from topics.report.picture import write_map_png
from topics.report.topic_order import in_shown_order

__all__ = [
    "FlowContent",
    "ReportContent",
    "in_shown_order",
    "write_flow_png",
    "write_map_png",
    "write_report",
]
