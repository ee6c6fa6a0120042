"""The report is one file, and no text of a crawled page can run in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.report_clusters import with_clusters
from topics.report import ReportContent, write_report
from topics.report.data import rows as data_limits
from topics.report.data import script_json
from topics.report.display import formatted_number
from topics.report.html import SCRIPTS
from topics.report.label_positions import label_positions

MakeContent = Callable[..., ReportContent]

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
        """Note text, with that of scripts kept apart."""
        if self.lasttag == "script" and self.scripts and self.cdata_elem == "script":
            self.scripts[-1] += data
        else:
            self.text.append(data)


def page_of(path: Path, content: ReportContent) -> tuple[Page, dict[str, Any], str]:
    """Write a report and return its parsed page, its data and its source."""
    write_report(path / "report.html", content)
    source = (path / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(source)
    return page, json.loads(page.scripts[0]), source


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(tmp_path: Path, content: MakeContent, text: str) -> None:
    """Whatever text a field contains, the page has the same elements, no handlers, no links."""
    page, data, source = page_of(tmp_path, with_clusters(content(text), text))
    plain, _, _ = page_of(tmp_path, with_clusters(content()))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert len(page.scripts) == 3
    assert [tag for tag, _ in page.elements].count("svg") == 1  # the empty one of the page
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert tag not in {"iframe", "object", "embed", "base", "form", "img"}
        assert re.match(r"data:,$|#[!-~]+$", attributes.get("href") or "#main")
        assert "src" not in attributes
    assert "7*7" not in source or "{{ 7*7 }}" in source
    if text not in {HOSTILE[5], HOSTILE[7]}:
        assert data["documents"]["title"][0] == text
        assert data["sections"]["heading"][0] == text
        assert data["clusters"]["labels"][0] == text
        assert text in "".join(page.text)


def test_page_makes_no_request(tmp_path: Path, content: MakeContent) -> None:
    """The file contains no address of another site, and its policy forbids any request."""
    page, _, source = page_of(tmp_path, content())
    assert not re.findall(r"\b(?:https?|wss?|ftp):|url\(|@import|//[a-z]+\.", source)
    policy = [a["content"] for tag, a in page.elements if a.get("http-equiv")]
    assert policy == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    ]


def test_scripts_write_text_only() -> None:
    """Our scripts never turn a string into markup or code."""
    folder = files("topics.report").joinpath("page")
    for name in SCRIPTS:
        source = folder.joinpath(name).read_text(encoding="utf-8")
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|Function\(|"
            r"setAttribute\(\"(?:on|src)|\.href|\.src\b|fetch\(|XMLHttp|import\(",
            source,
        )
        links = re.findall(r"setAttribute\(\"href\".*", source)
        inner = {'setAttribute("href", "#" + address);'}
        # A file that the page makes itself, for the browser to save.
        own = {'setAttribute("href", fileOfPage);'} if name == "map/list.js" else set()
        assert set(links) <= inner | own


def test_no_two_scripts_give_a_name_to_two_things() -> None:
    """They are in one element, so that the later one would count for both."""
    folder = files("topics.report").joinpath("page")
    source = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", source, re.MULTILINE)
    assert len(names) > 100
    assert sorted(name for name, n in Counter(names).items() if n > 1) == []


def test_data_keeps_order_and_shares(tmp_path: Path, content: MakeContent) -> None:
    """Sections follow their document, and mixes start with the largest share."""
    forward = content()
    backward = content(
        sections=forward.sections.reverse(), section_topic=forward.section_topic[::-1]
    )
    _, data, _ = page_of(tmp_path, backward)
    assert data["documents"]["start"] == [0, 2, 4]
    assert data["documents"]["end"] == [2, 4, 6]
    assert data["documents"]["mix"][0] == [1, 7000, 0, 3000]
    assert data["sections"]["position"] == [1, 0, 1, 0, 1, 0]
    assert data["sections"]["mix"][:2] == [[1, 9000, 0, 1000], [0, 7500, 1, 2500]]
    assert data["sections"]["x"][:2] == [4.0, 3.0]
    assert data["documents"]["x"] == [0.0, 1.0, 2.0]
    assert data["extra"] == {"tide": ["tide"] * 3}


def test_turns_are_those_of_the_flow(tmp_path: Path, content: MakeContent) -> None:
    """A document has the sections at which another topic takes over; one without terms has none."""
    shares = np.repeat([[0.9, 0.1], [0.2, 0.8]], 5, axis=0)
    sections = pl.DataFrame(
        {
            "document": ["tide0"] * 10 + ["tide1"],
            "position": [*range(10), 0],
            "level": [1] * 11,
            "heading": [f"part {i}" for i in range(10)] + [""],
            "n_terms": [60] * 10 + [0],
        }
    )
    small = content(
        n_documents=2, sections=sections, section_topic=np.vstack([shares, [[0.5, 0.5]]])
    )
    _, data, _ = page_of(tmp_path, small)
    assert data["documents"]["turns"] == [[[5, 1]], []]


def test_large_runs_are_thinned_and_say_so(
    tmp_path: Path, content: MakeContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit every n-th document is shown, and the page says how many."""
    monkeypatch.setattr(data_limits, "MAX_SECTIONS", 8)
    page, data, _ = page_of(tmp_path, content(n_documents=10))
    assert data["documents"]["id"] == ["tide0", "tide3", "tide6", "tide9"]
    assert len(data["sections"]["heading"]) == 8
    assert "This page shows 4 of 10 documents" in "".join(page.text)


def test_same_run_gives_the_same_bytes(tmp_path: Path, content: MakeContent) -> None:
    """The report does not depend on the time of day."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        page_of(tmp_path / name, content())
    a, b = ((tmp_path / name / "report.html").read_bytes() for name in "ab")
    assert a == b


def test_report_without_map_scores_and_removals(tmp_path: Path, content: MakeContent) -> None:
    """The page has no map, scores or removals if the run has none."""
    without = content(projection=None, quality={}, warnings=[], removed=content().removed.clear())
    page, data, _ = page_of(tmp_path, without)
    assert not [tag for tag, _ in page.elements if tag == "canvas"]
    assert data["documents"]["x"] == [None, None, None]
    assert "Nothing was removed." in "".join(page.text)


def test_missing_values_are_shown_as_such(tmp_path: Path, content: MakeContent) -> None:
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
    page, _, _ = page_of(tmp_path, content(quality=quality))
    text = " ".join("".join(page.text).split())
    assert "npmi 0.123 this corpus; 10 terms of every topic" in text
    assert "perplexity 1,235 a tenth held out" in text
    assert "–" in text


def test_script_json_round_trips() -> None:
    """Escaped JSON parses to the same value and contains no character that HTML interprets."""
    text = script_json({"a": HOSTILE})
    assert not re.findall("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"a": HOSTILE}


def test_numbers_of_topics_have_the_positions_of_the_picture(
    tmp_path: Path, content: MakeContent
) -> None:
    """The script reads where to draw a topic's number; topics without a point have none."""
    run = content()
    assert run.projection is not None
    moved = content(projection=run.projection.with_columns(topic=1))
    _, data, _ = page_of(tmp_path, moved)
    assert (data["topics"][0]["x"], data["topics"][0]["y"]) == (None, None)
    (row,) = label_positions(moved.projection, 2).rows()
    assert (1, data["topics"][1]["x"], data["topics"][1]["y"]) == row == (1, 4.0, 4.0)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-2500, "-2,500"), (2500.0, "2,500"), (float("nan"), "–")]
)
def test_formatted_numbers(value: float, text: str) -> None:
    """Whole numbers stay whole; what is not finite is a dash."""
    assert formatted_number(value) == text
