"""Which kind of XML is it? The root element says; a feed that is a page is read as one."""

from __future__ import annotations

import re
from importlib import import_module

from topics.options import ReadOptions
from topics.reading.files.decoding import as_utf8
from topics.reading.formats.xml.tree import local_name, parse_xml
from topics.reading.records import Parsed, UnusableFileError

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)

_HEAD_BYTES = 10_000

_READERS = {
    **dict.fromkeys(("TEI", "TEI.2", "teiCorpus"), "tei:read_tei"),
    **dict.fromkeys(("article", "pmc-articleset", "OAI-PMH"), "jats:read_jats"),
    **dict.fromkeys(("rss", "RDF", "feed", "channel"), "feeds:read_feed"),
}
"""Reader by the name of the root element."""


def read_xml(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a file of TEI, JATS, RSS or Atom.

    Raises
    ------
    UnusableFileError
        It is XML of another kind, or none.
    """
    if _PAGE.match(data[:_HEAD_BYTES]):
        from topics.reading.formats.html.parser import read_html

        utf8, remarks = as_utf8(data, html=True, encoding=options.encoding)
        yield from remarks
        yield from read_html(utf8, options)
        return
    root, problem = parse_xml(data)
    reader = _READERS.get(local_name(root))
    if reader is None:
        raise UnusableFileError(
            f"XML of another kind (<{local_name(root):.40}>), expected TEI, JATS, RSS or Atom"
        )
    module, _, function = reader.partition(":")
    read = getattr(import_module(f"topics.reading.formats.xml.{module}"), function)
    yield from read(root, options, problem)
