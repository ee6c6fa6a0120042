"""A run as something to look at: one HTML page and a picture of the map."""

from topics.report.html import write_report
from topics.report.picture import write_map_png

__all__ = ["write_map_png", "write_report"]
