"""HTML pages → documents: the main text or the articles, in sections by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from topics.cleaning import clean
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.html.articles import find_article_elements
from topics.reading.formats.html.bare import is_bare
from topics.reading.formats.html.blocks.cards import add_cards
from topics.reading.formats.html.blocks.flattened import rebuild
from topics.reading.formats.html.blocks.followed import split_followed
from topics.reading.formats.html.blocks.gaps import fill_gaps
from topics.reading.formats.html.blocks.quality import (
    LOW_QUALITY,
    QUALITY,
    predict_quality,
)
from topics.reading.formats.html.blocks.threads import read_thread
from topics.reading.formats.html.blocks.walking import PageBlock, blocks_and_sections
from topics.reading.formats.html.bold_lines import mark_bold_headings
from topics.reading.formats.html.hidden import (
    find_hidden_elements,
    show_noscript,
    take_out,
)
from topics.reading.formats.html.left_over import hidden_lines, left_over
from topics.reading.formats.html.limits import (
    MAX_FALLBACK_ELEMENTS,
    n_ordinary_elements,
    shorten_values,
)
from topics.reading.formats.html.main_text import copy_with_marks, find_main_text
from topics.reading.formats.html.tree import body_of, parse_tree, sections_of
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.plain import parse_page
from topics.reading.lines.headings import opens_series, same_line
from topics.reading.pages.sections import article_document, clear_furniture, split_articles
from topics.reading.records import Document, Parsed, Remark, Section, UnusableFileError, parts_of

MAX_TITLE_CHARACTERS = 300

_WORD = re.compile(r"\w+")
_SITE_SEPARATOR = re.compile(r" [|\-–—·•»:]+ ")
MIN_HEADLINE_WORDS = 3
"""A headline that no element marks has at least this many words."""


def read_html(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of an HTML page: one, or its articles."""
    text = clean_utf8(data)
    tree = parse_tree(text)
    n_elements = n_ordinary_elements(text, tree)
    # Before the main text is extracted, because that may change the tree.
    for element in tree.iter("summary"):
        element.tag = "p"  # trafilatura drops a summary, even if it keeps the details
    for element in list(tree.iter("template", "rt", "rp")):  # which trafilatura takes for text
        element.drop_tree()
    show_noscript(tree)
    hidden_elements = find_hidden_elements(tree)
    marked = None if n_elements is None else copy_with_marks(tree, hidden_elements)
    hidden = [sections_of(take_out(element)) for element in hidden_elements]
    if n_elements is not None:
        mark_bold_headings(tree)
        if marked is not None:
            mark_bold_headings(marked)
    blocks, sections = blocks_and_sections(body_of(tree))
    thread = [] if n_elements is None else read_thread(tree, blocks)
    page = _Page(tree, marked, n_elements, blocks, sections, thread, is_bare(tree))
    may_split = options.split and n_elements is not None and not thread
    documents = _articles(page) if may_split else []
    has_main_text = False
    if not documents:
        document, has_main_text = _whole_page(page)
        documents = [document]
    if options.keep_furniture:
        if has_main_text:
            documents[0].sections = sections
            promote_title(documents[0])
    else:
        rest = left_over(sections, documents)
        for document in documents:
            # Main text has no furniture around it any more: trafilatura has removed that.
            clear_furniture(document, is_page=not has_main_text)
        documents[0].removed.extend(rest)
    documents[0].removed.extend(hidden_lines(hidden))
    remarks = [] if options.keep_furniture else _rated(page, documents)
    yield from documents
    yield from remarks


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was parsed.

    Attributes
    ----------
    tree, marked : lxml element
        The page without what it hides, and with that, if it hides words; else None.
    n_elements : int or None
        None for pages that are too large or too deep for trafilatura.
    blocks, sections : list
        Everything visible.
    thread : list of Section
        The posts, if the page is a thread.
    is_bare : bool
        Whether it is nothing but its text.
    """

    tree: Any
    marked: Any | None
    n_elements: int | None
    blocks: list[PageBlock]
    sections: list[Section]
    thread: list[Section]
    is_bare: bool


def _rated(page: _Page, documents: list[Document]) -> list[Remark]:
    """Give the documents of a page their predicted quality; a remark if it is low."""
    quality = 1.0 if page.is_bare else predict_quality(page.blocks, documents)
    for document in documents:
        document.metadata[QUALITY] = quality
    if quality >= LOW_QUALITY:
        return []
    message = f"web pages of which the main text is uncertain ({QUALITY} below {LOW_QUALITY})"
    return [Remark("uncertain-main-text", message, f"{quality:g}")]


def _whole_page(page: _Page) -> tuple[Document, bool]:
    """The page as one document, and whether that is its main text only.

    trafilatura separates the main text from the rest of the page. If it finds none, all
    visible text is taken, so that nothing is lost, and so it is of a bare page.
    """
    tree, marked = page.tree, page.marked
    document = Document([])
    has_main_text = True
    extracted = None
    if page.n_elements is not None:
        shorten_values(tree)
        if marked is not None:
            shorten_values(marked)
        try:
            has_fallback = page.n_elements <= MAX_FALLBACK_ELEMENTS
            extracted = find_main_text(tree, marked, has_fallback=has_fallback)
        except Exception as error:  # any failure of trafilatura is counted in a notice
            kind = type(error).__name__
            document.problem = f"the main text was not found ({kind}); all visible text was taken"
    if extracted is not None:
        document.title = _title(tree, _one_line(extracted.title), _one_line(extracted.sitename))
        document.author = _one_line(extracted.author)
        document.date = _one_line(extracted.date)
        document.sections = sections_of(extracted.body)
        if not any(section.heading for section in document.sections):
            document.sections = _with_headings(document.sections, page.sections)
        if _is_flattened(document.sections) and not _is_all_of(document.sections, page):
            document.sections = rebuild(document.sections, page.blocks)
        document.sections = fill_gaps(document.sections, page.blocks)
        document.sections = add_cards(document.sections, page.blocks)
    if page.thread:
        document.sections = page.thread
        document.title = document.title or _one_line(tree.findtext(".//title"))
    elif page.is_bare:
        document.sections = [replace(section) for section in page.sections]
        has_main_text = False
        document.title = document.title or _one_line(tree.findtext(".//title"))
    elif extracted is None or _is_flattened(document.sections):
        # For short pages trafilatura returns all words, but without structure.
        if _is_all_of(document.sections, page):
            document.sections = [replace(section) for section in page.sections]
            has_main_text = False
        document.title = document.title or _one_line(tree.findtext(".//title"))
    if not document.has_text:
        raise UnusableFileError("no visible text in the page")
    headings = [section.heading for section in document.sections if section.heading]
    if tree.find(".//title") is None and _is_first_of(document.title, headings):
        document.title = None
    promote_title(document)
    sign(document)
    return document, has_main_text


def _articles(page: _Page) -> list[Document]:
    """The articles of a page with several, found by its elements, else by its headlines."""
    tree = page.tree
    elements = find_article_elements(tree)
    if elements:
        documents = []
        for part, element in enumerate(elements, 1):
            sections = sections_of(element)
            headline = next((i for i, section in enumerate(sections) if section.heading), 0)
            documents.append(article_document(sections, part, headline))
        return documents
    if len(list(zip(tree.iter("h1", "h2"), range(2), strict=False))) < 2:
        return _without_headings(page.sections)
    return split_followed(page.blocks) or split_articles(
        [replace(section) for section in page.sections]
    )


def _without_headings(page: list[Section]) -> list[Document]:
    """The articles of a page whose headlines are not marked, found as in plain text.

    Each must have a byline: posts of a forum and parts of one article have none.
    """
    documents = parse_page("\n\n".join(parts_of(page)))
    n_signed = sum(
        document.author is not None and len((document.title or "").split()) >= MIN_HEADLINE_WORDS
        for document in documents
    )
    if len(documents) < 2 or n_signed < len(documents):
        return []
    for document in documents:
        # Lines of the visible text are no lines of the file, and `left_over` lists the rest.
        document.title_line, document.removed = None, []
        for section in document.sections:
            section.line, section.block_lines, section.is_plain = None, None, False
    return documents


def _with_headings(sections: list[Section], page: list[Section]) -> list[Section]:
    """The main text with the headings of the page, if trafilatura dropped them all.

    Its second method keeps paragraphs only. The page's sections are taken instead, without the
    blocks that are not in the main text, if nothing of the main text is lost by that.
    """
    if not any(section.heading for section in page):
        return sections
    main_text = _letters(sections)
    restored: list[Section] = []
    for section in page:
        blocks = section.text.split("\n\n") if section.text else []
        kept = [block for block in blocks if "".join(block.split()).replace("|", "") in main_text]
        if not kept:
            continue
        if section.heading or not restored:
            restored.append(replace(section, text="\n\n".join(kept), block_lines=None))
        else:
            restored[-1].text += "\n\n" + "\n\n".join(kept)
    without_headings = "".join("".join(section.text.split()) for section in restored)
    is_complete = without_headings.replace("|", "") == main_text
    return restored if is_complete and any(one.heading for one in restored) else sections


def _is_first_of(title: str | None, headings: list[str]) -> bool:
    """Whether the title is the first of several numbered headings."""
    return title is not None and headings[:1] == [title] and opens_series(headings)


def _is_flattened(sections: list[Section]) -> bool:
    """Whether the text has neither headings nor line breaks."""
    return not any(section.heading or "\n" in section.text for section in sections)


def _is_all_of(sections: list[Section], page: _Page) -> bool:
    """Whether sections have no text, or all visible text of the page."""
    return _letters(sections) in ("", _letters(page.sections))


def _letters(sections: list[Section]) -> str:
    """Headings and text without spaces and cell borders, to compare two extractions."""
    return "".join("".join(parts_of(sections)).split()).replace("|", "")


def _title(tree: Any, title: str | None, site: str | None) -> str | None:
    """The page's headline if its title is a variant of it, else the title without the site.

    ``<title>`` often adds the site's name or rewords the headline for search engines.
    """
    if title is None:
        return None
    words = set(_WORD.findall(title.casefold()))
    best, n_best = None, 1  # more than one word, because one could be the name of the site
    for heading in list(tree.iter("h1"))[:20]:
        headline = _one_line("".join(heading.itertext()))
        if headline is None or len(headline) > MAX_TITLE_CHARACTERS:
            continue
        headline_words = set(_WORD.findall(headline.casefold()))
        n_shared = len(words & headline_words)
        if n_shared > n_best and 2 * n_shared >= len(headline_words):
            best, n_best = headline.rstrip(" ¶"), n_shared
    if best is not None:
        return best
    parts = _SITE_SEPARATOR.split(title)
    if len(parts) > 1 and site is not None and same_line(parts[-1], site):
        return title[: -len(parts[-1])].rstrip(" |-–—·•»:")
    return title


def _one_line(text: str | None) -> str | None:
    """The text on one line; None if it is empty."""
    return (" ".join(clean(text).split()) or None) if text else None
