"""Scores of topics: coherence, diversity, likelihood of held-out rows. Arrays in, numbers out."""

from topics.evaluation.coherence import npmi
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity

__all__ = ["Completion", "completion_perplexity", "diversity", "npmi"]
