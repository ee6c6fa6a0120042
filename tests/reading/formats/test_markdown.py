"""Markdown becomes sections by its headings, and front matter metadata."""

import pytest

from topics.reading.formats.markdown import parse_markdown


def outline(document):
    """Level and heading of every section."""
    return [(section.level, section.heading) for section in document.sections]


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
    """Broken YAML, aliases, objects and deep nesting are reported and lose no text."""
    document = parse_markdown(f"---\n{front}\n---\nText below.\n")
    assert document.problem
    joined = " ".join(f"{s.heading} {s.text}" for s in document.sections)
    assert "Text below." in joined
    assert front[:3] in joined


def test_markdown_code_is_no_heading():
    """Number signs in fences and indented code are text, also in nested fences."""
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


def test_text_behind_a_script_stays():
    """A script or style may share its last line with text, as pages that were pasted have it."""
    text = "<script>var a = 1;</script><style>.b{c:d}</style>Boats <b>wait</b>.\n\n"
    document = parse_markdown(f"{text}<script>\nlet e;\n</script> Ropes\n\n<style>f{{}}</style>\n")
    assert [section.text for section in document.sections] == ["Boats wait.\n\nRopes"]


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        (r"1\. May was cold", "1. May was cold"),
        (r"\*no\* emphasis, and *one \* star*", "*no* emphasis, and one * star"),
        (r"\[no link\](x) and [a \] link](x)", "[no link](x) and a ] link"),
        (r"\`no code\` and `\*code\*`", r"`no code` and \*code\*"),
        (r"\<b>no tag\</b> and <b>one</b>", "<b>no tag</b> and one"),
        (r"\&copy; is no &copy;", "&copy; is no ©"),
        ("a hard\\\nbreak", "a hard\nbreak"),
        (r"C:\dir \alpha \\", "C:\\dir \\alpha \\"),
        ("a \U0010f02a star \\*", "a  star *"),
    ],
)
def test_escaped_characters_are_no_marks(text, stripped):
    """A backslash takes the meaning of the sign behind it, and goes."""
    (section,) = parse_markdown(text).sections
    assert section.text == stripped


def test_escapes_of_headings_and_titles_are_resolved():
    """In marked headings, underlined ones, and the title of the front matter."""
    front = "---\ntitle: 1\\. May\n---\n"
    document = parse_markdown(front + "# 2\\. May\n\none\n\n3\\. May\n---\ntwo\n")
    assert document.title == "1. May"
    assert [section.heading for section in document.sections] == ["2. May", "3. May"]
