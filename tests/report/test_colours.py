"""Colours of topics and clusters: far apart with any vision, legible on both papers."""

from __future__ import annotations

import numpy as np
import pytest

from topics.report.colours import NO_CLUSTER_COLOUR, RAMP, cluster_colours, topic_colours
from topics.report.colours.choosing import LEAST_CONTRAST, PAPERS, choose_colours
from topics.report.colours.vision import VISIONS, contrast, oklab, rgb_of

LISTS = {"topics": topic_colours, "clusters": cluster_colours}


def least_distance(colours: list[str], vision: str) -> float:
    """Return the smallest distance of a pair in OKLab."""
    lab = oklab(rgb_of(colours), vision)
    gaps = np.linalg.norm(lab[:, None] - lab[None], axis=2)
    return float(gaps[np.triu_indices(len(colours), 1)].min())


@pytest.mark.parametrize("kind", LISTS)
def test_colours_are_distinct_and_stable(kind: str) -> None:
    """300 have different colours, which do not depend on their number; then they begin again."""
    many = LISTS[kind](300)
    assert len(set(many)) == 300
    for n in (0, 1, 20, 21):
        assert LISTS[kind](n) == many[:n]
    assert LISTS[kind](301)[300] == many[0]


def test_a_topic_and_a_cluster_of_one_number_look_different() -> None:
    """Swatches of both are side by side in the table of clusters."""
    pairs = zip(topic_colours(20), cluster_colours(20), strict=True)
    assert min(least_distance(list(pair), "normal") for pair in pairs) > 0.07


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("vision", VISIONS)
def test_colours_can_be_told_apart_with_any_vision(kind: str, vision: str) -> None:
    """The first twelve, twenty and fifty, also from the grey of no cluster."""
    for n, least in ((12, 0.052), (20, 0.04), (50, 0.0165)):
        assert least_distance([*LISTS[kind](n), NO_CLUSTER_COLOUR], vision) > least


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("vision", VISIONS)
def test_neighbours_in_number_are_further_apart(kind: str, vision: str) -> None:
    """Among all 300, two that are at most six numbers apart."""
    lab = oklab(rgb_of(LISTS[kind](300)), vision)
    gaps = [np.linalg.norm(lab[step:] - lab[:-step], axis=1).min() for step in range(1, 7)]
    assert min(gaps) > 3 * least_distance(LISTS[kind](300), vision)


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_colours_are_legible_on_both_papers(kind: str, paper: str) -> None:
    """The contrast is that which WCAG 2 asks of graphics."""
    assert contrast(rgb_of(LISTS[kind](300)), paper).min() >= LEAST_CONTRAST


@pytest.mark.parametrize("vision", VISIONS)
def test_the_ramp_has_even_steps_and_is_legible(vision: str) -> None:
    """Steps are equal for normal vision; no vision confuses its ends or its halves."""
    lab = oklab(rgb_of(RAMP), vision)
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    if vision == "normal":
        assert steps.max() < 1.1 * steps.min()
    assert np.linalg.norm(lab[0] - lab[-1]) > 0.3
    assert np.linalg.norm(lab[3] - lab[[0, -1]], axis=1).min() > 0.07
    assert min(contrast(rgb_of(RAMP), paper).min() for paper in PAPERS) >= LEAST_CONTRAST


@pytest.mark.parametrize("kind", LISTS)
def test_tables_are_what_was_chosen(kind: str) -> None:
    """Choosing again gives the same first colours."""
    kept = LISTS[kind](300)
    assert choose_colours(30, kept[0]) == kept[:30]
