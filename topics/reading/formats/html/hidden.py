"""Elements of a page that no reader sees, although they hold text."""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "hidden"
"""Reason in the table ``removed`` for text that a page hides from its readers."""

MIN_MAIN_WORDS = 80
"""A hidden element with at least this many words, and more words than are visible around it, is
the page itself, which scripts show when they have run."""

# Elements that hold the page inside one another are searched at most this often.
_MAX_ROUNDS = 10
# Cheap, and true of nearly no element; `_is_hidden` looks closely.
_CANDIDATES = (
    "//*[@hidden or @aria-hidden or (@style and ("
    "contains(translate(@style, 'NOE', 'noe'), 'none') or "
    "contains(translate(@style, 'HIDEN', 'hiden'), 'hidden')))] | //dialog[not(@open)]"
)
_INLINE = frozenset(
    "a abbr b big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var".split()
)
TEXTLESS = frozenset("html body head script style noscript template svg input iframe".split())
# Parts of a page that a click shows: their text is as visible as that of <details>.
_UNFOLDS = re.compile(
    r"collaps|accordion|tab[-_]?(?:pan|content)|\bfaq|expand|read[-_]?more|spoiler|toggle",
    re.IGNORECASE,
)
# React sends parts of the page in hidden elements of this id and moves them to their places.
_STREAMED = re.compile(r"S:[0-9a-f]+")
_REFERRING = ("aria-controls", "data-target", "data-bs-target", "href")


def find_hidden_elements(tree: Any) -> list[Any]:
    """The elements, in page order, that the page hides; none is inside another.

    Hidden are elements with ``hidden``, ``aria-hidden="true"``, a style of ``display: none`` or
    ``visibility: hidden``, and a ``<dialog>`` that is not open. Those that a click shows stay, and
    those that hold most of the page, which a script shows.
    """
    candidates = [element for element in tree.xpath(_CANDIDATES) if _is_hidden(element)]
    if not candidates:
        return []
    references = _references(tree)
    chosen = {one for one in candidates if not _is_shown_later(one, references)}
    root = tree if (body := tree.find("body")) is None else body
    outermost = _outermost(tree, chosen)
    if all(_n_words(one) < MIN_MAIN_WORDS for one in outermost) and _has_others(root, chosen):
        return outermost
    n_all = _n_words(root)
    for _ in range(_MAX_ROUNDS):
        counts = [_n_words(element) for element in outermost]
        n_visible = n_all - sum(counts)
        limit = max(n_visible, MIN_MAIN_WORDS - 1) if n_visible else 0
        main = {one for one, n_words in zip(outermost, counts, strict=True) if n_words > limit}
        if not main:
            return outermost
        chosen -= main
        outermost = _outermost(tree, chosen)
    return []


def show_noscript(tree: Any) -> None:
    """Make what is shown without scripts visible if it is the page itself.

    Pages that scripts draw have their text for crawlers there.
    """
    body = tree.find("body")
    elements = [] if body is None else list(body.iter("noscript"))
    if not elements:
        return
    n_visible = _n_words(body)
    for element in elements:
        if _n_words(element) > max(n_visible, MIN_MAIN_WORDS - 1):
            element.tag = "div"


def take_out(element: Any) -> Any:
    """A new element with the content of this one, which stays empty where it is."""
    moved = element.makeelement("div")
    moved.text = element.text
    moved.extend(list(element))
    element.clear(keep_tail=True)
    return moved


def _outermost(tree: Any, elements: set[Any]) -> list[Any]:
    """The elements, in page order, that are inside no other of them."""
    from lxml import etree

    outermost = []
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if element in elements:
            outermost.append(element)
            walker.skip_subtree()
    return outermost


def _is_hidden(element: Any) -> bool:
    """Whether the element's own attributes hide it."""
    if element.tag in TEXTLESS:
        return False
    if element.tag == "dialog" and element.get("open") is None:
        return True
    hidden = element.get("hidden")
    if hidden is not None and hidden.strip().lower() != "until-found":
        return True
    style = element.get("style")
    if style is not None:
        values = {}
        for declaration in style.lower().split(";"):
            name, _, value = declaration.partition(":")
            values[name.strip()] = value.split("!")[0].strip()
        if values.get("display") == "none" or values.get("visibility") == "hidden":
            return True
    if element.get("aria-hidden", "").strip().lower() != "true":
        return False
    return element.tag not in _INLINE or not _is_inside_word(element)


def _is_inside_word(element: Any) -> bool:
    """Whether letters touch the element, such as those behind a decorated first letter."""
    before = element.getprevious()
    above = element.getparent().text if before is None else before.tail
    return bool((element.tail or "")[:1].isalnum() or (above or "")[-1:].isalnum())


def _references(tree: Any) -> frozenset[str]:
    """Ids that buttons and links of the page show."""
    names: set[str] = set()
    for attribute in _REFERRING:
        for value in tree.xpath(f"//@{attribute}"):
            if attribute == "aria-controls":
                names.update(value.split())
            elif value.startswith("#"):
                names.add(value[1:])
    return frozenset(names)


def _is_shown_later(element: Any, references: frozenset[str]) -> bool:
    """Whether a click or a script shows the element."""
    own_id = element.get("id", "")
    if own_id in references or element.get("role") == "tabpanel" or _STREAMED.fullmatch(own_id):
        return True
    return any(
        _UNFOLDS.search(value) is not None
        for one in (element, element.getparent())
        if one is not None
        for name, value in one.attrib.items()
        if name in ("class", "id") or name.startswith("data-")
    )


def _has_others(root: Any, elements: set[Any]) -> bool:
    """Whether a word of the page is in none of the elements."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, inner in walker:
        is_textless = inner.tag in TEXTLESS and inner is not root
        if event == "start" and (inner in elements or is_textless):
            walker.skip_subtree()
            continue
        text = inner.text if event == "start" else inner.tail if inner is not root else None
        if text and not text.isspace():
            return True
    return False


def _n_words(element: Any) -> int:
    """Number of words of the element that are no program code or style."""
    from lxml import etree

    n_words = 0
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start" and inner.tag in TEXTLESS and inner is not element:
            walker.skip_subtree()
        elif event == "start":
            n_words += len((inner.text or "").split())
        elif inner is not element:
            n_words += len((inner.tail or "").split())
    return n_words
