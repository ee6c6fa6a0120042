"""Patterns of file names."""

from __future__ import annotations

import itertools
import re

import pytest

from topics.errors import OptionError
from topics.reading.metadata import NamePattern


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        ("{year}-{party}-{n}.txt", "a/1990-con-3.txt", {"year": "1990", "party": "con", "n": "3"}),
        ("{year}-{n}.txt", "1990-con-lab-3.txt", {"year": "1990", "n": "con-lab-3"}),
        ("{year}-{party}-{n}.txt", "1990-con.txt", None),
        ("{year}-{party}-{n}.txt", "1990-con-3.txt.gz", None),
        ("{party}/{year}.txt", "speeches/labour/1998.txt", {"party": "labour", "year": "1998"}),
        ("{party}/{year}.txt", "1998.txt", None),
        ("./{party}/{year}.txt", "labour/1998.txt", {"party": "labour", "year": "1998"}),
        ("{a}.txt", "folder/x.txt", {"a": "x"}),
        ("{a}.txt", ".txt", None),
        ("{_}-{a}-{}.txt", "x-y-z.txt", {"a": "y"}),
        ("{ a }.txt", "x.txt", {"a": "x"}),
        ("s.+{a}.txt", "s.+1.txt", {"a": "1"}),
        ("s.+{a}.txt", "sxx1.txt", None),
        ("{{{a}}}.txt", "{x}.txt", {"a": "x"}),
        ("{a}b{c}", "bbb", {"a": "b", "c": "b"}),
        ("{Größe}.txt", "12.txt", {"Größe": "12"}),
        ("caf\u00e9-{a}.txt", "cafe\u0301-1.txt", {"a": "1"}),
        ("{a}", "x.txt", {"a": "x.txt"}),
    ],
)  # fmt: skip
def test_fields_of_a_name(pattern, path, fields):
    """Fields are short and never empty; all else is exact; folders count where there are any."""
    assert NamePattern.of(pattern).match(path) == fields


def test_a_match_is_found_whenever_there_is_one():
    """Equal to a regular expression with lazy fields, on all short names."""
    for pattern in ("{a}-{b}", "x{a}-{b}y", "{a}--{b}-", "-{a}-{b}-{c}"):
        expression = re.escape(pattern).replace(r"\{", "(?P<").replace(r"\}", ">.+?)")
        parsed = NamePattern.of(pattern)
        for length in range(8):
            for signs in itertools.product("xy-", repeat=length):
                name = "".join(signs)
                found = re.fullmatch(expression, name)
                assert parsed.match(name) == (found and found.groupdict())


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{year-{n}.txt", r"has a '\{' without its other half"),
        ("{year.txt", r"has a '\{' without its other half"),
        ("year}.txt", r"has a '\}' without its other half"),
        ("{a}-{a}.txt", r"has the field \{a\} twice"),
        ("{a}{b}.txt", r"has nothing between \{a\} and \{b\}"),
        ("{a}{_}.txt", r"has nothing between \{a\} and \{_\}"),
        ("letters.txt", "names no field"),
        ("{_}-{}.txt", "names no field"),
        ("", "names no field"),
        ("{a/b}.txt", "has a slash in the field"),
        ("{a}" + "x" * 2_000, "has 2,003 characters, expected 1,000"),
    ],
)
def test_wrong_patterns_are_errors(pattern, message):
    """They say what is wrong and show a right one."""
    with pytest.raises(OptionError, match=f"{message}.*'{{year}}-{{party}}.txt'"):
        NamePattern.of(pattern)


def test_no_pattern_takes_long():
    """A regular expression of these fields would try billions of ways on this name."""
    pattern = NamePattern.of("-".join(f"{{f{i}}}" for i in range(120)) + "!")
    assert pattern.match("a-" * 100_000 + "?") is None
