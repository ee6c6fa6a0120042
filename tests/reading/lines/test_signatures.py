"""Byline and date below a headline are author and date, and no text."""

import pytest

from topics.reading.lines.blocks import split_blocks
from topics.reading.lines.signatures import take_signature


@pytest.mark.parametrize(
    ("head", "author", "date", "rest"),
    [
        ("By Jane Doe\n\n3 May 2021", "Jane Doe", "2021-05-03", ""),
        ("By Jane Doe\n3 May 2021", "Jane Doe", "2021-05-03", ""),
        ("3 May 2021\n\nBy Jane Doe", "Jane Doe", "2021-05-03", ""),
        ("Jane Doe\n3 May 2021", "Jane Doe", "2021-05-03", ""),
        ("By Jane Doe | 3 May 2021", "Jane Doe", "2021-05-03", ""),
        ("By Jane Doe", "Jane Doe", None, ""),
        ("3 May 2021", None, "2021-05-03", ""),
        ("Two piers are gone\n\nBy Jane Doe\n\n2021-05-03", "Jane Doe", "2021-05-03", "Two piers"),
        ("By Jane Doe\n3/5/2021", "Jane Doe", None, "3/5/2021"),
        ("By Jane Doe\n\n3/5/2021", "Jane Doe", None, "3/5/2021"),
        ("3 May 2021 was calm.", None, None, "3 May 2021 was calm."),
        ("Jane Doe", None, None, "Jane Doe"),
    ],
)
def test_author_and_date_are_taken(head, author, date, rest):
    """In either order, also below a deck; what cannot be read stays where it was."""
    text = "The harbour was closed\nafter a storm broke two of the piers."
    blocks = split_blocks(f"{head}\n\n{text}", 3)
    assert take_signature(blocks) == (author, date)
    assert blocks[-1].text == text
    assert "\n\n".join(block.text for block in blocks[:-1]).startswith(rest)
    assert len(blocks) == (2 if rest else 1)
    assert blocks[-1].line == 3 + head.count("\n") + 2


def test_dates_of_entries_are_text():
    """A diary has several, and the first is not that of the whole."""
    blocks = split_blocks("3 May 2021\n\nThe sea was calm.\n\n4 May 2021\n\nIt rose.")
    assert take_signature(blocks) == (None, None)
    assert len(blocks) == 4


def test_a_date_below_a_paragraph_is_text():
    """It is the date of what follows."""
    blocks = split_blocks("The sea was calm\nall day long.\n\n4 May 2021\n\nIt rose.")
    assert take_signature(blocks) == (None, None)
