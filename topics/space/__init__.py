"""Places on a map: a 2D projection of documents and sections."""

from topics.space.projection import place

__all__ = ["place"]
