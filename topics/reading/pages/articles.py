"""Where the articles of a page begin, for pages on which several run together.

An article begins with a headline: a line with the form of a title, with running text a few
lines below it. On a page of one article such lines are its section headings. What tells
them apart is evidence around them: the furniture that closed the article above, a byline
or a date below, the length of the line, and whether the page does it again and again.
"""

from __future__ import annotations

from collections.abc import Iterable

from topics.reading.lines.forms import MAX_TITLE_WORDS, is_titled, line_form
from topics.reading.lines.furniture import ends_article
from topics.reading.lines.units import Unit

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

MAX_SHORT_WORDS = 8
"""Words of a line between two articles that may be furniture of a kind nobody knows."""

VOCABULARY_WORDS = 200
"""Words of text above and below a headline that are compared."""

MIN_VOCABULARY = 20
OTHER_TOPIC = 0.12
SAME_TOPIC = 0.2
"""Shares of words longer than four letters that two texts have in common. Of two news
reports that share is below 0.09 in nine of ten cases, of two sections of one text above 0.1."""

_TITLE_REACH = 14


def find_articles(units: list[Unit]) -> list[int]:
    """Places of the headlines, if the page holds several articles; else an empty list."""
    if not any(unit.kind is not None or line_form(unit.block).author for unit in units):
        return []
    candidates = _candidates(units)
    if len(candidates) < 2:
        return []
    n_parted = sum(units[place - 1].kind is not None for place in candidates if place)
    n_others = sum(
        units[place - 1].kind is None and not _line_above(units, place)
        for place in candidates
        if place
    )
    repeats = (n_parted > n_others) - (n_parted < n_others)
    signed = sum(_lead(units, place) > 0 for place in candidates)
    starts = []
    doubtful = []
    for place in candidates[1:]:
        above = _furniture_above(units, place)
        lead = _lead(units, place)
        evidence = above + lead + (units[place].n_words >= MIN_TITLE_WORDS)
        evidence += repeats if above else 0
        evidence += lead > 0 and signed >= 2
        if evidence + 1 >= ENOUGH and (above or lead > 2):
            if evidence + _turn(units, place) >= ENOUGH:
                starts.append(place)
        elif not above and _line_above(units, place) and units[place].n_words >= MIN_TITLE_WORDS:
            doubtful.append(place)
    # What parts articles may also be furniture of a kind nobody knows: on a page on which
    # others are parted by furniture, or where most headlines turn to something else.
    turning = [place for place in doubtful if _turn(units, place) > 0]
    if starts or 2 * len(turning) > len(candidates) - 1:
        starts = [candidates[0], *sorted(starts + turning)]
    return with_text(units, [False] * len(units), starts)


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
        if unit.kind is not None or not line_form(unit.block).has_form_of_title:
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
        if unit.is_prose and unit.n_words > 2 * MAX_TITLE_WORDS:
            return None
        author = line_form(unit.block).author
        if author is not None:
            return place, author
        if line_form(unit.block).is_name:
            words = {word for word in unit.text.casefold().split() if len(word) > 2}
            if not any(words.intersection(other.text.split()) for other in units[place + 1 :]):
                return place, unit.text
    return None


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
        elif (
            not unit.is_paragraph
            and line_form(unit.block).has_form_of_title
            and not _introduces_quote(unit)
        ):
            run.append(place)
    return candidates


def _introduces_quote(unit: Unit) -> bool:
    """Whether the line is above what somebody wrote: ``Jane says``, or the date of it."""
    words = unit.text.rstrip(": ").split()
    if words and words[-1] in ("says", "wrote", "said"):
        return all(word[0].isupper() for word in words[:-1])
    return line_form(unit.block).is_date


def _best_of(units: list[Unit], run: list[int], first: int) -> int:
    """The headline among short lines above the paragraph at `first`; the others are its deck.

    The first line, if some of its words are words of the text; else the first of which about
    as many are as of any other.
    """
    run = run[-1 - MAX_LEAD_LINES :]
    run = [run[0], *(place for place in run[1:] if not line_form(units[place].block).is_name)]
    if len(run) == 1:
        return run[0]
    body = _vocabulary(units[first : first + 12], 3 * VOCABULARY_WORDS)
    counts = {}
    shares = {}
    for place in run:
        words = _long_words(units[place].text)
        counts[place] = len(words & body)
        shares[place] = counts[place] / max(len(words), 1)
    if run[0] and units[run[0] - 1].kind is not None:
        # Furniture closed the article above, so the first line that fits is the headline.
        for place in run:
            is_long = units[place].n_words >= MIN_TITLE_WORDS
            fits = counts[place] > 1 and shares[place] >= ENOUGH_SHARED
            if is_long and (fits or (counts[place] and is_titled(units[place].text))):
                return place
    enough = max(0.7 * max(shares.values()), ENOUGH_SHARED)
    for place in run:
        if shares[place] >= enough:
            return place
    return next((place for place in run if units[place].n_words >= 3), run[0])


def _long_words(text: str) -> set[str]:
    """Words of more than four letters: few of them are words of every text."""
    words = (word.strip(".,:;!?()\"'“”‘’") for word in text.casefold().split())
    return {word for word in words if len(word) > 4}


def _furniture_above(units: list[Unit], place: int) -> int:
    """Evidence in the furniture above: 0 to 3."""
    kinds = []
    for unit in reversed(units[max(place - 3, 0) : place]):
        if unit.kind is None:
            break
        kinds.append(unit.kind)
    if not kinds:
        return 0
    return 1 + any(map(ends_article, kinds)) + (len(kinds) > 1)


def _line_above(units: list[Unit], place: int) -> bool:
    """Whether a short line stands above that is neither text nor known furniture."""
    return place > 0 and not units[place - 1].is_prose and not _is_text(units[place - 1])


def _is_text(unit: Unit) -> bool:
    """Whether a unit that is no prose is a sentence or a list item, not a line by itself."""
    return unit.is_paragraph or line_form(unit.block).is_list_item or unit.n_words > MAX_SHORT_WORDS


def _turn(units: list[Unit], place: int) -> int:
    """Evidence in the words: 1 where text and headline turn to other things, -1 where not.

    Compared are the longer words of the paragraphs above and below (after TextTiling,
    Hearst 1997) and those of the line itself.
    """
    above = _vocabulary(reversed(units[max(place - 30, 0) : place]))
    below = _vocabulary(units[place + 1 : place + 31])
    n_least = min(len(above), len(below))
    if n_least < MIN_VOCABULARY:
        return 0
    shared = len(above & below) / n_least
    if shared > SAME_TOPIC:
        return -1
    title = _long_words(units[place].text)
    is_of_below = len(title & below) >= ENOUGH_SHARED * len(title)
    is_of_above = len(title & above) > ENOUGH_SHARED * len(title)
    return 1 if shared <= OTHER_TOPIC and is_of_below and not is_of_above else 0


def _vocabulary(units: Iterable[Unit], most: int = VOCABULARY_WORDS) -> set[str]:
    """Longer words of the first paragraphs, up to about `most` words of text."""
    words: set[str] = set()
    n_words = 0
    for unit in units:
        if unit.is_prose:
            words |= _long_words(unit.text)
            n_words += unit.n_words
            if n_words >= most:
                break
    return words


def _lead(units: list[Unit], place: int) -> int:
    """Evidence in the lines below: a byline and a date 2 each, a bare name 1."""
    bylines = dates = names = 0
    for unit in units[place + 1 : place + 1 + MAX_LEAD_LINES]:
        if unit.is_prose:
            break
        if line_form(unit.block).author is not None:
            bylines += 1
        elif line_form(unit.block).is_date:
            dates += 1
        elif line_form(unit.block).is_name:
            names += 1
    # Several names in a row are a list, not a signature.
    signature = 2 if bylines else int(names == 1)
    return signature + (2 if dates else 0)


def with_text(units: list[Unit], flags: list[bool], starts: list[int]) -> list[int]:
    """The starts of articles with enough prose that is not flagged; empty if fewer than two.

    The others belong to the article above them.
    """
    kept = []
    for start, end in zip(starts, [*starts[1:], len(units)], strict=bool(starts)):
        n_words = sum(
            units[place].n_words
            for place in range(start + 1, end)
            if units[place].is_prose and not flags[place]
        )
        if n_words >= MIN_ARTICLE_WORDS:
            kept.append(start)
    return kept if len(kept) > 1 else []
