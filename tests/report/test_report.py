"""The report: everything in one file, and no text of a crawled page can act in it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from topics.report import data as limits
from topics.report.data import script_json
from topics.report.html import write_report

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "<!-- <script> ]]> {{ 7*7 }} {% raw %}",
    "javascript:alert(1)",
    "\u202egnirts\u2028\u2029\x00",
    "<a href='https://evil.example/'>x</a>",
    "x" * 10_000,
]


def run(text: str = "tide", *, n_documents: int = 3, **changes: Any) -> dict[str, Any]:
    """Arguments of `write_report` with `text` in every field that takes text."""
    ids = [f"{text}{i}" for i in range(n_documents)]
    n_sections = 2 * n_documents
    shares = np.tile([[0.75, 0.25], [0.1, 0.9]], (n_documents, 1))
    keys = [name for name in ids for _ in range(2)]
    arguments = {
        "title": text,
        "summary": {"Documents": str(n_documents), text: text},
        "topics": pl.DataFrame(
            {
                "topic": [0, 1],
                "label": [text, "law"],
                "terms": [text, "court, law"],
                "share": [0.4, 0.6],
                "coherence": [0.1, None],
            }
        ),
        "documents": pl.DataFrame(
            {
                "id": ids,
                "title": [text] * n_documents,
                "source": [text] * n_documents,
                "author": [None] * n_documents,
                "date": [text] * n_documents,
                "n_terms": [30] * n_documents,
                text or "outlet": [text] * n_documents,
            }
        ),
        "sections": pl.DataFrame(
            {
                "document": keys,
                "position": [0, 1] * n_documents,
                "level": [0, 1] * n_documents,
                "heading": [text] * n_sections,
                "n_terms": [10, 20] * n_documents,
            }
        ),
        "document_topic": np.tile([[0.3, 0.7]], (n_documents, 1)),
        "section_topic": shares,
        "projection": pl.DataFrame(
            {
                "level": ["document"] * n_documents + ["section"] * n_sections,
                "document": ids + keys,
                "position": [None] * n_documents + [0, 1] * n_documents,
                "x": np.arange(3.0 * n_documents),
                "y": np.arange(3.0 * n_documents),
                "topic": [1] * n_documents + [0, 1] * n_documents,
            }
        ),
        "removed": pl.DataFrame(
            {
                "source": [text],
                "line": [3],
                "document": [text],
                "position": [None],
                "reason": [text],
                "n_documents": [2],
                "text": [text],
            }
        ),
        "quality": {
            "scores": [{"name": text, "value": 0.5, "reference": text, "settings": {"kind": text}}]
        },
        "warnings": [{"code": "x", "count": 1, "message": text}],
    }
    return arguments | changes


class Page(HTMLParser):
    """Elements, attributes and script texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Note text, that of scripts apart."""
        if self.lasttag == "script" and self.scripts and self.cdata_elem == "script":
            self.scripts[-1] += data
        else:
            self.text.append(data)


def page_of(path: Path, arguments: dict[str, Any]) -> tuple[Page, dict[str, Any], str]:
    """Write a report; gives its parsed page, its data and its source."""
    write_report(path / "report.html", **arguments)
    source = (path / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(source)
    return page, json.loads(page.scripts[0]), source


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(tmp_path: Path, text: str) -> None:
    """Whatever a field holds, the page has the same elements and no handlers or links."""
    page, data, source = page_of(tmp_path, run(text))
    plain, _, _ = page_of(tmp_path, run())
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert len(page.scripts) == 2
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert tag not in {"iframe", "object", "embed", "base", "form", "img", "svg"}
        assert attributes.get("href") in {None, "data:,", "#documents"}
        assert "src" not in attributes
    assert "7*7" not in source or "{{ 7*7 }}" in source
    if text not in {HOSTILE[5], HOSTILE[7]}:
        assert data["documents"]["title"][0] == text
        assert data["sections"]["heading"][0] == text
        assert text in "".join(page.text)


def test_page_makes_no_request(tmp_path: Path) -> None:
    """No address of another place is in the file, and the policy forbids any request."""
    page, _, source = page_of(tmp_path, run())
    assert not re.findall(r"(?:https?|wss?|ftp):|url\(|@import|//[a-z]+\.", source)
    policy = [a["content"] for tag, a in page.elements if a.get("http-equiv")]
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    ]


def test_scripts_write_text_only() -> None:
    """Our scripts never turn a string into markup or code."""
    folder = files("topics.report").joinpath("page")
    for name in ("documents.js", "map.js"):
        source = folder.joinpath(name).read_text(encoding="utf-8")
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|Function\(|"
            r"setAttribute\(\"(?:on|href|src)|\.href|\.src\b|fetch\(|XMLHttp|import\(",
            source,
        )


def test_data_keeps_order_and_shares(tmp_path: Path) -> None:
    """Sections stand with their document, mixes start with the largest share."""
    arguments = run()
    backwards = arguments["sections"].reverse()
    arguments |= {"sections": backwards, "section_topic": arguments["section_topic"][::-1]}
    _, data, _ = page_of(tmp_path, arguments)
    assert data["documents"]["start"] == [0, 2, 4]
    assert data["documents"]["end"] == [2, 4, 6]
    assert data["documents"]["mix"][0] == [1, 7000, 0, 3000]
    assert data["sections"]["position"] == [1, 0, 1, 0, 1, 0]
    assert data["sections"]["mix"][:2] == [[1, 9000, 0, 1000], [0, 7500, 1, 2500]]
    assert data["sections"]["x"][:2] == [4.0, 3.0]
    assert data["documents"]["x"] == [0.0, 1.0, 2.0]
    assert data["extra"] == {"tide": ["tide"] * 3}


def test_large_runs_are_thinned_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit every n-th document is shown, and the page tells how many."""
    monkeypatch.setattr(limits, "MAX_SECTIONS", 8)
    page, data, _ = page_of(tmp_path, run(n_documents=10))
    assert data["documents"]["id"] == ["tide0", "tide3", "tide6", "tide9"]
    assert len(data["sections"]["heading"]) == 8
    assert "This page shows 4 of 10 documents" in "".join(page.text)


def test_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the clock is in the report."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        page_of(tmp_path / name, run())
    a, b = ((tmp_path / name / "report.html").read_bytes() for name in "ab")
    assert a == b


def test_report_without_map_scores_and_removals(tmp_path: Path) -> None:
    """Parts that a run does not have are left out, not broken."""
    arguments = run(projection=None, quality={}, warnings=[], removed=run()["removed"].clear())
    page, data, _ = page_of(tmp_path, arguments)
    assert not [tag for tag, _ in page.elements if tag == "canvas"]
    assert data["documents"]["x"] == [None, None, None]
    assert "Nothing was removed." in "".join(page.text)


def test_missing_values_are_shown_as_such(tmp_path: Path) -> None:
    """A missing coherence is a dash; scores name what they were measured on."""
    quality = {
        "scores": [
            {
                "name": "npmi",
                "value": 0.1234,
                "reference": "this corpus",
                "settings": {"terms": 10},
            },
            {"name": "perplexity", "value": 1234.56, "reference": "a tenth held out"},
        ]
    }
    page, _, _ = page_of(tmp_path, run(quality=quality))
    text = " ".join("".join(page.text).split())
    assert "npmi 0.123 this corpus; terms 10" in text
    assert "perplexity 1,234.6 a tenth held out" in text
    assert "–" in text


def test_script_json_comes_back() -> None:
    """Escaped JSON is the same value, and holds nothing that HTML reads."""
    text = script_json({"a": HOSTILE})
    assert not re.findall("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"a": HOSTILE}
