"""The tree of a page, and the sections of a tree."""

from __future__ import annotations

from typing import Any

from topics.reading.formats.markup.section_writer import HEADINGS, SectionWriter
from topics.reading.records import Section, UnusableFileError

SKIPPED = frozenset(
    "head script style noscript template iframe object embed svg math canvas audio video map "
    "datalist select option button".split()
)


def parse_tree(text: str) -> Any:
    """The tree of a page; broken markup is repaired as browsers do."""
    from lxml import etree
    from lxml.html import HtmlComment, HtmlElement, HTMLParser, document_fromstring

    # The options of trafilatura's own parser, and huge_tree: without it everything nested
    # deeper than 256 elements would be silently dropped.
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
    )
    # lxml.html asks a function in Python for the class of each element that is touched, because
    # forms have classes of their own. Nobody here fills in forms.
    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment)
    )
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnusableFileError(f"not readable as HTML: {error}") from error
    # libxml2 has a second limit that no option lifts; text nested deeper is lost.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnusableFileError("HTML is nested too deeply to be read")
    return tree


def sections_of(root: Any) -> list[Section]:
    """Sections of a tree of HTML or of trafilatura's own elements.

    It iterates over events instead of calling itself, so that deep nesting cannot break it.
    """
    from lxml import etree

    page = SectionWriter()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        rend = element.get("rend", "")
        # <head> is a heading in trafilatura's tree, and not text in HTML.
        is_skipped = element.tag in SKIPPED and not (element.tag == "head" and rend in HEADINGS)
        if event == "start":
            if is_skipped:
                walker.skip_subtree()
            else:
                page.begin(element.tag, rend)
                page.write(element.text)
        else:
            if not is_skipped:
                page.end(element.tag)
            if element is not root:
                page.write(element.tail)
    page.finish()
    return page.sections


def body_of(tree: Any) -> Any:
    """The element with everything visible."""
    body = tree.find("body")
    return tree if body is None else body
