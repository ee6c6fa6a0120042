"""An HTML page with several articles → the elements that contain them."""

from __future__ import annotations

import re
from typing import Any

MIN_WORDS = 80
"""An article has at least this many words in paragraphs; with fewer it is a teaser."""

MIN_PARAGRAPHS = 2
"""An article has at least this many paragraphs of `MIN_PARAGRAPH_WORDS`."""

MIN_PARAGRAPH_WORDS = 8
"""Shorter paragraphs do not count: they are captions, dates and buttons."""

MAX_SHARE = 0.75
"""If one article has a larger share of the words of all, the others are related texts and the
page has a single article."""

_HEADINGS = ("h1", "h2", "h3", "h4")
_ASIDE = frozenset(("aside", "nav", "footer", "form"))
_NO_ARTICLE = re.compile(
    r"\b(?:comments?|repl(?:y|ies)|related|recommended|teaser|promo|card|widget|sidebar|review)",
    re.IGNORECASE,
)
_TYPES = ("Article", "NewsArticle", "BlogPosting")


def find_article_elements(tree: Any) -> list[Any]:
    """Elements of the articles in page order; none unless there are at least two.

    Articles are ``<article>`` elements, or elements of a schema.org type of article, with a
    heading and enough text in paragraphs, none inside another or inside an aside.
    """
    articles: dict[Any, None] = {}  # in page order
    sizes: list[int] = []
    for element in tree.iter("article", "div", "section", "li"):
        if not _is_marked(element) or any(above in articles for above in element.iterancestors()):
            continue
        if any(above.tag in _ASIDE for above in element.iterancestors()):
            continue
        n_words = _paragraph_words(element)
        if n_words >= MIN_WORDS and _has_heading(element):
            articles[element] = None
            sizes.append(n_words)
    if len(articles) < 2 or max(sizes) > MAX_SHARE * sum(sizes):
        return []
    return list(articles)


def _is_marked(element: Any) -> bool:
    """Whether tag, type or class say that the element is an article."""
    kind = element.get("itemtype", "").rstrip("/").rpartition("/")[2]
    names = f"{element.get('class', '')} {element.get('id', '')}"
    is_article = element.tag == "article" or kind in _TYPES or "hentry" in names.split()
    return is_article and not _NO_ARTICLE.search(names)


def _paragraph_words(element: Any) -> int:
    """Words in long paragraphs; 0 if there are fewer than `MIN_PARAGRAPHS`."""
    counts = [len("".join(paragraph.itertext()).split()) for paragraph in element.iter("p")]
    long = [count for count in counts if count >= MIN_PARAGRAPH_WORDS]
    return sum(long) if len(long) >= MIN_PARAGRAPHS else 0


def _has_heading(element: Any) -> bool:
    """Whether a heading in the element has at least two words."""
    return any(len("".join(heading.itertext()).split()) > 1 for heading in element.iter(*_HEADINGS))
