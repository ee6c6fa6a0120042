"""Which documents say what an earlier one says, nearly word for word, and how are they counted?"""

from topics.counting.copies.counting import (
    count_growing_terms_of_originals,
    learn_counts_of_originals,
    some_documents,
    with_copies,
)
from topics.counting.copies.finding import FEWEST_WORDS, find_copies

__all__ = [
    "FEWEST_WORDS",
    "count_growing_terms_of_originals",
    "find_copies",
    "learn_counts_of_originals",
    "some_documents",
    "with_copies",
]
