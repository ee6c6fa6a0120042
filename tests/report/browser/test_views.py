"""The views of the report: addresses, navigation, links, keys, search, tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.report_full import full_content
from topics.report import SectionTexts
from topics.shares import rank_terms

VIEWS = (
    *("overview", "topics", "similarity", "clusters", "time", "groups", "effects", "map"),
    *("documents", "search"),
)
INNER = ("topic-2", "cluster-1", "document-tide%2F4")
SERVED = VIEWS[:-1]
"""Views that need no script."""

PIXELS = """() => { window.pixelsOf = (canvas) => {
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, width, height).data; }; }"""
"""Chromium complains about a canvas that is read twice, so that tests read copies of it."""


def test_every_view_opens_offline(open_report: Any, full_report: Path) -> None:
    """One at a time, by the navigation; the heading gets the focus; nothing goes wrong."""
    with open_report(full_report) as report:
        page = report.go("")
        assert report.shown() == ["overview"]
        for view in VIEWS:
            report.click(f"#navigation a[data-view={view}]")
            assert report.shown() == [view]
            assert page.get_attribute("#navigation [aria-current]", "data-view") == view
            if view != "overview":
                assert page.evaluate("document.activeElement.id") == f"{view}-title"
            assert page.title().endswith("· tide")
        for address in INNER:
            report.go(address)
            assert report.shown() == [address.split("-")[0]]
        assert report.complaints == []
        assert report.requests == []


def test_back_and_forward_work(open_report: Any, full_report: Path) -> None:
    """Each step is an entry of the history; the place on the page is found again."""
    with open_report(full_report) as report:
        page = report.go("overview")
        report.click("#overview a.topic >> nth=1")
        address = page.evaluate("location.hash")
        assert report.shown() == ["topic"]
        page.evaluate("window.scrollTo(0, 300)")
        report.until("history.state?.y === 300")
        report.click("#topic .best a >> nth=0")
        assert report.shown() == ["document"]
        page.go_back()
        report.until("window.scrollY === 300")
        assert report.shown() == ["topic"]
        assert page.evaluate("location.hash") == address
        page.go_forward()
        assert report.shown() == ["document"]


def test_an_address_of_nothing_says_so(open_report: Any, full_report: Path) -> None:
    """The overview is shown instead; also for addresses that are not well-formed."""
    with open_report(full_report) as report:
        for address in (
            *("topic-99", "document-%E0%A4%A", "document-%FF", "topic-%C3"),
            *("nothing", "cluster-x", "TOPIC?a=b"),
        ):
            page = report.go(address)
            assert report.shown() == ["overview"]
            assert "nothing at" in page.inner_text("#announcement")
        assert report.complaints == []


def test_links_lead_from_view_to_view(open_report: Any, full_report: Path) -> None:
    """From the matrix to a topic, to its documents, to one of them, to its cluster, to the map."""
    with open_report(full_report) as report:
        page = report.go("similarity")
        report.click("#pairs-alike a >> nth=0")
        topic = page.inner_text("#topic-title")
        report.click("#topic-content .links >> text=All of its documents")
        assert f"of topic {topic}" in page.inner_text("#status")
        report.click("#rows a >> nth=0")
        assert page.inner_text("#document-title") == "tide"
        report.click("#document-content a[href^='#cluster-']")
        assert report.shown() == ["cluster"]
        report.click("#cluster-content >> text=On the map")
        assert page.input_value("#map-cluster") in ("0", "1")
        assert report.complaints == []


def test_a_chosen_topic_is_in_the_address(open_report: Any, full_report: Path) -> None:
    """So that the list can be sent to others, and comes back."""
    with open_report(full_report) as report:
        page = report.go("documents")
        page.select_option("#table-topic", "3")
        assert page.evaluate("location.hash") == "#documents?topic=3"
        report.click("#reset")
        assert page.evaluate("location.hash") == "#documents"
        assert page.inner_text("#status") == "30 documents"


def test_the_page_can_be_used_with_the_keyboard_alone(open_report: Any, full_report: Path) -> None:
    """Skip link, navigation, search with arrow keys, matrix."""
    with open_report(full_report) as report:
        page = report.go("")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Tab")
        for _ in range(9):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert report.shown() == ["search"]
        page.keyboard.press("Tab")
        page.keyboard.type("reef")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.hash") == "#topic-0"
        page.keyboard.press("Enter")
        assert report.shown() == ["topic"]
        report.go("similarity")
        page.focus("#matrix td[tabindex='0']")
        first = page.inner_text("#matrix-readout")
        page.keyboard.press("ArrowRight")
        assert page.inner_text("#matrix-readout") != first
        assert report.complaints == []


def test_search_finds_topics_documents_sections_and_texts(
    open_report: Any, full_report: Path
) -> None:
    """In groups; all words count; the address keeps them."""
    with open_report(full_report) as report:
        page = report.go("search?words=tide")
        groups = page.locator("#search-results h3").all_inner_texts()
        assert [group.split()[0] for group in groups] == [
            *("Topics", "Documents", "Sections", "Texts")
        ]
        page.fill("#search-words", "judge court")
        report.until("location.hash === '#search?words=judge%20court'")
        assert "court" in page.inner_text("#search-results")
        page.fill("#search-words", "nowhere-at-all")
        report.until("document.getElementById('search-status').textContent[0] === 'N'")
        assert page.inner_text("#search-results") == ""


def test_a_section_has_an_address(open_report: Any) -> None:
    """A result of the search leads to the section; it is shown and has the focus, however far."""
    made = full_content(n_documents=2)
    far = made.sections.with_columns(document=pl.lit("tide/0"), position=pl.Series(range(6)))
    far = pl.concat([far] * 40).with_columns(
        position=pl.Series(range(240)), heading=pl.Series([f"part {i}" for i in range(240)])
    )
    made = full_content(
        n_documents=2, sections=far, section_topic=np.tile(made.section_topic, (40, 1)),
        texts=SectionTexts(pl.Series(["words"] * 240)),
    )  # fmt: skip
    with open_report(made) as report:
        page = report.go("search?words=219")
        report.click("#search-results a")
        assert page.evaluate("document.activeElement.textContent") == "part 219"
        assert 0 <= page.evaluate("document.activeElement.getBoundingClientRect().top") < 900
        page.go_back()
        assert report.shown() == ["search"]
        report.go("document-tide%2F0")
        page.focus("#document-sections button.more")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "part 60"
        assert report.complaints == []


def test_terms_are_ordered_by_relevance_or_frex(open_report: Any, full_report: Path) -> None:
    """The slider and the choice change the order; the table says the numbers."""
    with open_report(full_report) as report:
        page = report.go("topic-0")
        terms = page.locator(".terms-table tbody th").all_inner_texts()
        assert terms[:2] == ["tide", "reef"]
        page.locator(".slider input").fill("0")
        assert "λ = 0.00" in page.inner_text("#topic-content")
        page.check("input[value=frex]")
        assert "by FREX" in page.inner_text("#topic-content")
        assert page.locator(".terms-table tbody tr").count() == 12
        report.go("topic-1")
        assert page.is_checked("input[value=frex]")


def test_relevance_is_that_of_the_terms_of_a_run(open_report: Any) -> None:
    """The page ranks as `topics.shares.rank_terms` does, for every weight of the slider."""
    made = full_content()
    assert made.terms is not None
    share = made.topics["share"].to_numpy()
    with open_report(made) as report:
        page = report.go("topic-0")
        for weight in (0.0, 0.35, 1.0):
            page.locator(".slider input").fill(str(weight))
            shown = page.locator(".terms-table tbody th").all_inner_texts()
            ranked = rank_terms(
                made.terms.topic_term, share, order="relevance", relevance=weight, n_shown=4
            )[0]
            assert set(shown[:2]) == set(np.array(made.terms.terms)[ranked[:2]])


def test_a_text_shows_the_topics_of_its_terms(open_report: Any, full_report: Path) -> None:
    """Marked terms name their topic; those of one topic can be shown alone."""
    with open_report(full_report) as report:
        page = report.go("document-tide%2F4")
        marks = page.locator("#document-sections mark")
        assert marks.count() > 10
        assert marks.first.get_attribute("title")
        report.click("button.only >> nth=0")
        topic = page.locator("button.only[aria-pressed=true]").get_attribute("aria-label")
        faded = page.locator("#document-sections mark.faded")
        assert 0 < faded.count() < marks.count()
        assert faded.first.get_attribute("title") not in topic


def test_a_document_shows_the_intervals_of_its_topics(open_report: Any) -> None:
    """In words, and as a line in the bar that a screen reader skips."""
    shares = np.tile([[0.6, 0.32, 0.08]], (30, 1))
    low = shares - np.array([0.1, 0.02, 0.05])
    high = shares + np.array([0.15, 0.06, 0.004])
    made = full_content(n_topics=3, document_topic=shares, intervals=(low, high))
    with open_report(made) as report:
        page = report.go("document-tide%2F4")
        shown = page.locator("#document-content .shares li .muted").all_inner_texts()
        expected = ["60% (50 to 75%)", "32% (30 to 38%)", "8.0% (3.0 to 8.4%)"]
        assert [text.replace("\u00a0", " ") for text in shown] == expected
        assert "90% intervals" in page.inner_text("#document-content")
        assert "weights" not in page.inner_text("#document-content .hint >> nth=0")
        bars = page.locator("#document-content .share-bar[aria-hidden=true]")
        assert bars.count() == 3
        whole = page.locator(".share-bar").first.bounding_box()
        line = page.locator(".share-bar .range").first.bounding_box()
        assert line["x"] - whole["x"] == pytest.approx(0.5 * whole["width"], abs=1)
        assert line["width"] == pytest.approx(0.25 * whole["width"], abs=1)
        assert report.complaints == []


def test_shares_of_weights_may_be_outside_of_intervals(open_report: Any) -> None:
    """The page says why; without intervals there are neither words nor bars."""
    shares = np.tile([[0.6, 0.32, 0.08]], (30, 1))
    made = full_content(n_topics=3, document_topic=shares, intervals=(shares + 0.01, shares + 0.1))
    with open_report(made) as report:
        page = report.go("document-tide%2F4")
        assert "of weights instead of terms" in page.inner_text("#document-content")
    with open_report(full_content(intervals=None)) as report:
        page = report.go("document-tide%2F4")
        assert "intervals" not in page.inner_text("#document-content .columns")
        assert page.locator(".share-bar").count() == 0
        assert report.complaints == []


def test_tables_sort_filter_and_copy(open_report: Any, full_report: Path) -> None:
    """Cells that a spreadsheet would run get an apostrophe; numbers stay."""
    with open_report(full_report) as report:
        page = report.go("similarity")
        report.click("#pairs-alike thead button >> nth=2")
        values = page.locator("#pairs-alike td.number").all_inner_texts()
        assert values == sorted(values, reverse=True)
        page.fill("input[aria-label^='Filter: pairs, similar']", "court")
        rows = page.evaluate("tableRows(byId('pairs-alike'))")
        assert 1 < len(rows) < 16
        assert all("court" in row[0] + row[1] for row in rows[1:])
        cells = ["=1+1", "+1", "-0.5", "@x", "\tx", "a,b", 'c"d', "-x", None]
        line = page.evaluate("cells => csvOf([cells])", cells)
        assert line == '\'=1+1,\'+1,-0.5,\'@x,\'\tx,"a,b","c""d",\'-x,\n'
        report.click("#similarity button >> text=Copy as CSV >> nth=0")
        report.until("document.querySelector('.tools [role=status]').textContent")


def test_sections_of_a_document_and_terms_of_a_topic_copy(
    open_report: Any, full_report: Path
) -> None:
    """With the largest topic of each section; the bars of terms are no column."""
    with open_report(full_report) as report:
        page = report.go("document-tide%2F4")
        names, *rows = page.evaluate("sectionRows(4)")
        assert names == ["document", "position", "heading", "n_terms", "topic", "label", "share"]
        assert [row[:2] for row in rows] == [["tide/4", n] for n in range(3)]
        assert all(0 < row[6] <= 1 for row in rows)
        report.click("#document-content button >> text=Copy as CSV >> nth=0")
        page = report.go("topic-1")
        names, *rows = page.evaluate("tableRows(document.querySelector('.terms-table'))")
        assert names == ["Term", "Share of topic", "In topic", "In corpus"]
        assert {len(row) for row in rows} == {4}


def test_print_and_a_page_without_scripts_have_every_served_view(
    open_report: Any, full_report: Path
) -> None:
    """One after the other; print keeps the colours of swatches and bars."""
    with open_report(full_report, java_script_enabled=False) as report:
        page = report.page
        page.goto(report.address)
        visible = [page.is_visible(f"#{view}") for view in SERVED]
        assert visible == [True] * len(SERVED)
        assert not page.is_visible("#topic")
    with open_report(full_report) as report:
        page = report.go("topics")
        page.emulate_media(media="print")
        assert set(SERVED) <= set(report.shown())
        assert not page.is_visible("#navigation")
        adjust = "getComputedStyle(document.querySelector('.swatch')).printColorAdjust"
        assert page.evaluate(adjust) == "exact"


def test_cells_of_several_parts_are_sorted_and_copied(open_report: Any, full_report: Path) -> None:
    """By the number before the interval; names below each other are apart, numbers have no plus."""
    rows = "tableRows(document.querySelector('{}'))"
    with open_report(full_report) as report:
        page = report.go("groups")
        table = page.evaluate(rows.format("#groups table.tools-wanted"))
        assert {row[2] for row in table[1:]} == {"10.0"}
        names = page.evaluate(rows.format("#clusters-table"))[1]
        assert names[-1] == "tide; tide"
        assert "; " in names[-2]
        keys = page.evaluate(
            "[...document.querySelectorAll('#groups table.shares tbody tr')]"
            ".map(row => asNumber(sortKey(row, 3)))"
        )
        assert len(keys) == 6
        assert all(0 < key < 100 for key in keys)
        page = report.go("effects")
        assert page.evaluate(rows.format("#effects table"))[1][2] == "2.00 (0.00 to 4.00)"
        assert report.complaints == []


def test_print_has_views_that_nobody_has_opened(open_report: Any, full_report: Path) -> None:
    """The map with its points and key, and the documents, in light colours, as on paper.

    What is folded in is there, but not the list of every removal.
    """
    look = """() => addEventListener("beforeprint", () => {
        const all = pixelsOf(byId("map-canvas"));
        const isColour = (v, i) => i % 4 === 0 && Math.abs(v - all[i + 2]) > 60;
        window.printed = [all[0], all.filter(isColour).length > 500,
          byId("map-legend").querySelectorAll("li").length, byId("rows").rows.length,
          document.querySelectorAll("details.long:not([open])").length > 0,
          document.querySelectorAll("details:not([open], .long)").length];
    })"""
    with open_report(full_report, color_scheme="dark") as report:
        page = report.go("topic-2")
        page.evaluate(PIXELS)
        page.evaluate(look)
        page.pdf()
        assert page.evaluate("window.printed") == [255, True, 6, 25, True, 0]
        assert report.shown() == ["topic"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        report.click("#navigation a[data-view=map]")
        report.until("pixelsOf(byId('map-canvas'))[0] === 21")
        assert report.complaints == []


def test_the_map_is_drawn_when_it_is_first_shown(open_report: Any, full_report: Path) -> None:
    """Its canvas has a size then."""
    painted = """(() => { const c = byId("map-canvas");
        return c.width && pixelsOf(c).filter((v, i) => i % 4 === 3 && v > 0).length > 1000; })()"""
    with open_report(full_report) as report:
        report.go("overview").evaluate(PIXELS)
        report.click("#navigation a[data-view=map]")
        report.until(painted)
        assert report.complaints == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "The run keeps no texts"),
        ("none", "was written without texts"),
        ("full", "Terms have the colour"),
    ],
)
def test_a_document_says_which_texts_there_are(open_report: Any, kind: str, words: str) -> None:
    """Also when there are none."""
    made = full_content()
    texts = None if kind == "missing" else made.texts.texts
    made = full_content(texts=SectionTexts(texts, "excerpts" if kind == "missing" else kind))
    with open_report(made) as report:
        page = report.go("document-tide%2F4")
        assert words in page.inner_text("#document-content")
        assert report.complaints == []
