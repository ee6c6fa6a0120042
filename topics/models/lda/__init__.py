"""How is LDA fitted?"""

from topics.models.lda.estimator import LDA

__all__ = ["LDA"]
