"""Rows of exports: HTML elements and link targets are removed."""

from __future__ import annotations

import pytest

from topics.reading.formats.markup.inline_marks import strip_field


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ('<div class="lead"><p>Tides <strong>rise</strong></p></div>', "Tides rise"),
        ("See [the chart](https://example.org/a?b=c) now", "See the chart now"),
        ("one<br/>two &amp; three", "one\ntwo & three"),
        ("a < b and c > d", "a < b and c > d"),
        ("List<T> keeps &copy; and <thing>", "List<T> keeps &copy; and <thing>"),
        ("x<sub>2</sub>", "x2"),
    ],
)
def test_only_html_elements_and_link_targets_are_removed(text, stripped):
    """Comparisons and type parameters are text."""
    assert strip_field(text).strip() == stripped


def test_an_unclosed_tag_is_passed_over_in_linear_time():
    """A megabyte of opened tags ends at once."""
    assert len(strip_field("<a " * 400_000)) == 1_200_000
