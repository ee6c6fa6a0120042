"""EPUB files → documents: the chapters in the order of reading, without the navigation.

Read with lxml: the kept library for it, EbookLib, is under the AGPL.
"""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from topics.options import ReadOptions
from topics.reading.files.decoding import decode
from topics.reading.formats.html.hidden import take_out
from topics.reading.formats.html.left_over import take_hidden
from topics.reading.formats.html.tree import body_of, parse_tree, sections_of
from topics.reading.formats.markup.titles import promote_title, sign
from topics.reading.formats.office.package import Package, use_properties
from topics.reading.formats.xml.tree import every, first, line_of, local_name
from topics.reading.records import (
    Document,
    Parsed,
    RemovedLine,
    Section,
    UnusableFileError,
    parts_of,
)

MAX_CHAPTERS = 10_000
"""Files of a book behind this many are left out, which is said."""

_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ENCRYPTION = "META-INF/encryption.xml"


def read_epub(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of an electronic book."""
    package = Package(data, options)
    book = _Book(package)
    document = Document([])
    use_properties(document, first(book.root, "metadata"))
    problems = []
    for name in book.chapters[:MAX_CHAPTERS]:
        try:
            sections, removed = _chapter(package.read(name), is_navigation=name in book.navigation)
        except UnusableFileError as error:
            problems.append(f"{name}: {error}")
            continue
        if sections and not any(section.heading for section in sections):
            label = book.labels.get(name)
            if label is not None:
                sections[0].heading, sections[0].level = label, 1
        document.sections += sections
        document.removed += removed
    if len(book.chapters) > MAX_CHAPTERS:
        problems.append(f"only {MAX_CHAPTERS:,} of {len(book.chapters):,} chapters were read")
    if _ENCRYPTION in package and not document.has_text:
        raise UnusableFileError("encrypted; its text is only readable with the program it is for")
    document.problem = "; ".join(problems[:3]) or package.problem
    promote_title(document)
    sign(document)
    yield document


class _Book:
    """The table of a book's parts.

    Attributes
    ----------
    root : lxml element
    chapters : list of str
        Names of the pages, in the order of reading.
    navigation : set of str
        Names of the pages that only lead to others.
    labels : dict of str to str
        What the navigation calls a page.
    """

    def __init__(self, package: Package) -> None:
        container = package.xml("META-INF/container.xml")
        rootfile = next(every(container, "rootfile"), None)
        where = "" if rootfile is None else rootfile.get("full-path") or ""
        self.root = package.xml(where)
        self._folder = posixpath.dirname(where)
        self.navigation: set[str] = set()
        items: dict[str, str] = {}
        tables: list[str] = []
        for item in every(self.root, "item"):
            name = self._below(item.get("href") or "")
            kind = item.get("media-type") or ""
            if "nav" in (item.get("properties") or "").split():
                self.navigation.add(name)
                tables.append(name)
            elif kind == "application/x-dtbncx+xml":
                tables.append(name)
            if kind in _PAGES:
                items[item.get("id") or ""] = name
        for reference in every(self.root, "reference"):
            if (reference.get("type") or "").lower() == "toc":
                self.navigation.add(self._below(reference.get("href") or ""))
        order = [items.get(each.get("idref") or "") for each in every(self.root, "itemref")]
        self.chapters = list(dict.fromkeys(name for name in order if name is not None))
        self.labels: dict[str, str] = {}
        for table in tables:
            if table in package:
                self._name_chapters(package.xml(table), posixpath.dirname(table))

    def _below(self, href: str, folder: str | None = None) -> str:
        """Name of the part that a reference means, without the place in it."""
        path = unquote(href.partition("#")[0])
        return posixpath.normpath(posixpath.join(self._folder if folder is None else folder, path))

    def _name_chapters(self, table: Any, folder: str) -> None:
        for point in every(table, "navPoint", "a"):
            if local_name(point) == "a":
                label, href = line_of(point), point.get("href")
            else:
                content = first(point, "content")
                label = line_of(first(point, "navLabel"))
                href = None if content is None else content.get("src")
            if label and href and "#" not in href:
                self.labels.setdefault(self._below(href, folder), label)


def _chapter(data: bytes, *, is_navigation: bool) -> tuple[list[Section], list[RemovedLine]]:
    """Sections of a page, and what it hides; navigation is all furniture."""
    tree = parse_tree(decode(data, html=True))
    hidden = take_hidden(tree)
    navigation = [
        section for element in list(tree.iter("nav")) for section in sections_of(take_out(element))
    ]
    sections = sections_of(body_of(tree))
    if is_navigation:
        navigation += sections
        sections = []
    return sections, [*map(RemovedLine, parts_of(navigation)), *hidden]
