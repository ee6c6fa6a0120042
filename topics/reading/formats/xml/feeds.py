"""RSS and Atom feeds → a document for each entry, whose HTML is read as HTML."""

from __future__ import annotations

from typing import Any

from topics.cleaning import clean
from topics.options import ReadOptions
from topics.reading.formats.html.left_over import take_hidden
from topics.reading.formats.html.tree import body_of, parse_tree, sections_of
from topics.reading.formats.xml.tree import attribute, every, first, line_of, local_name
from topics.reading.lines.dates import mail_date
from topics.reading.pages.sections import clear_furniture
from topics.reading.records import Document, Parsed, RemovedLine, Section, UnusableFileError

_CONTENTS = ("encoded", "content", "description", "summary", "subtitle")
"""Elements with the text of an entry; what comes first is the fullest, and the others repeat it."""


def read_feed(root: Any, options: ReadOptions, problem: str | None) -> Parsed:
    """A document for each entry of a feed, in its order."""
    entries = list(every(root, "item", "entry"))
    if not entries:
        raise UnusableFileError("a feed without entries")
    channel = next(every(root, "channel"), root)
    language = line_of(first(channel, "language")) or attribute(root, "lang")
    for number, entry in enumerate(entries, 1):
        document = _entry(entry, options)
        document.row, document.line = number, entry.sourceline
        document.language = language
        document.problem = problem if number == 1 else None
        yield document


def _entry(entry: Any, options: ReadOptions) -> Document:
    document = Document([], title=line_of(first(entry, "title")))
    for name in _CONTENTS:
        found = [_content(each) for each in entry if local_name(each) == name]
        text = max(found, key=len, default="")
        if text.strip():
            document.sections, document.removed = _sections(text)
            break
    if not options.keep_furniture:
        clear_furniture(document, is_page=False)
    authors = [_author(each) for each in entry if local_name(each) in ("creator", "author")]
    document.author = ", ".join(dict.fromkeys(name for name in authors if name)) or None
    for name in ("pubDate", "published", "date", "updated", "issued"):
        date = line_of(first(entry, name))
        if date:
            document.date = mail_date(date) or date
            break
    link = _link(entry)
    if link:
        document.metadata["link"] = link
    categories = [
        text
        for each in entry
        if local_name(each) in ("category", "subject")
        and (text := line_of(each) or each.get("label") or each.get("term"))
    ]
    if categories:
        document.metadata["categories"] = ", ".join(dict.fromkeys(categories))
    return document


def _content(element: Any) -> str:
    """The HTML in an element: as text, or as elements of its own."""
    from lxml import etree

    if len(element):
        parts = [element.text or ""]
        parts += [
            str(etree.tostring(child, encoding="unicode", method="html")) for child in element
        ]
        return "".join(parts)
    return element.text or ""


def _sections(text: str) -> tuple[list[Section], list[RemovedLine]]:
    if "<" not in text and "&" not in text:
        paragraphs = [" ".join(part.split()) for part in clean(text).split("\n\n")]
        return [Section("", 0, "\n\n".join(part for part in paragraphs if part))], []
    tree = parse_tree(clean(text))
    hidden = take_hidden(tree)
    return sections_of(body_of(tree)), hidden


def _author(element: Any) -> str | None:
    name = first(element, "name")
    return line_of(element if name is None else name)


def _link(entry: Any) -> str | None:
    links = [each for each in entry if local_name(each) == "link"]
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (link.get("href") or line_of(link)):
            return str(link.get("href") or line_of(link))
    return None
