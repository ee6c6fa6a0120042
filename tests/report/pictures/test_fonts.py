"""Fonts by the letters that they have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from topics.report import TopicPanel, map_figure, similarity_figure, topics_figure
from topics.report.pictures import fonts
from topics.report.pictures.fonts import Lettering, cut, lettering, numbered, undrawn
from topics.report.pictures.settings import BASE_FONT


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Return a function that makes other fonts than the base font be those, with their letters."""

    def install(letters: dict[str, str]) -> None:
        base = fonts._base_letters()
        listed = [(name, name) for name in letters]
        monkeypatch.setattr(fonts, "_likely_fonts", lambda missing: listed)
        monkeypatch.setattr(fonts, "_letters", lambda path: frozenset(letters[path]))
        monkeypatch.setattr(fonts, "_base_letters", lambda: base)

    return install


def test_latin_greek_cyrillic_arabic_and_hebrew_need_no_other_font() -> None:
    """They are in the font that comes with matplotlib."""
    found = lettering(["tide", "θάλασσα", "море", "البحر", "ים", "naïve–$5…"])
    assert found == Lettering((BASE_FONT,), frozenset())


def test_fonts_are_taken_until_all_letters_are_there(
    installed: Callable[[dict[str, str]], None],
) -> None:
    """One that adds nothing is not taken, and none after the last letter is found."""
    installed({"Odd": "abc", "Korean": "바다", "Chinese": "海", "More": "바다海"})
    found = lettering(["바다", "海"])
    assert found.families == (BASE_FONT, "Korean", "Chinese")
    assert not found.missing


def test_without_a_font_a_number_is_drawn_and_a_remark_says_so(
    installed: Callable[[dict[str, str]], None],
) -> None:
    """A sign, such as an emoji, is only left out."""
    installed({})
    labels = ["바다 · 배", "tide 🌊", "law", ""]
    found = lettering(labels)
    assert [numbered(k, label, found) for k, label in enumerate(labels)] == [
        "0",
        "1  tide",
        "2  law",
        "3",
    ]
    assert undrawn(labels, found) == (
        "No installed font has the letters of 1 topic, which is shown by its number"
    )
    assert "1 topic" in topics_remark(found, labels)


def topics_remark(found: Lettering, labels: list[str]) -> str:
    """Return the words above the pictures of topics and of their similarity."""
    panels = [TopicPanel(k, label, 0.1, [("tide", 0.1)]) for k, label in enumerate(labels)]
    above = [text.get_text() for text in topics_figure(panels, 4).axes[0].texts[:2]]
    figure = similarity_figure([[1.0] * 4] * 4, range(4), labels, range(4))
    words = " ".join(text.get_text() for text in figure.texts)
    assert undrawn(labels, found) in words
    return " ".join(above)


def test_no_picture_has_a_box_for_a_letter(
    recwarn: pytest.WarningsRecorder, tmp_path: object
) -> None:
    """Whatever fonts are installed: matplotlib would warn of a missing glyph."""
    import polars as pl

    labels = ["바다 · 배", "समुद्र · नाव", "ባሕር · ጀልባ", "البحر · قارب", "海 · 船 🌊"]
    table = pl.DataFrame(
        {
            "level": ["document"] * 5,
            "x": [0.0, 1, 2, 3, 4],
            "y": [0.0, 1, 0, 1, 0],
            "topic": range(5),
        }
    )
    from topics.report import png_of

    png_of(map_figure(table, labels))
    panels = [TopicPanel(k, label, 0.2, [(label, 0.1)]) for k, label in enumerate(labels)]
    png_of(topics_figure(panels, 5))
    assert [str(each.message) for each in recwarn if "Glyph" in str(each.message)] == []


def test_wide_letters_count_twice() -> None:
    """So that columns and panels keep their widths."""
    assert cut("海" * 30, 11) == "海" * 5 + "…"
    assert cut("a" * 30, 11) == "a" * 10 + "…"
    assert cut("short", 11) == "short"
    assert cut(None, 11) == ""
