"""Blocks that trafilatura dropped inside the main text are put back where they were."""

import numpy as np
from lxml.html import document_fromstring

from topics.reading.formats.html.blocks.gaps import container_of, fill_gaps
from topics.reading.formats.html.blocks.matching import SearchedText, find_blocks
from topics.reading.formats.html.blocks.walking import blocks_and_sections, letters_of
from topics.reading.records import Section

FIRST = "The tide table of the old harbour was printed on a card that fitted every pocket."
SECOND = "It gave the hours of high water for three quays, and nobody went out without it."
THIRD = "Later the cards were sold in the shop of the chandler, two for a penny, with a map."
LAST = "When the harbour silted up, the last cards were pulped, and only four are known today."


def parsed(body):
    """Blocks of a page with this body."""
    return blocks_and_sections(document_fromstring(f"<html><body>{body}</body></html>"))[0]


def filled(body, sections):
    """Heading, level and text of sections that were filled from a page with this body."""
    return [(one.heading, one.level, one.text) for one in fill_gaps(sections, parsed(body))]


def test_blocks_between_those_taken_are_put_back():
    """A paragraph, a heading and a list that were dropped are again where the page has them."""
    body = (
        f"<main><p>{FIRST}</p><p>{SECOND}</p><h2><a href='#m'>The map</a></h2>"
        f"<ul><li>north quay</li><li>fish quay</li></ul><p>{THIRD}</p><p>{LAST}</p></main>"
    )
    assert filled(body, [Section("", 0, f"{FIRST}\n\n{LAST}")]) == [
        ("", 0, f"{FIRST}\n\n{SECOND}"),
        ("The map", 2, f"north quay\nfish quay\n\n{THIRD}\n\n{LAST}"),
    ]


def test_what_sites_put_inside_a_text_stays_out():
    """Menus, captions, forms, asides and elements that are named like furniture are no text."""
    inside = (
        f"<aside><p>{SECOND}</p></aside><figcaption>{SECOND}</figcaption>"
        f"<div class='newsletter-box'><div><p>{SECOND}</p></div></div><form><p>{SECOND}</p></form>"
        f"<ul><li><a href='/a'>{SECOND}</a></li><li><a href='/b'>{THIRD}</a></li></ul>"
    )
    taken = [Section("", 0, f"{FIRST}\n\n{LAST}")]
    body = f"<main><p>{FIRST}</p>{inside}<p>{LAST}</p></main>"
    assert filled(body, taken) == [("", 0, f"{FIRST}\n\n{LAST}")]


def test_blocks_above_and_below_those_taken_stay_out():
    """Only what is between blocks of the main text belongs to it for sure."""
    body = f"<main><p>{SECOND}</p><p>{FIRST}</p><p>{LAST}</p><p>{THIRD}</p></main>"
    taken = [Section("", 0, f"{FIRST}\n\n{LAST}")]
    assert filled(body, taken) == [("", 0, f"{FIRST}\n\n{LAST}")]


def test_blocks_in_another_container_stay_out():
    """A text beside the column of the main text is not a part of it."""
    body = (
        f"<div><main><p>{FIRST}</p><p>{THIRD}</p></main><div><p>{SECOND}</p></div>"
        f"<div><p>Short end.</p></div></div>"
    )
    taken = [Section("", 0, f"{FIRST}\n\n{THIRD}\n\nShort end.")]
    assert filled(body, taken) == [("", 0, f"{FIRST}\n\n{THIRD}\n\nShort end.")]


def test_a_text_without_gaps_is_the_same():
    """Sections of a text that has all its blocks come back as they are."""
    sections = [Section("Cards", 2, f"{FIRST}\n\n{SECOND}")]
    body = f"<h2>Cards</h2><p>{FIRST}</p><p>{SECOND}</p>"
    assert fill_gaps(sections, parsed(body)) is sections


def test_a_word_of_a_menu_is_not_found_far_away():
    """A short block counts as taken only close behind the one above it."""
    blocks = parsed(f"<p>Map</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")
    whole = letters_of(FIRST + SECOND + THIRD + LAST + "Map")
    places = find_blocks(blocks, whole)
    assert [block.is_kept for block in blocks] == [False, True, True, True]
    assert places[0] is None
    assert places[1] == (0, len(letters_of(FIRST)))


def test_a_long_block_in_another_order_counts_as_taken_without_a_place():
    """Of blocks that disagree in order with most others only the place is unknown."""
    blocks = parsed(f"<p>{LAST}</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>")
    places = find_blocks(blocks, letters_of(FIRST + SECOND + THIRD + LAST))
    assert all(block.is_kept for block in blocks)
    assert places[0] is None
    assert None not in places[1:]


def test_the_container_holds_most_of_the_text():
    """A stray sentence elsewhere does not widen the container of the text."""
    blocks = parsed(f"<div id='a'><p>{FIRST}</p><p>{SECOND}</p></div><p>Brief.</p>")
    assert container_of(blocks) is None
    for block in blocks:
        block.is_kept = True
    assert container_of(blocks).get("id") == "a"


def test_words_of_links_are_counted():
    """A block knows how many of its words are links, also if a link is not its first word."""
    (block,) = parsed("<p>See <a href='/x'>the long list</a> of ships</p>")
    assert (block.n_words, block.n_linked, block.element.tag) == (6, 3, "p")


def test_the_search_ends_after_many_blocks_that_are_not_in_the_text(monkeypatch):
    """Each block that is missing costs a look at the whole text, so their number is limited."""
    from topics.reading.formats.html.blocks import matching

    monkeypatch.setattr(matching.SearchedText, "_may_have", lambda text, part: True)
    monkeypatch.setattr(matching, "MAX_MISSING", 1)
    blocks = parsed("".join(f"<p>{text}</p>" for text in (SECOND, THIRD, LAST, FIRST)))
    find_blocks(blocks, "x" * matching.MAX_SEARCHED_LETTERS + letters_of(FIRST))
    assert not any(block.is_kept for block in blocks)
    monkeypatch.setattr(matching, "MAX_MISSING", 3)
    find_blocks(blocks, "x" * matching.MAX_SEARCHED_LETTERS + letters_of(FIRST))
    assert [block.is_kept for block in blocks] == [False, False, False, True]


def test_parts_are_found_where_a_plain_search_finds_them():
    """Samples rule out most parts that are not in the text, and none that is."""
    rng = np.random.default_rng(0)
    text = "".join(rng.choice(list("ab"), 3_000))
    searched = SearchedText(text)
    n_misses = 0
    for _ in range(2_000):
        begin, n_letters = rng.integers((0, 1), (3_000, 90)).tolist()
        part = text[begin : begin + n_letters]
        if rng.random() < 0.5:
            part = "b" + part[::-1]
        start = int(rng.integers(3_000))
        expected = text.find(part, start)
        if expected < 0:
            n_misses += 1
            expected = text.find(part, 0, start + len(part))
        assert searched.find(part, start) == expected
    assert 0 < searched.n_missed < n_misses
