"""Topic engines behind one contract."""

from topics.models.contract import TopicModel, fit_partitions
from topics.models.engines import DEFAULT_ENGINES, ENGINES, MIXTURES, MODELS, make_engine
from topics.models.lda.estimator import LDA
from topics.models.nmf.estimator import NMF
from topics.models.options import MAX_RANDOM_STATE, check_whole
from topics.models.peers.sklearn_lda import SklearnLDA
from topics.models.peers.sklearn_nmf import SklearnNMF
from topics.models.restoring import engine_arrays, restored_engine

__all__ = [
    "DEFAULT_ENGINES",
    "ENGINES",
    "LDA",
    "MAX_RANDOM_STATE",
    "MIXTURES",
    "MODELS",
    "NMF",
    "SklearnLDA",
    "SklearnNMF",
    "TopicModel",
    "check_whole",
    "engine_arrays",
    "fit_partitions",
    "make_engine",
    "restored_engine",
]
