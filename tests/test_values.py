"""Values as text, and JSON read strictly."""

import datetime
import re
from pathlib import Path

import pytest

from topics.values import parse_json, value_as_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("sea", "sea"),
        (7, "7"),
        (0.1, "0.1"),
        (True, "True"),
        (["é", None, 1], '["é", null, 1]'),
        ({"at": datetime.date(2020, 1, 2)}, '{"at": "2020-01-02"}'),
        (datetime.date(2020, 1, 2), "2020-01-02"),
        (datetime.datetime(2020, 1, 2, 3, 4), "2020-01-02T03:04:00"),
        (datetime.time(12, 30), "12:30:00"),
        (b"caf\xc3\xa9 \xff", "café \\xff"),
    ],
)
def test_values_as_text(value, text):
    """Nested values are JSON, dates ISO, bytes UTF-8, and the rest as Python prints it."""
    assert value_as_text(value) == text


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_have_are_refused(name):
    """Python's json module would accept them."""
    with pytest.raises(ValueError, match=f"{name} is not a JSON number"):
        parse_json(f'{{"x": {name}}}')


NOUNS = (
    "section document topic term row file cluster fit token word line piece edit column id cell "
    "pair text block point value layer level node part group layer turn"
).split()
"""What messages count."""


def test_messages_count_with_one_helper():
    """No f-string of the library has a number before a plural: one of them would be "1 rows"."""
    package = Path(__file__).parents[1] / "topics"
    number = r"\{[^{}]*(?:len\(|\.height|\bn_\w+|\bn\b)[^{}]*\}"
    plural = re.compile(rf"(?<!\w){number} (?:{'|'.join(NOUNS)})s\b(?!')")
    found = [
        f"{path.relative_to(package)}: {line.strip()}"
        for path in sorted(package.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if plural.search(line)
    ]
    # A mean is no whole number.
    assert [each for each in found if ":.1f}" not in each] == []
