"""What a bar means in a list of stop words: ``tide | lift`` has two words, ``au | of the`` one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.counting.stop_words.english import english_words

MAX_COMMENT_SHARE = 0.2
"""If a larger share of the parts behind a bar are phrases, grammar or repeated, they are
comments."""

_PADDED = re.compile(r"[^\s|](?: {2,}| *\t\s*)\|")
_GRAMMAR = frozenset(
    """
    adj adjective adv adverb article aux auxiliary conj conjunction contraction dative determiner
    feminine form genitive interjection masculine modal negation neuter noun numeral object
    particle passive plural possessive prep preposition pron pronoun reflexive singular subject
    tense verb
    """.split()
)


def bars_separate_words(lines: Sequence[str]) -> bool:
    """Whether the bars in the lines of a list are between words and do not begin comments.

    The whole list decides. Most lines with several bars, as in ``tide | lift | ship``, have words
    between them. Where lines have one bar, comments are what Snowball's lists have: on lines of
    their own, in a column of their own, of several words, repeated, about grammar, or English
    behind the words of another language.
    """
    rows = [row for line in lines if (row := line.strip()).strip("|") and "|" in row]
    # A line of a table has bars at both ends; a comment of its own has one in front.
    n_alone = sum(row[0] == "|" and row[-1] != "|" for row in rows)
    n_several = sum(row[0] != "|" and row.rstrip("|").count("|") > 1 for row in rows)
    n_tables = sum(row[0] == row[-1] == "|" for row in rows)
    if 2 * (n_several + n_tables) > len(rows):
        return True
    parts = [[part.strip() for part in row.split("|")] for row in rows if row[0] != "|"]
    words = [part[0] for part in parts]
    comments = [comment for part in parts for comment in part[1:] if comment]
    if n_alone or not comments or any(map(_PADDED.search, rows)):
        return False
    n_odd = len(comments) - len(set(comments))
    n_odd += sum(" " in comment or comment in _GRAMMAR for comment in set(comments))
    return n_odd <= MAX_COMMENT_SHARE * len(comments) and not _translate(words, comments)


def _translate(words: Sequence[str], comments: Sequence[str]) -> bool:
    """Whether most comments are frequent English words, and most words are not."""
    english = english_words()
    n_words, n_comments = (sum(word in english for word in each) for each in (words, comments))
    return 2 * n_comments > len(comments) and 2 * n_words <= len(words)
