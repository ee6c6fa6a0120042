"""Is a page nothing but its text? Then nothing around it has to be recognised."""

from __future__ import annotations

import re
from typing import Any

_OF_SITES = (
    "nav", "header", "footer", "aside", "form", "iframe", "button", "input", "select", "menu",
    "frame",
)  # fmt: skip
"""Elements that only pages of sites have."""

_SITE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|header|sidebar|breadcrumbs?|banner|cookies?"
    r"|comments?|share|sharing|social|related|widget|promo|ads?|advert\w*|login|search)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_bare(tree: Any) -> bool:
    """Whether a page has no part that sites put around a text, and links only inside sentences.

    trafilatura expects such parts, and takes headings, short lists and repeated paragraphs of a
    page without them for some.
    """
    if next(tree.iter(*_OF_SITES), None) is not None:
        return False
    for value in (*tree.xpath("//@class"), *tree.xpath("//@id"), *tree.xpath("//@role")):
        if _SITE_NAMES.search(value):
            return False
    parents = {link.getparent() for link in tree.iter("a") if link.get("href")}
    return all(above is not None and _is_sentence(above) for above in parents)


def _is_sentence(above: Any) -> bool:
    """Whether the element around links has more words of its own than are in the links."""
    words = len((above.text or "").split())
    of_links = 0
    for child in above:
        words += len((child.tail or "").split())
        of_links += len(child.text_content().split()) if child.tag == "a" else 0
    return words > of_links
