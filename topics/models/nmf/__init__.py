"""NMF: non-negative factors of sparse rows, for two losses."""

from topics.models.nmf.estimator import NMF

__all__ = ["NMF"]
