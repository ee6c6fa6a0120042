"""How is NMF fitted, for each of its losses?"""

from topics.models.nmf.estimator import NMF

__all__ = ["NMF"]
