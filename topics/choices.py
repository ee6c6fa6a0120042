"""Values that options can take, and their defaults. Imports nothing."""

from __future__ import annotations

MODELS = ("lda", "nmf")
ENGINES = ("topics", "sklearn", "gensim")
LEVELS = ("section", "document")
WEIGHTINGS = ("counts", "tf-idf")
LOSSES = ("frobenius", "kullback-leibler")
ORDERS = ("probability", "relevance", "contribution", "frex")
MAP_ENGINES = ("topics", "umap-learn")
STEM, LEMMA = "stem", "lemma"
NORMALIZATIONS = ("none", STEM, LEMMA)
"""What makes words forms of one term."""

REPORT_TEXTS = ("none", "excerpts", "full")
CLUSTER_METHODS = ("leiden", "kmeans", "hdbscan")
TREES_OF = ("topics", "clusters")
PERIODS = ("day", "week", "month", "quarter", "year", "decade")
"""Periods of time, shortest first."""
DATE_NUMBERS = ("years", "days", "seconds", "milliseconds")
"""What the numbers in a column of dates can be: years, or the time since 1970-01-01."""
CLUSTER_VIEWS = ("consensus", "shares", "tf-idf", "embeddings", "consensus+embeddings")
"""What makes rows neighbours; the last one is the graph of two views and not points of its own."""

EFFECT_SHARES = ("corrected", "drawn")
"""Shares that effects are on: free of the pull of a prior, or drawn from posteriors."""

CORRECTIONS = ("benjamini-hochberg", "holm", "bonferroni", "none")
"""How p is adjusted for the number of topics."""

EXPORTS = ("pyldavis", "bertopic", "gensim", "octis", "topicwizard", "anndata", "networkx")
"""Libraries that a run can be given to."""

DEFAULT_DRAWS = 25
VIEWS = ("consensus", "shares", "tf-idf", "embeddings")
"""Views that have points of their own."""
MAP_VIEWS = ("shares", "consensus", "tf-idf", "embeddings")
"""The same, with that of the map by default as the first."""

MAP_COLOURS = ("topic", "cluster")
"""What can colour the picture of the map."""

DEFAULT_MAP_VIEW = "shares"
DEFAULT_REPORT_TEXT = "excerpts"
DEFAULT_CLUSTER_METHOD = "leiden"
DEFAULT_RESOLUTION = 1.0
DEFAULT_ENGINE = "topics"
DEFAULT_MAP_ENGINE = "topics"
DEFAULT_WEIGHTINGS = {"lda": "counts", "nmf": "tf-idf"}
DEFAULT_ORDERS = {"lda": "contribution", "nmf": "relevance"}
"""Measured over six corpora; the table is in benchmarks/README.md."""
DEFAULT_TOPICS = 12
AUTO = "auto"
"""A number of topics that is chosen, as `topics.select` chooses it."""

DEFAULT_FITS = 5
DEFAULT_RELEVANCE = 0.6
DEFAULT_DISPLAYED_TERMS = 10
"""A topic shows this many terms by default, and at least."""
DEFAULT_NEIGHBORS = 15
DEFAULT_MIN_DIST = 0.1
DEFAULT_LEAST_SIMILARITY = 0.98
"""Earlier topics of a grown run keep at least this cosine with what they were."""

DEFAULT_HEADING_SHARE = 0.1

MAX_NGRAMS = 10
MAX_RANDOM_STATE = 2**32 - 1
"""The largest seed that numpy's older generators, inside the peers, take."""

TOKEN_PATTERN = r"\p{Nd}*\p{L}[\p{L}\p{M}\p{Nd}]+|\p{Nd}+\p{L}|[\p{L}&&\p{Han}]"
"""A token is a run of at least two letters, marks and digits with at least one letter.

Numbers alone are left out; ``covid19``, ``20th``, ``3d`` and ``g5`` are tokens. A Chinese character
alone is a word and a token. Apostrophes, hyphens, underscores, raised numbers (they mark notes) and
numbers in circles separate tokens; so ``_`` is free to join phrases.
"""

DEFAULT_PARTITION_ROWS = 16_384
"""Rows of a partition where workers fit or there are many rows, and no number is asked for."""

MANY_ROWS = 200_000
"""More rows than this are fitted in partitions, if the model can be: it takes less time and memory,
and predicts texts better."""
