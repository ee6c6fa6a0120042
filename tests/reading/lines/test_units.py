"""Paragraphs and single lines as units of a page."""

from topics.reading.lines.units import is_wrapped, join_units, open_block, split_units
from topics.reading.records import Block

WRAPPED = ["The ferry left the harbour at dawn and", "did not come back before the evening."]
MENU = ["Ships", "Harbours", "Weather"]


def test_wrapped_paragraphs_are_one_unit_and_menus_are_not():
    """Lines that continue in the next one are one unit; others are units by themselves."""
    assert is_wrapped(WRAPPED)
    assert not is_wrapped(MENU)
    units = split_units([Block(1, WRAPPED), Block(4, MENU)])
    assert [unit.text for unit in units] == [" ".join(WRAPPED), *MENU]
    assert [unit.gap for unit in units] == [1, 1, 0, 0]
    assert [unit.is_paragraph for unit in units] == [True, False, False, False]
    assert [unit.is_prose for unit in units] == [True, False, False, False]


def test_joined_units_are_the_blocks_again():
    """Units on consecutive lines form one block, unless one between them is missing."""
    blocks = [Block(1, WRAPPED), Block(4, MENU)]
    units = split_units(blocks)
    joined = join_units(units)
    assert [(block.line, block.lines) for block in joined] == [(1, WRAPPED), (4, MENU)]
    joined = join_units([*units[:2], units[3]])
    assert [block.lines for block in joined] == [WRAPPED, MENU[:1], MENU[2:]]


def test_open_block_splits_lines_that_are_paragraphs_by_themselves():
    """Each block has the line number of its line; a wrapped paragraph stays whole."""
    opened = open_block(Block(4, MENU))
    assert [(block.line, block.lines) for block in opened] == [
        (4, MENU[:1]),
        (5, MENU[1:2]),
        (6, MENU[2:]),
    ]
    assert open_block(Block(1, WRAPPED)) == [Block(1, WRAPPED)]
