"""Lines with the form of a title, and blocks that are headings."""

import pytest

from topics.reading.lines.forms import line_form
from topics.reading.lines.headings import find_headings, number_depth, opens_series
from topics.reading.records import Block


@pytest.mark.parametrize("line", ["The boats", "A harbour without boats", "3.1 Tides", "Why wait?"])
def test_lines_with_the_form_of_a_title(line):
    """A title begins with a capital or a number and does not end like a sentence."""
    assert line_form(Block(1, [line])).has_form_of_title


@pytest.mark.parametrize(
    "line",
    [
        "The boats came home.",
        "the boats",
        "- rope",
        "Photo by Anna Marsh",
        "Monday, 3 May",
        "3. Mai 2021",
        "Publié le 3 mai 2021 à 10h30",
        "The history of",
        "x = 1",
        "Report 2 MB",
        "By Anna Marsh",
        "  Indented",
    ],
)
def test_lines_without_the_form_of_a_title(line):
    """Sentences, list items, credits, dates, unfinished lines and code are no titles."""
    assert not line_form(Block(1, [line])).has_form_of_title


def test_a_heading_has_text_below_it():
    """A short line at the end of a text is no heading, unless it is marked as one."""
    body = "The ferry left the harbour at dawn and did not come back before the evening tide."
    blocks = [Block(1, ["The boats"]), Block(3, [body]), Block(5, ["The ropes"])]
    assert find_headings(blocks) == [0]
    assert find_headings(blocks, marked={5}) == [0, 2]


def test_number_depth():
    """The depth of a heading is the number of parts of its number."""
    assert [number_depth(line) for line in ("Tides", "3 Tides", "3.1 Tides")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("first", "second", "is_series"),
    [
        ("I. The Storm", "II. The Court", True),
        ("1. Introduction", "2. Methods", True),
        ("Chapter One", "Chapter Two", True),
        ("CHAPTER I", "CHAPTER II", True),
        ("Kapitel 1: Der Sturm", "Kapitel 2: Das Gericht", True),
        ("1 May", "2 May", True),
        ("I Saw the Storm", "The Court", False),
        ("Chapter 1", "Part 2", False),
        ("1984", "2001", False),
        ("One", "Two", False),
        ("II. The Court", "I. The Storm", False),
    ],
)
def test_numbered_headings_are_a_series(first, second, is_series):
    """The first of them heads its part, not the whole text."""
    assert opens_series([first, "Between", second]) is is_series
