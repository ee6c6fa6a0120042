"""The date in a line, where it is unambiguous."""

import pytest

from topics.reading.lines.dates import date_in
from topics.reading.lines.months import ENGLISH_MONTHS, FOREIGN_MONTHS, NUMBER_OF_MONTH


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("3 May 2021", "2021-05-03"),
        ("Friday, January 4, 2019\u00a0", "2019-01-04"),
        ("Published on 3 May 2021, 10:30", "2021-05-03"),
        ("May 3rd, 2021 at 10:30 a.m. EST", "2021-05-03"),
        ("Sept. 4, 2020 5:30pm", "2020-09-04"),
        ("2021-05-03T10:30:00Z", "2021-05-03"),
        ("Veröffentlicht am Montag, den 3. März 2021 um 10:30 Uhr", "2021-03-03"),
        ("Publié le 1er août 2021 à 10h30", "2021-08-01"),
        ("segunda-feira, 3 de maio de 2021 às 10:30", "2021-05-03"),
        ("3 мая 2021 г.", "2021-05-03"),
        ("25.12.2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("5/5/2021", "2021-05-05"),
        ("3/5/2021", None),
        ("31 February 2021", None),
        ("2021-13-05", None),
        ("3 May 2021 was a calm day", None),
        ("3 May", None),
        ("The sea in May", None),
    ],
)
def test_unambiguous_dates_are_read(line, date):
    """Those of which only a reader from one country knows the month are not."""
    assert date_in(line) == date


def test_every_month_has_a_number():
    """Also those in other languages."""
    assert set(NUMBER_OF_MONTH) == set(ENGLISH_MONTHS) | set(FOREIGN_MONTHS.split("|"))
    assert [NUMBER_OF_MONTH[name] for name in ENGLISH_MONTHS[:12]] == list(range(1, 13))
