"""The title of a document, taken from its headings."""

import pytest

from topics.reading.formats.markup.titles import promote_title
from topics.reading.records import Document, Section


def promoted(title, *sections):
    """Title, and level, heading and text of the sections, after the promotion."""
    document = Document([Section(heading, level, text) for level, heading, text in sections])
    document.title = title
    promote_title(document)
    return document.title, [(s.level, s.heading, s.text) for s in document.sections]


def test_the_only_top_heading_becomes_the_title():
    """Its text joins the text before the first heading."""
    assert promoted(None, (0, "", "a"), (1, "Tides", "b"), (2, "Why", "c")) == (
        "Tides",
        [(0, "", "a\n\nb"), (2, "Why", "c")],
    )


@pytest.mark.parametrize(
    "sections",
    [
        [(1, "Tides", "a"), (1, "Reefs", "b")],
        [(2, "Why", "a"), (1, "Tides", "b")],
    ],
)
def test_a_top_heading_that_is_not_the_only_or_the_first_stays(sections):
    """It gives the title, but heads only its part of the document."""
    assert promoted(None, *sections) == ("Tides", sections)


def test_a_heading_that_repeats_a_known_title_is_removed():
    """At any level; another heading stays."""
    assert promoted("The Tides", (2, "The tides", "a")) == ("The Tides", [(0, "", "a")])
    assert promoted("The Tides", (2, "Reefs", "a")) == ("The Tides", [(2, "Reefs", "a")])
