"""Posts of a thread: forums number them, ``#1``, ``#2``, below each author's name."""

from __future__ import annotations

import re

from topics.reading.lines.units import Unit

MIN_POSTS = 3
"""Numbers that ascend by one are those of posts if there are at least this many."""

MAX_HEADER_LINES = 24
"""The lines on a post's author are at most this many, directly above the number of the post."""

MAX_LABEL_WORDS = 8
"""A line of more words is no label, such as ``Joined`` or ``Re: Lights of the harbour``."""

_NUMBER = re.compile(r"#(\d{1,6})")


def find_posts(units: list[Unit]) -> list[int]:
    """Indices of the numbers of a thread's posts; empty for a page that is no thread.

    Of several series on a page the longest counts. ``#1`` to ``#3`` with text between them are
    posts as well as the parts of a list; both are text.
    """
    series: list[list[int]] = []
    at_end: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        match = _NUMBER.fullmatch(unit.text.strip())
        if match is None:
            continue
        number = int(match[1])
        one = at_end.pop(number - 1, None)
        if one is None:
            one = []
            series.append(one)
        one.append(index)
        at_end[number] = one
    longest = max(series, key=len, default=[])
    return longest if len(longest) >= MIN_POSTS else []


def find_header_labels(units: list[Unit], posts: list[int]) -> list[int]:
    """Indices of lines that are in the headers of at least `MIN_POSTS` posts: ``Joined``.

    Dates of posts are no labels, and the lines between the labels are not judged here.
    """
    headers: dict[str, list[int]] = {}
    n_posts: dict[str, int] = {}
    for number in posts:
        texts = set()
        for index in range(number - 1, max(number - 1 - MAX_HEADER_LINES, -1), -1):
            unit = units[index]
            if unit.is_prose or _NUMBER.fullmatch(unit.text.strip()):
                break
            if unit.n_words <= MAX_LABEL_WORDS and not unit.is_date:
                headers.setdefault(unit.text, []).append(index)
                texts.add(unit.text)
        for text in texts:
            n_posts[text] = n_posts.get(text, 0) + 1
    return [
        index
        for text, indices in headers.items()
        if n_posts[text] >= MIN_POSTS
        for index in indices
    ]
