"""How is a run drawn as figures that can be printed, and written as PNG and SVG?"""

from topics.report.pictures.map import map_figure
from topics.report.pictures.saving import png_of, save_picture
from topics.report.pictures.similarity import similarity_figure
from topics.report.pictures.topics import TopicPanel, topics_figure

__all__ = [
    "TopicPanel",
    "map_figure",
    "png_of",
    "save_picture",
    "similarity_figure",
    "topics_figure",
]
