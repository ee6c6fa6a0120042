"""Test support for the command line: small documents that many tests fit."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def documents(tmp_path_factory):
    """Twelve small documents on two themes."""
    path = tmp_path_factory.mktemp("docs")
    for i in range(12):
        words = "reef tide plankton coral current" if i % 2 else "judge jury court verdict appeal"
        (path / f"{i:02}.txt").write_text(f"{words} number{i}. " * 5, encoding="utf-8")
    return path
