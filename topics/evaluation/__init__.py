"""How good are topics: how coherent, how diverse, how likely do they make unseen rows?"""

from topics.evaluation.coherence import (
    FEWEST_DOCUMENTS,
    Coherence,
    c_npmi,
    c_uci,
    c_v,
    npmi,
    u_mass,
)
from topics.evaluation.comparison import TopicLinks, linked_topics, similarity_of_topics
from topics.evaluation.diversity import diversity
from topics.evaluation.likelihood import Completion, completion_perplexity
from topics.evaluation.reference import ReferenceTerms, Texts, reference_terms
from topics.evaluation.row_fit import row_perplexities
from topics.evaluation.spread import (
    effective_documents,
    effective_number,
    effective_terms,
    effective_tokens,
    exclusivity,
    inverted_rank_overlap,
)
from topics.evaluation.stability import (
    STABILITY_FLOOR,
    Stability,
    noise_topics,
    similarity,
    topic_stability,
    why_unmeasured,
)
from topics.shares import frex

__all__ = [
    "FEWEST_DOCUMENTS",
    "STABILITY_FLOOR",
    "Coherence",
    "Completion",
    "ReferenceTerms",
    "Stability",
    "Texts",
    "TopicLinks",
    "c_npmi",
    "c_uci",
    "c_v",
    "completion_perplexity",
    "diversity",
    "effective_documents",
    "effective_number",
    "effective_terms",
    "effective_tokens",
    "exclusivity",
    "frex",
    "inverted_rank_overlap",
    "linked_topics",
    "noise_topics",
    "npmi",
    "reference_terms",
    "row_perplexities",
    "similarity",
    "similarity_of_topics",
    "topic_stability",
    "u_mass",
    "why_unmeasured",
]
