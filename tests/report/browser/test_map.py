"""The map of the report in a browser: colours, labels, hover, search, selection, keys."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.report_full import full_content
from topics.report import MapLayer, ReportContent
from topics.report.colours import topic_colours

PAINTED = "() => drawing.at !== null"

COLOURS = """() => {
    const { width, height } = map.canvas;
    const pixels = map.canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const counts = {};
    for (let i = 0; i < pixels.length; i += 4) {
        const hex = "#" + [0, 1, 2].map(k => pixels[i + k].toString(16).padStart(2, "0")).join("");
        counts[hex] = (counts[hex] || 0) + 1;
    }
    return counts;
}"""
"""Numbers of pixels by colour."""


def on_map(report: Any, address: str = "map") -> Any:
    """Show the map and wait until it is drawn."""
    page = report.go(address)
    report.until(f"({PAINTED})()")
    page.wait_for_timeout(50)
    return page


def pixel_of(page: Any, kind: int, row: int) -> tuple[float, float]:
    """Return where a point is on the screen."""
    script = """([kind, row]) => {
        let found = -1;
        for (let p = 0; p < map.points.n; p++) {
            if (map.points.kind[p] === kind && map.points.row[p] === row) found = p;
        }
        const box = map.canvas.getBoundingClientRect();
        const to = toPixels();
        return [box.left + to.x(map.points.u[found]), box.top + to.y(map.points.v[found])];
    }"""
    x, y = page.evaluate(script, [kind, row])
    return x, y


def many_points(n: int, **changes: Any) -> ReportContent:
    """Return a report of documents of one section each, around places of 30 topics."""
    made = full_content(n_topics=30, n_documents=n // 4)
    assert made.projection is not None
    chance = np.random.default_rng(0)
    height = made.projection.height
    topic = np.arange(height) % 30
    centres = 5 * chance.normal(size=(30, 2))
    xy = centres[topic] + chance.normal(size=(height, 2))
    table = made.projection.with_columns(x=xy[:, 0], y=xy[:, 1], topic=pl.Series(topic))
    return replace(made, projection=table, **changes)


def test_points_have_the_colours_of_their_topics(open_report: Any, full_report: Path) -> None:
    """The map is drawn when it is first shown; each topic that leads somewhere has pixels."""
    with open_report(full_report) as report:
        page = report.go("overview")
        page.click("#navigation a[data-view=map]")
        report.until(f"({PAINTED})()")
        leading = page.evaluate("[...new Set(map.colouring.group)]")
        colours = page.evaluate(COLOURS)
        for topic in leading:
            assert colours.get(topic_colours(6)[topic], 0) > 5
        page.uncheck("#show-documents")
        report.until("!drawing.waiting")
        assert page.evaluate("listedPoints().every(p => map.points.kind[p] === SECTION)")
        assert report.complaints == []
        assert report.requests == []


@pytest.mark.parametrize(("ratio", "scheme"), [(1, "light"), (2, "light"), (2, "dark")])
def test_the_map_is_as_fine_as_the_screen(
    open_report: Any, full_report: Path, ratio: int, scheme: str
) -> None:
    """The canvas has the pixels of the screen; the paper is that of the page."""
    settings = {"device_scale_factor": ratio, "color_scheme": scheme}
    with open_report(full_report, **settings) as report:
        page = on_map(report)
        for name in ("map-canvas", "map-overlay"):
            size = page.evaluate(f"[byId('{name}').width, byId('{name}').clientWidth]")
            assert size[0] == ratio * size[1]
        colours = page.evaluate(COLOURS)
        paper = "#15181c" if scheme == "dark" else "#ffffff"
        assert max(colours, key=colours.__getitem__) == paper


def test_a_click_leads_to_the_document_and_hover_says_what_it_is(
    open_report: Any, full_report: Path
) -> None:
    """Also that of a section; after a drag there is no click."""
    with open_report(full_report) as report:
        page = on_map(report)
        x, y = pixel_of(page, 1, 7)
        page.mouse.move(x, y)
        report.until("!byId('map-tip').hidden")
        assert "tide" in page.inner_text("#map-tip")
        page.mouse.down()
        page.mouse.move(x + 60, y + 20, steps=4)
        page.mouse.up()
        assert report.shown() == ["map"]
        x, y = pixel_of(page, 1, 7)
        page.mouse.click(x, y)
        report.until("location.hash.startsWith('#document-')")
        assert report.shown() == ["document"]


def test_what_can_be_moved_stays_under_the_pointer(open_report: Any, full_report: Path) -> None:
    """Wheel, buttons, drag and keys; the centre stays on the map, and 0 shows all."""
    with open_report(full_report) as report:
        page = on_map(report)
        page.focus("#map-canvas")
        x, y = pixel_of(page, 1, 3)
        page.mouse.move(x, y)
        page.mouse.wheel(0, -300)
        report.until("map.zoom > 2")
        assert pixel_of(page, 1, 3) == pytest.approx((x, y), abs=0.5)
        page.keyboard.press("ArrowRight")
        assert pixel_of(page, 1, 3)[0] < x
        for _ in range(40):
            page.keyboard.press("ArrowRight")
        assert page.evaluate("map.x") == 0.5
        page.keyboard.press("0")
        assert page.evaluate("[map.zoom, map.x, map.y]") == [1, 0, 0]
        page.click("#zoom-in")
        page.click("#zoom-out")
        assert page.evaluate("map.zoom") == pytest.approx(1)


def test_the_wheel_scrolls_the_page_until_the_map_has_the_focus(
    open_report: Any, full_report: Path
) -> None:
    """So that nobody is caught on the way down."""
    with open_report(full_report) as report:
        page = on_map(report)
        box = page.locator("#map-canvas").bounding_box()
        page.mouse.move(box["x"] + 300, box["y"] + 200)
        page.mouse.wheel(0, 200)
        report.until("window.scrollY > 0")
        assert page.evaluate("map.zoom") == 1


def test_labels_do_not_overlap_and_more_appear_on_zooming_in(open_report: Any) -> None:
    """First those of groups in the tree, then of their topics; the largest have priority."""
    with open_report(many_points(4_000)) as report:
        page = on_map(report)
        seen = {}
        for zoom in (1, 2, 6):
            page.evaluate(
                "zoom => moveTo(zoom, map.points.u[0] - 0.5, map.points.v[0] - 0.5)", zoom
            )
            page.evaluate("drawMap()")
            labels = page.evaluate("map.labels")
            for one, other in itertools.combinations(labels, 2):
                apart = abs(one["x"] - other["x"]) >= one["half"] + other["half"]
                assert apart or abs(one["y"] - other["y"]) >= (one["tall"] + other["tall"]) / 2
            seen[zoom] = labels
        groups = full_content(n_topics=30).tree
        assert groups is not None
        assert sum(label["isGroup"] for label in seen[1]) > 1
        assert not any(label["isGroup"] for label in seen[2] + seen[6])
        wanted = page.evaluate("topicLabels(data.topics.map((_, k) => k)).length")
        assert wanted == 30


def test_labels_keep_off_the_points_of_small_maps(open_report: Any, content: Any) -> None:
    """A number covered its point before."""
    with open_report(content(n_documents=4)) as report:
        page = on_map(report)
        labels = page.evaluate("map.labels")
        assert len(labels) == 2
        places = page.evaluate(
            "[...map.points.u].map((u, p) => [toPixels().x(u), toPixels().y(map.points.v[p])])"
        )
        for label in labels:
            for x, y in places:
                is_in_width = abs(x - label["x"]) < label["half"]
                assert not (is_in_width and abs(y - label["y"]) < label["tall"] / 2)


def test_labels_of_clusters_follow_the_levels_of_their_tree(open_report: Any) -> None:
    """The coarsest first; a chosen cluster has its own alone."""
    made = full_content()
    assert made.clusters is not None
    fine = MapLayer(1, ["sea", "law"], [(0.0, 0.0), (1.0, 1.0)])
    coarse = MapLayer(0, ["all"], [(0.5, 0.5)])
    made = replace(made, clusters=replace(made.clusters, layers=[fine, coarse]))
    with open_report(made) as report:
        page = on_map(report)
        page.select_option("#map-colour", "cluster")
        page.evaluate("drawMap()")
        assert page.evaluate("wantedLabels().map(([words]) => words)") == ["all"]
        page.evaluate("zoomBy(2.1)")
        assert len(page.evaluate("wantedLabels()")) == 2
        page.select_option("#map-cluster", "1")
        assert len(page.evaluate("wantedLabels()")) == 1
        assert page.evaluate("location.hash") == "#map?cluster=1"


def with_columns(columns: dict[str, list[Any]]) -> ReportContent:
    """Return a report whose documents have these columns of metadata."""
    made = full_content()
    return replace(
        made, documents=made.documents.with_columns(**{k: pl.Series(v) for k, v in columns.items()})
    )


def test_columns_of_metadata_colour_the_points(open_report: Any) -> None:
    """Values by their number, numbers and dates along a ramp; ids are not offered."""
    n = 30
    made = with_columns(
        {
            "outlet": [f"outlet {i % 25}" if i % 7 else None for i in range(n)],
            "score": [0.5 * i for i in range(n)],
            "when": [f"{1990 + i}-05-01" for i in range(n)],
            "key": [f"k{i}" for i in range(n)],
            "same": ["x"] * n,
        }
    )
    with open_report(made) as report:
        page = on_map(report)
        options = page.locator("#map-colour option").all_inner_texts()
        assert {"topic", "cluster", "outlet", "score", "when"} <= set(options)
        assert not {"key", "same"} & set(options)
        page.select_option("#map-colour", label="outlet")
        entries = page.locator("#map-legend li").all_inner_texts()
        assert len(entries) == 22  # twenty values, the others, and none
        assert entries[-2].startswith("2 other values")
        assert entries[-1].startswith("no value")
        page.locator("#map-legend button >> nth=0").click()
        assert page.locator("#map-legend button[aria-pressed=true]").count() == 1
        bright = page.evaluate("map.bright.reduce((a, b) => a + b, 0)")
        assert 0 < bright < page.evaluate("map.points.n")
        for name, low in (("score", "0"), ("when", "1990-05")):
            page.select_option("#map-colour", label=name)
            ends = page.locator(".ramp-ends span").all_inner_texts()
            assert ends[0] == low
            groups = page.evaluate("[...map.colouring.group]")
            owners = page.evaluate("[...map.points.owner]")
            by_owner = sorted(zip(owners, groups, strict=True))
            assert [group for _, group in by_owner] == sorted(groups)
        assert report.complaints == []


def test_the_legend_chooses_a_topic_for_all_views(open_report: Any, full_report: Path) -> None:
    """A second press shows all again; the address keeps the choice."""
    with open_report(full_report) as report:
        page = on_map(report)
        entry = page.locator("#map-legend button >> nth=1")
        entry.click()
        topic = page.evaluate("state.topic")
        assert page.input_value("#map-topic") == str(topic)
        assert page.evaluate("location.hash") == f"#map?topic={topic}"
        assert page.evaluate("listedPoints().every(p => largestTopic(p) === state.topic)")
        entry.click()
        assert page.evaluate("state.topic") == -1


def test_search_highlights_and_enter_zooms_there(open_report: Any) -> None:
    """All words count, in documents and in headings; nothing found says so."""
    made = with_columns({"title": [f"report {i}" for i in range(30)]})
    with open_report(made) as report:
        page = on_map(report)
        page.fill("#map-search", "report 17")
        report.until("map.found !== null")
        assert page.inner_text("#map-found") == "1 document and 3 sections found"
        assert page.evaluate("listedPoints().map(p => map.points.owner[p])") == [17] * 4
        page.press("#map-search", "Enter")
        assert page.evaluate("map.zoom") > 1
        page.fill("#map-search", "nowhere")
        report.until("byId('map-found').textContent.startsWith('0 documents')")
        page.fill("#map-search", "")
        report.until("map.found === null")
        assert page.inner_text("#map-found") == ""


@pytest.mark.parametrize("mode", ["box", "lasso", "shift"])
def test_a_selection_is_listed_and_saved(
    open_report: Any, full_report: Path, tmp_path: Path, mode: str
) -> None:
    """Only what is inside; as a table with links and as CSV."""
    with open_report(full_report, accept_downloads=True) as report:
        page = on_map(report)
        if mode != "shift":
            page.click(f"#mode-{mode}")
        box = page.locator("#map-canvas").bounding_box()
        corners = [(0.05, 0.2), (0.05, 0.95), (0.55, 0.95), (0.55, 0.2)]
        path = corners if mode == "lasso" else [corners[0], corners[2]]
        to_screen = [(box["x"] + a * box["width"], box["y"] + b * box["height"]) for a, b in path]
        if mode == "shift":
            page.keyboard.down("Shift")
        page.mouse.move(*to_screen[0])
        page.mouse.down()
        for place in to_screen[1:]:
            page.mouse.move(*place, steps=6)
        page.mouse.up()
        page.keyboard.up("Shift")
        inside = """() => { const [w, h] = frameSize(); const to = toPixels();
            return [...map.points.u].flatMap((u, p) => {
                const [a, b] = [to.x(u) / w, to.y(map.points.v[p]) / h];
                return a > 0.05 && a < 0.55 && b > 0.2 && b < 0.95 ? [p] : []; }); }"""
        expected = page.evaluate(inside)
        assert page.evaluate("listedPoints()") == expected
        assert page.inner_text("#map-list-title") == "Selected documents"
        n = page.evaluate("documentsOfPoints(listedPoints()).length")
        assert page.inner_text("#map-listed").startswith(f"{n} document")
        with page.expect_download() as download:
            page.click("#map-save")
        assert download.value.suggested_filename == "selection.csv"
        saved = tmp_path / "selection.csv"
        download.value.save_as(saved)
        with saved.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(expected)
        assert {row["level"] for row in rows} == {"document", "section"}
        assert rows[0]["document"].startswith("tide/")
        page.click("#map-clear")
        assert page.inner_text("#map-list-title") == "Documents in sight"
        assert report.complaints == []


def test_the_list_follows_the_map_and_can_be_reached_by_key(
    open_report: Any, full_report: Path
) -> None:
    """Its links lead to the documents; more rows come by a button, and the focus goes there."""
    with open_report(full_report) as report:
        page = on_map(report)
        report.until("byId('map-listed').textContent.startsWith('30 documents')")
        assert page.locator("#map-rows tr").count() == 20
        page.focus("#map-more button")
        page.keyboard.press("Enter")
        assert page.locator("#map-rows tr").count() == 30
        assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 21
        page.evaluate("showPart([0.4, 0.4, 0.6, 0.6])")
        report.until("!byId('map-listed').textContent.startsWith('30 documents')")
        page.focus("#map-canvas")
        for _ in range(24):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('#map-rows') !== null"):
                break
        page.keyboard.press("Enter")
        report.until("location.hash.startsWith('#document-')")


def test_two_fingers_zoom(open_report: Any, full_report: Path) -> None:
    """What is between them stays there."""
    with open_report(full_report) as report:
        page = on_map(report)
        page.evaluate(
            """() => {
                const send = (type, id, x, y) => map.canvas.dispatchEvent(new PointerEvent(type, {
                    pointerId: id, pointerType: "touch", clientX: x, clientY: y, bubbles: true }));
                map.canvas.setPointerCapture = () => {};
                const box = map.canvas.getBoundingClientRect();
                const at = (dx) => [box.left + box.width / 2 + dx, box.top + box.height / 2];
                send("pointerdown", 1, ...at(-50));
                send("pointerdown", 2, ...at(50));
                send("pointermove", 1, ...at(-100));
                send("pointermove", 2, ...at(100));
                send("pointerup", 1, ...at(-100));
                send("pointerup", 2, ...at(100));
            }"""
        )
        assert page.evaluate("map.zoom") == pytest.approx(2, rel=0.05)
        assert page.evaluate("Math.abs(map.x) + Math.abs(map.y)") < 0.02
        assert report.shown() == ["map"]


@pytest.fixture
def extremes() -> Callable[[str], ReportContent]:
    """Return a function that makes a report whose map is odd."""

    def make(kind: str) -> ReportContent:
        made = full_content()
        table = made.projection
        assert table is not None
        if kind == "one place":
            table = table.with_columns(x=pl.lit(3.0), y=pl.lit(-2.0))
        elif kind == "huge":
            x = np.where(np.arange(table.height) % 2, 1.7e308, -1.7e308)
            table = table.with_columns(x=x, y=x[::-1])
        else:
            table = table.head(1)
        return replace(made, projection=table)

    return make


@pytest.mark.parametrize("kind", ["one place", "huge", "one point"])
def test_odd_maps_are_drawn(
    open_report: Any, extremes: Callable[[str], ReportContent], kind: str
) -> None:
    """All points at one place, coordinates whose difference is infinite, a single point."""
    with open_report(extremes(kind)) as report:
        page = on_map(report)
        page.evaluate("zoomBy(3)")
        page.evaluate("showHighlighted()")
        page.evaluate("drawMap()")
        places = page.evaluate("[...map.points.u, ...map.points.v]")
        assert all(0 <= place <= 1 for place in places)
        assert report.complaints == []


def test_a_large_map_shifts_its_image_while_it_moves(open_report: Any) -> None:
    """Where drawing is slow, the last image is moved, and the map is drawn again at rest."""
    with open_report(many_points(2_000)) as report:
        page = on_map(report)
        page.evaluate("() => { drawing.cost = 1000; }")
        page.evaluate("moveBy(0.2, 0)")
        report.until("!drawing.waiting")
        assert page.evaluate("drawing.at.x") in (0, page.evaluate("map.x"))
        report.until("drawing.at.x === map.x")
        assert page.evaluate("map.x") == pytest.approx(0.2)
