"""Topic engines behind one contract, and how their raw factors become shares."""

from topics.models.contract import TopicModel, fit_partitions
from topics.models.description import (
    DEFAULT_ORDERS,
    DEFAULT_RELEVANCE,
    ORDERS,
    rank_terms,
    topics_table,
)
from topics.models.engines import DEFAULT_ENGINES, ENGINES, MIXTURES, MODELS, make_engine
from topics.models.lda import LDA
from topics.models.nmf import NMF
from topics.models.options import MAX_RANDOM_STATE, check_whole
from topics.models.restoring import engine_arrays, restored_engine
from topics.models.shares import (
    FittedTopics,
    fitted_topics,
    mean_row,
    new_row_shares,
    roll_up,
    section_shares,
)
from topics.models.sklearn_lda import SklearnLDA
from topics.models.sklearn_nmf import SklearnNMF

__all__ = [
    "DEFAULT_ENGINES",
    "DEFAULT_ORDERS",
    "DEFAULT_RELEVANCE",
    "ENGINES",
    "LDA",
    "MAX_RANDOM_STATE",
    "MIXTURES",
    "MODELS",
    "NMF",
    "ORDERS",
    "FittedTopics",
    "SklearnLDA",
    "SklearnNMF",
    "TopicModel",
    "check_whole",
    "engine_arrays",
    "fit_partitions",
    "fitted_topics",
    "make_engine",
    "mean_row",
    "new_row_shares",
    "rank_terms",
    "restored_engine",
    "roll_up",
    "section_shares",
    "topics_table",
]
