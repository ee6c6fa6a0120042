"""Corpora of any size: rows of 30 to 90 consecutive words of real sections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import topics

SHORTEST, LONGEST = 30, 90
"""Words of a row."""


def sections_of(corpora: list[Path]) -> list[list[str]]:
    """The words of all sections that are long enough to cut a row from."""
    words = [
        text.split() for path in corpora for text in topics.read(path).sections["text"].to_list()
    ]
    return [each for each in words if len(each) >= SHORTEST]


def rows(sections: list[list[str]], n_rows: int, random_state: int = 0) -> Iterator[str]:
    """Texts of consecutive words; sections are drawn by their length, places in them at random."""
    generator = np.random.default_rng(random_state)
    lengths = np.array([len(each) for each in sections])
    drawn = generator.choice(len(sections), n_rows, p=lengths / lengths.sum())
    sizes = np.minimum(generator.integers(SHORTEST, LONGEST + 1, n_rows), lengths[drawn])
    starts = (generator.random(n_rows) * (lengths[drawn] - sizes + 1)).astype(int)
    for section, size, start in zip(drawn, sizes, starts, strict=True):
        yield " ".join(sections[section][start : start + size])


def write_rows(corpora: list[Path], n_rows: int, path: Path) -> None:
    """Write a JSON Lines file of such rows."""
    with path.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(rows(sections_of(corpora), n_rows)):
            lines.write(json.dumps({"id": f"r{number}", "text": text}, ensure_ascii=False) + "\n")
