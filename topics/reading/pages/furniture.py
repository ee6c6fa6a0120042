"""Site furniture by position: what stands around and between the text of a page.

`furniture` says what single lines are by their form. Here those lines are evidence: menus
above the headline and lists of links below the last paragraph are furniture because they
stand there together with lines that are furniture for sure.
"""

from __future__ import annotations

from dataclasses import dataclass

from topics.reading.lines.forms import line_form
from topics.reading.lines.furniture import is_amounts
from topics.reading.lines.furniture_words import SURE_WORDS
from topics.reading.lines.headings import is_running_text
from topics.reading.lines.units import Unit
from topics.reading.pages.articles import find_headline

MIN_MENU_LINES = 8
"""As many short lines above the headline are a menu, also where no word of them tells."""

MIN_CRAWLED = 2
"""As many lines that are furniture for sure make a page a crawled one."""

MAX_GAP = 6
"""Lines between two paragraphs of one text, where furniture stands among them."""

DENSE_WORDS = 60
"""A paragraph of as many words is part of the text, also where it stands alone."""

MAX_MENU_WORDS = 6
"""Words of a line in a menu."""

LIGHT_WORDS = 60
LIGHT_END_WORDS = 250
LIGHT_SHARE = 0.25
"""Prose apart from the main text is furniture if it is shorter than both."""

# Kinds that a heading can be: "Contact", "Search", "Donations".
_AMBIGUOUS = frozenset(("navigation", "site", "media", "cookies", "support", "subscribe", "links"))


@dataclass(slots=True)
class _Cluster:
    """Paragraphs that stand together."""

    first: int
    last: int
    n_words: int


# Below these headings lists are part of the text.
_SOURCES = frozenset(
    "references|reference list|sources|bibliography|works cited|notes|footnotes|endnotes|"
    "citations|literature|further reading".split("|")
)
_NOT_ALONE = frozenset(("share", "more", "comments", "related", "advert")) | _AMBIGUOUS


def find_furniture(units: list[Unit], starts: list[int]) -> list[bool]:
    """Whether each unit is furniture.

    Parameters
    ----------
    units : list of Unit
        A page in reading order.
    starts : list of int
        Places of the headlines of its articles, rising; empty for a page of one article
        that has none.
    """
    found = furniture_by_form(units)
    n_sure = sum(found[place] and _is_evidence(unit) for place, unit in enumerate(units))
    is_crawled = n_sure >= MIN_CRAWLED
    core = _core(units, found, is_crawled)
    if core is None:
        _without_prose(units, found)
        return found
    first, last = core
    if starts:
        headline: int | None = starts[0]
        found[:headline] = [not unit.is_prose for unit in units[:headline]]
    else:
        headline = find_headline(units, first)
    _clear_above(units, found, first, headline, is_crawled)
    _clear_below(units, found, last, is_crawled)
    _clear_between(units, found, first, last, frozenset(starts))
    for start in starts:
        found[start] = False
    return found


def furniture_by_form(units: list[Unit]) -> list[bool]:
    """Whether each unit is furniture by form: for sure, or next to other furniture."""
    found = [unit.kind is not None and _is_sure(unit) for unit in units]
    evidence = [_is_evidence(unit) for unit in units]
    is_crawled = sum(evidence) >= MIN_CRAWLED
    for place, unit in enumerate(units):
        if unit.kind is None or found[place]:
            continue
        near = range(max(place - 2, 0), min(place + 3, len(units)))
        found[place] = any(evidence[other] for other in near) or (
            is_crawled and not _heads_text(units, place)
        )
    return found


def _is_evidence(unit: Unit) -> bool:
    """Whether the unit shows that others around it are furniture; credits stand in text."""
    return unit.kind is not None and unit.kind != "credit" and _is_sure(unit)


def _is_sure(unit: Unit) -> bool:
    if unit.kind in _AMBIGUOUS:
        return unit.text.casefold() in SURE_WORDS
    if unit.n_words == 1 and unit.kind in _NOT_ALONE:
        return unit.text.casefold().strip(" :.»›>…") in SURE_WORDS
    return True


def _heads_text(units: list[Unit], place: int) -> bool:
    """Whether the unit may be a heading: text follows and no furniture stands beside it."""
    following = units[place + 1] if place + 1 < len(units) else None
    if following is None or following.kind is not None:
        return False
    return line_form(following.block).is_list_item or is_running_text(following.block)


def _core(units: list[Unit], found: list[bool], is_crawled: bool) -> tuple[int, int] | None:
    """Places of the first and last paragraph of the text; None on a page without prose.

    Prose is parted where many lines, or some and furniture among them, stand between.
    """
    clusters: list[_Cluster] = []
    n_short = n_found = 0
    for place, unit in enumerate(units):
        if not unit.is_prose:
            n_short += 1
            n_found += found[place]
            continue
        is_apart = n_short > MAX_GAP and (is_crawled or n_found > 0)
        if clusters and not is_apart:
            clusters[-1].last = place
            clusters[-1].n_words += unit.n_words
        else:
            clusters.append(_Cluster(place, place, unit.n_words))
        n_short = n_found = 0
    if not clusters:
        return None
    heaviest = max(clusters, key=lambda cluster: cluster.n_words)
    share = LIGHT_SHARE * heaviest.n_words
    kept = [
        cluster
        for cluster in clusters
        if cluster.n_words >= share
        or cluster.n_words >= (LIGHT_WORDS if cluster.last < heaviest.first else LIGHT_END_WORDS)
    ]
    first, last = kept[0].first, kept[-1].last
    return first, _before_teasers(units, found, first, last) if is_crawled else last


def _before_teasers(units: list[Unit], found: list[bool], first: int, last: int) -> int:
    """Place of the last paragraph that is no teaser: a link to another article and a sentence.

    Teasers stand alone between short lines, some of them furniture or dates, and hold
    little of the prose of the page.
    """
    dense = last
    while dense > first and not _is_dense(units, dense):
        dense -= 1
    if dense in (first, last):
        return last
    n_words = sum(unit.n_words for unit in units[first : last + 1] if unit.is_prose)
    n_teasers = sum(unit.n_words for unit in units[dense + 1 : last + 1] if unit.is_prose)
    n_signs = sum(
        found[place] or line_form(units[place].block).is_date
        for place in range(dense + 1, len(units))
    )
    n_lines = len(units) - dense
    most = 2 * LIGHT_SHARE if 4 * n_signs >= n_lines else LIGHT_SHARE
    if n_teasers > most * n_words or 8 * n_signs < n_lines:
        return last
    # The last paragraph of the text may stand alone as well: teasers begin with a sign.
    for place in range(dense + 1, last + 1):
        if found[place] or _begins_menu(units, place):
            return max(other for other in range(place) if units[other].is_prose)
    return last


def _is_dense(units: list[Unit], place: int) -> bool:
    """Whether the unit is a paragraph among paragraphs, or a long one."""
    if not units[place].is_prose:
        return False
    return units[place].n_words >= DENSE_WORDS or units[place - 1].is_prose


def _begins_menu(units: list[Unit], place: int) -> bool:
    """Whether a menu begins here: many short lines in a row."""
    row = units[place : place + MIN_MENU_LINES]
    return len(row) == MIN_MENU_LINES and all(
        unit.n_words <= MAX_MENU_WORDS and not unit.is_prose for unit in row
    )


def _without_prose(units: list[Unit], found: list[bool]) -> None:
    """A page of furniture only loses all; a poem, a table, a list keeps what it has."""
    n_found = sum(found)
    if 3 * n_found >= len(units) and n_found > 1:
        found[:] = [True] * len(units)


def _clear_above(
    units: list[Unit], found: list[bool], first: int, headline: int | None, is_crawled: bool
) -> None:
    """Menus and banners above the headline, or above the text where there is no headline."""
    if headline is not None:
        headline = min(headline, first)  # what stands above it may be text of its own
        n_found = sum(found[:headline])
        is_menu = headline >= MIN_MENU_LINES and all(
            unit.n_words <= MAX_MENU_WORDS for unit in units[:headline]
        )
        if n_found > 1 or is_menu or is_crawled:
            found[:headline] = [True] * headline
        return
    last = max((place for place in range(first) if found[place]), default=-1)
    found[: last + 1] = [True] * (last + 1)


def _clear_below(units: list[Unit], found: list[bool], last: int, is_crawled: bool) -> None:
    """What follows the last paragraph, from the first furniture on."""
    below = range(last + 1, len(units))
    begin = next((place for place in below if found[place]), None)
    if is_crawled:
        begin = next((place for place in below if found[place] or _begins_menu(units, place)), None)
    if begin is None:
        return
    n_sure = sum(found[place] and _is_evidence(units[place]) for place in range(begin, len(units)))
    n_lines = len(units) - begin
    if is_crawled or 3 * n_sure >= n_lines or (n_sure > 1 and 8 * n_sure >= n_lines):
        sources = next((place for place in below if units[place].text.casefold() in _SOURCES), None)
        if sources is None:
            found[begin:] = [True] * n_lines
            return
        found[begin:sources] = [True] * max(sources - begin, 0)
        end = next((place for place in range(sources, len(units)) if found[place]), len(units))
        found[end:] = [True] * (len(units) - end)


def _clear_between(
    units: list[Unit], found: list[bool], first: int, last: int, starts: frozenset[int]
) -> None:
    """Short lines enclosed by furniture, and sums beside it, between two paragraphs."""
    previous: int | None = None
    for place in range(first, last + 1):
        if units[place].is_prose or place in starts:
            previous = None
        elif found[place] and units[place].kind != "credit":
            if previous is not None and place - previous <= MAX_GAP:
                found[previous:place] = [True] * (place - previous)
            previous = place
        elif previous == place - 1 and is_amounts(units[place].text):
            found[place] = True
            previous = place
