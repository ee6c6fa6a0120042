"""Clusters in the report: their table, their labels on the map, their colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from PIL import Image

from support.report_clusters import with_clusters
from topics.report import ReportContent, write_map_png, write_report
from topics.report.clusters import cluster_column, names_in
from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours, topic_colours
from topics.report.placing import free_places

MakeContent = Callable[..., ReportContent]

# Machado, Oliveira and Fernandes (2009), severity 1, for linear sRGB.
SEEN = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def distances(colours: list[str], vision: str) -> Any:
    """Return distances in OKLab between colours as seen with this vision."""
    srgb = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colours])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.asarray(SEEN[vision]).T, 0, 1)
    lab = np.cbrt(seen @ TO_CONES.T) @ TO_LAB.T
    gaps = np.linalg.norm(lab[:, None] - lab[None], axis=2)
    return gaps[np.triu_indices(len(colours), 1)]


def data_of(path: Path) -> dict[str, Any]:
    """Return the data of a written report."""
    source = path.read_text(encoding="utf-8")
    begin = source.index('id="data">') + len('id="data">')
    data: dict[str, Any] = json.loads(source[begin : source.index("</script>", begin)])
    return data


@pytest.mark.parametrize("vision", SEEN)
def test_colours_of_clusters_can_be_told_apart_with_any_vision(vision: str) -> None:
    """The first twelve, and all twenty, also from the grey of no cluster."""
    for n, least in ((12, 0.065), (20, 0.045)):
        assert distances([*cluster_colours(n), NO_CLUSTER_COLOUR], vision).min() > least
    assert len(set(cluster_colours(300))) == 300


def test_the_page_says_what_clusters_are(tmp_path: Path, content: MakeContent) -> None:
    """Label, sizes, scores, topics by name; documents lead to their rows."""
    write_report(tmp_path / "report.html", with_clusters(content()))
    source = (tmp_path / "report.html").read_text(encoding="utf-8")
    for part in (
        "Groups of documents with similar topics in several short fits, found by leiden.",
        '<a class="cluster" data-cluster="1" href="#cluster-1">',
        '<td role="cell" class="number" data-name="Stability">0.750</td>',
        '1 <span dir="auto">law</span></a> 62&nbsp;%',
        '<a class="part" href="#document-tide1" dir="auto">tide</a>',
        'id="colour-by-cluster"',
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
    assert 'name="colour-by"' not in source
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


def test_labels_do_not_cover_each_other() -> None:
    """Whatever their boxes are; each is inside the frame or has no place."""
    generator = np.random.default_rng(0)
    frame = (0.0, 0.0, 100.0, 60.0)
    corners = generator.uniform(0, 90, (60, 2))
    sizes = generator.uniform(3, 30, 60)
    boxes = [(x, y, x + w, y + 4) for (x, y), w in zip(corners, sizes, strict=True)]
    moves = free_places(boxes, frame)
    assert moves[0] is not None
    assert None in moves
    placed = [
        (box[0] + move[0], box[1] + move[1], box[2] + move[0], box[3] + move[1])
        for box, move in zip(boxes, moves, strict=True)
        if move is not None
    ]
    for i, one in enumerate(placed):
        assert one[0] >= -1e-9
        assert one[2] <= 100 + 1e-9
        for other in placed[:i]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3]
            assert apart or other[1] >= one[3]


def test_the_picture_of_clusters(tmp_path: Path) -> None:
    """Its colours are those of the clusters and the grey of none; the bytes are always the same."""
    generator = np.random.default_rng(0)
    table = pl.DataFrame(
        {
            "level": ["document", "section"] * 30,
            "x": generator.normal(size=60),
            "y": generator.normal(size=60),
            "topic": [0] * 60,
            "cluster": pl.Series([0, 1, 2, -1, None, 0] * 10, dtype=pl.Int64),
        }
    )
    labels = ["$\\frac{1}{$", "漢字", "x" * 5_000]
    for name in ("a", "b"):
        write_map_png(tmp_path / f"{name}.png", table, labels, column="cluster", view="tf-idf")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1600, 1200)
        found = {colour for _, colour in image.convert("RGB").getcolors(2**24)}
    for colour in (*cluster_colours(3), NO_CLUSTER_COLOUR):
        assert tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) in found
    assert tuple(int(topic_colours(1)[0][i : i + 2], 16) for i in (1, 3, 5)) not in found
