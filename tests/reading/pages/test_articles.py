"""Split pages of text and HTML into their articles, and leave single articles whole."""

import json
import os
from pathlib import Path

import pytest

from topics.reading import read
from topics.reading.formats.plain import parse_page

FERRY = (
    "The ferry left the harbour at dawn and did not come back before the evening tide, "
    "and nobody on the quay could say why the captain had changed his mind about the storm."
)
BREAD = (
    "Bakers in the old town raised the price of bread for the third time this year, because "
    "flour, gas and rent have all become more expensive since the mill on the river was closed."
)
COURT = (
    "A judge ruled on Monday that the bridge belongs to both villages, and that neither may "
    "take a toll from the people of the other before the parish book has been found again."
)
BODIES = {
    "Ferry returns late after captain fears a storm": FERRY,
    "Bakers raise the price of bread once more": BREAD,
    "Judge gives the bridge to both villages": COURT,
}


def page(lead="", between="Continue Reading", above="Follow us on social media"):
    """Three articles of two paragraphs each, run together."""
    articles = [
        "\n\n".join(
            part for part in (title, lead, body, f"{body} So it was said.", between) if part
        )
        for title, body in BODIES.items()
    ]
    return "\n\n".join([above, *articles])


def test_articles_run_together_become_documents(tmp_path):
    """Each has its number, its headline as title, and a record of the lines removed from it."""
    (tmp_path / "page.txt").write_text(page())
    corpus = read(tmp_path)
    documents = corpus.documents
    assert documents["id"].to_list() == ["page.txt#1", "page.txt#2", "page.txt#3"]
    assert documents["part"].to_list() == [1, 2, 3]
    assert documents["title"].to_list() == list(BODIES)
    assert documents["source"].n_unique() == 1
    assert corpus.sections["heading"].to_list() == ["", "", ""]
    assert corpus.sections["text"].str.contains("So it was said.").all()
    assert corpus.removed.select("document", "text").rows() == [
        ("page.txt#1", "Follow us on social media"),
        ("page.txt#1", "Continue Reading"),
        ("page.txt#2", "Continue Reading"),
        ("page.txt#3", "Continue Reading"),
    ]


def test_no_split_keeps_the_page_whole(tmp_path):
    """With `split=False` the page is one document; its furniture is removed nevertheless."""
    (tmp_path / "page.txt").write_text(page())
    corpus = read(tmp_path, split=False)
    assert corpus.documents.select("id", "part").rows() == [("page.txt", None)]
    assert corpus.removed.height == 4


@pytest.mark.parametrize(
    ("lead", "author"),
    [
        ("By Anna Marsh", "Anna Marsh"),
        ("Anna Marsh", "Anna Marsh"),
        ("What the people on the quay have to say about it\n\nAnna Marsh", "Anna Marsh"),
        ("Anna Marsh\n\n3 May 2021", "Anna Marsh"),
        ("Old Town", None),
    ],
)
def test_bylines_become_authors(lead, author):
    """A bare name is a byline unless the text contains its words in small letters."""
    documents = parse_page(page(lead))
    assert [document.title for document in documents] == list(BODIES)
    authors = [document.author for document in documents]
    assert authors == [author] * 3 or (author is None and authors[1] is None)
    if author is not None:
        assert all(author not in section.text for d in documents for section in d.sections)


def test_decks_are_text_and_datelines_the_date():
    """Neither is a heading; a date that cannot be read is text."""
    deck = "Nobody knows who will pay for it in the end"
    for dateline, date in (("3 May 2021", "2021-05-03"), ("3/5/2021", None)):
        for document in parse_page(page(f"{deck}\n\n{dateline}")):
            (section,) = document.sections
            assert section.heading == ""
            assert document.date == date
            assert section.text.startswith(deck if date else f"{deck}\n\n{dateline}")
            assert (dateline in section.text) is (date is None)


def test_bylines_and_dates_alone_separate_articles():
    """Byline and date below each headline are enough evidence without furniture."""
    documents = parse_page(page("By Anna Marsh\n\n3 May 2021", between="", above=""))
    assert [document.title for document in documents] == list(BODIES)


def test_furniture_above_a_heading_makes_no_article():
    """Section headings below furniture do not begin articles if most headings are below text."""
    text = "\n\n".join(
        [
            FERRY,
            "Where the boats were",
            BREAD,
            "What the judge said",
            COURT,
            "Share this article",
            "Who pays in the end",
            FERRY,
            "Subscribe to our letter",
            "What comes next",
            BREAD,
        ]
    )
    (document,) = parse_page(text)
    assert len(document.sections) == 5
    assert document.part is None


def test_teasers_are_no_articles():
    """A headline with a single sentence below it does not begin an article."""
    teasers = "\n\n".join(
        f"{title}\n\n3 May 2021\n\nA short word on what it is about and why.\n\nRead more"
        for title in BODIES
    )
    assert len(parse_page(f"A harbour without boats\n\n{FERRY}\n\n{BREAD}\n\n{teasers}")) == 1


def test_comments_are_no_articles():
    """A name and a date above a comment are no headline."""
    comments = "\n\n".join(f"Anna says\n\n3 May 2021\n\n{FERRY} {BREAD}\n\nReply" for _ in range(3))
    assert len(parse_page(f"A harbour without boats\n\n{COURT}\n\n{COURT}\n\n{comments}")) == 1


def test_rows_are_never_split(tmp_path):
    """A row is one document, whatever its text looks like."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "row", "text": page()}))
    assert read(tmp_path).documents["id"].to_list() == ["row"]


def test_html_articles(tmp_path):
    """Article elements with headline and text become documents; teasers do not."""
    articles = "".join(
        f"<article><h2>{title}</h2><p class=byline>By Anna Marsh</p>"
        f"<p>{body}</p><p>{body} So it was said, and so it was written down.</p>"
        f"<p>{body}</p><p><a href=x>Continue reading</a></p></article>"
        for title, body in BODIES.items()
    )
    teaser = "<article><h3>More ships are coming</h3><p>Soon.</p></article>"
    html = f"<html><body><nav>Home</nav>{articles}{teaser}<footer>Imprint</footer></body></html>"
    (tmp_path / "page.html").write_text(html)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["page.html#1", "page.html#2", "page.html#3"]
    assert corpus.documents["title"].to_list() == list(BODIES)
    assert corpus.documents["author"].to_list() == ["Anna Marsh"] * 3
    removed = corpus.removed["text"].to_list()
    assert removed.count("Continue reading") == 3
    assert "Home" in removed
    assert read(tmp_path, split=False).n_documents == 1


def test_html_articles_without_elements(tmp_path):
    """Headings with byline and date below them begin articles, without article elements too."""
    html = "".join(
        f"<h2>{title}</h2><p>By Anna Marsh</p><p>3 May 2021</p><p>{body}</p><p>{body} So.</p>"
        for title, body in BODIES.items()
    )
    (tmp_path / "page.html").write_text(f"<html><body>{html}</body></html>")
    corpus = read(tmp_path)
    assert corpus.documents["title"].to_list() == list(BODIES)
    assert corpus.documents["author"].to_list() == ["Anna Marsh"] * 3


def test_an_html_article_with_sections_is_one(tmp_path):
    """Headings inside one article are sections."""
    sections = "".join(
        f"<h2>{title}</h2><p>{body}</p><p>{body}</p>" for title, body in BODIES.items()
    )
    (tmp_path / "page.html").write_text(
        f"<html><body><article><h1>The news of the coast</h1>{sections}</article></body></html>"
    )
    assert read(tmp_path).documents["part"].to_list() == [None]


needs_seeds = pytest.mark.skipif(
    not Path(os.environ.get("TOPICS_CORPORA", "none"), "..", "seeds").is_dir(),
    reason="needs the shared seeds",
)


@needs_seeds
def test_the_first_two_documents():
    """The two pages of the seeds have five articles; the first has section headings."""
    corpus = read(Path(os.environ["TOPICS_CORPORA"], "..", "seeds"))
    assert corpus.n_documents == 5
    first, *others = corpus.documents["id"].to_list()
    headings = corpus.sections.group_by("document", maintain_order=True).agg("heading")
    counts = dict(headings.select("document", headings["heading"].list.len()).rows())
    assert counts == {first: 6, **dict.fromkeys(others, 1)}
    assert corpus.documents["author"].null_count() == 3
    removed = corpus.removed.filter(reason="furniture")["text"].to_list()
    assert sum("Continue Reading" in line for line in removed) == 4
    longest = max(removed, key=len)
    assert longest.startswith("DISCLAIMER")
