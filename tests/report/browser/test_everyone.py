"""The report for everyone: screen readers, dark, narrow screens, odd runs, hostile text."""

from __future__ import annotations

import itertools
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.report_full import full_content
from topics.report import ReportContent, SectionTexts

VIEWS = (
    *("overview", "topics", "similarity", "clusters", "time", "groups", "effects", "map"),
    *("documents", "search?words=reef", "topic-1", "cluster-0", "document-tide%2F3"),
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)><svg onload='alert(1)'>",
    "{{ 7*7 }} <a href='https://evil.example/'>x</a> \u202egnirts\u2028\x00",
)


def findings(page: Any, rules: str = "{}") -> list[str]:
    """What axe finds: rule and the elements."""
    found = page.evaluate(f"axe.run({rules}).then(r => r.violations)")
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return files(package).joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(
    open_report: Any, full_report: Path, axe: str, scheme: str
) -> None:
    """Landmarks, names, order of headings, contrast; in the dark, contrast only."""
    rules = "{}" if scheme == "light" else "{runOnly: ['color-contrast']}"
    with open_report(full_report, color_scheme=scheme, bypass_csp=True) as report:
        page = report.go("overview")
        page.add_script_tag(content=axe)
        wrong = {}
        for view in VIEWS:
            page.evaluate("address => goTo(address)", view)
            report.settle()
            if found := findings(page, rules):
                wrong[view] = found
        assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_edited_run(open_report: Any, axe: str, scheme: str) -> None:
    """Hidden topics can be read, too, and have a heading of their own."""
    topics = full_content().topics.with_columns(
        hidden=pl.Series([False, True, False, False, False, False]),
        group=pl.Series(["Law", None, "Law", None, None, None]),
        stability=pl.Series([None, 0.1, 0.5, 0.5, None, 0.5]),
    )
    with open_report(full_content(topics=topics), color_scheme=scheme, bypass_csp=True) as report:
        page = report.go("overview")
        page.add_script_tag(content=axe)
        assert page.locator("#overview tr.group").last.inner_text() == "Hidden"
        assert page.locator("#topics-table [aria-sort]").count() == 0
        for view in ("overview", "topics", "topic-1"):
            page.evaluate("address => goTo(address)", view)
            report.settle()
            assert findings(page) == [], view


def test_headings_are_in_order(open_report: Any, full_report: Path) -> None:
    """No level is left out in any view."""
    levels = "all => all.filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"
    with open_report(full_report) as report:
        for view in VIEWS:
            page = report.go(view)
            found = page.eval_on_selector_all("h1, h2, h3, h4, h5", levels)
            assert found[:2] == [1, 2]
            steps = [b - a for a, b in itertools.pairwise(found)]
            assert max(steps) <= 1, view


def test_nothing_is_wider_than_a_phone(open_report: Any, full_report: Path) -> None:
    """Tables and the navigation scroll inside the page."""
    with open_report(full_report, viewport={"width": 390, "height": 800}) as report:
        for view in VIEWS:
            page = report.go(view)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, view


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_every_view(open_report: Any, text: str) -> None:
    """No dialog, no element that a text brought, no text that turns its surroundings round."""
    count = "document.querySelectorAll('img, iframe, object, a:not([href^=\"#\"])').length"
    with open_report(full_content(text)) as report:
        page = report.go("overview")
        document = page.evaluate("documentAddress(3)")
        for view in (*VIEWS[:-1], document, "search?words=script"):
            report.go(view)
            assert page.evaluate(count) == 0
        assert page.evaluate("document.scripts.length") == 3
        assert page.evaluate(r"/[\u202a-\u202e\u0000]/.test(document.body.innerText)") is False
        assert report.complaints == []
        assert report.requests == []


WITH_AXE = ("one topic", "right to left", "nothing")
"""Odd runs whose overview axe judges, too; it takes a second for each view."""


def odd_runs() -> dict[str, ReportContent]:
    """Reports of runs that are unlike most, by what is odd about them."""
    full = full_content()
    untitled = full.documents.with_columns(title=pl.lit(""), author=None, date=None)
    return {
        "one topic": full_content(n_topics=1, tree=None),
        "300 topics": full_content(n_topics=300, n_documents=40),
        "one document": full_content(n_documents=1, clusters=None, trends=None, effects=None),
        "long titles": full_content("w" * 5_000),
        "right to left": full_content("אקלים ומים · مناخ"),
        "no titles": full_content(documents=untitled),
        "no text": full_content(texts=SectionTexts(None)),
        "no map": full_content(projection=None),
        "nothing": full_content(
            projection=None, clusters=None, trends=None, effects=None, terms=None, tree=None,
            removed=full.removed.clear(), quality={}, warnings=[], texts=SectionTexts(None),
        ),
        "no terms in any row": full_content(
            documents=full.documents.with_columns(n_terms=0),
            sections=full.sections.with_columns(n_terms=0),
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(odd_runs()))
def test_odd_runs_can_be_read(open_report: Any, axe: str, name: str) -> None:
    """Every view that they have opens without an error and fits a phone."""
    settings = {"viewport": {"width": 390, "height": 800}, "bypass_csp": True}
    with open_report(odd_runs()[name], **settings) as report:
        page = report.go("overview")
        page.add_script_tag(content=axe)
        entries = "all => all.map(e => e.dataset.view)"
        views = page.eval_on_selector_all("#navigation a", entries)
        document = page.evaluate("documentAddress(0)")
        wrong = {}
        for view in (*views, "topic-0", document):
            page.evaluate("address => goTo(address)", view)
            report.until(f"state.view === '{view.split('-')[0]}'")
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                wrong[view] = ["wider than the screen"]
            if view == "overview" and name in WITH_AXE and (found := findings(page)):
                wrong[view] = found
        assert wrong == {}
        assert report.complaints == []


def test_a_large_matrix_is_a_canvas_with_the_same_keys(open_report: Any) -> None:
    """The readout says what a cell is."""
    with open_report(full_content(n_topics=80)) as report:
        page = report.go("similarity")
        page.focus("canvas.matrix-canvas")
        page.keyboard.press("ArrowRight")
        assert "similarity 0." in page.inner_text("#matrix-readout")
        page.check("input[value=together]")
        page.focus("canvas.matrix-canvas")
        page.keyboard.press("ArrowDown")
        assert report.complaints == []
        assert "as at random" in page.inner_text("#matrix-readout")


def test_the_colours_of_the_page_are_those_of_the_run(open_report: Any, full_report: Path) -> None:
    """Number, colour and order of topics are the same in every view."""
    from topics.report.colours import topic_colours

    with open_report(full_report) as report:
        page = report.go("topics")
        first = "e => getComputedStyle(e).backgroundColor"
        for topic, colour in enumerate(topic_colours(6)):
            rgb = tuple(np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]))
            for view in ("#topics-table", "#overview"):
                swatch = page.locator(f"{view} a[href='#topic-{topic}'] .swatch").first
                assert swatch.evaluate(first) == f"rgb({rgb[0]}, {rgb[1]}, {rgb[2]})"
