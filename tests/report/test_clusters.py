"""Clusters in the report: their table, their labels on the map, their colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from support.report_clusters import with_clusters
from topics.report import ReportContent, write_report
from topics.report.clusters import cluster_column, names_in
from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours

MakeContent = Callable[..., ReportContent]


def data_of(path: Path) -> dict[str, Any]:
    """Return the data of a written report."""
    source = path.read_text(encoding="utf-8")
    begin = source.index('id="data">') + len('id="data">')
    data: dict[str, Any] = json.loads(source[begin : source.index("</script>", begin)])
    return data


def test_the_page_says_what_clusters_are(tmp_path: Path, content: MakeContent) -> None:
    """Label, sizes, scores, topics by name; documents lead to their rows."""
    write_report(tmp_path / "report.html", with_clusters(content()))
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    for part in (
        "Groups of documents with similar topics in several short fits, found by leiden.",
        '<a class="cluster" data-cluster="1" href="#cluster-1">',
        '<td role="cell" class="number" data-name="Stability">0.750</td>',
        '1 <span dir="auto">law</span></a> 62%',
        '<a class="part" href="#document-tide1" dir="auto">tide</a>',
        'id="map-cluster"',
        'role="status"',
    ):
        assert part in source
    data = data_of(tmp_path / "report.html")
    assert data["clusters"]["labels"] == ["tide", "law"]
    assert data["clusters"]["colours"] == cluster_colours(2)
    assert data["clusters"]["none"] == {"label": "no cluster", "colour": NO_CLUSTER_COLOUR}
    assert data["clusters"]["layers"] == [[[0, "tide", 0.0, 1.0]]]
    assert data["documents"]["cluster"] == [0, 0, 1]
    assert data["sections"]["cluster"] == [0, 0, 0, 0, 1, 1]
    assert "cluster" not in data["extra"]


def test_a_run_without_clusters_has_nothing_of_them(tmp_path: Path, content: MakeContent) -> None:
    """No table, no switch, no column."""
    write_report(tmp_path / "report.html", content())
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="clusters' not in source
    assert 'id="map-cluster"' not in source
    assert data_of(tmp_path / "report.html")["clusters"] is None


def test_rows_of_no_cluster_are_named_and_counted(tmp_path: Path, content: MakeContent) -> None:
    """-1 is no cluster; a missing cluster, as of a row without terms, is not counted."""
    made = with_clusters(content())
    columns = {"cluster": pl.Series([0, -1, None], dtype=pl.Int64)}
    made = replace(made, documents=made.documents.with_columns(**columns))
    write_report(tmp_path / "report.html", made)
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "1 documents are in no cluster and grey on the map" in source
    assert data_of(tmp_path / "report.html")["documents"]["cluster"] == [0, -1, None]


def test_scores_that_no_cluster_has_are_left_out(tmp_path: Path, content: MakeContent) -> None:
    """A view of one fit has no stability."""
    made = with_clusters(content())
    assert made.clusters is not None
    table = made.clusters.table.with_columns(stability=pl.lit(None, dtype=pl.Float64))
    made = replace(made, clusters=replace(made.clusters, table=table, view="tf-idf"))
    write_report(tmp_path / "report.html", made)
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "with similar terms (tf-idf), found by leiden" in source
    assert 'data-name="Stability">0' not in source
    assert 'data-name="Silhouette">0.250' in source


def test_the_map_says_what_it_shows(tmp_path: Path, content: MakeContent) -> None:
    """The view in words; a map of one level says which."""
    made = content(map_view="consensus")
    write_report(tmp_path / "report.html", made)
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Points close together have similar topics in several short fits" in source
    assert 'id="show-sections"' in source
    assert made.projection is not None
    documents = made.projection.filter(pl.col("level") == "document")
    write_report(tmp_path / "r.html", content(map_view="embeddings", projection=documents))
    source = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Points are documents, of which the run has embeddings" in source
    assert 'id="show-sections"' not in source


def test_names_with_commas_are_found() -> None:
    """The longest known name counts; unknown pieces are left out, and long lists are cut."""
    known = {"a", "a, b", "c"}
    assert names_in("a, b, c, d, a", known) == ["a, b", "c", "a"]
    assert names_in("x, " * 100_000, known) == []


def test_other_columns_named_cluster_are_no_clusters() -> None:
    """In runs of earlier versions the name can be that of metadata."""
    assert cluster_column(pl.DataFrame({"cluster": ["mine"]})) == [None]
    assert cluster_column(pl.DataFrame({"id": ["a", "b"]})) == [None, None]
