"""How do files of many kinds become documents and sections?"""

from topics.reading.read import read

__all__ = ["read"]
