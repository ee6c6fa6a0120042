"""LDA: collapsed variational Bayes and Gibbs sampling on sparse counts."""

from topics.models.lda.estimator import LDA

__all__ = ["LDA"]
