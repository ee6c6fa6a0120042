"""Articles that follow on one page become documents of their own."""

import pytest

from topics.options import ReadOptions
from topics.reading.formats.html.parser import read_html

BREAD = (
    "The baker of the lower town opens at four, when the street is still wet and the first carts "
    "come up from the mill. Flour is weighed by hand, and the dough rests under linen while the "
    "oven takes its heat from beech and old vine. Customers knock at the shutter, pay in coin and "
    "carry the loaves home under their coats.",
    "A second batch of rye follows at seven. It is dark, sour, and keeps for a week in a chest of "
    "lime wood, which is why sailors ask for it. In winter the yeast sleeps longer, and everything "
    "is an hour late, although nobody who waits in the warm doorway complains about that.",
)
COMET = (
    "Astronomers at the southern observatory have measured the tail of the comet first seen "
    "last month. Its ions stream away from the sun at four hundred kilometres each second, and the "
    "spectrum shows carbon monoxide, cyanogen and sodium. The nucleus itself is smaller than "
    "expected, perhaps two kilometres across.",
    "Whether it survives its closest approach in August is uncertain. Models of rotation predict "
    "that jets of gas will tear the crust, and a telescope in orbit is to photograph the fragments "
    "through infrared filters every night until the object fades below magnitude twelve.",
)
CANAL = (
    "Parliament voted on Tuesday to dredge the northern canal, after barges ran aground for the "
    "third summer in a row. Engineers want steel piles along nine miles of banks; farmers fear "
    "for their meadows and demand compensation from the ministry. The budget committee will hear "
    "both sides before the recess.",
    "Shipping companies welcomed the decision. Freight rates between coalfields and the port had "
    "doubled since drought lowered the locks, and several contracts went to the railway. Insurance "
    "premiums ought to fall again once draughts of three metres are guaranteed by law.",
)
TITLES = ["Bread before the first bell", "A comet sheds its crust", "Northern canal to be dredged"]
TEXTS = [BREAD, COMET, CANAL]
SIGNATURES = {
    "byline": ("", "<p>By Hanna Brook</p>"),
    "date": ("", "<p>4 May 2021</p>"),
    "classes": ("", '<div class="meta"><span class="author">Hanna Brook</span> Tuesday</div>'),
    "date above": ("<div>4 May 2021</div>", ""),
    "nothing": ("", ""),
}


def page(level, signature, before="", after=""):
    """A page of three articles, the later ones below headlines of a level."""
    above, below = SIGNATURES[signature]
    parts = []
    for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True)):
        of_headline = level if number else 1
        inside = f"<h{of_headline + 1}>What comes next</h{of_headline + 1}>"
        parts.append(
            f"{before}{above}<h{of_headline}>{title}</h{of_headline}>{below}"
            f"<p>{text[0]}</p>{inside}<p>{text[1]}</p>{after}"
        )
    return (
        '<html><body><header><a href="/">The Quay</a></header><main>'
        + "\n".join(parts)
        + "</main><footer><p>Printed on Harbour Street since the year of the flood, and read by "
        "everybody who has to wait for a ferry there in the morning.</p></footer></body></html>"
    )


def documents_of(text):
    """All documents of a page."""
    return list(read_html(text.encode(), ReadOptions()))


def check(documents):
    """Each document has the title and the paragraphs of one article, and no others."""
    assert [one.title for one in documents] == TITLES
    assert [one.part for one in documents] == [1, 2, 3]
    for document, own in zip(documents, TEXTS, strict=True):
        text = "\n\n".join(section.text for section in document.sections)
        for paragraph in (paragraph for texts in TEXTS for paragraph in texts):
            assert (paragraph in text) == (paragraph in own)
        assert "Printed on Harbour Street" not in text


@pytest.mark.parametrize("signature", ["byline", "date", "classes", "date above"])
@pytest.mark.parametrize("level", [1, 2])
def test_signed_articles_without_elements_of_their_own_are_split(level, signature):
    """A byline or a date at each headline tells it from the headings inside an article."""
    documents = documents_of(page(level, signature))
    check(documents)
    if signature.startswith("date"):
        assert {one.date for one in documents} == {"2021-05-04"}
    elif signature == "byline":
        assert {one.author for one in documents} == {"Hanna Brook"}


@pytest.mark.parametrize("level", [1, 2])
def test_articles_in_like_elements_are_split_without_a_signature(level):
    """Elements of one kind with another vocabulary in each are articles."""
    check(documents_of(page(level, "nothing", '<div class="story s1">', "</div>")))


def test_sections_of_one_article_are_not_split():
    """Headings without a signature are headings, also in elements of one kind."""
    parts = "".join(
        f'<section class="part"><h2>About the bread {number}</h2><p>{BREAD[number % 2]}</p>'
        f"<p>{BREAD[(number + 1) % 2]}</p></section>"
        for number in range(3)
    )
    text = f"<html><body><h1>Bread of the town</h1><p>By Hanna Brook</p>{parts}</body></html>"
    assert len(documents_of(text)) == 1


def test_teasers_below_an_article_are_no_articles():
    """Headlines with a date and a sentence below an article lead to other pages."""
    teasers = "".join(
        f"<h2>{title}</h2><p>4 May 2021</p><p>{text[0][:90]}</p>"
        for title, text in zip(TITLES[1:], TEXTS[1:], strict=True)
    )
    text = (
        f"<html><body><h1>{TITLES[0]}</h1><p>3 May 2021</p><p>{BREAD[0]}</p><p>{BREAD[1]}</p>"
        f"{teasers}</body></html>"
    )
    assert len(documents_of(text)) == 1


def test_split_can_be_turned_off():
    """``split=False`` keeps the page in one piece."""
    text = page(2, "byline")
    assert len(list(read_html(text.encode(), ReadOptions(split=False)))) == 1
