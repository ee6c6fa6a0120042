"""A text that trafilatura returned as one line has its blocks again."""

from lxml.html import document_fromstring

from topics.reading.formats.html.blocks.flattened import rebuild
from topics.reading.formats.html.blocks.walking import blocks_and_sections
from topics.reading.records import Section

WORDS = "The bell buoy off the point has been silent since the ice of last winter took its clapper."
MORE = "Fishermen steer by the lights of the cannery instead, which are put out at eleven."
PAGE = (
    f"<html><body><nav><p>Charts and tables</p></nav><h2>Bell buoy</h2><p>{WORDS}</p>"
    f"<ul><li>red flash</li><li>green flash</li></ul><p>{MORE}</p></body></html>"
)
LINE = f"Charts and tables Bell buoy {WORDS} red flash green flash {MORE}"


def parsed():
    """Blocks of the page."""
    return blocks_and_sections(document_fromstring(PAGE))[0]


def test_headings_and_lines_are_back_and_menus_are_gone():
    """The blocks of the page that the line is made of are the text."""
    (section,) = rebuild([Section("", 0, LINE)], parsed())
    assert (section.heading, section.level) == ("Bell buoy", 2)
    assert section.text == f"{WORDS}\n\nred flash\ngreen flash\n\n{MORE}"


def test_a_line_from_elsewhere_stays():
    """A text that is not on the page, such as that of linked data, is kept as it is."""
    sections = [
        Section("", 0, "A summary that only the linked data of the page has in its script.")
    ]
    assert rebuild(sections, parsed()) is sections


def test_a_line_of_a_menu_stays():
    """If all of it is in furniture, nothing would be left."""
    sections = [Section("", 0, "Charts and tables")]
    assert rebuild(sections, parsed()) is sections
