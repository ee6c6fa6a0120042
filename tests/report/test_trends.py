"""Trends in the report and in pictures: what is drawn, and what is escaped."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from support.report_trends import group_content, time_content
from topics.report import (
    TrendsContent,
    group_figure,
    over_time_figure,
    save_picture,
    write_report,
)
from topics.report.trends.content import MOST_PANELS, group_panels, tick_places, time_panels
from topics.report.trends.drawing import time_picture
from topics.report.trends.html import trends_html


def test_the_report_has_both_parts(content, tmp_path):
    """With a figure of every topic, the tables, and the changes."""
    trends = TrendsContent(time_content(), [group_content()])
    path = tmp_path / "report.html"
    write_report(path, content(trends=trends))
    page = path.read_text()
    assert page.count("<figure") == 4
    assert 'aria-label="Share of topic 0 by year; changes in 2001"' in page
    assert "2004 (unfinished)" in page
    assert "10.0% → 40.0%" in page
    assert "no documents" in page
    assert "▲" in page
    write_report(path, content())
    assert "<figure" not in path.read_text()


def test_every_text_is_escaped():
    """Columns, labels, groups, ids and notices are anybody's."""
    evil = "<script>alert('$x_1$')</script>"
    page, _ = trends_html(TrendsContent(time_content(evil), [group_content(evil)]), 2)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 8


def test_gaps_are_gaps():
    """A line has a piece on each side of an empty period; the unfinished one is hollow."""
    content = time_content()
    panels, periods, complete, n_left = time_panels(content)
    picture = time_picture(panels[0], periods, complete)
    assert (len(panels), n_left) == (2, 0)
    assert picture.line.count("M") == 2
    assert picture.band.count("M") == 2
    assert (len(picture.points), len(picture.hollow)) == (3, 1)
    assert len(picture.changes) == 1
    assert panels[0].changes == [1]
    assert panels[1].changes == []


def test_one_period_can_be_drawn(tmp_path):
    """A point and no line."""
    content = time_content(n_periods=1)
    panels, periods, complete, _ = time_panels(content)
    assert time_picture(panels[0], periods, complete).hollow
    save_picture(over_time_figure(content, 2), tmp_path / "one.svg")
    assert tick_places(1, 5) == [0]


def test_pictures_are_the_same_every_time(tmp_path):
    """Also with the settings of a user, and with labels that look like formulas."""
    import matplotlib

    names = []
    for number in range(2):
        time, group = tmp_path / f"time{number}.png", tmp_path / f"group{number}.png"
        save_picture(over_time_figure(time_content("costs $5 and $x_1"), 2), time)
        save_picture(group_figure(group_content("a$b$c"), 2), group)
        names.append((time.read_bytes(), group.read_bytes()))
        matplotlib.rcParams["font.size"] = 30
    matplotlib.rcdefaults()
    assert names[0] == names[1]
    assert names[0][0].startswith(b"\x89PNG")


def test_many_topics_and_groups_are_cut(tmp_path):
    """Figures have the largest, and say how many more the table has."""
    time = time_content(n_topics=40)
    panels, *_, n_left = time_panels(time)
    assert [panel.topic for panel in panels] == list(range(16, 40))
    assert n_left == 16
    group = group_content(n_groups=55, n_topics=40)
    shown, groups, n_topics, n_groups = group_panels(group)
    assert len(shown) == MOST_PANELS
    assert shown[0].topic == 39
    assert (len(groups), n_topics, n_groups) == (12, 16, 43)
    save_picture(group_figure(group, 40), tmp_path / "many.png")
    page, _ = trends_html(TrendsContent(time, [group]), 40)
    assert "16 smaller topics are in the table only" in page
    assert "16 more topics and 43 more groups" in page


@pytest.mark.parametrize("n_periods", [100, 2000])
def test_many_periods_are_cut_in_the_table(n_periods, tmp_path):
    """The line has all of them, the table the last sixty."""
    content = time_content(n_periods=n_periods)
    page, _ = trends_html(TrendsContent(content), 2)
    assert f"of the last 60 of {n_periods} periods" in page
    save_picture(over_time_figure(content, 2), tmp_path / "long.png")


def test_representatives_lead_to_their_documents():
    """By title, also from sections; those that the page leaves out have no link."""
    ids = {"a, b.md": ("Tides <b>", "document-a%2C%20b.md"), "c": ("Reefs", None)}
    group = group_content()
    rows = group.table.with_columns(pl.lit("a, b.md, c").alias("representatives"))
    page, _ = trends_html(TrendsContent(None, [replace(group, table=rows)]), 2, ids)
    assert '<a class="part" href="#document-a%2C%20b.md" dir="auto">Tides &lt;b&gt;</a>' in page
    assert '<span class="part" dir="auto">Reefs</span>' in page
    rows = group.table.with_columns(pl.lit("c#3").alias("representatives"))
    sections = replace(group, rows_are="sections", table=rows)
    page, _ = trends_html(TrendsContent(None, [sections]), 2, ids)
    assert ">Reefs</span>" in page


@pytest.mark.parametrize(
    ("n_topics", "n_groups", "words"),
    [(MOST_PANELS + 1, 3, "The table has 1 more topic."), (2, 13, "The table has 1 more group.")],
)
def test_what_is_left_out_is_counted_in_words(n_topics, n_groups, words):
    """One topic is no topics, and what is not left out is not named."""
    group = group_content(n_groups=n_groups, n_topics=n_topics)
    page, _ = trends_html(TrendsContent(None, [group]), n_topics)
    assert words in page
