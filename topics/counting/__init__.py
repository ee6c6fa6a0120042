"""From a corpus to term counts, and from counts to weights."""

from topics.counting.count import count_terms
from topics.counting.settings import CountSettings
from topics.counting.vocabulary import default_pruning
from topics.counting.weights import tfidf

__all__ = ["CountSettings", "count_terms", "default_pruning", "tfidf"]
