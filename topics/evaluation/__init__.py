"""How good are topics: how coherent, how diverse, how likely do they make unseen rows?"""

from topics.evaluation.coherence import FEWEST_DOCUMENTS, npmi
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity
from topics.evaluation.row_fit import row_perplexities

__all__ = [
    "FEWEST_DOCUMENTS",
    "Completion",
    "completion_perplexity",
    "diversity",
    "npmi",
    "row_perplexities",
]
