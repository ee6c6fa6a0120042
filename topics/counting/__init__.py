"""How do texts become counts of terms, and counts weights?"""

from topics.counting.count import count_terms, learn_counts
from topics.counting.known import (
    TOO_FREQUENT,
    KnownCounts,
    count_known_terms,
    in_known_columns,
    known_tokens,
)
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.vocabulary import default_pruning
from topics.counting.weights import (
    TermWeights,
    term_weights_of,
    tfidf,
    weighted_by_evidence,
)

__all__ = [
    "TOO_FREQUENT",
    "CountSettings",
    "KnownCounts",
    "LearnedVocabulary",
    "TermWeights",
    "count_known_terms",
    "count_terms",
    "default_pruning",
    "in_known_columns",
    "known_tokens",
    "learn_counts",
    "term_weights_of",
    "tfidf",
    "weighted_by_evidence",
]
