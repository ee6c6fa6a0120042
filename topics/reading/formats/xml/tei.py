"""TEI (editions, and what GROBID makes of papers) → documents, in sections by their divisions."""

from __future__ import annotations

from typing import Any

from topics.options import ReadOptions
from topics.posts.clearing import SPEAKER
from topics.reading.formats.xml.body import Rules, take_body
from topics.reading.formats.xml.tree import attribute, every, first, line_of, local_name
from topics.reading.records import (
    FORMULA,
    FURNITURE,
    REFERENCE,
    Document,
    Parsed,
    UnusableFileError,
)

_DIVISIONS = frozenset(("div", *(f"div{number}" for number in range(8))))

_BETTER = {"orig": "reg", "sic": "corr", "abbr": "expan"}
"""Of two forms of a word next to each other the second one is read."""


def _is_other_form(element: Any) -> bool:
    name, above = local_name(element), element.getparent()
    if above is None or local_name(above) not in ("choice", "app"):
        return False
    names = [local_name(child) for child in above]
    if local_name(above) == "app":
        return name != "lem" if "lem" in names else element is not above[0]
    return _BETTER.get(name) in names


RULES = Rules(
    divisions=_DIVISIONS,
    heading="head",
    blocks=frozenset(
        "p lg sp list item quote figure figDesc note table stage epigraph argument opener closer "
        "salute signed postscript titlePart docTitle titlePage ab cit".split()
    ),
    lines=frozenset("l lb row".split()),
    cells=frozenset({"cell"}),
    removed={
        "listBibl": REFERENCE,
        "biblStruct": REFERENCE,
        "formula": FORMULA,
        "speaker": SPEAKER,
        "fw": FURNITURE,
    },
    words=frozenset({"w"}),
    skipped=frozenset({"del"}),
    is_other_form=_is_other_form,
)


def read_tei(root: Any, options: ReadOptions, problem: str | None) -> Parsed:
    """A document for each text of a file: most have one, a corpus has several."""
    texts = [each for each in every(root, "TEI", "TEI.2") if first(each, "text") is not None]
    if not texts:
        raise UnusableFileError("no text in it, expected an element <text>")
    for number, text in enumerate(texts, 1):
        document = _document(text)
        document.problem = problem
        document.part = number if len(texts) > 1 else None
        yield document


def _document(tei: Any) -> Document:
    document = Document([])
    header = first(tei, "teiHeader")
    if header is not None:
        _use_header(document, header)
    text = first(tei, "text")
    document.language = attribute(text, "lang") or document.language or attribute(tei, "lang")
    abstract = first(header, "profileDesc", "abstract")
    if abstract is not None:
        sections = take_body(abstract, RULES, document.removed, depth=1)
        if sections and not sections[0].heading:
            sections[0].heading, sections[0].level = "Abstract", 1
        document.sections += sections
    for name in ("front", "body", "group", "back"):
        part = first(text, name)
        if part is not None:
            document.sections += take_body(part, RULES, document.removed)
    return document


def _use_header(document: Document, header: Any) -> None:
    title = first(header, "fileDesc", "titleStmt")
    document.title = line_of(first(title, "title"))
    authors = (
        [] if title is None else [name for each in every(title, "author") if (name := _name(each))]
    )
    if not authors:  # GROBID names them with the source
        source = first(header, "fileDesc", "sourceDesc", "biblStruct", "analytic")
        found = () if source is None else every(source, "author")
        authors = [name for each in found if (name := _name(each))]
    document.author = ", ".join(authors) or None
    for name in ("publicationStmt", "sourceDesc"):
        part = first(header, "fileDesc", name)
        date = None if part is None else next(every(part, "date"), None)
        if date is not None and document.date is None:
            document.date = attribute(date, "when") or line_of(date)
    language = next(every(header, "language"), None)
    document.language = None if language is None else attribute(language, "ident")
    words = [word for each in every(header, "keywords") for word in _keywords(each)]
    if words:
        document.metadata["keywords"] = ", ".join(words)


def _keywords(element: Any) -> list[str]:
    terms = [word for each in every(element, "term", "item") if (word := line_of(each))]
    return list(dict.fromkeys(terms))


def _name(author: Any) -> str | None:
    person = next(every(author, "persName"), None)
    if person is None:
        return line_of(author)
    parts = [text for each in every(person, "forename", "surname") if (text := line_of(each))]
    return " ".join(parts) or line_of(person)
