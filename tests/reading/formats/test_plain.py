"""Plain text: blocks, plain-line headings, headlines, bylines."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import topics
from topics.reading.formats.plain import parse_plain
from topics.reading.lines.blocks import split_blocks

BODY = "The ferry left the harbour at dawn and did not come back before the evening tide."


def headings(text):
    """Headings of the sections of a text."""
    return [section.heading for section in parse_plain(text).sections]


def test_blocks_know_their_lines():
    """A line of spaces, also non-breaking ones, is blank; lines stay as they stand."""
    blocks = split_blocks("\n a\nb \n\u00a0\n\t\n\nc\n")
    assert [(block.line, block.lines) for block in blocks] == [(2, [" a", "b "]), (7, ["c"])]


def test_short_lines_above_running_text_are_headings():
    """The text before the first heading is a section of its own, at level 0."""
    document = parse_plain(f"{BODY}\n\nThe harbour\n\n{BODY}\n\nWho pays?\n\n{BODY}")
    assert [(s.heading, s.level, s.line) for s in document.sections] == [
        ("", 0, 1),
        ("The harbour", 1, 3),
        ("Who pays?", 1, 7),
    ]
    assert document.sections[1].block_lines == [5]


@pytest.mark.parametrize(
    "line",
    [
        "The boats came back.",
        "and so it went",
        "- The first boat",
        "• The first boat",
        "1) The first boat",
        "By Anna Marsh",
        "Photo: the harbour at low tide",
        "Source: Harbour Office",
        "(The chart is below)",
        "12 March: The boats return",
        "The harbour master said:",
        "These are the boats:",
        "Q: Who owns the boats?",
        "boats = harbour.count(ships)",
        "https://example.org/Boats",
        "2019",
        "A line of far too many words to be the heading of anything at all here",
    ],
)
def test_lines_that_are_no_headings(line):
    """Sentences, list items, bylines, credits, dates and announcements stay text."""
    document = parse_plain(f"{BODY}\n\n{line}\n\n{BODY}")
    assert [section.heading for section in document.sections] == [""]
    assert line in document.sections[0].text


def test_a_heading_may_stand_directly_above_another():
    """A part and its first chapter are both headings; a line at the end is text."""
    assert headings(f"{BODY}\n\nThe harbour\n\nThe boats\n\n{BODY}\n\nThe end") == [
        "",
        "The harbour",
        "The boats",
    ]


def test_of_many_short_lines_only_the_last_is_a_heading():
    """A list of links has the form of headings, but it is none."""
    links = "Old boats\n\nNew boats\n\nRed boats\n\nThe harbour"
    assert headings(f"{BODY}\n\n{links}\n\n{BODY}") == ["", "The harbour"]


@pytest.mark.parametrize("below", [f"- {BODY}\n- more", "1. first\n2. second", "None known."])
def test_lists_and_short_paragraphs_have_headings(below):
    """What stands below a heading need not be a long paragraph."""
    assert headings(f"{BODY}\n\nThe boats\n\n{below}") == ["", "The boats"]


def test_a_line_that_goes_on_in_the_next_block_is_no_heading():
    """A paragraph that was torn apart does not make a heading."""
    assert headings(f"{BODY}\n\nThe boats of the harbour\n\nwere sold. {BODY}") == [""]


def test_numbers_give_levels():
    """A heading with a number of two parts is one level below one with a number."""
    text = f"{BODY}\n\n1. Boats\n\n{BODY}\n\n1.2 Masts\n\n{BODY}\n\n2 Ropes\n\n{BODY}"
    found = [(section.heading, section.level) for section in parse_plain(text).sections]
    assert found == [("", 0), ("1. Boats", 1), ("1.2 Masts", 2), ("2 Ropes", 1)]


def test_underlines_give_levels():
    """The sign that comes first marks level 1; the underline is listed as removed."""
    text = f"{BODY}\n\nBoats\n=====\n{BODY}\n\nof mast\n-------\n\n{BODY}\n\nRopes\n====\n{BODY}"
    document = parse_plain(text)
    assert [(s.heading, s.level, s.line) for s in document.sections] == [
        ("", 0, 1),
        ("Boats", 1, 3),
        ("of mast", 2, 7),
        ("Ropes", 1, 12),
    ]
    assert [(line.text, line.line) for line in document.removed] == [
        ("=====", 4),
        ("-------", 8),
        ("====", 13),
    ]


def test_a_page_without_blank_lines_has_headings():
    """Every line is a block of its own, unless the lines are one wrapped paragraph."""
    assert headings(f"{BODY}\nThe boats\n{BODY} {BODY}\n{BODY}") == ["", "The boats"]
    wrapped = "The ferry left the harbour\nat dawn and did not\ncome back before\nthe tide."
    assert [s.text for s in parse_plain(wrapped).sections] == [wrapped]


def test_a_short_first_line_is_a_heading_where_others_follow():
    """``Abstract`` above a text with headings is not its title."""
    text = f"Abstract\n\n{BODY}\n\nThe boats\n\n{BODY}"
    assert parse_plain(text).title is None
    assert headings(text) == ["Abstract", "The boats"]


def test_headline_deck_and_byline():
    """The first line is the title, the byline the author; the deck stays text."""
    document = parse_plain(
        f"A harbour without boats\n\nWhy nobody sails from here any more, says the master.\n\n"
        f"By Anna Marsh and Tom de Vries\n\n{BODY}\n\nThe boats\n\n{BODY}"
    )
    assert document.title == "A harbour without boats"
    assert document.author == "Anna Marsh and Tom de Vries"
    assert [section.heading for section in document.sections] == ["", "The boats"]
    assert document.sections[0].text.startswith("Why nobody")


def test_a_known_title_is_not_repeated_as_a_heading():
    """A first line that says the title is the headline; another one is a heading."""
    text = f"A harbour\n\n{BODY}"
    assert parse_plain(text, title="A HARBOUR").sections[0].heading == ""
    assert parse_plain(text, title="Ships").sections[0].heading == "A harbour"


def test_text_of_short_lines_only_is_kept():
    """A poem or a table has neither headline nor headings, and all its lines."""
    text = "The sea\n\nThe shore\n\nThe stone"
    document = parse_plain(text)
    assert document.title is None
    assert [section.text for section in document.sections] == [text]


def test_scripts_without_capitals_have_headings():
    """A letter without case may begin a heading."""
    body = "غادرت العبارة الميناء عند الفجر ولم تعد قبل المساء مع المد العالي في البحر."
    assert headings(f"{body}\n\nالميناء القديم\n\n{body}") == ["", "الميناء القديم"]


@given(
    st.lists(
        st.sampled_from([BODY, "The harbour", "By Anna Marsh", "a list", "- item", "", "Why?"])
        | st.text(max_size=40),
        max_size=12,
    )
)
def test_no_word_is_lost(pieces):
    """Title, author, headings, texts and removed lines hold all words, in number too."""
    text = "\n\n".join(pieces)
    document = parse_plain(text)
    kept = [document.title or "", document.author or ""]
    kept += [part for section in document.sections for part in (section.heading, section.text)]
    kept += [line.text for line in document.removed]
    if document.author is not None:
        kept.append("By")
    assert sorted(re.findall(r"\w+", "\n".join(kept))) == sorted(re.findall(r"\w+", text))


@given(st.text(alphabet=st.sampled_from("ab \n\t\u00a0.:A"), max_size=200))
def test_block_lines_point_to_the_lines_of_the_text(text):
    """Every block of a section stands in the file where its line number says."""
    lines = text.split("\n")
    for section in parse_plain(text).sections:
        blocks = split_blocks(section.text)
        assert section.block_lines is not None
        assert len(blocks) == len(section.block_lines)
        for block, line in zip(blocks, section.block_lines, strict=True):
            assert lines[line - 1 : line - 1 + len(block.lines)] == block.lines


def read_rows(tmp_path, rows, **options):
    """Texts of the sections and what was removed, of a table with a column of texts."""
    path = tmp_path / "t.csv"
    path.write_text("id,text\n" + "\n".join(rows), encoding="utf-8")
    return topics.read(path, **options)


def test_a_row_with_a_sign_of_notices_is_text(tmp_path):
    """A sign such as © in a sentence is no notice."""
    corpus = read_rows(
        tmp_path,
        [
            "1,The Lumo© lamp lit the whole harbour on the first night",
            "2,Windows© and doors of oak for the harbour house",
        ],
    )
    assert corpus.removed.is_empty()
    assert len(corpus.sections) == 2


def test_a_row_that_is_a_button_is_text(tmp_path):
    """A row of a table is a document, whatever its words."""
    texts = ["Log in", "Download the app", "Payment failed twice", "Register", "Newsletter"]
    texts += ["Print page", "© 2021 The Harbour Post", "Share", "4 min read"]
    corpus = read_rows(tmp_path, [f"{number},{text}" for number, text in enumerate(texts)])
    assert corpus.sections["text"].to_list() == texts
    assert not corpus.notices


def test_rows_of_machine_data_are_counted(tmp_path):
    """A row of encoded data only is left without text, and a warning says so."""
    data = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"
    corpus = read_rows(tmp_path, ["1,The tide turns.", f"2,{data}"])
    (notice,) = corpus.notices
    assert notice.code == "documents-of-furniture"
    assert notice.count == 1
    assert "keep_furniture=True" in notice.message
    assert corpus.removed.select("document", "reason", "text").rows() == [
        ("2", "machine data", data)
    ]
    kept = read_rows(tmp_path, ["1,The tide turns.", f"2,{data}"], keep_furniture=True)
    assert kept.sections["text"].to_list() == ["The tide turns.", data]


def test_a_post_in_a_row_and_in_a_file(tmp_path):
    """Header, quote and signature go; the subject is the title and the date is that of the file."""
    post = (
        "From: jane@example.org\nSubject: When the tide turns\nDate: 3 May 2021\n\n"
        "Tom Lee <t@example.org> wrote on 2 May:\n> When does it turn?\n\nIt turns at noon.\n\n"
        "-- \nJane Doe\nHarbour office"
    )
    (tmp_path / "mail.txt").write_text(post, encoding="utf-8")
    corpus = topics.read(tmp_path / "mail.txt")
    assert corpus.sections["text"].to_list() == ["It turns at noon."]
    assert corpus.documents.select("title", "date").row(0) == ("When the tide turns", "3 May 2021")
    assert corpus.removed.select("line", "reason", "position").rows() == [
        (1, "mail header", 0),
        (5, "quote", 0),
        (10, "signature", 0),
    ]
    rows = read_rows(tmp_path, ['1,"' + post + '"'])
    assert rows.sections["text"].to_list() == ["It turns at noon."]
    assert rows.documents["title"].to_list() == ["When the tide turns"]
    given = topics.Corpus.from_texts([post, "The tide."])
    assert [text.strip() for text in given.sections["text"]] == ["It turns at noon.", "The tide."]
    assert given.documents["title"].to_list() == ["When the tide turns", "1"]
    assert given.removed["reason"].to_list() == ["mail header", "quote", "signature"]
    whole = topics.Corpus.from_texts([post], keep_furniture=True)
    assert whole.sections["text"].to_list() == [post]


def test_a_text_of_one_line_width_is_no_page(tmp_path):
    """Lines with addresses or words of buttons do not make a mail a page of a site."""
    paragraphs = "\n".join(
        ["The boats wait at the harbour until the tide turns and the wind is"] * 4
    )
    text = (
        f"{paragraphs} strong.\n\nTel: 030 1234 567\n\n192.76.144.129\n\nPlease reply by mail.\n\n"
        f"The pilot is both a sailor and a writer.\n\nThree boats\n\n{paragraphs} calm.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert topics.read(tmp_path / "a.txt").removed.is_empty()


def test_what_is_said_is_no_headline(tmp_path):
    """The first line of a conversation is said, not a title; a title above it is one."""
    said = ["Did the harbour close?", "Boats and ropes", "Why?", "The storm came at noon."]
    names = ["Ana", "Tom"] * 2
    talk = "\n".join(f"[00:00:1{i}] {names[i]}: {line}" for i, line in enumerate(said))
    (tmp_path / "a.txt").write_text(talk, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Two people at a harbour\n\n{talk}", encoding="utf-8")
    corpus = topics.read(tmp_path)
    assert corpus.documents["title"].to_list() == ["a", "Two people at a harbour"]
    assert corpus.sections["heading"].to_list() == ["", ""]
    for text in corpus.sections["text"]:
        assert text.split() == " ".join(said).split()


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("By Anna Marsh\nMay 3, 2021", "Anna Marsh"),
        ("By Anna Marsh | May 3, 2021", "Anna Marsh"),
        ("By Anna Marsh", "Anna Marsh"),
        ("3 May 2021\nBy Anna Marsh", "Anna Marsh"),
        ("Anna Marsh\n2021-05-03", "Anna Marsh"),
        ("3 May 2021", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_head_without_blank_lines_is_headline_and_byline(head, author, gap):
    """As with blank lines between them; a date stays."""
    text = f"The Storm Breaks the Pier\n{head}{gap}{BODY}\n\n{BODY}\n"
    document = parse_plain(text)
    assert (document.title, document.author) == ("The Storm Breaks the Pier", author)
    assert "Marsh" not in document.sections[0].text
    assert document.sections[0].text.endswith(BODY)


@pytest.mark.parametrize(
    "text",
    [
        "The Storm Breaks the Pier\nAnd the Lamps Go Out\nBy the Harbour Wall\n\n" + BODY,
        "The storm broke the pier.\nBy Anna Marsh\n\n" + BODY,
        "Anna Marsh\nBen Hall\n\n" + BODY,
    ],
)
def test_other_lines_in_a_row_are_no_head(text):
    """Verses, a sentence and names stay one block."""
    assert parse_plain(text).title is None


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_the_date_below_the_byline_is_the_date_of_the_document(between):
    """It is metadata, in ISO form, and no text."""
    head = between.join(["Storm closes the harbour", "By Jane Doe", "3 May 2021"])
    document = parse_plain(f"{head}\n\nThe harbour was closed after a storm broke two piers.\n")
    assert (document.title, document.author) == ("Storm closes the harbour", "Jane Doe")
    assert document.date == "2021-05-03"
    assert "2021" not in document.sections[0].text
