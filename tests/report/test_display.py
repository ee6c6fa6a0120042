"""Text for people: one line, clean, cut."""

from __future__ import annotations

from topics.report.display import single_line


def test_single_line_is_clean() -> None:
    """Control characters and text direction marks are removed, long text is cut, None is empty."""
    assert single_line("a\n\tb\x00\x1b[31m", 20) == "a b[31m"
    assert single_line("\u202egnirts\u202c \u2066x\u2069 \udcff", 20) == "gnirts x"
    assert single_line("x" * 10_000, 10) == "x" * 9 + "…"
    assert single_line(None, 10) == ""
    assert single_line("مرحبا", 10) == "مرحبا"
