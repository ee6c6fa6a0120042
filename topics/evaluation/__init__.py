"""How good are topics: how coherent, how diverse, how likely do they make unseen rows?"""

from topics.evaluation.coherence import npmi
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity
from topics.evaluation.row_fit import row_perplexities

__all__ = ["Completion", "completion_perplexity", "diversity", "npmi", "row_perplexities"]
