"""JATS (journal articles) → documents: abstract and sections, without references and formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from topics.options import ReadOptions
from topics.reading.formats.xml.body import Rules, take_body
from topics.reading.formats.xml.tree import attribute, every, first, line_of, local_name
from topics.reading.records import (
    FORMULA,
    REFERENCE,
    Document,
    Parsed,
    Section,
    UnusableFileError,
)

RULES = Rules(
    divisions=frozenset({"sec", "ack", "app", "glossary", "boxed-text"}),
    heading="title",
    blocks=frozenset(
        "p list list-item def-list disp-quote fig table-wrap table caption label fn verse-group "
        "statement supplementary-material".split()
    ),
    lines=frozenset("tr break verse-line def-item".split()),
    cells=frozenset({"td", "th"}),
    removed={
        "ref-list": REFERENCE,
        "disp-formula": FORMULA,
        "inline-formula": FORMULA,
        "tex-math": FORMULA,
        "math": FORMULA,
    },
    skipped=frozenset("sec-meta object-id graphic media alt-text permissions".split()),
)


def read_jats(root: Any, options: ReadOptions, problem: str | None) -> Parsed:
    """A document for each article: most files have one."""
    articles = [root] if local_name(root) == "article" else list(every(root, "article"))
    if not articles:
        raise UnusableFileError("no article in it")
    for number, article in enumerate(articles, 1):
        document = _document(article)
        document.problem = problem
        document.part = number if len(articles) > 1 else None
        yield document


def _document(article: Any) -> Document:
    document = Document([])
    document.language = attribute(article, "lang")
    meta = first(article, "front", "article-meta")
    meta = first(article, "front-stub") if meta is None else meta
    if meta is not None:
        _use_meta(document, meta)
        document.sections = list(_abstracts(document, meta))
    journal = next(every(article, "journal-title"), None)
    if journal is not None:
        document.metadata["journal"] = line_of(journal)
    for name in ("body", "back"):
        part = first(article, name)
        if part is not None:
            document.sections += take_body(part, RULES, document.removed)
    return document


def _use_meta(document: Document, meta: Any) -> None:
    document.title = line_of(first(meta, "title-group", "article-title"))
    names = [_name(contributor) for contributor in every(meta, "contrib")]
    document.author = ", ".join(name for name in names if name) or None
    dates = [date for each in every(meta, "pub-date") if (date := _date(each))]
    document.date = min(dates, key=lambda date: (-len(date), date), default=None)
    keywords = [word for each in every(meta, "kwd") if (word := line_of(each))]
    if keywords:
        document.metadata["keywords"] = ", ".join(keywords)
    for identifier in every(meta, "article-id"):
        if identifier.get("pub-id-type") == "doi":
            document.metadata["doi"] = line_of(identifier)


def _name(contributor: Any) -> str:
    if contributor.get("contrib-type") not in (None, "author"):
        return ""
    name = next(every(contributor, "name"), None)
    if name is None:
        return line_of(next(every(contributor, "string-name", "collab"), None)) or ""
    parts = (line_of(first(name, part)) for part in ("given-names", "surname"))
    return " ".join(part for part in parts if part)


def _date(element: Any) -> str:
    """The date as far as it is known: ``2025-02``."""
    parts = []
    for name in ("year", "month", "day"):
        value = line_of(first(element, name)) or ""
        if not value.isdigit() or len(value) > 4:
            break
        parts.append(value.zfill(2))
    return "-".join(parts)


def _abstracts(document: Document, meta: Any) -> Iterator[Section]:
    for abstract in every(meta, "abstract", "trans-abstract"):
        heading = line_of(first(abstract, "title")) or "Abstract"
        sections = take_body(abstract, RULES, document.removed, depth=1)
        if sections and not sections[0].heading:
            own = sections.pop(0)
            text = own.text.removeprefix(heading).lstrip()
            yield Section(heading, 1, text)
        elif sections:
            yield Section(heading, 1, "")
        yield from sections
