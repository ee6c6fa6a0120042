"""Reading: files of many kinds → documents → sections, as a `topics.corpus.Corpus`."""

from topics.reading.read import read

__all__ = ["read"]
