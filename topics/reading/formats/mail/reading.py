"""Mails and mailboxes → documents: one for each mail, of what its writer wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from topics.options import ReadOptions
from topics.reading.formats.mail.page import take_quotes
from topics.reading.formats.mail.parts import HTML, Mail, parse_parts
from topics.reading.formats.plain import parse_mail
from topics.reading.pages.sections import clear_furniture
from topics.reading.records import (
    Document,
    Parsed,
    Remark,
    RemovedLine,
    Section,
    UnusableFileError,
)

ATTACHMENT = "attachment"
"""Reason in the table ``removed`` for a file that was sent with a mail."""

# mboxrd and its relatives: "From ana@example.org Thu Nov 26 18:02:11 2026" below a blank line.
_BEGIN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d\d?:\d\d[^\r\n]*\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mail(data: bytes, options: ReadOptions) -> Parsed:
    """The one document of a mail."""
    mail = parse_parts(data)
    yield from mail.remarks
    yield document_of(mail, options)


def read_mailbox(data: bytes, options: ReadOptions) -> Parsed:
    """A document for each mail of a mailbox; those that cannot be read are counted."""
    bad: list[str] = []
    number = 0
    for number, (line, raw) in enumerate(_mails(data), 1):
        try:
            mail = parse_parts(raw)
            document = document_of(mail, options)
        except UnusableFileError as error:
            bad.append(f"mail {number}: {error}")
            continue
        yield from mail.remarks
        document.row, document.line = number, line
        for section in document.sections:
            section.line, section.blocks = line, None
        yield document
    if not number:
        raise UnusableFileError("no mail in it, expected lines that begin with 'From '")
    if bad:
        yield Remark("unreadable-mails", "mails that cannot be read, left out", bad[0], len(bad))


def _mails(data: bytes) -> Iterator[tuple[int, bytes]]:
    """First line and bytes of each mail, without the line that separates it from the others."""
    begins = [(match.start(), match.end()) for match in _BEGIN.finditer(data)]
    ends = [*(start for start, _ in begins[1:]), len(data)][: len(begins)]
    line = counted = 0
    for (start, begin), end in zip(begins, ends, strict=True):
        line += data.count(b"\n", counted, start)
        counted = start
        yield line + 1, _ESCAPED.sub(rb"\1", data[begin:end])


def document_of(mail: Mail, options: ReadOptions) -> Document:
    """The document of a mail, with what was taken out of it."""
    keeps = options.keep_furniture
    sections: list[Section] = []
    removed: list[RemovedLine] = []
    for kind, text in mail.texts:
        if kind == HTML:
            found, quotes = take_quotes(text, keep=keeps)
            sections += found
            removed += quotes
        else:
            sections.append(Section("", 0, text))
    if any(section.heading for section in sections):
        document = Document(sections, title=mail.subject)
        if not keeps:
            clear_furniture(document, is_page=False)
    else:
        text = "\n\n".join(section.text for section in sections)
        document = parse_mail(text, subject=mail.subject, keep_furniture=keeps)
    for section in document.sections:
        # Lines of a text that was unpacked and decoded are none of the file.
        section.line, section.block_lines = None, None
    document.title_line = None
    document.author, document.date = mail.sender or document.author, mail.date or document.date
    document.removed = [replace(line, line=None) for line in document.removed] + removed
    document.removed += [RemovedLine(each, reason=ATTACHMENT) for each in mail.attachments]
    return document
