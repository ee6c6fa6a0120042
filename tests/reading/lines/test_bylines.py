"""Lines that say who wrote a text, and when."""

import pytest

from topics.reading.lines.bylines import byline_author, is_date_line, is_name_line


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("3 May 2021", True),
        ("Friday, January 4, 2019\u00a0", True),
        ("Published on 3 May 2021, 10:30", True),
        ("2021-05-03", True),
        ("3. Mai 2021", True),
        ("Veröffentlicht am Montag, den 3. März 2021 um 10:30 Uhr", True),
        ("Publié le 1er août 2021 à 10h30", True),
        ("Lunes, 3 de mayo de 2021", True),
        ("segunda-feira, 3 de maio de 2021 às 10:30", True),
        ("3 maggio 2021", True),
        ("3 мая 2021 г.", True),
        ("3 maja 2021 r.", True),
        ("5 Mayıs 2021", True),
        ("Am 3. Mai 2021 kamen die Boote", False),
        ("3. Mai 2021 im Hafen von Ebbe", False),
        ("El 3 de mayo", False),
        ("In May 2021 the boats came", False),
        ("3 boats", False),
    ],
)
def test_date_lines(line, is_date):
    """A date may have a word or weekday before it and a time after it."""
    assert is_date_line(line) is is_date


def test_name_lines():
    """A name has two to four words; all but particles begin with a capital."""
    assert is_name_line("Anna Marsh")
    assert is_name_line("Tom de Vries")
    assert not is_name_line("Anna")
    assert not is_name_line("Anna came home")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Anna Marsh", "Anna Marsh"),
        ("by: Anna Marsh and Tom de Vries", "Anna Marsh and Tom de Vries"),
        ("By the river", None),
        ("By Anna", None),
        ("Anna Marsh", None),
    ],
)
def test_byline_authors(line, author):
    """A byline is "by" and at least two words with a capital."""
    assert byline_author(line) == author
