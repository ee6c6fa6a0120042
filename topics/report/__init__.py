"""How does a run become something to look at: an HTML page and a picture of the map?"""

from topics.report.clusters import ReportClusters
from topics.report.data import ReportContent, SectionTexts, TopicTerms
from topics.report.effects import (
    EffectsContent,
    forest_figure,
    formatted_p,
    method_in_words,
)
from topics.report.flow_picture import FlowContent, flow_figure
from topics.report.html import write_report
from topics.report.label_positions import MapLayer, layer_of
from topics.report.pictures import (
    TopicPanel,
    map_figure,
    png_of,
    save_picture,
    similarity_figure,
    topics_figure,
)
from topics.report.pictures.comparison import comparison_figure
from topics.report.pictures.selection import selection_figure
from topics.report.topic_order import in_shown_order
from topics.report.trends import (
    GroupContent,
    TimeContent,
    TrendsContent,
    group_figure,
    over_time_figure,
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
    "TopicPanel",
    "TopicTerms",
    "TrendsContent",
    "comparison_figure",
    "flow_figure",
    "forest_figure",
    "formatted_p",
    "group_figure",
    "in_shown_order",
    "layer_of",
    "map_figure",
    "method_in_words",
    "over_time_figure",
    "png_of",
    "save_picture",
    "selection_figure",
    "similarity_figure",
    "topics_figure",
    "write_report",
]
