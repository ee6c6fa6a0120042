"""The sections of a mail that is a page, without the mails that it quotes."""

from __future__ import annotations

from typing import Any

from topics.posts.clearing import QUOTE, SIGNATURE
from topics.reading.formats.html.hidden import take_out
from topics.reading.formats.html.left_over import take_hidden
from topics.reading.formats.html.tree import body_of, parse_tree, sections_of
from topics.reading.records import RemovedLine, Section, parts_of

# How mail programs mark the mail that is answered, and the writer's signature.
_QUOTES = (
    "//*[contains(@class, 'gmail_quote') or contains(@class, 'yahoo_quoted')"
    " or contains(@class, 'moz-cite-prefix') or contains(@class, 'protonmail_quote')]",
    "//blockquote[@type='cite']",
)
_SIGNATURES = (
    "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')"
    " or contains(@class, 'protonmail_signature')]",
)


def take_quotes(page: str, *, keep: bool = False) -> tuple[list[Section], list[RemovedLine]]:
    """Sections of what the writer wrote, and what was taken out of the page.

    Parameters
    ----------
    page : str
        The mail as HTML.
    keep : bool
        Whether quotes and signatures stay. They also stay in a mail that is nothing else.
    """
    tree = parse_tree(page)
    removed = take_hidden(tree)
    whole = sections_of(body_of(tree))
    if keep:
        return whole, removed
    taken: list[RemovedLine] = []
    for reason, paths in ((QUOTE, _QUOTES), (SIGNATURE, _SIGNATURES)):
        for path in paths:
            for element in tree.xpath(path):
                if _is_in(element, tree):
                    text = "\n".join(parts_of(sections_of(take_out(element))))
                    taken += [RemovedLine(text, reason=reason)] if text else []
    rest = sections_of(body_of(tree))
    if not any(character.isalpha() for part in parts_of(rest) for character in part):
        return whole, removed
    return rest, removed + taken


def _is_in(element: Any, tree: Any) -> bool:
    """Whether an element is still in the tree: one around it may have been taken out."""
    while (above := element.getparent()) is not None:
        element = above
    return element is tree
