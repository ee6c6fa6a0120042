"""Site furniture by position: menus, banners and link lists around the text of a page.

`topics.reading.lines.furniture` judges single lines by their form. Here the lines it is sure
of are evidence: menus above the headline and lists of links below the last paragraph are
furniture because sure furniture is among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from topics.reading.lines.furniture import is_amounts
from topics.reading.lines.furniture_words import SURE_WORDS
from topics.reading.lines.headings import is_running_text
from topics.reading.lines.units import Unit
from topics.reading.pages.articles import find_headline
from topics.reading.pages.posts import find_header_labels, find_posts

MIN_MENU_LINES = 8
"""At least this many short lines above the headline count as a menu, even if none of them is a
known label."""

MIN_CRAWLED = 2
"""A page with at least this many lines of sure furniture counts as crawled from a web site."""

MAX_GAP = 6
"""Two paragraphs belong to one text if at most this many lines are between them.

Lines between two lines of furniture are furniture if these are at most this far apart.
"""

MIN_DENSE_WORDS = 60
"""A paragraph of at least this many words is part of the text even if none is next to it."""

MAX_MENU_WORDS = 6
"""A line of a menu has at most this many words."""

MIN_WORDS_ABOVE = 60
"""A group of paragraphs above the main text is text if it has at least this many words."""

MIN_WORDS_BELOW = 250
"""A group of paragraphs below the main text is text if it has at least this many words."""

MIN_SHARE_OF_TEXT = 0.25
"""A group of paragraphs with at least this share of the words of the longest group is text.

Teasers make up at most this share of the prose, or twice this share if at least a quarter of the
lines around them are furniture or dates.
"""

MIN_SIGNS_OF_WRAPPED = 8
"""A text with lines of one width counts as a page of a site only with at least this many lines of
sure furniture."""

# Kinds that also occur in texts which are no pages of a site.
_OF_ANY_TEXT = frozenset(("rights", "notice", "cookies"))
# Kinds that only sites put around texts.
_OF_SITES = frozenset(
    """
    more comments share related navigation site subscribe support cookies advert links appeal
    rights media
    """.split()
)
# Kinds of furniture whose words are also headings of texts: "Contact", "Search", "Donations".
_AMBIGUOUS = frozenset(
    ("contact", "navigation", "site", "media", "cookies", "support", "subscribe", "links")
)


@dataclass(slots=True)
class _Cluster:
    """Paragraphs with few lines between them: indices of the first and last, and their words."""

    first: int
    last: int
    n_words: int


# Lists below these headings are part of the text.
_SOURCES = frozenset(
    "references|reference list|sources|bibliography|works cited|notes|footnotes|endnotes|"
    "citations|literature|further reading".split("|")
)
# Kinds of which a line of a single word is furniture for sure only if it is in `SURE_WORDS`.
_UNSURE_AS_ONE_WORD = frozenset(("share", "more", "comments", "related", "advert")) | _AMBIGUOUS


def find_furniture(units: list[Unit], starts: list[int]) -> list[bool]:
    """Whether each unit is furniture.

    Parameters
    ----------
    units : list of Unit
        A page in reading order.
    starts : list of int
        Indices of the headlines of its articles, ascending; empty for a page with a single
        article.
    """
    is_furniture = furniture_by_form(units)
    n_sure = sum(is_furniture[index] and _is_evidence(unit) for index, unit in enumerate(units))
    if n_sure:  # alone, telephone numbers also make a list of people
        n_sure += sum(unit.kind == "contact" for unit in units)
    if n_sure < MIN_SIGNS_OF_WRAPPED and is_hard_wrapped(units):
        return [unit.kind in _OF_ANY_TEXT for unit in units]
    is_crawled = n_sure >= MIN_CRAWLED
    main_text = _main_text(units, is_furniture, is_crawled)
    if main_text is None:
        _mark_all_without_prose(units, is_furniture)
        return is_furniture
    first, last = main_text
    posts = find_posts(units)
    if posts:
        first = min(first, _end_of_post(units, is_furniture, posts[0]))
        last = max(last, _end_of_post(units, is_furniture, posts[-1]))
        for index in find_header_labels(units, posts):
            is_furniture[index] = True
    if starts:
        headline: int | None = starts[0]
        is_furniture[:headline] = [not unit.is_prose for unit in units[:headline]]
    else:
        headline = find_headline(units, first)
    _mark_above(units, is_furniture, first, headline, is_crawled)
    _mark_below(units, is_furniture, last, is_crawled)
    _mark_between(units, is_furniture, first, last, frozenset((*starts, *posts)))
    for start in starts:
        is_furniture[start] = False
    return is_furniture


def furniture_by_form(units: list[Unit]) -> list[bool]:
    """Whether each unit is furniture by its form, without regard to the text of the page.

    A unit with a kind that may also be a heading is furniture if sure furniture is at most two
    units away, or if the page is crawled and no text follows directly.
    """
    is_furniture = [unit.kind is not None and _is_sure(unit) for unit in units]
    evidence = [_is_evidence(unit) for unit in units]
    is_crawled = sum(evidence) >= MIN_CRAWLED
    for index, unit in enumerate(units):
        if unit.kind is None or is_furniture[index]:
            continue
        neighbours = range(max(index - 2, 0), min(index + 3, len(units)))
        is_furniture[index] = any(evidence[other] for other in neighbours) or (
            is_crawled and not _heads_text(units, index)
        )
    return is_furniture


def reads_like_crawled(units: list[Unit]) -> bool:
    """Whether a document with marked headings has several kinds of what sites put around texts."""
    kinds = [unit.kind for unit in units if _is_evidence(unit) and unit.kind in _OF_SITES]
    return len(kinds) > MIN_CRAWLED and len(set(kinds)) > 1


def is_known_button(unit: Unit) -> bool:
    """Whether the unit is a line of several words that is a button or a menu entry anywhere."""
    return unit.n_words > 1 and unit.kind is not None and unit.text.casefold() in SURE_WORDS


def is_hard_wrapped(units: list[Unit]) -> bool:
    """Whether the text has lines of one width, as mails, posts and books do.

    On a page of a site a paragraph is one line, or the few lines of a cell or a list.
    """
    n_words = n_wrapped = 0
    for unit in units:
        if unit.is_prose:
            n_words += unit.n_words
            n_wrapped += unit.n_words if len(unit.block.lines) > 2 else 0
    return n_wrapped > 0 and 2 * n_wrapped >= n_words


def _is_evidence(unit: Unit) -> bool:
    """Whether the unit makes it likely that its neighbours are furniture; credits are in text."""
    return unit.kind is not None and unit.kind != "credit" and _is_sure(unit)


def _is_sure(unit: Unit) -> bool:
    """Whether a unit with a kind of furniture cannot be a heading of a text."""
    if unit.kind in _AMBIGUOUS:
        return unit.text.casefold() in SURE_WORDS
    if unit.n_words == 1 and unit.kind in _UNSURE_AS_ONE_WORD:
        return unit.text.casefold().strip(" :.»›>…") in SURE_WORDS
    return True


def _heads_text(units: list[Unit], index: int) -> bool:
    """Whether the unit may be a heading: text, and no furniture, follows directly."""
    following = units[index + 1] if index + 1 < len(units) else None
    if following is None or following.kind is not None:
        return False
    return following.is_list_item or is_running_text(following.block)


def _main_text(
    units: list[Unit], is_furniture: list[bool], is_crawled: bool
) -> tuple[int, int] | None:
    """Indices of the first and last paragraph of the text; None on a page without prose.

    Prose falls into clusters, separated by more than `MAX_GAP` other lines; on a page that is
    not crawled there must be furniture among these lines. The text reaches from the first to
    the last cluster with enough words.
    """
    clusters: list[_Cluster] = []
    n_short = n_furniture = 0
    for index, unit in enumerate(units):
        if not unit.is_prose:
            n_short += 1
            n_furniture += is_furniture[index]
            continue
        is_apart = n_short > MAX_GAP and (is_crawled or n_furniture > 0)
        if clusters and not is_apart:
            clusters[-1].last = index
            clusters[-1].n_words += unit.n_words
        else:
            clusters.append(_Cluster(index, index, unit.n_words))
        n_short = n_furniture = 0
    if not clusters:
        return None
    longest = max(clusters, key=lambda cluster: cluster.n_words)
    min_words = MIN_SHARE_OF_TEXT * longest.n_words
    long_enough = [
        cluster
        for cluster in clusters
        if cluster.n_words >= min_words
        or cluster.n_words >= (MIN_WORDS_ABOVE if cluster.last < longest.first else MIN_WORDS_BELOW)
    ]
    first, last = long_enough[0].first, long_enough[-1].last
    return first, _before_teasers(units, is_furniture, first, last) if is_crawled else last


def _end_of_post(units: list[Unit], is_furniture: list[bool], number: int) -> int:
    """Index of the last paragraph of the post below its number, or of its first line."""
    end = number + 1
    while end < len(units) and not is_furniture[end] and not _begins_menu(units, end):
        end += 1
    prose = [index for index in range(number + 1, end) if units[index].is_prose]
    return max(prose, default=min(number + 1, end - 1))


def _before_teasers(units: list[Unit], is_furniture: list[bool], first: int, last: int) -> int:
    """Index of the last paragraph above the teasers: short sentences about other articles.

    Each teaser is a single paragraph between short lines, some of them furniture or dates, and
    together they make up a small share of the prose of the page.
    """
    # The last paragraph that is surely text; all prose below it may be teasers.
    last_dense = last
    while last_dense > first and not _is_dense(units, last_dense):
        last_dense -= 1
    if last_dense in (first, last):
        return last
    n_words = sum(unit.n_words for unit in units[first : last + 1] if unit.is_prose)
    n_teasers = sum(unit.n_words for unit in units[last_dense + 1 : last + 1] if unit.is_prose)
    n_signs = sum(
        is_furniture[index] or units[index].is_date for index in range(last_dense + 1, len(units))
    )
    n_lines = len(units) - last_dense
    max_share = 2 * MIN_SHARE_OF_TEXT if 4 * n_signs >= n_lines else MIN_SHARE_OF_TEXT
    if n_teasers > max_share * n_words or 8 * n_signs < n_lines:
        return last
    # A single paragraph may still end the text: the teasers begin at furniture or at a menu.
    for index in range(last_dense + 1, last + 1):
        if is_furniture[index] or _begins_menu(units, index):
            return max(other for other in range(index) if units[other].is_prose)
    return last


def _is_dense(units: list[Unit], index: int) -> bool:
    """Whether the unit is a long paragraph or directly below another paragraph."""
    if not units[index].is_prose:
        return False
    return units[index].n_words >= MIN_DENSE_WORDS or units[index - 1].is_prose


def _begins_menu(units: list[Unit], index: int) -> bool:
    """Whether a menu begins here: many short lines in a row."""
    following = units[index : index + MIN_MENU_LINES]
    return len(following) == MIN_MENU_LINES and all(
        unit.n_words <= MAX_MENU_WORDS and not unit.is_prose for unit in following
    )


def _mark_all_without_prose(units: list[Unit], is_furniture: list[bool]) -> None:
    """Mark a whole page without prose if a third of it is furniture; poems and tables remain."""
    n_furniture = sum(is_furniture)
    if 3 * n_furniture >= len(units) and n_furniture > 1:
        is_furniture[:] = [True] * len(units)


def _mark_above(
    units: list[Unit], is_furniture: list[bool], first: int, headline: int | None, is_crawled: bool
) -> None:
    """Mark menus and banners above the headline, or above the text if there is no headline."""
    if headline is not None:
        headline = min(headline, first)  # prose above it may be a text
        n_furniture = sum(is_furniture[:headline])
        is_menu = headline >= MIN_MENU_LINES and all(
            unit.n_words <= MAX_MENU_WORDS for unit in units[:headline]
        )
        if n_furniture > 1 or is_menu or is_crawled:
            is_furniture[:headline] = [True] * headline
        return
    last = max((index for index in range(first) if is_furniture[index]), default=-1)
    is_furniture[: last + 1] = [True] * (last + 1)


def _mark_below(units: list[Unit], is_furniture: list[bool], last: int, is_crawled: bool) -> None:
    """Mark the lines below the last paragraph, from the first furniture on, except sources."""
    below = range(last + 1, len(units))
    begin = next((index for index in below if is_furniture[index]), None)
    if is_crawled:
        begin = next(
            (index for index in below if is_furniture[index] or _begins_menu(units, index)), None
        )
    if begin is None:
        return
    n_sure = sum(
        is_furniture[index] and _is_evidence(units[index]) for index in range(begin, len(units))
    )
    n_lines = len(units) - begin
    if is_crawled or 3 * n_sure >= n_lines or (n_sure > 1 and 8 * n_sure >= n_lines):
        sources = next((index for index in below if units[index].text.casefold() in _SOURCES), None)
        if sources is None:
            is_furniture[begin:] = [True] * n_lines
            return
        is_furniture[begin:sources] = [True] * max(sources - begin, 0)
        end = next(
            (index for index in range(sources, len(units)) if is_furniture[index]), len(units)
        )
        is_furniture[end:] = [True] * (len(units) - end)


def _mark_between(
    units: list[Unit], is_furniture: list[bool], first: int, last: int, starts: frozenset[int]
) -> None:
    """Mark short lines between two lines of furniture, and sums below one, inside the text.

    Headlines and numbers of posts, in `starts`, separate what is around them.
    """
    previous: int | None = None
    for index in range(first, last + 1):
        if units[index].is_prose or index in starts:
            previous = None
        elif is_furniture[index] and units[index].kind != "credit":
            if previous is not None and index - previous <= MAX_GAP:
                is_furniture[previous:index] = [True] * (index - previous)
            previous = index
        elif previous == index - 1 and is_amounts(units[index].text):
            is_furniture[index] = True
            previous = index
