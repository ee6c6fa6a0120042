"""Site furniture by position: what stands around and between the text of a page.

`furniture` says what single lines are by their form. Here those lines are evidence: menus
above the headline and lists of links below the last paragraph are furniture because they
stand there together with lines that are furniture for sure.
"""

from __future__ import annotations

from dataclasses import dataclass

from topics.reading.articles import find_headline
from topics.reading.furniture import is_amounts
from topics.reading.furniture_words import SURE_WORDS
from topics.reading.headings import is_running_text
from topics.reading.units import Unit

MIN_MENU_LINES = 8
"""As many short lines above the headline are a menu, also where no word of them tells."""

MIN_CRAWLED = 3
"""As many lines that are furniture for sure make a page a crawled one."""

MAX_GAP = 6
"""Lines between two paragraphs of one text; with furniture among them, half of that."""

LIGHT_WORDS = 120
LIGHT_SHARE = 0.2
"""Prose apart from the main text is furniture if it is shorter than both."""

# Kinds that a heading can be: "Contact", "Search", "Donations".
_AMBIGUOUS = frozenset(("navigation", "site", "media", "cookies", "support", "subscribe"))


@dataclass(slots=True)
class _Cluster:
    """Paragraphs that stand together."""

    first: int
    last: int
    n_words: int


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
    found = _by_form(units)
    n_sure = sum(found[place] and _is_sure(unit) for place, unit in enumerate(units))
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
    _clear_between(units, found, first, last)
    return found


def _by_form(units: list[Unit]) -> list[bool]:
    """What is furniture by form: at once, or next to other furniture."""
    found = []
    for place, unit in enumerate(units):
        found.append(unit.kind is not None and (_is_sure(unit) or not _heads_text(units, place)))
    for place, unit in enumerate(units):
        if unit.kind is None or found[place]:
            continue
        near = range(max(place - 2, 0), min(place + 3, len(units)))
        found[place] = any(found[other] for other in near)
    return found


def _is_sure(unit: Unit) -> bool:
    if unit.kind in _AMBIGUOUS:
        return unit.text.casefold() in SURE_WORDS
    if unit.n_words == 1 and unit.kind in _NOT_ALONE:
        return unit.text.casefold().strip(" :.»›>…") in SURE_WORDS
    return True


def _heads_text(units: list[Unit], place: int) -> bool:
    """Whether the unit may be a heading: text follows and no furniture stands beside it."""
    following = units[place + 1] if place + 1 < len(units) else None
    return following is not None and following.kind is None and is_running_text(following.block)


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
        is_apart = (n_found > 0 and 2 * n_short > MAX_GAP) or (is_crawled and n_short > MAX_GAP)
        if clusters and not is_apart:
            clusters[-1].last = place
            clusters[-1].n_words += unit.n_words
        else:
            clusters.append(_Cluster(place, place, unit.n_words))
        n_short = n_found = 0
    if not clusters:
        return None
    enough = min(LIGHT_WORDS, LIGHT_SHARE * max(cluster.n_words for cluster in clusters))
    kept = [cluster for cluster in clusters if cluster.n_words >= enough]
    return kept[0].first, kept[-1].last


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
        n_found = sum(found[:headline])
        is_menu = headline >= MIN_MENU_LINES and all(unit.n_words <= 6 for unit in units[:headline])
        if n_found > 1 or is_menu or is_crawled:
            found[:headline] = [True] * headline
        return
    last = max((place for place in range(first) if found[place]), default=-1)
    found[: last + 1] = [True] * (last + 1)


def _clear_below(units: list[Unit], found: list[bool], last: int, is_crawled: bool) -> None:
    """What follows the last paragraph, from the first furniture on."""
    below = range(last + 1, len(units))
    begin = next((place for place in below if found[place]), None)
    if begin is None:
        return
    n_sure = sum(found[place] and _is_sure(units[place]) for place in range(begin, len(units)))
    n_lines = len(units) - begin
    if is_crawled or 3 * n_sure >= n_lines or (n_sure > 1 and 8 * n_sure >= n_lines):
        found[begin:] = [True] * n_lines


def _clear_between(units: list[Unit], found: list[bool], first: int, last: int) -> None:
    """Short lines enclosed by furniture, and sums beside it, between two paragraphs."""
    previous: int | None = None
    for place in range(first, last + 1):
        if units[place].is_prose:
            previous = None
        elif found[place]:
            if previous is not None and place - previous <= MAX_GAP:
                found[previous:place] = [True] * (place - previous)
            previous = place
        elif previous == place - 1 and is_amounts(units[place].text):
            found[place] = True
            previous = place
