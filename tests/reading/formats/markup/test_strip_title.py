"""Entities and marks in titles and headings, in every format."""

from __future__ import annotations

import json

import pytest

import topics
from topics.reading.formats.markup.inline_marks import strip_title

BODY = "The ferry left the harbour at dawn and did not come back before the evening.\n\n" * 2


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The captain&#8217;s log", "The captain’s log"),
        ("The captain&amp;#8217;s log", "The captain’s log"),
        ("Tides {#toc3}", "Tides"),
        ("**Tides** and boats", "Tides and boats"),
        ("[Tides](https://example.org/a_(b)) and boats", "Tides and boats"),
        ("<b>Tides</b> and <i><b>boats</b></i>", "Tides and boats"),
        ("Tides<br/>and boats", "Tides and boats"),
    ],
)
def test_marks_of_titles(title, expected):
    """What the format did not resolve is resolved."""
    assert strip_title(title) == expected


@pytest.mark.parametrize(
    "title",
    ["__init__ and *args, **kwargs", "a < b & c > d", "R&D", "List<T>", "{x}", "The <b> tag", "**"],
)
def test_titles_without_marks(title):
    """Names of programs and sums are no marks."""
    assert strip_title(title) == title


def test_titles_and_headings_of_every_format(tmp_path):
    """Rows, sections of rows, Markdown with front matter, reST, HTML and plain text."""
    title, heading = "The captain&#8217;s **log**", "Ropes &amp; sails {#toc3}"
    (tmp_path / "a.md").write_text(f"---\ntitle: {title}\n---\n{BODY}\n## {heading}\n\n{BODY}")
    (tmp_path / "b.rst").write_text(f"{title}\n=========\n\n{BODY}\n{heading}\n---------\n\n{BODY}")
    (tmp_path / "c.html").write_text(
        f"<html><body><h1>{title}</h1><p>{BODY}</p><h2>{heading}</h2><p>{BODY}</p></body></html>"
    )
    row = {"title": title, "sections": [{"heading": heading, "text": BODY}]}
    (tmp_path / "d.jsonl").write_text(json.dumps(row))
    (tmp_path / "e.csv").write_text(f'title,text\n{title},"{BODY}"\n')
    (tmp_path / "f.txt").write_text(f"{title}\n\n{BODY}\nRopes &amp; sails\n\n{BODY}")
    corpus = topics.read(tmp_path)
    assert set(corpus.documents["title"]) == {"The captain’s log"}
    assert set(corpus.sections["heading"]) == {"", "Ropes & sails"}
