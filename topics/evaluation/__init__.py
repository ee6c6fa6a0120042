"""How good are topics: how coherent, how diverse, how likely do they make unseen rows?"""

from topics.evaluation.coherence import npmi
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity

__all__ = ["Completion", "completion_perplexity", "diversity", "npmi"]
