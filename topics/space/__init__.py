"""Places on a map: a 2D projection of documents and sections, and what stands near what."""

from topics.space.beside import place_beside
from topics.space.hellinger import hellinger
from topics.space.neighbours import nearest_points, neighbour_table
from topics.space.projection import place

__all__ = ["hellinger", "nearest_points", "neighbour_table", "place", "place_beside"]
