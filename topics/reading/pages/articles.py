"""Where the articles of a page begin, for pages on which several run together.

An article begins with a headline: a line with the form of a title, with running text a few
lines below it. On a page with a single article such lines are its section headings. Evidence
around the line decides: furniture that closes the article above, a byline or a date below,
the length of the line, a change of vocabulary, and whether other headlines of the page have
the same evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

from topics.reading.lines.forms import MAX_TITLE_WORDS, is_titled
from topics.reading.lines.furniture import ends_article
from topics.reading.lines.units import Unit

MIN_ARTICLE_WORDS = 50
"""An article has at least this many words of prose; with fewer it is a teaser."""

MAX_LINES_BELOW_HEADLINE = 4
"""At most this many lines (deck, byline, date, credit) separate a headline from its text."""

MIN_EVIDENCE = 4
"""A headline begins an article if the points of evidence for it add up to at least this."""

MIN_SHARED_WORDS = 0.25
"""A headline fits a text that contains at least this share of the headline's longer words."""

MIN_TITLE_WORDS = 5
"""A line of at least this many words is more likely a headline than a section heading."""

MAX_SHORT_WORDS = 8
"""A line of at most this many words between two articles may be furniture of an unknown kind."""

VOCABULARY_WORDS = 200
"""The vocabularies above and below a headline come from about this many words of prose each."""

MIN_VOCABULARY = 20
"""Vocabularies with fewer words than this are too small to compare."""

OTHER_TOPIC = 0.12
"""Two texts that share at most this part of their longer words have different topics.

Two news reports share less than 0.09 in nine of ten cases, two sections of one text more
than 0.1.
"""

SAME_TOPIC = 0.2
"""Two texts that share more than this part of their longer words have the same topic."""

MAX_UNITS_ABOVE_TEXT = 14
"""The headline is looked for among at most this many units above the first paragraph."""


def find_articles(units: list[Unit]) -> list[int]:
    """Indices of the headlines if the page has several articles; otherwise an empty list."""
    if not any(unit.kind is not None or unit.author for unit in units):
        return []
    candidates = _candidates(units)
    if len(candidates) < 2:
        return []
    n_below_furniture = sum(units[index - 1].kind is not None for index in candidates if index)
    n_below_text = sum(
        units[index - 1].kind is None and not _has_short_line_above(units, index)
        for index in candidates
        if index
    )
    # +1 if more candidates are directly below furniture than below text, -1 if fewer.
    furniture_habit = (n_below_furniture > n_below_text) - (n_below_furniture < n_below_text)
    n_signed = sum(byline_score(units, index) > 0 for index in candidates)
    starts = []
    unsure = []
    for index in candidates[1:]:
        above_score = furniture_score(units, index)
        below_score = byline_score(units, index)
        evidence = above_score + below_score + (units[index].n_words >= MIN_TITLE_WORDS)
        evidence += furniture_habit if above_score else 0
        evidence += below_score > 0 and n_signed >= 2
        if evidence + 1 >= MIN_EVIDENCE and (above_score or below_score > 2):
            if evidence + topic_change_score(units, index) >= MIN_EVIDENCE:
                starts.append(index)
        elif (
            not above_score
            and _has_short_line_above(units, index)
            and units[index].n_words >= MIN_TITLE_WORDS
        ):
            unsure.append(index)
    # Articles may also be separated by a line of furniture that no rule recognises. Such a
    # headline counts if the vocabulary changes there, and if known furniture separates other
    # articles of the page or the vocabulary changes at most of its headlines.
    with_new_topic = [index for index in unsure if topic_change_score(units, index) > 0]
    if starts or 2 * len(with_new_topic) > len(candidates) - 1:
        starts = [candidates[0], *sorted(starts + with_new_topic)]
    return starts_with_enough_prose(units, [False] * len(units), starts)


def find_headline(units: list[Unit], first: int) -> int | None:
    """Index of the headline above the first paragraph, or None.

    Among the lines just above the text that have the form of a title, it is the one that
    shares most words with the text; in a tie, the lower one.
    """
    text_words = set()
    for unit in units[first : first + 30]:
        text_words.update(unit.text.casefold().split())
    headline, max_shared = None, 0
    for index in range(max(first - MAX_UNITS_ABOVE_TEXT, 0), first):
        unit = units[index]
        if unit.kind is not None or not unit.has_form_of_title:
            continue
        words = {word for word in unit.text.casefold().split() if len(word) > 3}
        n_shared = len(words & text_words)
        if n_shared >= max_shared and (2 * n_shared >= len(words) or index >= first - 3):
            headline, max_shared = index, n_shared
    return headline


def find_signature(units: list[Unit]) -> tuple[int, str] | None:
    """Index and author of the byline above the text of an article, or None.

    A bare name is a byline if the text contains none of its words in small letters.
    """
    for index, unit in enumerate(units[: MAX_LINES_BELOW_HEADLINE + 1]):
        if unit.is_prose and unit.n_words > 2 * MAX_TITLE_WORDS:
            return None
        author = unit.author
        if author is not None:
            return index, author
        if unit.is_name:
            words = {word for word in unit.text.casefold().split() if len(word) > 2}
            if not any(words.intersection(other.text.split()) for other in units[index + 1 :]):
                return index, unit.text
    return None


def _candidates(units: list[Unit]) -> list[int]:
    """Indices of possible headlines: one from each run of short lines above running text."""
    candidates = []
    run: list[int] = []
    for index, unit in enumerate(units):
        if unit.is_prose:
            if run:
                candidates.append(_headline_of_run(units, run, index))
            run = []
        elif unit.kind is not None and not (run and unit.kind == "share"):
            run = []  # furniture ends the run: lines above it are no headline of the text below
        elif not unit.is_paragraph and unit.has_form_of_title and not introduces_quote(unit):
            run.append(index)
    return candidates


def introduces_quote(unit: Unit) -> bool:
    """Whether the line introduces a comment or quotation: ``Jane says``, or its date."""
    words = unit.text.rstrip(": ").split()
    if words and words[-1] in ("says", "wrote", "said"):
        return all(word[0].isupper() for word in words[:-1])
    return unit.is_date


def _headline_of_run(units: list[Unit], run: list[int], first: int) -> int:
    """Index of the headline in a run of short lines above the paragraph at index `first`.

    The first line that shares enough words with the text below it; failing that, the first
    whose share is within 30% of the best. The other lines are its deck.
    """
    run = run[-1 - MAX_LINES_BELOW_HEADLINE :]
    run = [run[0], *(index for index in run[1:] if not units[index].is_name)]
    if len(run) == 1:
        return run[0]
    body = _vocabulary(units[first : first + 12], 3 * VOCABULARY_WORDS)
    n_shared = {}
    shares = {}
    for index in run:
        words = _long_words(units[index].text)
        n_shared[index] = len(words & body)
        shares[index] = n_shared[index] / max(len(words), 1)
    if run[0] and units[run[0] - 1].kind is not None:
        # Furniture ends the article above, so the first line that fits the text is the headline.
        for index in run:
            is_long = units[index].n_words >= MIN_TITLE_WORDS
            fits = n_shared[index] > 1 and shares[index] >= MIN_SHARED_WORDS
            if is_long and (fits or (n_shared[index] and is_titled(units[index].text))):
                return index
    min_share = max(0.7 * max(shares.values()), MIN_SHARED_WORDS)
    for index in run:
        if shares[index] >= min_share:
            return index
    return next((index for index in run if units[index].n_words >= 3), run[0])


def _long_words(text: str) -> set[str]:
    """Words of more than four letters, without punctuation; function words are shorter."""
    words = (word.strip(".,:;!?()\"'“”‘’") for word in text.casefold().split())
    return {word for word in words if len(word) > 4}


def furniture_score(units: list[Unit], index: int) -> int:
    """0 to 3 points for furniture directly above a headline.

    One for any, one if a line of it is of a kind that ends articles, one for several lines.
    """
    kinds = []
    for unit in reversed(units[max(index - 3, 0) : index]):
        if unit.kind is None:
            break
        kinds.append(unit.kind)
    if not kinds:
        return 0
    return 1 + any(map(ends_article, kinds)) + (len(kinds) > 1)


def _has_short_line_above(units: list[Unit], index: int) -> bool:
    """Whether the unit above is a short line that is neither text nor known furniture."""
    return index > 0 and not units[index - 1].is_prose and not _is_text(units[index - 1])


def _is_text(unit: Unit) -> bool:
    """Whether a unit without prose is a paragraph, a list item or a longer line."""
    return unit.is_paragraph or unit.is_list_item or unit.n_words > MAX_SHORT_WORDS


def topic_change_score(units: list[Unit], index: int) -> int:
    """1 if the topic changes at the headline, -1 if it stays the same, 0 if that is unclear.

    Compares the longer words of the paragraphs above and below (after TextTiling, Hearst
    1997), and those of the headline with both.
    """
    above = _vocabulary(reversed(units[max(index - 30, 0) : index]))
    below = _vocabulary(units[index + 1 : index + 31])
    min_size = min(len(above), len(below))
    if min_size < MIN_VOCABULARY:
        return 0
    shared = len(above & below) / min_size
    if shared > SAME_TOPIC:
        return -1
    title = _long_words(units[index].text)
    fits_below = len(title & below) >= MIN_SHARED_WORDS * len(title)
    fits_above = len(title & above) > MIN_SHARED_WORDS * len(title)
    return 1 if shared <= OTHER_TOPIC and fits_below and not fits_above else 0


def _vocabulary(units: Iterable[Unit], max_words: int = VOCABULARY_WORDS) -> set[str]:
    """Longer words of the first paragraphs, which have about `max_words` words together."""
    words: set[str] = set()
    n_words = 0
    for unit in units:
        if unit.is_prose:
            words |= _long_words(unit.text)
            n_words += unit.n_words
            if n_words >= max_words:
                break
    return words


def byline_score(units: list[Unit], index: int) -> int:
    """Points for the lines below a headline: 2 for a byline, 2 for a date, 1 for a bare name."""
    bylines = dates = names = 0
    for unit in units[index + 1 : index + 1 + MAX_LINES_BELOW_HEADLINE]:
        if unit.is_prose:
            break
        if unit.author is not None:
            bylines += 1
        elif unit.is_date:
            dates += 1
        elif unit.is_name:
            names += 1
    # Several names in a row are a list, not a byline.
    author_score = 2 if bylines else int(names == 1)
    return author_score + (2 if dates else 0)


def starts_with_enough_prose(
    units: list[Unit], is_furniture: list[bool], starts: list[int]
) -> list[int]:
    """Starts of the articles with enough prose that is no furniture; empty if fewer than two.

    An article with too little prose becomes part of the article above it.
    """
    starts_with_prose = []
    for start, end in zip(starts, [*starts[1:], len(units)], strict=bool(starts)):
        n_words = sum(
            units[index].n_words
            for index in range(start + 1, end)
            if units[index].is_prose and not is_furniture[index]
        )
        if n_words >= MIN_ARTICLE_WORDS:
            starts_with_prose.append(start)
    return starts_with_prose if len(starts_with_prose) > 1 else []
