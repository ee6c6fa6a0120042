"""RSS and Atom: each entry is a document, with its HTML read as HTML."""

from __future__ import annotations

from support.files import BODY
from topics.reading import read

OTHER = "A survey of the northern quay found cracks below the line of the spring tide."
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<language>en</language><item><title>Wall &amp;amp; Tide</title><link>https://example.org/1</link>
<description>{BODY[:30]}</description>
<content:encoded><![CDATA[<h2>Survey</h2><p>{BODY}</p><p style="display:none">hidden</p>]]>
</content:encoded><dc:creator>Ana Marsh</dc:creator><category>tide</category>
<category>wall</category><pubDate>Mon, 03 Feb 2025 18:02:11 +0000</pubDate></item>
<item><description>{OTHER}</description></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>News</title>
<entry><title>Wall</title><link rel="self" href="x"/><link href="https://example.org/1"/>
<author><name>Ana Marsh</name></author><updated>2025-02-03T18:02:11Z</updated>
<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>{BODY}</p></div></content></entry>
<entry><title>Quay</title><content type="html">&lt;p&gt;{OTHER}&lt;/p&gt;</content></entry>
</feed>"""


def one(tmp_path, text, name):
    """The corpus of one file."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read(tmp_path / name)


def test_entries_of_rss(tmp_path):
    """The fullest text is read, once; the rest is metadata."""
    corpus = one(tmp_path, RSS, "news.rss")
    assert corpus.documents["id"].to_list() == ["news.rss#1", "news.rss#2"]
    assert corpus.sections.select("heading", "text").rows() == [("Survey", BODY), ("", OTHER)]
    row = corpus.documents.row(0, named=True)
    assert (row["title"], row["author"], row["language"]) == ("Wall & Tide", "Ana Marsh", "en")
    assert row["date"] == "2025-02-03T18:02:11+00:00"
    assert (row["link"], row["categories"]) == ("https://example.org/1", "tide, wall")
    assert corpus.removed.select("reason", "text").rows() == [("hidden", "hidden")]


def test_entries_of_atom(tmp_path):
    """HTML as elements and as text."""
    corpus = one(tmp_path, ATOM, "news.atom")
    assert corpus.sections["text"].to_list() == [BODY, OTHER]
    row = corpus.documents.row(0, named=True)
    assert (row["author"], row["date"]) == ("Ana Marsh", "2025-02-03T18:02:11Z")
    assert (row["link"], row["language"]) == ("https://example.org/1", "de")


def test_a_feed_that_is_a_page_is_read_as_one(tmp_path):
    """Servers answer so when a feed is gone."""
    page = (
        f"<!DOCTYPE html>\n<html><head><title>Gone</title></head><body><p>{BODY}</p></body></html>"
    )
    corpus = one(tmp_path, page, "news.rss")
    assert corpus.documents["id"].to_list() == ["news.rss"]
    assert corpus.sections["text"].to_list() == [BODY]
