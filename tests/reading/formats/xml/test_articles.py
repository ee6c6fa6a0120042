"""JATS and TEI: titles, abstract and sections, without references and formulas."""

from __future__ import annotations

import pytest

from support.files import BODY
from topics.errors import InputError
from topics.reading import read

OTHER = "A survey of the northern quay found cracks below the line of the spring tide."
JATS = f"""<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "JATS.dtd" [<!ENTITY eacute "&#233;">]>
<article xmlns:mml="http://www.w3.org/1998/Math/MathML" xml:lang="en"><front>
<journal-meta><journal-title>Tides</journal-title></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1/x</article-id>
<title-group><article-title>The <italic>Wall</italic></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Marsh</surname>
<given-names>Ana</given-names></name></contrib><contrib contrib-type="editor"><name>
<surname>Quay</surname></name></contrib></contrib-group>
<pub-date><day>3</day><month>2</month><year>2025</year></pub-date>
<abstract><p>Walls crack.</p></abstract><kwd-group><kwd>wall</kwd><kwd>tide</kwd></kwd-group>
</article-meta></front><body><sec><title>Survey</title><p>{BODY} The caf&eacute; closed.</p>
<p>If <inline-formula><mml:math><mml:mi>abc</mml:mi></mml:math></inline-formula> holds.</p>
<sec><title>Cracks</title><p>{OTHER}</p><table-wrap><table><tr><td>Pier</td><td>12</td></tr>
</table></table-wrap></sec></sec></body><back><ref-list><title>References</title>
<ref>Quay, B. 2001. Waves.</ref></ref-list></back></article>"""

TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>The Wall</title><author><persName><forename>Ana</forename><surname>Marsh</surname>
</persName></author></titleStmt><publicationStmt><date when="2025-02-03"/></publicationStmt>
</fileDesc><profileDesc><langUsage><language ident="en"/></langUsage>
<abstract><p>Walls crack.</p></abstract></profileDesc></teiHeader>
<text><body><div><head>Survey</head><p>{BODY}</p><p>The <choice><sic>quai</sic><corr>quay</corr>
</choice> <w>is</w><w>wet</w>.</p><div><head>Cracks</head><fw>12</fw><lg><l>First verse</l>
<l>second verse</l></lg><sp><speaker>BEN</speaker><p>{OTHER}</p></sp><formula>a+b</formula></div>
</div></body><back><listBibl><bibl>Quay 2001</bibl></listBibl></back></text></TEI>"""


def one(tmp_path, text, name="a.xml"):
    """The corpus of one file."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read(tmp_path / name)


def test_an_article_of_jats(tmp_path):
    """Entities are letters, tables have their cells, references and formulas are on record."""
    corpus = one(tmp_path, JATS)
    assert corpus.sections.select("level", "heading", "text").rows() == [
        (1, "Abstract", "Walls crack."),
        (1, "Survey", f"{BODY} The café closed.\n\nIf holds."),
        (2, "Cracks", f"{OTHER}\n\nPier | 12"),
    ]
    row = corpus.documents.row(0, named=True)
    assert (row["title"], row["author"], row["date"]) == ("The Wall", "Ana Marsh", "2025-02-03")
    assert (row["language"], row["journal"], row["doi"]) == ("en", "Tides", "10.1/x")
    assert row["keywords"] == "wall, tide"
    reasons = dict(corpus.removed.select("reason", "text").rows())
    assert reasons["formula"] == "abc"
    assert "Waves" in reasons["reference"]


def test_a_text_of_tei(tmp_path):
    """Verses are lines, corrected words are read once, speakers and page heads are on record."""
    corpus = one(tmp_path, TEI)
    assert corpus.sections.select("level", "heading", "text").rows() == [
        (1, "Abstract", "Walls crack."),
        (1, "Survey", f"{BODY}\n\nThe quay is wet ."),
        (2, "Cracks", f"First verse\nsecond verse\n\n{OTHER}"),
    ]
    row = corpus.documents.row(0, named=True)
    assert (row["title"], row["author"], row["date"]) == ("The Wall", "Ana Marsh", "2025-02-03")
    assert row["language"] == "en"
    assert sorted(corpus.removed["reason"]) == ["formula", "furniture", "reference", "speaker"]


def test_a_corpus_of_tei_is_several_documents(tmp_path):
    """Each text has a number."""
    corpus = one(tmp_path, f"<teiCorpus>{TEI}{TEI.replace('Wall', 'Quay')}</teiCorpus>")
    assert corpus.documents["id"].to_list() == ["a.xml#1", "a.xml#2"]
    assert corpus.documents["title"].to_list() == ["The Wall", "The Quay"]


def test_entities_of_files_are_never_loaded(tmp_path):
    """Neither files nor amplified text; the rest is read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    head = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "lol lol">]>'
    text = f"<TEI><text><body><p>{BODY} &x; &a; after.</p></body></text></TEI>"
    assert one(tmp_path, head + text).sections["text"].to_list() == [f"{BODY} after."]


def test_broken_xml_is_read_as_far_as_possible(tmp_path):
    """And it is said."""
    corpus = one(tmp_path, JATS[: JATS.index("<sec><title>Cracks")])
    assert "Survey" in corpus.sections["heading"].to_list()
    assert [each.code for each in corpus.notices] == ["files-with-problems"]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("<svg><text>x</text></svg>", "XML of another kind"),
        ("no XML", "not readable as XML"),
        ("<TEI><teiHeader/></TEI>", "no text in it"),
        ("<rss><channel/></rss>", "a feed without entries"),
    ],
)
def test_other_xml_says_what_was_expected(tmp_path, text, match):
    """Each is an error if it was named."""
    with pytest.raises(InputError, match=match):
        one(tmp_path, text)
