"""Where are documents and sections on the map, and which of them are close to each other?"""

from topics.space.contract import EUCLIDEAN, HELLINGER, MapEngine, MapOptions
from topics.space.engines import ENGINES_BY_NAME
from topics.space.hellinger import hellinger
from topics.space.neighbours import all_distances, nearest_points, neighbour_table
from topics.space.new_rows import place_at_medoids
from topics.space.projection import place_new, project

__all__ = [
    "ENGINES_BY_NAME",
    "EUCLIDEAN",
    "HELLINGER",
    "MapEngine",
    "MapOptions",
    "all_distances",
    "hellinger",
    "nearest_points",
    "neighbour_table",
    "place_at_medoids",
    "place_new",
    "project",
]
