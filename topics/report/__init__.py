"""How does a run become something to look at: an HTML page and a picture of the map?"""

from topics.report.clusters import ReportClusters
from topics.report.data import ReportContent, SectionTexts, TopicTerms
from topics.report.effects import (
    EffectsContent,
    formatted_p,
    method_in_words,
    write_forest_png,
)
from topics.report.flow_picture import FlowContent, write_flow_png
from topics.report.html import write_report
from topics.report.label_positions import MapLayer, layer_of
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
    "EffectsContent",
    "FlowContent",
    "GroupContent",
    "MapLayer",
    "ReportClusters",
    "ReportContent",
    "SectionTexts",
    "TimeContent",
    "TopicTerms",
    "TrendsContent",
    "formatted_p",
    "in_shown_order",
    "layer_of",
    "method_in_words",
    "write_flow_png",
    "write_forest_png",
    "write_group_png",
    "write_map_png",
    "write_over_time_png",
    "write_report",
]
