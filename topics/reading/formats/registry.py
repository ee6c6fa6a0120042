"""The table of file formats: endings, parser, size limit and cost of each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module

from topics.options import ReadOptions
from topics.reading.parallel.crew import ALONE, Crew
from topics.reading.records import Parsed

PAGE_LIMIT = 100_000_000
"""Maximum bytes of a page, unless the caller sets a limit. A larger page is hardly a document
and would cost too much memory."""

ROWS_LIMIT = 1_000_000_000
"""Maximum bytes of a file of many documents, unless the caller sets a limit."""

MIN_BYTES_OF_PARTS = 8_000_000
"""A file of rows is parsed by several processes if it has at least this many bytes; less is parsed
before they are ready."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : str
    endings : tuple of str
        Lower-case endings of file names, with the dot.
    parser : str
        ``module:function`` below `topics.reading.formats`, or below `topics.reading.archives` for
        a container; imported on first use, because some parsers bring slow packages.
    is_page : bool
        Whether a file is one page. Pages are parsed by several processes; files of rows by
        one process, row by row, to save memory.
    size_limit : int
        Maximum bytes of a file after unpacking, unless the caller sets a limit.
    relative_cost : int
        How many times slower than plain text a byte is parsed.
    can_be_gzipped : bool
        Whether files may also have the ending ``.gz``.
    furniture_by_form : bool
        Whether `topics.reading.parsing` removes lines that look like furniture after parsing.
        False for parsers that do it themselves, because headings and articles depend on it
        (plain text, HTML), and for rows, which somebody has cut already.
    is_text : bool
        Whether the bytes of a file are text in some encoding.
    is_container : bool
        Whether a file is an archive of other files, each of which has a format of its own.
    may_hold_html : bool
        Whether HTML is parsed for it: the packages that do it leave cycles in memory.
    is_in_parts : bool
        Whether several processes can parse a file of rows; the parser takes a `Crew`.
    """

    name: str
    endings: tuple[str, ...]
    parser: str
    is_page: bool
    size_limit: int = PAGE_LIMIT
    relative_cost: int = 1
    can_be_gzipped: bool = True
    furniture_by_form: bool = False
    is_text: bool = True
    is_container: bool = False
    may_hold_html: bool = False
    is_in_parts: bool = False

    def parse(self, data: bytes, options: ReadOptions, crew: Crew = ALONE) -> Parsed:
        """Documents and bad rows in the unpacked bytes of a file.

        The crew parses large files of rows, if the format can be parsed in parts.
        """
        module, _, function = self.parser.partition(":")
        parser = getattr(import_module(f"topics.reading.formats.{module}"), function)
        more = (crew,) if self.is_in_parts and len(data) >= MIN_BYTES_OF_PARTS else ()
        parsed: Parsed = parser(data, options, *more)
        return parsed


JSON_LINES = Format(
    "json_lines",
    (".jsonl", ".ndjson"),
    "json.rows:read_json_lines",
    False,
    ROWS_LIMIT,
    is_in_parts=True,
)

PLAIN = Format("plain", (".txt", ".text"), "text_lines:read_text", True)

FORMATS = (
    PLAIN,
    Format(
        "markdown", (".md", ".markdown"), "markdown:read_markdown", True, furniture_by_form=True
    ),
    Format("rst", (".rst",), "rst:read_rst", True, furniture_by_form=True),
    # Plain text is read at 10 MB per second, HTML at half a megabyte.
    Format(
        "html",
        (".html", ".htm"),
        "html.parser:read_html",
        True,
        relative_cost=20,
        may_hold_html=True,
    ),
    Format("json", (".json",), "json.rows:read_json", False),
    JSON_LINES,
    Format("csv", (".csv",), "tables:read_csv", False, ROWS_LIMIT),
    Format("tsv", (".tsv",), "tables:read_tsv", False, ROWS_LIMIT),
    Format(
        "parquet",
        (".parquet",),
        "parquet:read_parquet",
        False,
        ROWS_LIMIT,
        can_be_gzipped=False,
        is_text=False,
        is_in_parts=True,
    ),
    Format(
        "docx",
        (".docx", ".docm"),
        "office.docx:read_docx",
        True,
        can_be_gzipped=False,
        furniture_by_form=True,
        is_text=False,
    ),
    Format(
        "odt",
        (".odt",),
        "office.odt:read_odt",
        True,
        can_be_gzipped=False,
        furniture_by_form=True,
        is_text=False,
    ),
    Format(
        "epub",
        (".epub",),
        "office.epub:read_epub",
        True,
        relative_cost=5,
        can_be_gzipped=False,
        furniture_by_form=True,
        is_text=False,
        may_hold_html=True,
    ),
    Format(
        "xlsx",
        (".xlsx", ".xlsm"),
        "office.xlsx:read_xlsx",
        False,
        can_be_gzipped=False,
        is_text=False,
    ),
    Format(
        "pdf",
        (".pdf",),
        "pdf.reading:read_pdf",
        True,
        relative_cost=5,
        can_be_gzipped=False,
        furniture_by_form=True,
        is_text=False,
    ),
    Format(
        "mail",
        (".eml",),
        "mail.reading:read_mail",
        True,
        is_text=False,
        may_hold_html=True,
    ),
    Format(
        "mailbox",
        (".mbox",),
        "mail.reading:read_mailbox",
        False,
        ROWS_LIMIT,
        is_text=False,
        may_hold_html=True,
    ),
    Format("subtitles", (".srt", ".vtt"), "subtitles:read_subtitles", True),
    Format(
        "xml",
        (".xml", ".rss", ".atom", ".tei"),
        "xml.kinds:read_xml",
        True,
        relative_cost=3,
        is_text=False,
        may_hold_html=True,
    ),
    Format(
        "warc",
        (".warc",),
        "warcs:warc_members",
        False,
        ROWS_LIMIT,
        is_text=False,
        is_container=True,
        may_hold_html=True,
    ),
    Format(
        "zip",
        (".zip",),
        "zips:zip_members",
        False,
        ROWS_LIMIT,
        can_be_gzipped=False,
        is_text=False,
        is_container=True,
        may_hold_html=True,
    ),
    Format(
        "tar",
        (".tar", ".tgz", ".tbz2", ".txz", ".tar.bz2", ".tar.xz"),
        "tars:tar_members",
        False,
        ROWS_LIMIT,
        is_text=False,
        is_container=True,
        may_hold_html=True,
    ),
)
"""All formats. A new format is one row here, a parser, and a sample in the test of this table."""

FORMAT_BY_ENDING = {ending: one for one in FORMATS for ending in one.endings}

FORMAT_BY_NAME = {one.name: one for one in FORMATS}

_PACKED_TWICE = tuple(each for each in FORMAT_BY_ENDING if each.count(".") > 1)


def ending(path: str) -> str:
    """Ending of a path that some format has, below ``.gz``; ``""`` if no format has it."""
    name = path.lower()
    if name.endswith(_PACKED_TWICE):
        return next(each for each in _PACKED_TWICE if name.endswith(each))
    is_gzipped = name.endswith(".gz")
    suffix = os.path.splitext(name.removesuffix(".gz"))[1]
    known = FORMAT_BY_ENDING.get(suffix)
    return "" if known is None or (is_gzipped and not known.can_be_gzipped) else suffix


def known_endings() -> str:
    """The endings that can be read, as a phrase for messages."""
    plain = [ending for ending, one in FORMAT_BY_ENDING.items() if not one.can_be_gzipped]
    return f"{' '.join(FORMAT_BY_ENDING)} (all but {' '.join(plain)} also with .gz)"


UNPACK = "unpack archives and name their folder"
CONVERT = "save documents of other programs as text, HTML or CSV"

_ADVICE = {
    **dict.fromkeys((".7z", ".rar", ".zst"), UNPACK),
    **dict.fromkeys((".bz2", ".xz", ".gz"), UNPACK),
    **dict.fromkeys((".doc", ".rtf", ".mobi"), CONVERT),
    **dict.fromkeys((".pages", ".ppt", ".pptx", ".odp", ".xls", ".ods"), CONVERT),
}
"""What to do with files of endings that no format has and that hold texts all the same."""


def advice(path: str) -> str:
    """What to do with a file that no format has; ``""`` if nothing better is known."""
    name = path.lower()
    return _ADVICE.get(os.path.splitext(name)[1], "")
