"""reStructuredText becomes sections by its underlined headings."""

from topics.reading.formats.rst import parse_rst


def outline(document):
    """Level and heading of every section."""
    return [(section.level, section.heading) for section in document.sections]


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
