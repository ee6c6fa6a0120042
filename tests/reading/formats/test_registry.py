"""The table of formats."""

import pytest

from support.files import BODY
from topics.options import ReadOptions
from topics.reading.formats.registry import FORMAT_BY_ENDING, FORMATS
from topics.reading.records import Document, UnusableFileError

SAMPLES = {
    "plain": BODY,
    "markdown": f"# Tides\n\n{BODY}",
    "rst": f"Tides\n=====\n\n{BODY}",
    "html": f"<h1>Tides</h1><p>{BODY}",
    "json": f'[{{"text": "{BODY}"}}]',
    "json_lines": f'{{"text": "{BODY}"}}',
    "csv": f"text\n{BODY}\n",
    "tsv": f"text\tn\n{BODY}\t1\n",
    "subtitles": f"1\n00:00:01,000 --> 00:00:02,500\n{BODY}\n",
}


def test_no_ending_has_two_formats():
    """Every ending is lower case, begins with a dot and is listed once."""
    endings = [ending for one in FORMATS for ending in one.endings]
    assert len(endings) == len(set(endings)) == len(FORMAT_BY_ENDING)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_parses_its_own_files(name):
    """The parser that the table names gives the document."""
    one = next(one for one in FORMATS if one.name == name)
    (document,) = one.parse(SAMPLES[name].encode(), ReadOptions())
    assert isinstance(document, Document)
    assert [section.text for section in document.sections] == [BODY]


def test_tables_of_parquet_are_recognised():
    """Damaged ones say so."""
    (one,) = [one for one in FORMATS if one.name == "parquet"]
    assert not one.can_be_gzipped
    with pytest.raises(UnusableFileError, match="not a readable Parquet table"):
        list(one.parse(b"PAR1 no table", ReadOptions()))


def test_every_format_of_text_has_a_sample():
    """Those of bytes have tests of their own."""
    assert {one.name for one in FORMATS if one.is_text} == set(SAMPLES)
