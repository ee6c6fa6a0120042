"""Which documents say what an earlier one says, nearly word for word?"""

from topics.counting.copies.finding import FEWEST_WORDS, find_copies

__all__ = ["FEWEST_WORDS", "find_copies"]
