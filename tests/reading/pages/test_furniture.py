"""Site furniture of whole pages, and the record of the removed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.reading import read
from topics.reading.files.decoding import clean, decode
from topics.reading.formats.plain import parse_page, parse_plain
from topics.reading.lines.dates import date_in

BODY = (
    "The ferry left the harbour at dawn and did not come back before the evening tide, "
    "and nobody on the quay could say why the captain had changed his mind."
)
MORE = "A second boat was sent out at noon with four men, a lamp and bread for two days."


def removed(document):
    """Texts of the removed lines."""
    return [line.text for line in document.removed]


def test_the_record_has_the_original_lines():
    """A removed line keeps its spaces, non-breaking ones too, its line number and section."""
    text = f"{BODY}\n\nThe boats\n\n{MORE}\n\n\u00a0Share\u00a0this article \n\n{BODY}"
    (line,) = parse_plain(text).removed
    assert (line.text, line.line, line.section) == ("\u00a0Share\u00a0this article ", 7, 1)


def test_menus_above_and_lists_below_the_text_are_removed():
    """Short lines above the headline and below the text are furniture on a crawled page."""
    menu = "Home\n\nShips\n\nHarbours\n\nLog in\n\nSearch this site"
    below = "Share this\n\nThe old lighthouse\n\nPrivacy policy\n\n© 2021 The Harbour Post"
    document = parse_plain(f"{menu}\n\nA harbour without boats\n\n{BODY}\n\n{MORE}\n\n{below}")
    assert document.title == "A harbour without boats"
    assert [section.text for section in document.sections] == [f"{BODY}\n\n{MORE}"]
    assert removed(document) == (menu + "\n\n" + below).split("\n\n")


def test_a_donation_form_is_removed_as_a_whole():
    """Sums, waiting messages and the site's name are among lines of sure furniture."""
    form = "Amount to give in crowns:\n\n5 20 50\n\nWaiting for the bank...\n\nThe Post\nDonate now"
    document = parse_plain(f"{BODY}\n\n{MORE}\n\nContinue Reading\n\n{form}")
    assert [section.text for section in document.sections] == [f"{BODY}\n\n{MORE}"]
    assert "5 20 50" in removed(document)
    assert "The Post" in removed(document)


def test_lists_at_the_end_of_a_text_stay():
    """Short lines without furniture among them are text; below ``References`` they always are."""
    text = f"{BODY}\n\n{MORE}\n\nflour\n\nbutter\n\nsalt"
    assert removed(parse_plain(text)) == []
    sources = f"{BODY}\n\nShare this\n\nPrint this\n\nReferences\n\nMarsh, A. Boats. 1999"
    assert removed(parse_plain(sources)) == ["Share this", "Print this"]


def test_ambiguous_words_can_be_headings():
    """``Search`` or ``Contact`` above text is a heading if no furniture is near it."""
    text = f"{BODY}\n\nContact\n\n{MORE}\n\nSearch\n\n{BODY}"
    assert [section.heading for section in parse_plain(text).sections] == ["", "Contact", "Search"]


def test_text_of_short_lines_is_kept():
    """A poem and a table have no prose and lose no lines."""
    poem = (
        "The sea comes in,\nthe sea goes out,\nand I go home.\n\nThe lamp is lit,\nclose the door."
    )
    table = "\n".join(f"Boat {i} {i * 7}" for i in range(12))
    for text in (poem, table):
        document = parse_plain(text)
        assert removed(document) == []
        assert "\n\n".join(section.text for section in document.sections).split() == text.split()


def test_a_page_of_furniture_only(tmp_path):
    """Such a page is a document without sections, and all its lines are recorded."""
    (tmp_path / "a.txt").write_text(f"{BODY}\n\n{MORE}")
    (tmp_path / "b.txt").write_text(
        "Home\n\nLog in\n\nSubscribe now\n\nAccept all cookies\n\nShips"
    )
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["a.txt", "b.txt"]
    assert corpus.sections["document"].to_list() == ["a.txt"]
    assert corpus.removed["text"].to_list() == [
        "Home",
        "Log in",
        "Subscribe now",
        "Accept all cookies",
        "Ships",
    ]
    assert corpus.removed["position"].to_list() == [None] * 5
    assert [notice.code for notice in corpus.notices] == ["documents-of-furniture"]


def test_keep_furniture(tmp_path):
    """With `keep_furniture` all lines stay in the text, and nothing is recorded."""
    (tmp_path / "a.txt").write_text(f"{BODY}\n\nShare this article\n\n{MORE}")
    uncleared = read(tmp_path, keep_furniture=True)
    assert uncleared.removed.height == 0
    assert "Share this article" in [*uncleared.sections["heading"], *uncleared.sections["text"]]
    cleared = read(tmp_path)
    assert cleared.sections["text"].to_list() == [f"{BODY}\n\n{MORE}"]
    row = cleared.removed.row(0, named=True)
    assert row["source"].endswith("a.txt")
    assert (row["line"], row["document"], row["position"]) == (3, "a.txt", 0)
    assert (row["reason"], row["text"]) == ("furniture", "Share this article")


def test_positions_count_cut_sections(tmp_path):
    """If long sections are cut, a removed line has the position of its section's first piece."""
    text = f"The boats\n\n{BODY}\n\n{MORE}\n\nThe ropes\n\n{BODY}\n\nShare this article\n\n{MORE}"
    (tmp_path / "a.txt").write_text(text)
    corpus = read(tmp_path, section_tokens=20)
    position = corpus.removed["position"][0]
    assert corpus.sections["heading"][position] == "The ropes"


def test_markdown_that_is_no_page_keeps_its_text(tmp_path):
    """Lines of code and pointers to other texts are furniture only on crawled pages."""
    lines = ["// copied.", "let x: &[_] = &x;", "return x;"]
    code = "\n".join(["```rust", *lines, "```"])
    text = f"# Boats\n\n{BODY}\n\n{code}\n\nSee also the full demo.\n\nNext:\n\n{MORE}\n"
    (tmp_path / "a.md").write_text(text)
    corpus = read(tmp_path)
    assert corpus.removed.is_empty()
    assert all(line in corpus.sections["text"].str.join("\n").item() for line in lines)
    buttons = "Share this article\n\nLeave a comment\n\nRelated articles\n\nSubscribe now\n"
    (tmp_path / "a.md").write_text(f"{text}\n{buttons}")
    assert set(read(tmp_path).removed["text"]) >= {"Share this article", "Related articles"}


def test_code_of_markdown_is_never_furniture(tmp_path):
    """Marked code keeps lines that read like buttons; they do not make the text a crawled page."""
    buttons = ["print page", "Log in", "Subscribe", "Share this article", "Leave a comment"]
    fences = "\n\n".join(f"```\n{line}\n```" for line in buttons)
    text = f"# Boats\n\n{BODY}\n\n{fences}\n\nSee also the full demo.\n\n    Read more\n\n{MORE}\n"
    (tmp_path / "a.md").write_text(text)
    corpus = read(tmp_path)
    assert corpus.removed.is_empty()
    (tmp_path / "a.md").write_text(
        f"{text}\nLeave a comment\n\nRelated articles\n\nSubscribe now\n"
    )
    corpus = read(tmp_path)
    assert "Related articles" in corpus.removed["text"]
    assert set(buttons) <= set("\n".join(corpus.sections["text"]).split("\n"))


@pytest.mark.parametrize(
    "footer",
    [
        "Strona główna\n\nKontakt\n\nPolityka prywatności\n\nRegulamin\n\nZapisz się",
        "Trang chủ\n\nLiên hệ\n\nChính sách bảo mật\n\nĐiều khoản sử dụng\n\nĐăng nhập",
    ],
)
def test_footers_of_other_languages(tmp_path, footer):
    """Short lines below the text are furniture where known entries of menus are among them."""
    (tmp_path / "a.txt").write_text(f"Boats\n\n{BODY}\n\n{MORE}\n\n{footer}\n", encoding="utf-8")
    assert read(tmp_path).removed["text"].to_list() == footer.split("\n\n")


def test_rows_and_marked_formats_lose_furniture(tmp_path):
    """Rows lose furniture as text files do; Markdown loses only lines of sure furniture."""
    (tmp_path / "a.csv").write_text(f'id,text\nrow,"{BODY}\n\nShare this article\n\n{MORE}"\n')
    markdown = f"# Boats\n\n{BODY}\n\n## Ropes\n\n{MORE}\n\n[Subscribe now](http://example.org)\n"
    (tmp_path / "b.md").write_text(markdown)
    corpus = read(tmp_path)
    rows = corpus.removed.select("line", "document", "position", "text").rows()
    assert rows == [
        (2, "row", 0, "Share this article"),
        (9, "b.md", 1, "Subscribe now"),
    ]
    assert corpus.sections["text"].to_list()[1:] == [BODY, MORE]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_make_no_difference(end):
    """Windows, old Mac and Unix files give the same documents."""
    text = f"{BODY}\n\nThe boats\n\n{MORE}\n\nShare this article\n"
    (document,) = parse_page(decode(text.replace("\n", end).encode()))
    assert [section.heading for section in document.sections] == ["", "The boats"]
    assert removed(document) == ["Share this article"]


def test_invisible_characters_do_not_hide_furniture():
    """Zero-width characters, controls and bidi marks are removed before lines are judged."""
    text = f"{BODY}\n\n\u200bShare\u200b this\x07 \u202earticle\u202c\n\n\u2060\n\n{MORE}"
    (document,) = parse_page(decode(text.encode()))
    assert removed(document) == ["Share this article"]
    assert [section.text for section in document.sections] == [f"{BODY}\n\n{MORE}"]


PIECES = [
    BODY,
    MORE,
    "The boats",
    "A harbour without boats, again",
    "By Anna Marsh",
    "Anna Marsh",
    "3 May 2021",
    "Continue Reading",
    "Share this article",
    "Related articles",
    "Home",
    "Log in",
    "Subscribe now",
    "5 20 50",
    "© 2021 The Harbour Post",
    "Boats\n=====",
    "\u00a0Donate now\u00a0",
    "- one\n- two",
    "a\nb",
    "Old boats\nNew boats\nRed boats",
    "\t",
]


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=25),
    st.sampled_from(["\n", "\n\n", "\n\n\n"]),
    st.booleans(),
)
def test_no_line_is_lost_or_doubled(pieces, glue, split):
    """Kept and removed lines together are the non-blank lines of the input."""
    text = clean(glue.join(pieces))
    documents = parse_page(text) if split else [parse_plain(text)]
    lines = []
    for document in documents:
        if document.title_line is not None:
            lines.append(document.title)
        if document.author is not None:
            lines.append(document.author)
        if document.date is not None:
            lines.append(next(line for line in text.split("\n") if date_in(line) == document.date))
        lines += [line.text for line in document.removed]
        for section in document.sections:
            lines += [section.heading, *section.text.split("\n")]
    assert sorted(map(_bare, filter(_bare, lines))) == sorted(
        map(_bare, filter(_bare, text.split("\n")))
    )


def _bare(line):
    """The line without "By", and with single spaces."""
    return " ".join(line.split()).removeprefix("By ").removeprefix("by ")
