"""How sure it is that a text is the main text of its page, from 0 to 1."""

from lxml.html import document_fromstring

import topics
from topics.reading.formats.html.blocks.quality import predict_quality
from topics.reading.formats.html.blocks.walking import blocks_and_sections
from topics.reading.records import Document, Section

PARAGRAPHS = [
    "The ropewalk was four hundred paces long, because that was the length of an anchor cable.",
    "Women carried the hemp in bundles on their heads, and children turned the wheel all day.",
    "In the last year of the company a machine made in an hour what they had made in a week.",
]
MENU = "".join(f"<li><a href='/{name}'>All about {name} and knots</a></li>" for name in "abcdefgh")


def quality(body, taken):
    """Predicted quality of some paragraphs as the text of a page with this body."""
    blocks, _ = blocks_and_sections(document_fromstring(f"<html><body>{body}</body></html>"))
    return predict_quality(blocks, [Document([Section("", 0, "\n\n".join(taken))])])


def body(paragraphs, around=""):
    """Paragraphs with a menu above them."""
    return f"<nav><ul>{MENU}</ul></nav>{around}" + "".join(f"<p>{one}</p>" for one in paragraphs)


def test_all_paragraphs_without_menus_are_a_sure_text():
    """If the text is what is in paragraphs, nothing between them is left out: 1."""
    assert quality(body(PARAGRAPHS), PARAGRAPHS) == 1


def test_a_text_with_holes_is_less_sure():
    """A paragraph that is missing in the middle costs more than one at the end."""
    at_end = quality(body(PARAGRAPHS), PARAGRAPHS[:2])
    in_the_middle = quality(body(PARAGRAPHS), [PARAGRAPHS[0], PARAGRAPHS[2]])
    assert 0.3 < in_the_middle < 0.6 < at_end <= 1


def test_a_menu_is_no_sure_text():
    """A text of nothing but links has a quality of 0, and so has one that is not on the page."""
    links = [f"All about {name} and knots" for name in "abcdefgh"]
    assert quality(body(PARAGRAPHS), ["\n".join(links)]) == 0
    assert quality(body(PARAGRAPHS), ["A text of another page that nobody has seen here."]) == 0


def test_what_was_put_back_makes_a_text_less_sure():
    """Blocks in gaps are there only because of their neighbours."""
    page = document_fromstring(f"<html><body>{body(PARAGRAPHS)}</body></html>")
    blocks, _ = blocks_and_sections(page)
    documents = [Document([Section("", 0, "\n\n".join(PARAGRAPHS))])]
    blocks[-2].fills_gap = True
    assert 0.3 < predict_quality(blocks, documents) < 0.6


def test_pages_have_a_quality_and_uncertain_ones_are_counted(tmp_path):
    """The column says how sure the text of a page is; other files have none; a warning counts."""
    sure = "".join(f"<p>{one}</p>" for one in PARAGRAPHS * 3)
    (tmp_path / "sure.html").write_text(f"<article><h1>The ropewalk</h1>{sure}</article>")
    (tmp_path / "menu.html").write_text(f"<div><ul>{MENU}</ul></div>")
    (tmp_path / "note.txt").write_text(PARAGRAPHS[0])
    corpus = topics.read(tmp_path)
    values = dict(corpus.documents.select("id", "text_quality").rows())
    assert values == {"menu.html": 0, "note.txt": None, "sure.html": 1}
    (notice,) = corpus.notices
    assert notice.code == "uncertain-main-text"
    assert "(text_quality below 0.25): 1 (" in notice.message
    assert "menu.html: 0" in notice.message


def test_without_furniture_taken_away_no_quality_is_predicted(tmp_path):
    """With ``keep_furniture`` the text is the whole page, and nothing had to be chosen."""
    (tmp_path / "menu.html").write_text(f"<div><ul>{MENU}</ul></div>")
    corpus = topics.read(tmp_path, keep_furniture=True)
    assert "text_quality" not in corpus.documents.columns
    assert not corpus.notices


def test_a_page_is_judged_by_all_its_documents_together():
    """Articles of one page are no holes in each other."""
    blocks, _ = blocks_and_sections(document_fromstring(f"<div>{body(PARAGRAPHS)}</div>"))
    documents = [Document([Section("", 0, one)]) for one in PARAGRAPHS]
    assert predict_quality(blocks, documents) == 1
