"""A page that lists things is read with all its items."""

from lxml.html import document_fromstring

from topics.options import ReadOptions
from topics.reading.formats.html.blocks.cards import add_cards
from topics.reading.formats.html.blocks.matching import find_blocks
from topics.reading.formats.html.blocks.walking import blocks_and_sections, letters_of
from topics.reading.formats.html.parser import read_html
from topics.reading.records import Section

THINGS = ["sextant", "log line", "bosun chair", "fid", "marlinspike", "heaving line", "fender"]
OPENING = "Everything on this page was found in the lofts of the old chandlery and is for sale."


def card(thing):
    """An item of a list, with a link and a price."""
    return (
        f'<div class="item n{len(thing)}"><a href="/{thing}"><h3>Brass {thing}</h3></a>'
        f'<a href="/{thing}">Used {thing} of the harbour pilots</a><span>12 crowns</span></div>'
    )


def filled(body, taken):
    """Headings and texts of the sections that become of those taken from a page."""
    blocks, _ = blocks_and_sections(document_fromstring(f"<html><body>{body}</body></html>"))
    find_blocks(blocks, letters_of("".join(section.text for section in taken)))
    sections = add_cards(taken, blocks)
    return [part for section in sections for part in (section.heading, section.text) if part]


def test_all_items_of_a_list_are_read():
    """Items that are mostly links are the text of a page that is a list."""
    cards = "".join(card(thing) for thing in THINGS)
    menu = "".join(f"<li><a href='/{thing}'>All about every {thing}</a></li>" for thing in THINGS)
    body = f"<nav><ul>{menu}</ul></nav><p>{OPENING}</p><main>{cards}</main>"
    parts = filled(body, [Section("", 0, OPENING)])
    assert parts[0] == OPENING
    assert parts[1::2] == [f"Brass {thing}" for thing in THINGS]
    assert "All about" not in "\n".join(parts)
    assert all("12 crowns" in part for part in parts[2::2])


def test_a_page_of_items_is_read_from_its_file():
    """The whole way: what is around the items is left out."""
    cards = "".join(card(thing) for thing in THINGS)
    page = (
        "<html><head><title>Loft finds</title></head><body><nav><a href='/'>Home port</a></nav>"
        f"<h1>Loft finds</h1><p>{OPENING}</p><main>{cards}</main>"
        "<footer><a href='/rights'>Rights of the chandlery</a></footer></body></html>"
    )
    (document,) = (one for one in read_html(page.encode(), ReadOptions()) if hasattr(one, "title"))
    text = "\n".join(f"{one.heading}\n{one.text}" for one in document.sections)
    assert all(f"Used {thing} of the harbour pilots" in text for thing in THINGS)
    assert "Rights of the chandlery" not in text
    assert "Home port" not in text


def test_related_items_below_an_article_are_no_list():
    """An article has more words than the items below it, and stays alone."""
    paragraphs = [f"{OPENING} {number} times it was told so in the inn." for number in range(12)]
    cards = "".join(card(thing) for thing in THINGS)
    body = "".join(f"<p>{one}</p>" for one in paragraphs) + f"<div>{cards}</div>"
    taken = [Section("", 0, "\n\n".join(paragraphs))]
    assert filled(body, taken) == [taken[0].text]


def test_what_a_taken_list_lacks_is_furniture_of_its_items():
    """If most words of the items were taken, the others are buttons and labels."""
    items = "".join(
        f"<div><p><a href='/x'>Brass {thing}</a> that the harbour pilots have used for years</p>"
        f"<p>Add to cart</p></div>"
        for thing in THINGS
    )
    taken = "\n\n".join(
        f"Brass {thing} that the harbour pilots have used for years" for thing in THINGS
    )
    assert filled(f"<main>{items}</main>", [Section("", 0, taken)]) == [taken]


def test_three_items_are_no_list():
    """A few elements of one kind can be anything."""
    cards = "".join(card(thing) for thing in THINGS[:3])
    assert filled(f"<p>{OPENING}</p>{cards}", [Section("", 0, OPENING)]) == [OPENING]
