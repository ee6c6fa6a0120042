"""Pictures of topics, of their similarity, and of one document."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from topics.report import (
    FlowContent,
    TopicPanel,
    flow_figure,
    png_of,
    similarity_figure,
    topics_figure,
)
from topics.report.colours import topic_colours
from topics.report.pictures.topics import MAX_TOPICS


def panels(n: int) -> list[TopicPanel]:
    """Return topics whose shares grow with their numbers."""
    terms = [(f"word{i}", 0.1 / (i + 1)) for i in range(12)]
    return [TopicPanel(k, f"label · of · {k}", (k + 1) / 1000, terms) for k in range(n)]


def words(figure: Any) -> list[str]:
    """Return all texts of a figure."""
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [text.get_text() for text in texts]


@pytest.mark.parametrize("n", [1, 3, 60])
def test_every_topic_has_its_terms_as_bars(n: int) -> None:
    """Eight bars in the colour of the topic; no text on another one or outside."""
    figure = topics_figure(panels(n), n)
    (bars,) = figure.axes[0].collections
    assert len(bars.get_paths()) == 8 * n
    colours = [tuple(np.round(255 * colour[:3]).astype(int)) for colour in bars.get_facecolors()]
    expected = [tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in topic_colours(n)]
    assert colours == [colour for colour in expected for _ in range(8)]
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= figure.bbox.height for box in boxes)
    for one, other in itertools.combinations(boxes, 2):
        apart = one.x1 <= other.x0 or other.x1 <= one.x0
        assert apart or one.y1 <= other.y0 + 1 or other.y1 <= one.y0 + 1


def test_of_many_topics_the_largest_are_drawn_and_the_title_says_so() -> None:
    """In the order of their numbers."""
    figure = topics_figure(panels(300), 300)
    texts = words(figure)
    assert texts[0] == f"The {MAX_TOPICS} largest of 300 topics"
    numbers = [int(text.split()[0]) for text in texts if "label · of" in text]
    assert numbers == list(range(240, 300))


def test_a_topic_without_terms_is_drawn() -> None:
    """A run folder may have none."""
    png_of(topics_figure([TopicPanel(0, "", 0.0, [])], 1))
    png_of(topics_figure([], 0))


@pytest.mark.parametrize("n", [1, 2, 12, 120])
def test_similarities_are_in_the_order_given(n: int) -> None:
    """The diagonal is empty; the names on the left have numbers, those above only these."""
    values = np.random.default_rng(0).random((n, n))
    values = (values + values.T) / 2
    order = list(range(n))[::-1]
    figure = similarity_figure(values, order, [f"w{k}" for k in range(n)], range(n))
    axes = figure.axes[0]
    shown = axes.images[0].get_array()
    assert shown.mask.diagonal().all()
    assert shown.mask.sum() == n
    if n > 1:
        assert shown[0, 1] == values[n - 1, n - 2]
    boxes = [text.get_window_extent() for text in figure.texts]
    assert all(box.x1 <= figure.bbox.width for box in boxes)
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert names == [f"{k}  w{k}" for k in order]
    assert [text.get_text() for text in axes.get_xticklabels()] == list(map(str, order))
    assert bool(axes.texts) == (1 < n <= 25)
    assert all(text.get_window_extent().x0 >= 0 for text in axes.get_yticklabels())


def test_a_flow_has_title_headings_and_legend_inside_the_picture() -> None:
    """Other topics than the largest are one grey entry."""
    chance = np.random.default_rng(0)
    smoothed = chance.dirichlet(np.ones(20), size=6)
    content = FlowContent(
        title="From $1 to $2",
        headings=[f"heading {i}" for i in range(6)],
        n_terms=np.arange(1, 7) * 10,
        smoothed=smoothed,
        turns=[3],
        labels=[f"label of {k}" for k in range(20)],
    )
    figure = flow_figure(content)
    texts = words(figure)
    assert "From $1 to $2" in texts
    assert "9 other topics" in texts
    assert {f"heading {i}" for i in (0, 3)} <= set(texts)
    boxes = [text.get_window_extent() for text in figure.texts]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= figure.bbox.height for box in boxes)


def test_no_line_of_a_small_matrix_leaves_the_picture():
    """The explanation fits the width of two topics."""
    figure = similarity_figure([[1.0, 0.2], [0.2, 1.0]], [0, 1], ["tide", "law"], [0, 1])
    width = figure.bbox.width
    figure.canvas.draw()
    assert max(text.get_window_extent().x1 for text in figure.texts) <= width
