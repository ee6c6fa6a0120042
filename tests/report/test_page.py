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
from topics.report import ReportContent, write_report

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
def test_scripts_fill_the_table(tmp_path: Path, content: MakeContent) -> None:
    """Titles, topics with their shares, and numbers of terms."""
    page = page_in_node(tmp_path, content())
    assert page["status"] == "3 documents"
    assert [row[0] for row in page["rows"]] == ["tide"] * 3
    assert page["rows"][0][4] == "30"
    assert page["rows"][0][3] == "law 70%tide 30%"


@needs_node
def test_the_documents_of_a_cluster_are_listed(tmp_path: Path, content: MakeContent) -> None:
    """The status names the cluster, and so does each row."""
    page = page_in_node(tmp_path, with_clusters(content()), "0", "1")
    assert page["status"] == "1 document in cluster 1 law"
    assert page["rows"][0][4] == "1 law"


@needs_node
def test_scripts_run_without_a_map(tmp_path: Path, content: MakeContent) -> None:
    """Without a projection the table is filled."""
    page = page_in_node(tmp_path, content(projection=None))
    assert len(page["rows"]) == 3


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
