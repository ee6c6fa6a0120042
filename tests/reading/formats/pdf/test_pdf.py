"""PDF files: headings by the outline or by size, running heads removed on record."""

from __future__ import annotations

import sys

import pytest

from support.documents import pdf, pdf_of_forms
from support.files import BODY
from topics.errors import InputError
from topics.reading import read
from topics.reading.formats.pdf import bounds, reading

WORDS = "quay crane tide vessel anchor rope mast hull deck sail keel buoy".split()


def lines(*texts, size=11, base=700):
    """Lines of a page, one below the other."""
    return [(text, size, base - 14 * number) for number, text in enumerate(texts)]


def book(n_pages=4, heading="Part {}"):
    """Pages with a running head, a heading, two paragraphs of their own and a number."""
    return [
        [
            ("Harbour News", 9, 780),
            (heading.format(WORDS[number].title()), 18, 740),
            *lines(
                f"The {WORDS[number]} was seen near the northern wall of the har-",
                f"bour at dawn, where the {WORDS[number + 1]} had been for years.",
            ),
            *lines(f"Nobody knows whose {WORDS[number + 2]} it is, or the harbour.", base=640),
            (str(number + 1), 9, 30),
        ]
        for number in range(n_pages)
    ]


def one(tmp_path, data, **options):
    """The corpus of one file."""
    (tmp_path / "a.pdf").write_bytes(data)
    return read(tmp_path / "a.pdf", **options)


def test_large_lines_are_headings_and_gaps_end_paragraphs(tmp_path):
    """A word that is cut at the end of a line is joined."""
    corpus = one(tmp_path, pdf(book()))
    headings = [f"Part {word.title()}" for word in WORDS[:4]]
    assert corpus.sections["heading"].to_list() == headings
    assert set(corpus.sections["level"]) == {1}
    first, second = corpus.sections["text"][0].split("\n\n")
    assert " ".join(first.split()) == (
        "The quay was seen near the northern wall of the harbour at dawn, where the crane had "
        "been for years."
    )
    assert second.startswith("Nobody knows")


def test_running_heads_and_numbers_of_pages_are_removed_on_record(tmp_path):
    """With keep_furniture=True they stay."""
    corpus = one(tmp_path, pdf(book()))
    assert set(corpus.removed["text"]) == {"Harbour News", "1", "2", "3", "4"}
    assert set(corpus.removed["reason"]) == {"furniture"}
    kept = one(tmp_path, pdf(book()), keep_furniture=True)
    assert kept.removed.height == 0
    assert sum("Harbour News" in text for text in kept.sections["text"]) > 0


def test_headings_at_the_top_of_pages_are_no_running_heads(tmp_path):
    """They differ from the text by their size."""
    pages = [page[1:] for page in book(heading="Chapter 7")]
    corpus = one(tmp_path, pdf(pages))
    assert corpus.sections["heading"].to_list() == ["Chapter 7"] * 4


def test_the_outline_names_headings_of_any_size(tmp_path):
    """Their place is where the words are."""
    pages = [
        [
            *lines("Contents", "Tides and Wind", "Ropes"),
            *lines("Tides and", "Wind", BODY, base=500),
        ],
        lines("Ropes", "Hemp lasts longer than it looks, if it is kept dry."),
    ]
    pages[0][3:5] = [("Tides and", 12, 500), ("Wind", 12, 486)]
    pages[1][0] = ("Ropes", 12, 700)
    corpus = one(tmp_path, pdf(pages, outline=["Tides and Wind", "Ropes"]))
    assert corpus.sections["heading"].to_list()[-2:] == ["Tides and Wind", "Ropes"]
    assert corpus.sections["text"].to_list()[-2] == BODY


def test_an_outline_may_leave_out_the_numbers_of_headings(tmp_path):
    """The heading is read with its number."""
    pages = [lines("2.1 Ropes", BODY, "2.2 Knots", "They hold when the wind does not.")]
    corpus = one(tmp_path, pdf(pages, outline=["Ropes", "Knots"]))
    assert corpus.sections["heading"].to_list() == ["2.1 Ropes", "2.2 Knots"]
    assert corpus.sections["text"].to_list()[0] == BODY


def test_letters_of_nearly_one_size_are_one_paragraph(tmp_path):
    """Bold and slanted letters differ a little from those around them."""
    pages = [
        [
            ("The ferry waits for", 11, 700),
            ("the tide, which", 11.1, 686),
            ("is late today.", 11, 672),
            *lines("Nobody minds, because the", "sun shines on the quay.", base=640),
        ]
    ]
    corpus = one(tmp_path, pdf(pages))
    assert [len(each.split("\n")) for each in corpus.sections["text"][0].split("\n\n")] == [3, 2]


def test_properties_become_fields(tmp_path):
    """A title that is the name of a file is none."""
    info = "/Title ({}) /Author (Ana Marsh) /CreationDate (D:20250203101112Z) /Keywords (tide)"
    row = one(tmp_path, pdf(book(), info=info.format("The Wall"))).documents.row(0, named=True)
    assert (row["title"], row["author"], row["date"]) == ("The Wall", "Ana Marsh", "2025-02-03")
    assert row["keywords"] == "tide"
    row = one(tmp_path, pdf(book(), info=info.format("wall.docx"))).documents.row(0, named=True)
    assert row["title"] == "Part Quay"


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (pdf(book(), encrypted=True), "encrypted"),
        (pdf([[], []]), "a scan"),
        (b"no PDF file at all", "not readable as PDF"),
        (pdf(book())[:700], "not readable as PDF"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path, data, match):
    """In a folder they are listed, and others are read."""
    with pytest.raises(InputError, match=match):
        one(tmp_path, data)
    (tmp_path / "b.txt").write_text(BODY)
    corpus = read(tmp_path)
    assert [(each.code, each.count) for each in corpus.notices] == [("unreadable-files", 1)]


def test_the_number_of_pages_and_their_text_are_limited(tmp_path, monkeypatch):
    """The first pages are read, and it is said."""
    monkeypatch.setattr(reading, "MAX_PAGES", 3)
    corpus = one(tmp_path, pdf(book()))
    assert corpus.sections["heading"].to_list() == ["Part Quay", "Part Crane", "Part Tide"]
    (notice,) = corpus.notices
    assert "only 3 of 4 pages" in notice.message
    long = pdf([lines(*[BODY] * 10)] * 2)
    with pytest.raises(InputError, match="more than 1,200 characters"):
        list(reading.read_pdf(long, reading.ReadOptions(max_file_size=1_200)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold these limits")
@pytest.mark.parametrize(
    ("name", "value", "match"),
    [("MAX_MEMORY", 600_000_000, "too much memory"), ("MAX_SECONDS", 1, "takes too long")],
)
def test_a_file_that_draws_without_end_does_not_stop_its_neighbours(
    tmp_path, monkeypatch, name, value, match
):
    """PDFium runs in a process with limits, and another one is started for the next file."""
    monkeypatch.setattr(bounds, name, value)
    assert "The tide rises" in one(tmp_path, pdf_of_forms(1)).sections["text"][0]
    (tmp_path / "b.pdf").write_bytes(pdf_of_forms(8))
    (tmp_path / "c.pdf").write_bytes(pdf_of_forms(2))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["a.pdf", "c.pdf"]
    (notice,) = (each for each in corpus.notices if each.code.startswith(("unreadable", "files-")))
    assert match in notice.message


def test_without_the_package_the_way_to_install_it_is_named(tmp_path, monkeypatch):
    """An error for a file that was named, else a notice."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r"pip install 'topics\[formats\]'"):
        one(tmp_path, pdf(book()))
    (tmp_path / "b.txt").write_text(BODY)
    (notice,) = read(tmp_path).notices
    assert (notice.code, notice.count) == ("files-of-others", 1)
    assert "pip install 'topics[formats]'" in notice.message
