"""map.png."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from PIL import Image

from topics.report.display import single_line
from topics.report.label_positions import label_positions
from topics.report.picture import write_map_png


def projection(n: int, n_topics: int) -> pl.DataFrame:
    """Return random points of both levels."""
    chance = np.random.default_rng(0)
    return pl.DataFrame(
        {
            "level": ["document" if i % 4 == 0 else "section" for i in range(n)],
            "document": [f"d{i // 4}" for i in range(n)],
            "position": [None if i % 4 == 0 else i % 4 - 1 for i in range(n)],
            "x": chance.normal(size=n),
            "y": chance.normal(size=n),
            "topic": [i % n_topics for i in range(n)],
        }
    )


def test_picture_has_its_size_and_the_same_bytes(tmp_path: Path) -> None:
    """The map is 1600 × 1200 pixels and does not depend on the clock or on other figures."""
    table = projection(200, 12)
    labels = [f"topic {k}" for k in range(12)]
    write_map_png(tmp_path / "a.png", table, labels)
    write_map_png(tmp_path / "b.png", table, labels)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (1600, 1200)
        assert not image.info.keys() & {"Software", "Creation Time", "date"}


def test_numbers_are_on_points_of_their_topics() -> None:
    """Two islands of topic 0 with nothing between them; a topic of one point."""
    x, y = [0.0, 1, 0, 10, 11, 3], [0.0, 0, 1, 10, 10, 4]
    table = pl.DataFrame({"x": x, "y": y, "topic": [0, 0, 0, 0, 0, 2]})
    assert label_positions(table, 3).rows() == [(0, 1.0, 0.0), (2, 3.0, 4.0)]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_points_and_odd_labels(tmp_path: Path, n: int) -> None:
    """No points, one point, formulas, underscores and unknown glyphs are all drawn."""
    labels = ["$\\frac{1}{$", "_hidden", "漢字 🌊", "x" * 5_000, *(["more"] * 40)]
    write_map_png(tmp_path / "map.png", projection(n, 2), labels)
    with Image.open(tmp_path / "map.png") as image:
        assert image.size == (1600, 1200)


def test_picture_leaves_settings_alone(tmp_path: Path) -> None:
    """The user's matplotlib settings neither change the picture nor are changed."""
    import matplotlib

    write_map_png(tmp_path / "a.png", projection(8, 2), ["a", "b"])
    with matplotlib.rc_context({"font.size": 30, "savefig.bbox": "tight"}):
        write_map_png(tmp_path / "b.png", projection(8, 2), ["a", "b"])
        assert matplotlib.rcParams["font.size"] == 30
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_single_line_is_clean() -> None:
    """Control characters and text direction marks are removed, long text is cut, None is empty."""
    assert single_line("a\n\tb\x00\x1b[31m", 20) == "a b[31m"
    assert single_line("\u202egnirts\u202c \u2066x\u2069 \udcff", 20) == "gnirts x"
    assert single_line("x" * 10_000, 10) == "x" * 9 + "…"
    assert single_line(None, 10) == ""
    assert single_line("مرحبا", 10) == "مرحبا"
