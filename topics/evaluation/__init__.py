"""How good are topics: how coherent, how diverse, how likely do they make unseen rows?"""

from topics.evaluation.coherence import FEWEST_DOCUMENTS, npmi
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity
from topics.evaluation.row_fit import row_perplexities
from topics.evaluation.spread import (
    effective_documents,
    effective_number,
    effective_terms,
    effective_tokens,
    exclusivity,
    inverted_rank_overlap,
)
from topics.shares import frex

__all__ = [
    "FEWEST_DOCUMENTS",
    "Completion",
    "completion_perplexity",
    "diversity",
    "effective_documents",
    "effective_number",
    "effective_terms",
    "effective_tokens",
    "exclusivity",
    "frex",
    "inverted_rank_overlap",
    "npmi",
    "row_perplexities",
]
