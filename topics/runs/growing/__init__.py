"""How does a run grow: how do its topics go on with new documents, and which of them moved?"""

from topics.runs.growing.measured import GROWTH_COLUMNS, SAME_TOPIC, growth_table
from topics.runs.growing.options import growing_options
from topics.runs.growing.parts import grown_parts
from topics.runs.growing.start import StartTopics, start_topics
from topics.runs.growing.updating import updated_parts

__all__ = [
    "GROWTH_COLUMNS",
    "SAME_TOPIC",
    "StartTopics",
    "growing_options",
    "grown_parts",
    "growth_table",
    "start_topics",
    "updated_parts",
]
