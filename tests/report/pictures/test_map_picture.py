"""The picture of the map: labels, legend, fonts, and the same bytes."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import polars as pl
import pytest
from PIL import Image

from topics.errors import OptionError
from topics.report import map_figure, save_picture
from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours, topic_colours
from topics.report.label_positions import label_positions


def projection(n: int, n_topics: int, spread: float = 0.4) -> pl.DataFrame:
    """Return points of both levels around a place for each topic."""
    chance = np.random.default_rng(0)
    topic = np.arange(n) % max(n_topics, 1)
    centres = 4 * chance.normal(size=(max(n_topics, 1), 2))
    xy = centres[topic] + spread * chance.normal(size=(n, 2))
    return pl.DataFrame(
        {
            "level": ["document" if i % 4 == 0 else "section" for i in range(n)],
            "document": [f"d{i // 4}" for i in range(n)],
            "position": [None if i % 4 == 0 else i % 4 - 1 for i in range(n)],
            "x": xy[:, 0],
            "y": xy[:, 1],
            "topic": topic,
        }
    )


def texts_on(figure: Any) -> list[Any]:
    """Return the labels in the frame of the map."""
    return [text for text in figure.axes[0].texts if text.get_text()]


def boxes_of(texts: list[Any]) -> list[Any]:
    """Return their boxes in pixels."""
    return [text.get_window_extent() for text in texts]


def overlap(one: Any, other: Any) -> bool:
    """Whether two boxes have a point in common."""
    return bool(one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1)


def test_picture_has_its_size_and_the_same_bytes(tmp_path: Path) -> None:
    """PNG and SVG do not depend on the clock or on other figures; 300 dots are an inch."""
    table, labels = projection(200, 12), [f"topic {k}" for k in range(12)]
    for ending in ("png", "svg"):
        for name in ("a", "b"):
            save_picture(map_figure(table, labels), tmp_path / f"{name}.{ending}")
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (2400, 1920)
        assert round(image.info["dpi"][0]) == 300
        assert not image.info.keys() & {"Software", "Creation Time", "date"}
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<dc:date>" not in svg
    assert "<image" not in svg  # few points are shapes
    assert "<text" not in svg  # letters, too


def test_a_large_svg_has_its_points_as_one_image() -> None:
    """Otherwise its file would be larger than the report."""
    figure = map_figure(projection(8_000, 5), list("abcde"))
    assert [each.get_rasterized() for each in figure.axes[0].collections] == [True, False]


def test_another_ending_is_an_error(tmp_path: Path) -> None:
    """It says what can be written."""
    figure = map_figure(projection(8, 2), ["a", "b"])
    with pytest.raises(OptionError, match=r"\.png or \.svg, not \.gif; name the file map\.png"):
        save_picture(figure, tmp_path / "map.gif")


@pytest.mark.parametrize(("n", "n_topics"), [(7, 7), (40, 7), (300, 12), (4_000, 50)])
def test_labels_cover_no_other_label_and_no_point_of_small_maps(n: int, n_topics: int) -> None:
    """Neither do they leave the frame."""
    table = projection(n, n_topics)
    figure = map_figure(table, [f"some · label · {k}" for k in range(n_topics)])
    axes = figure.axes[0]
    boxes = boxes_of(texts_on(figure))
    assert len(boxes) > 0.9 * n_topics
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))
    frame = axes.get_window_extent()
    assert all(frame.x0 < box.x0 and box.x1 < frame.x1 for box in boxes)
    assert all(frame.y0 < box.y0 and box.y1 < frame.y1 for box in boxes)
    if n <= 400:
        points = axes.transData.transform(table.select("x", "y").to_numpy())
        assert not any(box.contains(x, y) for box in boxes for x, y in points)


def test_a_label_is_at_its_own_points() -> None:
    """Nearer to a point of its topic than to those of others, or a line leads there."""
    table = projection(2_000, 20, spread=0.3)
    figure = map_figure(table, [f"w{k}" for k in range(20)])
    axes = figure.axes[0]
    points = axes.transData.transform(table.select("x", "y").to_numpy())
    ends = [axes.transData.transform(line.get_xydata())[0] for line in axes.lines]
    for text in texts_on(figure):
        number = int(text.get_text().split()[0])
        box = text.get_window_extent()
        own = points[(table["topic"] == number).to_numpy()]
        gap = np.hypot(*(np.clip(own, (box.x0, box.y0), (box.x1, box.y1)) - own).T).min()
        has_line = any(np.hypot(*(own - end).T).min() < 1 for end in ends)
        assert gap < 60 or has_line


def test_labels_without_room_are_counted_in_the_caption() -> None:
    """All points at one place leave no room for 300 labels."""
    table = projection(600, 300).with_columns(x=pl.lit(0.0), y=pl.lit(0.0))
    figure = map_figure(table, [f"label · of · {k}" for k in range(300)])
    n_left = 300 - len(texts_on(figure))
    assert n_left > 0
    assert f"{n_left} labels without room" in figure.texts[0].get_text()


def test_points_without_a_topic_are_not_drawn() -> None:
    """Rows without terms have none; before, they were one spot of the largest topic."""
    table = projection(40, 4)
    nothing = table.head(20).with_columns(topic=pl.lit(None, dtype=pl.Int64))
    figure = map_figure(pl.concat([table, nothing]), list("abcd"))
    assert sum(len(each.get_offsets()) for each in figure.axes[0].collections) == 40


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_points_and_odd_labels(tmp_path: Path, n: int) -> None:
    """No points, one point, formulas, underscores and long labels are all drawn."""
    labels = ["$\\frac{1}{$", "_hidden", "x" * 5_000, *(["more"] * 40)]
    save_picture(map_figure(projection(n, 2), labels), tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (2400, 1920)


@pytest.mark.parametrize("label", ["w" * 60, "short", "海洋科学" * 9])
@pytest.mark.parametrize("n_topics", [1, 5, 30])
def test_the_legend_stays_inside_the_picture(label: str, n_topics: int) -> None:
    """With as many columns as have room; no text on another one."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = map_figure(projection(120, n_topics), [label] * n_topics)
    boxes = [text.get_window_extent() for text in figure.texts]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= figure.bbox.height for box in boxes)
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def test_picture_leaves_settings_alone(tmp_path: Path) -> None:
    """The user's matplotlib settings neither change the picture nor are changed."""
    save_picture(map_figure(projection(8, 2), ["a", "b"]), tmp_path / "a.png")
    with matplotlib.rc_context({"font.size": 30, "savefig.bbox": "tight", "font.family": "serif"}):
        save_picture(map_figure(projection(8, 2), ["a", "b"]), tmp_path / "b.png")
        assert matplotlib.rcParams["font.size"] == 30
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_picture_of_clusters() -> None:
    """Its colours are those of the clusters and the grey of none, with a word in the legend."""
    table = projection(60, 1).with_columns(
        cluster=pl.Series([0, 1, 2, -1, None, 0] * 10, dtype=pl.Int64)
    )
    figure = map_figure(table, ["sea", "law", "sky"], column="cluster", view="tf-idf")
    drawn = {
        matplotlib.colors.to_hex(colour)
        for each in figure.axes[0].collections
        for colour in each.get_facecolors()
    }
    assert drawn == {*cluster_colours(3), NO_CLUSTER_COLOUR}
    assert topic_colours(1)[0] not in drawn
    words = [text.get_text() for text in figure.texts]
    assert words[0].startswith("Points close together have similar terms (tf-idf). Large points")
    assert "no cluster" in words


def test_labels_are_on_the_densest_points_of_their_topics() -> None:
    """Of two islands the one with more points; a topic of one point has it there."""
    x, y = [0.0, 0.1, 0, 10, 11, 3], [0.0, 0, 0.1, 10, 10, 4]
    table = pl.DataFrame({"x": x, "y": y, "topic": [0, 0, 0, 0, 0, 2]})
    (first, second) = label_positions(table, 3).rows()
    assert first[0] == 0
    assert max(first[1:]) < 1
    assert second == (2, 3.0, 4.0)


def test_labels_avoid_the_points_of_other_topics() -> None:
    """Ten points among a hundred others say less than six that are alone."""
    own = [(0.0, 0.0)] * 10 + [(9.0, 9.0)] * 6
    others = [(0.0, 0.0)] * 100
    x, y = zip(*own, *others, strict=True)
    table = pl.DataFrame({"x": x, "y": y, "topic": [0] * 16 + [1] * 100})
    assert label_positions(table, 2).rows() == [(0, 9.0, 9.0), (1, 0.0, 0.0)]


def test_coordinates_may_be_huge() -> None:
    """Their differences may be more than a number can be."""
    big = 1.7e308
    table = pl.DataFrame({"x": [-big, big, big], "y": [0.0, 0.0, 0.0], "topic": [0, 0, 0]})
    assert label_positions(table, 1).rows() == [(0, big, 0.0)]
