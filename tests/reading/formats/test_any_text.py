"""No text makes the parsers of marked-up formats fail or hang."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.options import ReadOptions
from topics.reading.formats.html.parser import read_html
from topics.reading.formats.markdown import parse_markdown
from topics.reading.formats.rst import parse_rst
from topics.reading.records import UnusableFileError


def parse_html(page):
    """The one document of a page."""
    return next(read_html(page.encode("utf-8", "replace"), ReadOptions(split=False)))


@pytest.mark.parametrize("parse", [parse_markdown, parse_rst])
@pytest.mark.parametrize(
    "atom",
    [
        "[",
        "![a](",
        "`",
        "*a ",
        "_a_",
        "<!--",
        "<a ",
        "~~",
        "&#",
        "> ",
        "# a\n",
        "a\n=\n",
        ".. a::\n",
    ],
)
def test_a_file_of_opening_marks_is_read(parse, atom):
    """With a pattern that takes quadratic time, this test would not end."""
    assert parse(atom * (300_000 // len(atom))).sections is not None


@pytest.mark.parametrize("parse", [parse_markdown, parse_rst, parse_html])
@settings(deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            "# a|a|===|---|```|> q|- i|    c||.. n::|:f: v|<p>|<h1>|</pre><pre>|"
            "<!--|-->|`|[a](b)|<td>|<li>".split("|")
        )
        | st.text(max_size=10),
        max_size=20,
    ).map("\n".join)
)
def test_parsers_never_crash(parse, text):
    """Any text is a document, and exactly the sections above level 0 have headings."""
    try:
        document = parse(text)
    except UnusableFileError:
        return
    for section in document.sections:
        assert (section.level > 0) == bool(section.heading)
        assert section.heading or section.text
