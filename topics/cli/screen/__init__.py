"""What do the commands print on standard output?"""

from topics.cli.screen.comparison import print_comparison
from topics.cli.screen.document import print_document
from topics.cli.screen.effects import print_effects
from topics.cli.screen.flow import print_flow
from topics.cli.screen.grades import print_grades
from topics.cli.screen.growth import print_growth
from topics.cli.screen.quality import print_quality
from topics.cli.screen.search import print_found
from topics.cli.screen.selection import print_selection
from topics.cli.screen.tables import (
    print_clusters,
    print_neighbours,
    print_record,
    print_topics,
    print_transformed,
    print_tree,
)
from topics.cli.screen.topic import print_topic
from topics.cli.screen.trends import print_by_group, print_over_time

__all__ = [
    "print_by_group",
    "print_clusters",
    "print_comparison",
    "print_document",
    "print_effects",
    "print_flow",
    "print_found",
    "print_grades",
    "print_growth",
    "print_neighbours",
    "print_over_time",
    "print_quality",
    "print_record",
    "print_selection",
    "print_topic",
    "print_topics",
    "print_transformed",
    "print_tree",
]
