"""A text file in which every line is a document, as MALLET, gensim and many exports write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from topics.cleaning import without_web_residue
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.plain import parse_page, parse_plain
from topics.reading.formats.rows import RowError, RowReader
from topics.reading.records import BadRow, Parsed, Remark
from topics.values import amount

MIN_LINES = 200
"""A file of fewer lines is hardly a corpus of one document per line."""

MIN_TABBED_LINES, MIN_WORDS = 5, 3
"""Lines with a tab in each are documents with fields if there are at least this many, and if the
longest field behind the first has at least this many words in half of them."""

_MAX_BLANK_SHARE = 0.02
_MIN_WRAPPED_SHARE = 0.5
"""Lines were broken at a fixed width if at least this share could not take the next line's first
word."""

_SAMPLE_LINES = 2_000
_MAX_LABEL = 60
_MAX_LABEL_SHARE = 0.2
"""A first field is a label if there are at most this many different ones per line."""

_TEXT_ONLY = ("text",)


def read_text(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a text file: one, the articles of a page, or its lines."""
    text = clean_utf8(data)
    if options.lines:
        yield from read_lines(text, options)
        return
    text = without_web_residue(text)
    if options.split:
        documents = parse_page(text, keep_furniture=options.keep_furniture)
    else:
        documents = [parse_plain(text, keep_furniture=options.keep_furniture)]
    yield from documents
    hints = list(hint_of_fields(text))
    if not hints and len(documents) == 1 and len(documents[0].sections) == 1:
        hints = list(hint_of_lines(text))
    yield from hints


def read_lines(text: str, options: ReadOptions) -> Parsed:
    """One document for every line that is not blank; its number is that of the line.

    Fields before the text, separated by tabs, are recognised if all lines have them: id and label
    as MALLET writes them, or one of the two.
    """
    names = _field_names(text)
    # Options that name columns are for tables in the same folder.
    reader = RowReader(
        replace(
            options,
            text_column="text",
            id_column=None,
            title_column=None,
            date_column=None,
            group_by=None,
            section_column=None,
        ),
        is_clean=True,
    )
    for number, line in _lines(text):
        cells = line.split("\t", len(names) - 1)
        is_whole = len(cells) == len(names)
        row = dict(zip(names, cells, strict=True)) if is_whole else {"text": line}
        try:
            yield reader.document({key: cell.strip() for key, cell in row.items()}, number, number)
        except RowError as error:
            yield BadRow(number, str(error))
    if len(names) > 1:
        message = "files of lines whose first fields are taken as id or label"
        yield Remark("fields-of-lines", message, ", ".join(names[:-1]))
    yield from reader.remarks()


def hint_of_lines(text: str) -> Iterator[Remark]:
    """A remark if a text that was read as one document seems to have a document on every line."""
    n_lines = text.count("\n")
    if n_lines < MIN_LINES or text.count("\n\n") > _MAX_BLANK_SHARE * n_lines:
        return
    lines = [line for _, line in islice(_lines(text), _SAMPLE_LINES)]
    if len(lines) < MIN_LINES or _is_wrapped(lines):
        return
    message = (
        "files of many lines without paragraphs, each read as one document; if every line is a "
        "document, read them alone with lines=True"
    )
    yield Remark("one-document-per-line", message, amount(n_lines, "line"))


def hint_of_fields(text: str) -> Iterator[Remark]:
    r"""A remark if every line of a text has a tab between a short field and several words.

    Such lines are a table or documents with their ids and labels, however few they are.

    Examples
    --------
    >>> rows = "\n".join(f"d{i}\tsea\tthe tide lifts the boats" for i in range(5))
    >>> [remark.code for remark in hint_of_fields(rows)]
    ['fields-in-lines']
    """
    if "\t" not in text[: text.find("\n")]:
        return
    lines = [line for _, line in islice(_lines(text), _SAMPLE_LINES)]
    rows = [line.split("\t") for line in lines]
    if len(rows) < MIN_TABBED_LINES or min(map(len, rows)) < 2:
        return
    are_short = all(row[0].strip() and len(row[0]) <= _MAX_LABEL for row in rows)
    n_words = sorted(len(max(row[1:], key=len).split()) for row in rows)
    if are_short and n_words[len(rows) // 2] >= MIN_WORDS:
        message = (
            "files with a tab in every line, each read as one document; if every line is a "
            "document, read them alone with lines=True; a table with a header is read as .tsv"
        )
        yield Remark("fields-in-lines", message, amount(len(lines), "line"))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank."""
    number = begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        number, line, begin = number + 1, text[begin:end], end + 1
        if line and not line.isspace():
            yield number, line


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a fixed width, as in prose."""
    width = sorted(map(len, lines))[int(0.95 * len(lines))]
    n_full = sum(
        len(line) + 1 + len(following.split(None, 1)[0]) > width
        for line, following in pairwise(lines)
    )
    return n_full >= _MIN_WRAPPED_SHARE * len(lines)


def _field_names(text: str) -> tuple[str, ...]:
    """Names of the fields of the lines, by what the first lines hold."""
    rows = [line.split("\t", 2) for _, line in islice(_lines(text), _SAMPLE_LINES)]
    n_fields = min((len(row) for row in rows), default=1)
    if n_fields == 1 or len(rows) < 2:
        return _TEXT_ONLY
    firsts = [row[0].strip() for row in rows]
    if any(not first or len(first.split()) > 1 for first in firsts):
        return _TEXT_ONLY
    has_ids = len(set(firsts)) == len(firsts)
    if n_fields == 3:
        labels = [row[1].strip() for row in rows]
        has_labels = all(len(each) <= _MAX_LABEL and len(each.split()) < 2 for each in labels)
        return ("id", "label", "text") if has_ids and has_labels else _TEXT_ONLY
    if has_ids:
        return ("id", "text")
    return ("label", "text") if len(set(firsts)) <= _MAX_LABEL_SHARE * len(rows) else _TEXT_ONLY
