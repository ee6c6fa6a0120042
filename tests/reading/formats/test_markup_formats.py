"""Markdown, reStructuredText and HTML become sections by their headings."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.reading import read
from topics.reading.formats.html.parser import parse_html
from topics.reading.formats.markdown import parse_markdown
from topics.reading.formats.rst import parse_rst
from topics.reading.records import UnusableFileError


def outline(document):
    """Level and heading of every section."""
    return [(section.level, section.heading) for section in document.sections]


# Markdown


def test_markdown_title_and_levels():
    """The only level-1 heading, standing first, is the title; its text is the opening."""
    document = parse_markdown("# Tides #\n\nOpening.\n\n## Why\n\nMoon.\n\n### How\n\nSun.\n")
    assert document.title == "Tides"
    assert outline(document) == [(0, ""), (2, "Why"), (3, "How")]
    assert document.sections[0].text == "Opening."
    assert document.sections[1].line == 5


def test_markdown_with_several_top_headings_keeps_them():
    """The first one gives the title and stays a section, since it heads only its part."""
    document = parse_markdown("# One\n\na\n\n# Two\n\nb\n")
    assert document.title == "One"
    assert outline(document) == [(1, "One"), (1, "Two")]


def test_markdown_front_matter():
    """Known keys fill the document; others are metadata; dates stay as written."""
    document = parse_markdown(
        "---\ntitle: 'Tides: a history'\nauthors: [Ann, Bo]\ndate: 2020-01-02\nid: t-1\n"
        "country: NO\nat: 12:30\nn: 3\nshare: 0.5\ndraft: false\ntags: [sea, moon]\n---\n"
        "# Tides: a history\n\nText.\n"
    )
    assert (document.title, document.author) == ("Tides: a history", "Ann, Bo")
    assert (document.date, document.id) == ("2020-01-02", "t-1")
    assert document.metadata == {
        "country": "NO",
        "at": "12:30",
        "n": 3,
        "share": 0.5,
        "draft": False,
        "tags": ["sea", "moon"],
    }
    assert outline(document) == [(0, "")]


def test_markdown_heading_that_differs_from_the_front_matter_title_stays():
    """No heading is lost to a title that says something else."""
    assert outline(parse_markdown("---\ntitle: A\n---\n# B\n\nText.\n")) == [(1, "B")]


@pytest.mark.parametrize(
    "front",
    [
        "a: [1, 2",
        "just words",
        "a: &x [1]\nb: *x",
        "a: !!python/object/apply:os.system [ls]",
        "a: " + "[" * 5000,
        "n: " + "9" * 5000,
    ],
)
def test_markdown_front_matter_that_is_no_plain_yaml_stays_text(front):
    """Broken YAML, aliases, objects and deep nesting are told and lose nothing."""
    document = parse_markdown(f"---\n{front}\n---\nText below.\n")
    assert document.problem
    joined = " ".join(f"{s.heading} {s.text}" for s in document.sections)
    assert "Text below." in joined
    assert front[:3] in joined


def test_markdown_code_is_no_heading():
    """Number signs in fences and indented code are text; a longer fence holds a shorter."""
    document = parse_markdown(
        "Text.\n\n```sh\n# one\n```\n\n~~~~\n# two\n~~~\n# three\n~~~~\n\n    # four\n\n"
        "1. item\n\n    ```\n    # five\n    ```\n\n## Real\n\n#no space\n\n####### seven\n"
    )
    assert outline(document) == [(0, ""), (2, "Real")]
    for word in ("one", "two", "three", "four", "five"):
        assert f"# {word}" in document.sections[0].text


def test_markdown_setext_headings():
    """Underlined paragraphs are headings; rows of dashes below lists and alone are rules."""
    document = parse_markdown(
        "Top\n===\n\nText.\n\nSub\n---\n\nText.\n\n- item\n---\n\n***\n\nEnd."
    )
    assert document.title == "Top"
    assert outline(document) == [(0, ""), (2, "Sub")]


def test_markdown_marks_are_stripped():
    """Addresses and marks go, words stay, and names with underscores stay whole."""
    document = parse_markdown(
        "A **bold _nested_** [link](http://x.org/a_(b) 'title') and ![an image](pic.png), "
        "`a*b*c`, snake_case_name, 2*3*4, <em>tag</em>, one<br>two, <http://auto.org>, "
        "[ref][1], note[^2], R&amp;D, \\*star\\*, ~~gone~~.\n\n[1]: http://ref.org\n\n"
        "| a | b |\n|---|--:|\n| c | d |\n\n> quoted\n\n* item\n2. other\n\n"
        "<!-- hidden\n\n# hidden\n\n--> shown\n\n<script>\nvar hidden\n</script>\n"
    )
    assert document.sections[0].text == (
        "A bold nested link and an image, a*b*c, snake_case_name, 2*3*4, tag, one two, , "
        "ref, note, R&D, *star*, gone.\n\n| a | b |\n| c | d |\n\nquoted\n\nitem\nother\n\nshown"
    )


# reStructuredText


def test_rst_levels_by_order_of_appearance():
    """Under- and overlined titles differ; the only top title, standing first, is the title."""
    document = parse_rst(
        "=====\nTides\n=====\n\n:Author: Ann Marsh\n:Status: Draft\n\nOpening.\n\n"
        "Why\n===\n\nMoon.\n\nHow\n---\n\nSun.\n\nWhere\n=====\n\nSea.\n"
    )
    assert document.title == "Tides"
    assert document.author == "Ann Marsh"
    assert document.metadata == {"Status": "Draft"}
    assert outline(document) == [(0, ""), (2, "Why"), (3, "How"), (2, "Where")]


def test_rst_markup_is_stripped():
    """Comments, targets, options and addresses go; notes and code stay."""
    document = parse_rst(
        "Some ``code``, `a link <http://x.org>`_, :ref:`name`, *stress* and word_ [1]_.\n\n"
        ".. note:: Mind the tide\n   and the wind.\n\n.. image:: pic.png\n   :alt: x\n\n"
        ".. a comment\n   that goes on\n\n.. _target: http://y.org\n\nLiteral::\n\n    # kept\n"
        "    Not\n    ----\n\n.. [1] A footnote.\n"
    )
    assert outline(document) == [(0, "")]
    assert document.sections[0].text.split("\n\n") == [
        "Some code, a link, name, stress and word .",
        "Mind the tide\nand the wind.",
        "Literal:",
        "# kept\nNot",
        "A footnote.",
    ]


def test_rst_never_opens_what_it_names(tmp_path):
    """Directives that read files are not followed."""
    (tmp_path / "secret.txt").write_text("secret")
    document = parse_rst(
        f"Text.\n\n.. include:: {tmp_path}/secret.txt\n\n.. raw:: html\n\n   <b>\n"
    )
    assert [section.text for section in document.sections] == ["Text."]


# HTML

PARAGRAPH = (
    "The ferry left the harbour at dawn with sixty people on board, and it did not come back "
    "before the evening tide had turned and the lamps on the quay were lit again. "
)

PAGE = f"""<!doctype html><html><head><title>The last ferry | Harbour News</title>
<meta name="author" content="Anna Marsh">
<meta property="article:published_time" content="2021-05-06T07:08:09Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>The last ferry</h1>
<p>{PARAGRAPH * 2}</p><h2>Who pays <em>now</em>?</h2><p>{PARAGRAPH}</p>
<ul><li>first item</li><li>second item</li></ul><blockquote><p>Nobody told us.</p></blockquote>
<h3>Costs</h3><table><tr><th>Year</th><th>Sum</th></tr><tr><td>2020</td><td>seventy</td></tr>
</table><pre><code>x = 1
  y = 2</code></pre><p>{PARAGRAPH}</p></article>
<footer>Copyright Harbour News</footer></body></html>"""


def test_html_sections_and_metadata():
    """Headings give levels; title, author and date come from the page; navigation goes."""
    document = parse_html(PAGE)
    assert (document.title, document.author) == ("The last ferry", "Anna Marsh")
    assert document.date == "2021-05-06"
    assert outline(document) == [(0, ""), (2, "Who pays now?"), (3, "Costs")]
    text = "\n\n".join(section.text for section in document.sections)
    for kept in ("first item\nsecond item", "Nobody told us.", "Year | Sum\n2020 | seventy"):
        assert kept in text
    assert "x = 1\n  y = 2" in text
    assert "News" not in text


def test_html_without_main_text_keeps_its_visible_text():
    """Where no main text is found, all visible text is taken, and no scripts."""
    document = parse_html("<title>Tiny</title><style>p {}</style><h2>One</h2><p>two<br>three")
    assert document.title == "Tiny"
    assert "two\nthree" in document.sections[-1].text
    assert "{" not in document.sections[-1].text


def test_html_nested_deeply_is_read_or_refused():
    """Up to libxml2's own limit the text is found; beyond it there is a clear error."""
    nested = "<div>" * 1900 + "deep" + "</div>" * 1900 + "<p>after"
    assert [section.text for section in parse_html(nested).sections] == ["deep\n\nafter"]
    with pytest.raises(UnusableFileError, match="nested"):
        parse_html("<div>" * 100_000 + "deep")


@pytest.mark.parametrize("page", ["<html></html>", "<script>x</script>", "<!-- only -->", "<p> "])
def test_html_without_text_is_unusable(page):
    """A page without visible text says so."""
    with pytest.raises(UnusableFileError):
        parse_html(page)


# All three


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
def test_repeated_marks_take_linear_time(parse, atom):
    """A file of nothing but opening marks is read at once."""
    begin = time.perf_counter()
    parse(atom * (100_000 // len(atom)))
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize("parse", [parse_markdown, parse_rst, parse_html])
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
    """Any text is a document, with headings only where there are levels."""
    try:
        document = parse(text)
    except UnusableFileError:
        return
    for section in document.sections:
        assert (section.level > 0) == bool(section.heading)
        assert section.heading or section.text


def test_what_html_extraction_leaves_out_is_on_record(tmp_path):
    """Every visible line of a page is text, title or author, or a row of removed."""
    body = "".join(
        f"<p>Paragraph {i} tells of tides and reefs at some length here.</p>" for i in range(6)
    )
    page = (
        "<html><head><title>Tides</title></head><body><nav><a href='/'>Home</a><a href='/x'>Shop"
        f"</a></nav><article><h1>Tides</h1>{body}</article><footer>All rights reserved by the "
        "harbour paper.</footer></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    corpus = read(tmp_path)
    kept = " ".join(corpus.sections["text"])
    removed = " ".join(corpus.removed["text"])
    assert all(f"Paragraph {i} tells" in kept for i in range(6))
    assert "All rights reserved by the harbour paper." in removed
    assert "Home" in removed
    assert "Paragraph" not in removed
    whole = read(tmp_path, keep_furniture=True)
    assert "All rights reserved" in " ".join(whole.sections["text"])
    assert whole.removed.height == 0


def test_a_page_that_extraction_stumbles_over_is_read_and_counted(tmp_path, monkeypatch):
    """All visible text is taken, and a notice tells why."""
    import trafilatura

    def stumble(*_args, **_options):
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", stumble)
    (tmp_path / "page.html").write_text("<h1>Tides</h1><p>The sea rises and falls twice a day.</p>")
    corpus = read(tmp_path)
    assert "twice a day" in corpus.sections["text"][0]
    assert [notice.code for notice in corpus.notices] == ["files-with-problems"]
    assert "RecursionError" in corpus.notices[0].message
