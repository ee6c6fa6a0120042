"""Where the articles of a page begin, for pages on which several run together.

An article begins with a headline: a line with the form of a title, with running text a few
lines below it. On a page of one article such lines are its section headings. What tells
them apart is evidence around them: the furniture that closed the article above, a byline
or a date below, the length of the line, and whether the page does it again and again.
"""

from __future__ import annotations

from topics.reading.furniture import ends_article
from topics.reading.headings import (
    MAX_HEADLINE_CHARACTERS,
    MAX_HEADLINE_WORDS,
    byline_author,
    is_date_line,
    is_name_line,
    reads_like_heading,
)
from topics.reading.units import Unit

MIN_ARTICLE_WORDS = 50
"""Words of prose that an article has; with fewer it is a teaser."""

MAX_LEAD_LINES = 4
"""Lines between a headline and the text: deck, byline, date, picture credit."""

ENOUGH = 4
"""Evidence that makes a headline the begin of an article."""

ENOUGH_SHARED = 0.25
"""Share of a headline's longer words that stand in the text below it."""

MIN_TITLE_WORDS = 5
"""Words of a line that is a headline rather than a heading."""

_TITLE_REACH = 14


def find_articles(units: list[Unit]) -> list[int]:
    """Places of the headlines, if the page holds several articles; else an empty list."""
    if not any(unit.kind is not None or _is_signature(unit) for unit in units):
        return []
    candidates = _candidates(units)
    if len(candidates) < 2:
        return []
    n_parted = sum(units[place - 1].kind is not None for place in candidates if place)
    n_others = sum(units[place - 1].kind is None for place in candidates if place)
    repeats = (n_parted > n_others) - (n_parted < n_others)
    signed = sum(_lead(units, place) > 0 for place in candidates)
    starts = [candidates[0]]
    for place in candidates[1:]:
        above = _furniture_above(units, place)
        lead = _lead(units, place)
        evidence = above + lead + (units[place].n_words >= MIN_TITLE_WORDS)
        evidence += repeats if above else 0
        evidence += lead > 0 and signed >= 2
        if not above and lead <= 2:  # a section heading, or the teaser of another article
            continue
        if evidence >= ENOUGH:
            starts.append(place)
    return _without_teasers(units, starts)


def find_headline(units: list[Unit], first: int) -> int | None:
    """Place of the headline above the first paragraph, or None.

    Of the lines just above the text that have the form of a title, the one that shares
    most words with the text; in a tie, the lower one.
    """
    body = set()
    for unit in units[first : first + 30]:
        body.update(unit.text.casefold().split())
    best, most = None, 0.0
    for place in range(max(first - _TITLE_REACH, 0), first):
        unit = units[place]
        if unit.kind is not None or not _has_form(unit):
            continue
        words = {word for word in unit.text.casefold().split() if len(word) > 3}
        n_shared = len(words & body)
        if n_shared >= most and (2 * n_shared >= len(words) or place >= first - 3):
            best, most = place, n_shared
    return best


def find_signature(units: list[Unit]) -> tuple[int, str] | None:
    """Place and author of the byline above the text of an article, or None.

    A bare name is a byline if none of its words stands in the text without its capital.
    """
    for place, unit in enumerate(units[: MAX_LEAD_LINES + 1]):
        if unit.is_prose and unit.n_words > 2 * MAX_HEADLINE_WORDS:
            return None
        author = byline_author(unit.block)
        if author is not None:
            return place, author
        if is_name_line(unit.text):
            words = {word for word in unit.text.casefold().split() if len(word) > 2}
            if not any(words.intersection(other.text.split()) for other in units[place + 1 :]):
                return place, unit.text
    return None


def _has_form(unit: Unit) -> bool:
    return reads_like_heading(unit.block, MAX_HEADLINE_WORDS, MAX_HEADLINE_CHARACTERS)


def _candidates(units: list[Unit]) -> list[int]:
    """Places that may be headlines: one of every run of short lines above running text."""
    candidates = []
    run: list[int] = []
    for place, unit in enumerate(units):
        if unit.is_prose:
            if run:
                candidates.append(_best_of(units, run, place))
            run = []
        elif unit.kind is not None and not (run and unit.kind == "share"):
            run = []  # furniture closes what stands above it
        elif not unit.is_paragraph and _has_form(unit) and not _says(unit.text):
            run.append(place)
    return candidates


def _is_signature(unit: Unit) -> bool:
    return byline_author(unit.block) is not None


def _says(text: str) -> bool:
    """Whether the line is above what somebody writes: ``Jane says``, or is the date of it."""
    words = text.rstrip(": ").split()
    if words and words[-1] in ("says", "wrote", "said"):
        return all(word[0].isupper() for word in words[:-1])
    return is_date_line(text)


def _best_of(units: list[Unit], run: list[int], first: int) -> int:
    """The headline among short lines above the paragraph at `first`; the others are its deck.

    The first line, if some of its words are words of the text; else the first of which about
    as many are as of any other.
    """
    run = run[-1 - MAX_LEAD_LINES :]
    run = [run[0], *(place for place in run[1:] if not is_name_line(units[place].text))]
    if len(run) == 1:
        return run[0]
    body = set()
    for unit in units[first : first + 12]:
        body.update(_content_words(unit.text))
    shares = []
    for place in run:
        words = _content_words(units[place].text)
        shares.append(len(words & body) / max(len(words), 1))
    if shares[0] >= ENOUGH_SHARED:
        return run[0]
    enough = max(0.7 * max(shares), ENOUGH_SHARED)
    for place, share in zip(run, shares, strict=True):
        if share >= enough and units[place].n_words >= 3:
            return place
    return next((place for place in run if units[place].n_words >= 3), run[0])


def _content_words(text: str) -> set[str]:
    words = (word.strip(".,:;!?()\"'“”‘’") for word in text.casefold().split())
    return {word for word in words if len(word) > 3}


def _furniture_above(units: list[Unit], place: int) -> int:
    """Evidence in the lines above: 0 to 3."""
    kinds = []
    for unit in reversed(units[max(place - 3, 0) : place]):
        if unit.kind is None:
            break
        kinds.append(unit.kind)
    if not kinds:
        return 0
    return 1 + any(map(ends_article, kinds)) + (len(kinds) > 1)


def _lead(units: list[Unit], place: int) -> int:
    """Evidence in the lines below: a byline and a date 2 each, a bare name 1."""
    bylines = dates = names = 0
    for unit in units[place + 1 : place + 1 + MAX_LEAD_LINES]:
        if unit.is_prose:
            break
        if byline_author(unit.block) is not None:
            bylines += 1
        elif is_date_line(unit.text):
            dates += 1
        elif is_name_line(unit.text):
            names += 1
    # Several names in a row are a list, not a signature.
    signature = 2 if bylines else int(names == 1)
    return signature + (2 if dates else 0)


def _without_teasers(units: list[Unit], starts: list[int]) -> list[int]:
    """The starts of articles that have enough prose; the others belong to the one above."""
    ends = [*starts[1:], len(units)]
    kept = [
        start
        for start, end in zip(starts, ends, strict=True)
        if sum(unit.n_words for unit in units[start + 1 : end] if unit.is_prose)
        >= MIN_ARTICLE_WORDS
    ]
    return kept if len(kept) > 1 else []
