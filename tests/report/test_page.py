"""The scripts of the report run in Node, where it is installed; tests/report/browser has more."""

from __future__ import annotations

import json
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
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")


def page_in_node(folder: Path, content: ReportContent, *topic: str) -> dict[str, Any]:
    """Run the scripts of a report in Node; return what they put into the page."""
    write_report(folder / "report.html", content)
    command = [str(NODE), HERE / "node_page.js", folder / "report.html", *topic]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert process.returncode == 0, process.stderr
    page: dict[str, Any] = json.loads(process.stdout)
    return page


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
