"""How does a model that another library fitted become plain arrays and terms?"""

from topics.exchange.adopting.data import bag_of_words, counts_of_matrix, is_matrix
from topics.exchange.adopting.foreign import ForeignModel
from topics.exchange.adopting.readers import foreign_model
from topics.exchange.adopting.row_names import order_of_rows
from topics.exchange.adopting.vectorizers import count_texts, settings_of, term_weights
from topics.exchange.adopting.vocabulary import check_overlap, house_terms

__all__ = [
    "ForeignModel",
    "bag_of_words",
    "check_overlap",
    "count_texts",
    "counts_of_matrix",
    "foreign_model",
    "house_terms",
    "is_matrix",
    "order_of_rows",
    "settings_of",
    "term_weights",
]
