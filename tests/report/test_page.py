"""The scripts of the report run: in Chromium and in Node, where these are installed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.report_clusters import with_clusters
from topics.report import MapLayer, ReportContent, write_report

MakeContent = Callable[..., ReportContent]

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1280,1000 "
    "--virtual-time-budget=15000 --enable-logging=stderr"
).split()

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def page_in_chromium(folder: Path, content: ReportContent) -> tuple[dict[str, Any], str]:
    """Open a report with the probe in it; return what the probe noted and the log."""
    path = folder / "report.html"
    write_report(path, content)
    source = path.read_text(encoding="utf-8")
    probe = (HERE / "probe.js").read_text(encoding="utf-8")
    path.write_text(source.replace("<title>", f"<script>{probe}</script><title>", 1), "utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'user'}", "--dump-dom"]
    process = subprocess.run(
        [*command, path.as_uri()], capture_output=True, text=True, check=False, timeout=120
    )
    notes = re.search(r'<pre id="probe">(.*?)</pre>', process.stdout, re.DOTALL)
    assert notes, process.stderr
    return json.loads(html.unescape(notes[1])), process.stderr


def page_in_node(folder: Path, content: ReportContent, *topic: str) -> dict[str, Any]:
    """Run the scripts of a report in Node; return what they put into the page."""
    write_report(folder / "report.html", content)
    command = [str(NODE), HERE / "node_page.js", folder / "report.html", *topic]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert process.returncode == 0, process.stderr
    page: dict[str, Any] = json.loads(process.stdout)
    return page


@needs_chromium
def test_page_works_in_a_browser(tmp_path: Path, content: MakeContent) -> None:
    """Tables, map and the numbers of topics are there; no error, no request."""
    page, log = page_in_chromium(tmp_path, content(n_documents=30))
    assert page["errors"] == []
    assert page["requests"] == []
    assert "CONSOLE" not in log
    assert page["rows"] == 25  # one page of the table
    assert page["sections"] == 2
    assert page["areas"] == 2  # of both topics along the document
    assert page["flow"] == "Topics along the document, smoothed; no turn to another topic."
    assert page["rowsOfTopic"] == 25
    assert page["seen"]["title"] == "tide · tide"
    assert page["seen"]["topic"] == "0 tide"
    assert (
        page["status"] == "30 documents with at least 10\xa0% of topic 0 tide, most about it first"
    )
    assert page["painted"] > 1000
    assert page["arcs"] >= 90
    width, height = page["size"]
    assert {text for text, _, _ in page["numbers"]} == {"0", "1"}
    assert all(0 < x < width and 0 < y < height for _, x, y in page["numbers"])


@needs_chromium
def test_page_without_a_map_works_in_a_browser(tmp_path: Path, content: MakeContent) -> None:
    """A run without a projection has no canvas, and its scripts still run to the end."""
    page, _ = page_in_chromium(tmp_path, content(projection=None))
    assert page["errors"] == []
    assert page["rows"] == 3
    assert "painted" not in page


@needs_node
def test_scripts_fill_the_table_and_draw_the_map(tmp_path: Path, content: MakeContent) -> None:
    """Topic 0 has points 3, 5 and 7 of 0 to 8 on both axes, topic 1 has 0, 1, 2, 4, 6 and 8.

    The numbers are drawn at 5 and at 2, the point nearest to the median of 3.
    """
    page = page_in_node(tmp_path, content())
    assert page["status"] == "3 documents"
    assert [row[0] for row in page["rows"]] == ["tide"] * 3
    assert page["rows"][0][4] == "30"
    assert page["rows"][0][3] == "law 70\xa0%tide 30\xa0%"
    assert page["arcs"] % 9 == 0
    # 8 units of the map are 92% of 1000 × 500 pixels.
    assert page["map"][:2] == [["0", 615, 193], ["1", 270, 365]]


@needs_chromium
def test_clusters_work_in_a_browser(tmp_path: Path, content: MakeContent) -> None:
    """The search filters, documents and clusters lead to each other, the map is coloured."""
    page, log = page_in_chromium(tmp_path, with_clusters(content(n_documents=30)))
    assert page["errors"] == []
    assert "CONSOLE" not in log
    seen = page["seen"]
    assert (seen["found"], seen["searchStatus"]) == (1, "1 of 2 clusters")
    assert seen["opened"] == "tide"
    assert seen["cluster"] == "0 tide"
    assert seen["listed"].startswith("15 documents in cluster 1 law")
    assert "coloured by cluster" in seen["canvas"]


@needs_node
def test_the_map_has_labels_of_clusters(tmp_path: Path, content: MakeContent) -> None:
    """At their positions, the chosen one alone; its documents are listed."""
    made = with_clusters(content())
    assert made.clusters is not None
    layers = [MapLayer(0, ["tide", "law"], [(0.0, 0.0), (8.0, 8.0)])]
    made = replace(made, clusters=replace(made.clusters, layers=layers))
    page = page_in_node(tmp_path, made, "0", "1")
    # 8 units of the map are 92% of 1000 × 500 pixels; "law" is below the buttons in the corner.
    assert page["labels"] == [["tide", 40, 480], ["law", 960, 74]]
    assert page["numbers"][-1:] == [["law", 960, 74]]
    assert page["status"] == "1 document in cluster 1 law"
    assert page["rows"][0][4] == "1 law"


@needs_node
def test_coarse_labels_come_first(tmp_path: Path, content: MakeContent) -> None:
    """Before anyone zooms in, the map has the labels of the first layer only."""
    made = with_clusters(content())
    assert made.clusters is not None
    fine = MapLayer(1, ["tide", "law"], [(0.0, 0.0), (8.0, 8.0)])
    coarse = MapLayer(0, ["all"], [(4.0, 4.0)])
    made = replace(made, clusters=replace(made.clusters, layers=[fine, coarse]))
    page = page_in_node(tmp_path, made, "0", "1")
    assert [text for text, _, _ in page["labels"]] == ["all"]
    assert [text for text, _, _ in page["numbers"][-1:]] == ["law"]


@needs_node
def test_scripts_run_without_a_map(tmp_path: Path, content: MakeContent) -> None:
    """Without a projection the table is filled and nothing is drawn."""
    page = page_in_node(tmp_path, content(projection=None))
    assert len(page["rows"]) == 3
    assert page["numbers"] == []


@needs_node
def test_the_list_of_a_topic_begins_with_its_representatives(
    tmp_path: Path, content: MakeContent
) -> None:
    """The others follow by their share; without representatives all are in that order."""
    share = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.6, 0.4]])
    made = content(n_documents=4, document_topic=share)
    page = page_in_node(tmp_path, made, "0")
    assert [row[3][5:7] for row in page["rows"]] == ["90", "80", "70", "60"]
    assert page["status"].endswith("most about it first")
    page = page_in_node(tmp_path, replace(made, representatives=[[0, 3], []]), "0")
    assert [row[3][5:7] for row in page["rows"]] == ["90", "60", "80", "70"]
    assert page["status"].endswith("most about it first; near-copies of the first ones follow them")
