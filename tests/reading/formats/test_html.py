"""HTML pages become sections by their headings, without what surrounds the main text."""

import pytest

from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats.html.parser import read_html
from topics.reading.records import UnusableFileError


def outline(document):
    """Level and heading of every section."""
    return [(section.level, section.heading) for section in document.sections]


def parse_html(page):
    """The one document of a page."""
    return next(read_html(page.encode(), ReadOptions(split=False)))


PARAGRAPH = (
    "The ferry left the harbour at dawn with sixty people on board, and it did not come back "
    "before the evening tide had turned and the lamps on the quay were lit again. "
)

PAGE = f"""<!doctype html><html><head><title>The last ferry | Harbour News</title>
<meta name="author" content="Anna Marsh">
<meta property="article:published_time" content="2021-05-06T07:08:09Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>The last ferry</h1>
<p>{PARAGRAPH * 2}</p><h2>Who pays <em>now</em>?</h2><p>{PARAGRAPH}</p>
<ul><li>first item</li><li>second item</li></ul><blockquote><p>Nobody told us.</p></blockquote>
<h3>Costs</h3><table><tr><th>Year</th><th>Sum</th></tr><tr><td>2020</td><td>seventy</td></tr>
</table><pre><code>x = 1
  y = 2</code></pre><p>{PARAGRAPH}</p></article>
<footer>Copyright Harbour News</footer></body></html>"""


PAGE_BODY = f"<h1>The last ferry</h1><p>{PARAGRAPH * 2}</p><p>{PARAGRAPH * 3}</p>"


def test_html_sections_and_metadata():
    """Headings give levels; title, author and date come from the page; navigation is removed."""
    document = parse_html(PAGE)
    assert (document.title, document.author) == ("The last ferry", "Anna Marsh")
    assert document.date == "2021-05-06"
    assert outline(document) == [(0, ""), (2, "Who pays now?"), (3, "Costs")]
    text = "\n\n".join(section.text for section in document.sections)
    for kept in ("first item\nsecond item", "Nobody told us.", "Year | Sum\n2020 | seventy"):
        assert kept in text
    assert "x = 1\n  y = 2" in text
    assert "News" not in text


def test_html_without_main_text_keeps_its_visible_text():
    """If no main text is found, all visible text is taken, without scripts."""
    document = parse_html("<title>Tiny</title><style>p {}</style><h2>One</h2><p>two<br>three")
    assert document.title == "Tiny"
    assert "two\nthree" in document.sections[-1].text
    assert "{" not in document.sections[-1].text


def test_a_page_inside_noscript_is_visible():
    """Pages that scripts draw have their text there; a request to turn scripts on is no page."""
    request = "<noscript><p>Please turn on scripts to see the tides.</p></noscript>"
    page = f"<html><body>{request}<div>Loading</div><noscript>{PAGE_BODY}</noscript></body></html>"
    for options in (ReadOptions(split=False), ReadOptions(split=False, keep_furniture=True)):
        document = next(read_html(page.encode(), options))
        text = "\n\n".join(section.text for section in document.sections)
        assert "The ferry left the harbour" in text
        assert "turn on scripts" not in text


def test_what_no_browser_shows_is_no_text():
    """Templates are filled by scripts, and the reading of a word would be glued to it."""
    hidden = "<template><p>Hidden boats wait for a script here.</p></template>"
    ruby = "<p>The <ruby>pilot<rp>(</rp><rt>reading</rt><rp>)</rp></ruby> went.</p>"
    for page in (PAGE.replace("</article>", f"{hidden}{ruby}</article>"), f"{ruby}{hidden}"):
        text = "\n".join(section.text for section in parse_html(page).sections)
        assert "Hidden" not in text
        assert "The pilot went." in text


SECRET = "Secret anchors rust below the pier in silence."


@pytest.mark.parametrize(
    "block",
    [
        f"<p hidden>{SECRET}</p>",
        f"<div HIDDEN='hidden'><p>{SECRET}</p></div>",
        f"<p style='color: red; DISPLAY : None !important'>{SECRET}</p>",
        f"<section style=display:none><h2>{SECRET}</h2></section>",
        f"<div style='visibility:hidden'>{SECRET}</div>",
        f"<ul aria-hidden='true'><li>{SECRET}</li></ul>",
        f"<p><span aria-hidden=true>{SECRET}</span> More.</p>",
        f"<dialog>{SECRET}</dialog>",
    ],
)
@pytest.mark.parametrize("page", [PAGE, "<h1>Tiny page</h1><p>The quay is wet.</p></article>"])
def test_what_a_page_hides_is_on_record_and_no_text(tmp_path, page, block):
    """Hidden elements are left out of every page, and listed as hidden."""
    (tmp_path / "page.html").write_text(page.replace("</article>", f"{block}</article>"))
    for keep_furniture in (False, True):
        corpus = read(tmp_path, keep_furniture=keep_furniture)
        assert "Secret" not in " ".join([*corpus.sections["text"], *corpus.sections["heading"]])
        hidden = corpus.removed.filter(corpus.removed["reason"] == "hidden")
        assert hidden["text"].to_list() == [SECRET]


@pytest.mark.parametrize(
    "block",
    [
        f"<p hidden=until-found>{SECRET}</p>",
        f"<p style='display:block; border: none'>{SECRET}</p>",
        f"<p style='display:none; display:block'>{SECRET}</p>",
        f"<p aria-hidden=false>{SECRET}</p>",
        f"<dialog open>{SECRET}</dialog>",
        f"<button aria-controls=more>Costs</button><div id=more hidden>{SECRET}</div>",
        f"<a href='#more'>Costs</a><div id=more style='display:none'>{SECRET}</div>",
        f"<div role=tabpanel hidden>{SECRET}</div>",
        f"<div class=accordion-item><div hidden>{SECRET}</div></div>",
        f"<div hidden id='S:1'>{SECRET}</div>",
        f"<div hidden>{SECRET * 12}<p hidden>Inner lines.</p></div>",
    ],
)
def test_what_a_click_or_a_script_shows_is_text(block):
    """Unfolded parts, and a hidden element that is most of the page, stay."""
    document = parse_html(f"<h1>Tiny page</h1><p>The quay is wet.</p>{block}")
    assert "Secret anchors rust" in document.sections[-1].text
    assert "Inner" not in document.sections[-1].text


def test_hidden_words_change_nothing_around_them():
    """They are seen when the main text is chosen, but the text has none of them."""
    around = "<p>Later <span hidden>never</span> on, <em>all</em> was calm.</p>"
    shown = PAGE.replace(
        "</article>", f"<ul class=menu><li>{PARAGRAPH}</li></ul>{around}</article>"
    )
    secret = shown.replace("class=menu", "class=menu aria-hidden=true").replace(
        f"<li>{PARAGRAPH}", f"<li>{SECRET * 2}"
    )
    document = parse_html(secret)
    text = "\n".join(section.text for section in document.sections)
    assert "Later on, all was calm." in text
    assert "Secret" not in text
    assert "\U000e0100" not in text
    assert [line.text for line in document.removed if line.reason == "hidden"] == [
        SECRET * 2,
        "never",
    ]


def test_main_text_is_what_is_visible_where_most_of_it_is_hidden():
    """A hidden notice that is longer than the text leads to another search without it."""
    words = " ".join(f"anchor{number}" for number in range(70))
    page = f"<p>The quay is wet.</p></div><article hidden><p>{words}.</p></article>"
    document = parse_html(f"<html><body><nav>Home</nav><div>{page}</body></html>")
    assert [section.text for section in document.sections] == ["Home\n\nThe quay is wet."]


def test_a_decorated_first_letter_stays():
    """Hidden from screen readers only, it is part of the word."""
    document = parse_html("<h2>A page</h2><p><span aria-hidden=true>T</span>he quay is wet.</p>")
    assert document.sections[0].text == "The quay is wet."


def test_a_page_that_is_hidden_as_a_whole_is_read():
    """A style on the page's only element, or on its body, is taken away by a script."""
    for page in (
        f"<body style='display:none'><p>{SECRET}</p>",
        f"<div hidden><p>{SECRET}</p></div>",
    ):
        assert parse_html(page).sections[0].text == SECRET


def test_html_nested_deeply_is_read_or_refused():
    """Up to libxml2's own limit the text is found; beyond it there is a clear error."""
    nested = "<div>" * 1900 + "deep" + "</div>" * 1900 + "<p>after"
    assert [section.text for section in parse_html(nested).sections] == ["deep\n\nafter"]
    with pytest.raises(UnusableFileError, match="nested"):
        parse_html("<div>" * 100_000 + "deep")


@pytest.mark.parametrize("page", ["<html></html>", "<script>x</script>", "<!-- only -->", "<p> "])
def test_html_without_text_is_unusable(page):
    """A page without visible text says so."""
    with pytest.raises(UnusableFileError, match=r"no visible text|Document is empty"):
        parse_html(page)


def test_what_html_extraction_leaves_out_is_on_record(tmp_path):
    """Every visible line of a page is text, title or author, or a row of removed."""
    body = "".join(
        f"<p>Paragraph {i} tells of tides and reefs at some length here.</p>" for i in range(6)
    )
    page = (
        "<html><head><title>Tides</title></head><body><nav><a href='/'>Home</a><a href='/x'>Shop"
        f"</a></nav><article><h1>Tides</h1>{body}</article><footer>All rights reserved by the "
        "harbour paper.</footer></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    corpus = read(tmp_path)
    kept = " ".join(corpus.sections["text"])
    removed = " ".join(corpus.removed["text"])
    assert all(f"Paragraph {i} tells" in kept for i in range(6))
    assert "All rights reserved by the harbour paper." in removed
    assert "Home" in removed
    assert "Paragraph" not in removed
    whole = read(tmp_path, keep_furniture=True)
    assert "All rights reserved" in " ".join(whole.sections["text"])
    assert whole.removed.height == 0


def test_a_page_on_which_extraction_fails_is_read_and_counted(tmp_path, monkeypatch):
    """All visible text is taken, and a notice says why."""
    import trafilatura

    def fail(*_args, **_options):
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    (tmp_path / "page.html").write_text("<h1>Tides</h1><p>The sea rises and falls twice a day.</p>")
    corpus = read(tmp_path)
    assert "twice a day" in corpus.sections["text"][0]
    assert [notice.code for notice in corpus.notices] == ["files-with-problems"]
    assert "RecursionError" in corpus.notices[0].message


def paragraphs(words, n=2):
    """Paragraphs of different words."""
    return "".join(
        f"<p>The {words} came into the harbour in the year {number} with {words}, and the people "
        f"of the town, who had waited for {words} since dawn, saw them from the walls.</p>"
        for number in range(n)
    )


@pytest.mark.parametrize("closing", ["h2", "h3"])
def test_headings_stay_where_only_paragraphs_are_found(tmp_path, closing):
    """Also with headings that are closed by another tag; a summary of details is text."""
    body = (
        f"<h1>Boats</h1>{paragraphs('sloops', 1)}<h2>Ropes</{closing}>{paragraphs('ropes')}"
        f"<h2>Sails and masts</h2>{paragraphs('sails')}"
        f"<details><summary>Why boats float</summary>{paragraphs('corks')}</details>"
    )
    (tmp_path / "a.html").write_text(f"<html><body>{body}</body></html>")
    corpus = read(tmp_path)
    assert corpus.documents["title"].to_list() == ["Boats"]
    assert corpus.sections["heading"].to_list() == ["", "Ropes", "Sails and masts"]
    assert "Why boats float" in corpus.sections["text"][2]
    assert corpus.removed.is_empty()


def test_articles_without_marked_headlines(tmp_path):
    """Articles in one container are found as in plain text: by bylines, dates and furniture."""
    headlines = {
        "Ferry leaves the harbour at dawn": paragraphs("sailors and their boats"),
        "Mayor opens a new school in town": paragraphs("children and teachers"),
        "Fewer whales counted in the north": paragraphs("whales and scientists"),
    }
    articles = "".join(
        f"<p><b>{headline}</b></p><p>By Jane Doe</p><p>3 May 2021</p>{body}<p>Share this</p>"
        for headline, body in headlines.items()
    )
    (tmp_path / "a.html").write_text(f"<html><body><div>{articles}</div></body></html>")
    documents = read(tmp_path).documents
    assert documents["title"].to_list() == list(headlines)
    assert documents["author"].to_list() == ["Jane Doe"] * 3
    assert documents["id"].to_list() == ["a.html#1", "a.html#2", "a.html#3"]


@pytest.mark.parametrize("mark", ["{}", "# {}", "## {}", "<h1>{}</h1>", "<h2>{}</h2>"])
def test_the_first_of_numbered_headings_is_no_title(tmp_path, mark):
    """It heads its part only, in every format."""
    heads = [mark.format(head) for head in ("I. The Storm", "II. The Court")]
    body, other = PARAGRAPH, PARAGRAPH.replace("ferry", "judge")
    ending = "html" if mark[0] == "<" else "md" if mark[0] == "#" else "txt"
    parts = (heads[0], body, heads[1], other)
    if ending == "html":
        parts = (heads[0], f"<p>{body}</p>", heads[1], f"<p>{other}</p>")
    (tmp_path / f"a.{ending}").write_text("\n\n".join(parts))
    corpus = read(tmp_path)
    assert corpus.documents["title"].to_list() == ["a"]
    assert corpus.sections["heading"].to_list() == ["I. The Storm", "II. The Court"]


LIST = "<ul><li>salt and bread</li><li>lamp oil</li><li>three ropes</li></ul>"


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{PARAGRAPH}</p>{LIST}",
        f"<h2>What we took</h2><p>{PARAGRAPH}</p>{LIST}",
        f"<html><body><div><p>{PARAGRAPH}</p><p>See <a href=/x>this</a> first:</p>{LIST}</div>",
        f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><h3>And then?</h3>{LIST}",
    ],
)
def test_a_page_that_is_nothing_but_its_text_loses_nothing(tmp_path, page):
    """A list at the end and a paragraph that repeats are no furniture without a site around."""
    (tmp_path / "a.html").write_text(page)
    corpus = read(tmp_path)
    text = "\n\n".join(corpus.sections["text"])
    assert text.endswith("salt and bread\nlamp oil\nthree ropes")
    assert text.count("at dawn") == page.count("at dawn")
    assert corpus.removed.height == 0


@pytest.mark.parametrize(
    "mark",
    [
        "<b>{}</b>",
        "<p><b>{}</b></p>",
        "<p><strong>{}</strong></p>",
        "<div><b>{}</b></div>",
        "<p><font size=5><b>{}</b></font></p>",
        "<center><b>{}</b></center>",
    ],
)
@pytest.mark.parametrize("above", ["", "<nav><a href=/>Home</a><a href=/a>About</a></nav>"])
def test_bold_lines_are_headings_of_a_page_without_others(mark, above):
    """They stay, the first, too, which is not taken for a title."""
    parts = [mark.format(f"The {name}") + paragraphs(name) for name in ("ships", "judges", "lamps")]
    page = f"<title>Boats of our town</title><body>{above}{''.join(parts)}</body>"
    document = parse_html(page)
    heads = [section.heading for section in document.sections if section.heading]
    assert heads == ["The ships", "The judges", "The lamps"]


@pytest.mark.parametrize(
    "page",
    [
        f"<p><b>Note</b> {PARAGRAPH}</p><p><b>Ship</b> {PARAGRAPH}</p>",
        f"<p><b>Only one here</b></p><p>{PARAGRAPH}</p>",
        f"<p><b>Nobody came back.</b></p><p>{PARAGRAPH}</p><p><b>So it was.</b></p><p>{PARAGRAPH}",
        f"<h2>A heading</h2><p><b>In bold</b><p>{PARAGRAPH}</p><p><b>More</b><p>{PARAGRAPH}",
    ],
)
def test_other_bold_text_is_no_heading(page):
    """Words in a sentence, sentences, a single line, and a page with headings."""
    heads = [section.heading for section in parse_html(page).sections if section.heading]
    assert heads in ([], ["A heading"])


def test_a_byline_that_many_pages_have_is_their_author(tmp_path):
    """A paragraph with it is not removed as repeated, and it is not listed as removed."""
    for i in range(4):
        title = f"Storm number {i} closes the harbour"
        text = f"The harbour {i} was closed after a storm broke {i} piers and sank {i} boats. " * 4
        (tmp_path / f"{i}.html").write_text(
            f"<title>{title}</title><body><article><h1>{title}</h1><p>By Jane Doe</p>"
            f"<p>{i + 1} May 2021</p><p>{text}</p><p>Divers look at {i}. {text}</p></article>"
        )
    corpus = read(tmp_path)
    assert corpus.documents["author"].to_list() == ["Jane Doe"] * 4
    assert corpus.documents["date"].to_list() == [f"2021-05-0{i}" for i in range(1, 5)]
    assert not corpus.removed.height
