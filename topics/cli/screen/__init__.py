"""What do the commands print on standard output?"""

from topics.cli.screen.flow import print_flow
from topics.cli.screen.quality import print_quality
from topics.cli.screen.tables import (
    print_clusters,
    print_neighbours,
    print_record,
    print_topics,
    print_transformed,
    print_tree,
)

__all__ = [
    "print_clusters",
    "print_flow",
    "print_neighbours",
    "print_quality",
    "print_record",
    "print_topics",
    "print_transformed",
    "print_tree",
]
