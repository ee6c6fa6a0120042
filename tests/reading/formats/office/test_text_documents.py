"""DOCX, ODT and EPUB: headings are kept, what is around the text is removed on record."""

from __future__ import annotations

import pytest

from support.documents import W, docx, epub, odt, paragraph
from support.files import BODY
from support.packing import zipped
from topics.errors import InputError
from topics.reading import read

OTHER = "A survey of the northern quay found cracks below the line of the spring tide."
THIRD = "Divers will return in the summer, when the water is clear enough to see."


def one(tmp_path, name, data, **options):
    """The corpus of one file."""
    (tmp_path / name).write_bytes(data)
    return read(tmp_path / name, **options)


def outline(corpus):
    """Level, heading and text of every section."""
    return corpus.sections.select("level", "heading", "text").rows()


def removed(corpus):
    """Reason and text of what was removed."""
    return corpus.removed.select("reason", "text").rows()


def codes(corpus):
    """Counts of the notices by their codes."""
    return {each.code: each.count for each in corpus.notices}


def test_docx_has_headings_in_any_language(tmp_path):
    """By the name of a style, of one that it is based on, or by the level of its outline."""
    data = docx(
        paragraph("The Wall", "Titel"),
        paragraph(BODY),
        paragraph("Survey", "berschrift1"),
        paragraph(OTHER),
        paragraph("Cracks", "Ebene"),
        paragraph(THIRD),
        paragraph("Costs", "Kapitel"),
        paragraph(BODY),
    )
    corpus = one(tmp_path, "wall.docx", data)
    assert outline(corpus) == [
        (0, "", BODY),
        (1, "Survey", OTHER),
        (2, "Cracks", THIRD),
        (1, "Costs", BODY),
    ]
    row = corpus.documents.row(0, named=True)
    assert (row["id"], row["title"], row["author"]) == ("wall.docx", "The Wall", "Ana Marsh")
    assert (row["date"], row["language"]) == ("2025-02-03T10:00:00Z", "en-GB")
    assert (row["subject"], row["keywords"]) == ("Harbours", "wall, tide")
    assert removed(corpus) == []


def test_docx_keeps_every_visible_word_once(tmp_path):
    """Insertions, content controls, links, boxes, tables and notes; nothing that was deleted."""
    body = (
        paragraph("<w:ins><w:r><w:t>Inserted words.</w:t></w:r></w:ins>"),
        paragraph("<w:del><w:r><w:delText>Deleted words.</w:delText></w:r></w:del>"),
        f"<w:sdt><w:sdtContent>{paragraph('Controlled words.')}</w:sdtContent></w:sdt>",
        paragraph("<w:hyperlink><w:r><w:t>Linked words.</w:t></w:r></w:hyperlink>"),
        "<w:p><w:r><w:t>Split</w:t></w:r><w:r><w:t>ter</w:t><w:tab/><w:t>words.</w:t></w:r></w:p>",
        '<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:txbxContent>'
        f"{paragraph('Boxed words.')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        f"{paragraph('Boxed words.')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>",
        f"<w:tbl><w:tr><w:tc>{paragraph('Pier')}</w:tc><w:tc>{paragraph('12 m')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('Quay')}</w:tc><w:tc>{paragraph('9 m')}</w:tc></w:tr></w:tbl>",
        '<w:p><w:r><w:instrText>PAGEREF "x"</w:instrText></w:r></w:p>',
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator">{paragraph("line")}'
        f'</w:footnote><w:footnote w:id="1">{paragraph("Noted words.")}</w:footnote></w:footnotes>'
    )
    corpus = one(tmp_path, "a.docx", docx(*body, more={"word/footnotes.xml": notes}))
    assert corpus.sections["text"].to_list() == [
        "Inserted words.\n\nControlled words.\n\nLinked words.\n\nSplitter words.\n\nBoxed words."
        "\n\nPier | 12 m\nQuay | 9 m\n\nNoted words."
    ]


def test_what_is_around_the_text_of_docx_is_recorded(tmp_path):
    """Contents, headers and footers, hidden text and formulas."""
    header = f'<w:hdr xmlns:w="{W}">{paragraph("Harbour office")}</w:hdr>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden words</w:t></w:r>"
    formula = '<m:oMath xmlns:m="urn:m"><m:r><m:t>a=b</m:t></m:r></m:oMath>'
    data = docx(
        paragraph("Survey 3", "Verz1"),
        paragraph(BODY),
        paragraph(hidden + formula),
        more={"word/header1.xml": header},
    )
    corpus = one(tmp_path, "a.docx", data)
    assert corpus.sections["text"].to_list() == [BODY]
    assert sorted(removed(corpus)) == [
        ("formula", "a=b"),
        ("furniture", "Harbour office"),
        ("furniture", "Survey 3"),
        ("hidden", "hidden words"),
    ]


def test_macros_are_counted_and_never_run(tmp_path):
    """The text is read all the same."""
    corpus = one(tmp_path, "a.docm", docx(paragraph(BODY), more={"word/vbaProject.bin": b"\1"}))
    assert corpus.sections["text"].to_list() == [BODY]
    assert codes(corpus) == {"files-with-macros": 1}


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted, or of an old version"),
        ("a.docx", b"no document", "damaged ZIP file"),
        ("a.docx", zipped({"x.txt": "x"}), "no _rels/.rels in it"),
        ("a.odt", zipped({"content.xml": "<a/>"}), "no text document in it"),
        ("a.odt", zipped({"content.xml": "no XML"}), "not readable as XML"),
        (
            "a.odt",
            odt("<text:p>x</text:p>", {"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "encrypted",
        ),
        ("a.epub", zipped({"mimetype": "x"}), "no META-INF/container.xml"),
        ("a.docx", docx(paragraph(""), core="<x/>"), "no text in it"),
    ],
)
def test_documents_that_cannot_be_read_say_why(tmp_path, name, data, match):
    """In a folder they are listed, and others are read."""
    with pytest.raises(InputError, match=match):
        one(tmp_path, name, data)
    (tmp_path / "b.txt").write_text(BODY)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["b.txt"]
    assert codes(corpus) == {"unreadable-files": 1}


def test_bombs_and_entities_in_documents_are_harmless(tmp_path):
    """A part that unpacks to many times its size is refused; entities stay as they are."""
    bomb = f'<w:document xmlns:w="{W}">' + " " * 40_000_000 + "</w:document>"
    with pytest.raises(InputError, match="200 times its size"):
        one(tmp_path, "a.docx", docx(more={"word/document.xml": bomb}))
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    entities = (
        f'<!DOCTYPE d [<!ENTITY a "{"lol " * 10}"><!ENTITY b "{"&a;" * 10}">'
        f'<!ENTITY c "{"&b;" * 10}"><!ENTITY x SYSTEM "file://{secret}">]>'
        f'<w:document xmlns:w="{W}"><w:body>{paragraph(BODY)}'
        f"<w:p><w:r><w:t>&c;&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    corpus = one(tmp_path, "b.docx", docx(more={"word/document.xml": entities}))
    assert corpus.sections["text"].to_list() == [BODY]


def test_odt_has_headings_and_notes(tmp_path):
    """Blanks, tabs, tables and notes are read; deletions, comments and contents are not."""
    body = (
        "<text:tracked-changes><text:p>Deleted words.</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>Survey 3</text:p></text:table-of-content>"
        '<text:p text:style-name="P1">The Wall</text:p>'
        f"<text:p>The<text:s/>ferry <text:span>left</text:span><office:annotation><text:p>"
        "Comment</text:p></office:annotation> early.<text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>Noted words.</text:p></text:note-body>"
        "</text:note></text:p>"
        f'<text:h text:outline-level="2">Survey</text:h><text:p>{OTHER}</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Pier</text:p></table:table-cell>"
        "<table:table-cell><text:p>12 m</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    corpus = one(tmp_path, "wall.odt", odt(body))
    assert outline(corpus) == [
        (0, "", "The ferry left early."),
        (2, "Survey", f"{OTHER}\n\nPier | 12 m\n\nNoted words."),
    ]
    row = corpus.documents.row(0, named=True)
    assert (row["title"], row["author"], row["date"]) == (
        "The Wall",
        "Ana Marsh",
        "2025-02-03T10:00:00",
    )
    assert row["keywords"] == "wall, tide"
    assert removed(corpus) == [("furniture", "Survey 3"), ("furniture", "Harbour office")]


def test_a_book_is_its_chapters_without_navigation(tmp_path):
    """In the order of reading; a chapter without a heading has its name in the contents."""
    chapters = {"b": f"<h1>Harbour</h1><p>{BODY}</p><h2>Quay</h2><p>{OTHER}</p>", "a": THIRD}
    data = epub(chapters, labels={"b": "One", "a": "Two"})
    corpus = one(tmp_path, "tide.epub", data)
    assert outline(corpus) == [(1, "Harbour", BODY), (2, "Quay", OTHER), (1, "Two", THIRD)]
    row = corpus.documents.row(0, named=True)
    assert (row["title"], row["author"]) == ("The Tide", "Ana Marsh, Ben Quay")
    assert (row["language"], row["date"]) == ("en", "2025")
    assert removed(corpus) == [("furniture", "Contents"), ("furniture", "One\nTwo")]


def test_a_chapter_that_is_missing_does_not_stop_a_book(tmp_path):
    """It is said which one."""
    book = epub({"gone": "<p>x</p>", "a": f"<p>{BODY}</p>"})
    corpus = one(tmp_path, "a.epub", book.replace(b"OEBPS/gone", b"OEBPS/lost"))
    assert corpus.sections["text"].to_list() == [BODY]
    assert codes(corpus) == {"files-with-problems": 1}
