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
from topics.evaluation.likelihood import Completion, completion_perplexity, row_completions
from topics.evaluation.reference import ReferenceTerms, Texts, reference_terms
from topics.evaluation.row_fit import row_perplexities
from topics.evaluation.selection import Predictions, compare_predictions
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
from topics.evaluation.themes import TOGETHER, number_of_themes, topic_themes
from topics.shares import frex

__all__ = [
    "FEWEST_DOCUMENTS",
    "STABILITY_FLOOR",
    "TOGETHER",
    "Coherence",
    "Completion",
    "Predictions",
    "ReferenceTerms",
    "Stability",
    "Texts",
    "TopicLinks",
    "c_npmi",
    "c_uci",
    "c_v",
    "compare_predictions",
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
    "number_of_themes",
    "reference_terms",
    "row_completions",
    "row_perplexities",
    "similarity",
    "similarity_of_topics",
    "topic_stability",
    "topic_themes",
    "u_mass",
    "why_unmeasured",
]
