"""Fixtures of the command line: small documents, web pages, and a run to replace."""

from __future__ import annotations

import random

import pytest

from support.commands import FAST, finish, start
from support.copies import shuffled


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """Twelve small documents on two themes; none has its words in the order of another one."""
    path = tmp_path_factory.mktemp("docs")
    for i in range(12):
        words = "reef tide plankton coral current" if i % 2 else "judge jury court verdict appeal"
        text = shuffled(f"{words} number{i}. " * 5, i)
        (path / f"{i:02}.txt").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Enough web pages that several processes read them."""
    folder = tmp_path_factory.mktemp("pages")
    rng = random.Random(0)  # noqa: S311
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in ("ra", "ne", "lo", "tis")]
    for number in range(250):
        text = "".join(f"<p>{' '.join(rng.choices(words, k=40))}.</p>" for _ in range(20))
        (folder / f"{number:03}.html").write_text(f"<title>Page {number}</title><h1>Top</h1>{text}")
    return folder


@pytest.fixture(scope="session")
def older(documents, tmp_path_factory):
    """A run of two topics; a test that replaces it copies it first."""
    output = tmp_path_factory.mktemp("older") / "run"
    process = start("fit", documents, "--topics", 2, "--output", output, *FAST, "--quiet")
    err, code = finish(process)
    assert code == 0, err
    return output
