"""Which engines fit topics to rows of counts, and how does one use them all alike?"""

from topics.models.contract import TopicModel
from topics.models.engines import ENGINE_CLASSES, MIXTURES, make_engine
from topics.models.lda.estimator import LDA
from topics.models.nmf.estimator import NMF
from topics.models.partitions.fitting import fit_in_partitions
from topics.models.restoring import engine_arrays, restored_engine

__all__ = [
    "ENGINE_CLASSES",
    "LDA",
    "MIXTURES",
    "NMF",
    "TopicModel",
    "engine_arrays",
    "fit_in_partitions",
    "make_engine",
    "restored_engine",
]
