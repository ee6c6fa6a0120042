"""The elements of an HTML page that hold its articles, where there are several."""

from __future__ import annotations

import re
from typing import Any

MIN_WORDS = 80
"""Words in paragraphs that an article has; with fewer it is a teaser."""

MIN_PARAGRAPHS = 2

MAX_SHARE = 0.75
"""An article with a larger share of all articles' words stands among related texts."""

_HEADINGS = ("h1", "h2", "h3", "h4")
_ASIDE = frozenset(("aside", "nav", "footer", "form"))
_NO_ARTICLE = re.compile(
    r"\b(?:comments?|repl(?:y|ies)|related|recommended|teaser|promo|card|widget|sidebar|review)",
    re.IGNORECASE,
)
_TYPES = ("Article", "NewsArticle", "BlogPosting")


def find_article_elements(tree: Any) -> list[Any]:
    """Elements of the articles in page order; empty unless there are at least two.

    Articles are ``<article>`` elements, or elements of a schema.org type of article, with a
    heading and enough text in paragraphs, none inside another or inside an aside.
    """
    found: list[Any] = []
    sizes: list[int] = []
    for element in tree.iter("article", "div", "section", "li"):
        if not _is_marked(element) or any(above in found for above in element.iterancestors()):
            continue
        if any(above.tag in _ASIDE for above in element.iterancestors()):
            continue
        n_words = _paragraph_words(element)
        if n_words >= MIN_WORDS and _has_heading(element):
            found.append(element)
            sizes.append(n_words)
    if len(found) < 2 or max(sizes) > MAX_SHARE * sum(sizes):
        return []
    return found


def _is_marked(element: Any) -> bool:
    kind = element.get("itemtype", "").rstrip("/").rpartition("/")[2]
    names = f"{element.get('class', '')} {element.get('id', '')}"
    is_article = element.tag == "article" or kind in _TYPES or "hentry" in names.split()
    return is_article and not _NO_ARTICLE.search(names)


def _paragraph_words(element: Any) -> int:
    """Words in paragraphs; 0 where there are too few paragraphs."""
    counts = [len("".join(paragraph.itertext()).split()) for paragraph in element.iter("p")]
    long = [count for count in counts if count >= 8]
    return sum(long) if len(long) >= MIN_PARAGRAPHS else 0


def _has_heading(element: Any) -> bool:
    return any(len("".join(heading.itertext()).split()) > 1 for heading in element.iter(*_HEADINGS))
