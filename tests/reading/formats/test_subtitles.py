"""Subtitles: what is said, without times and numbers; speakers are metadata."""

from __future__ import annotations

import pytest

from topics.errors import InputError
from topics.reading import read

SRT = """1
00:00:01,000 --> 00:00:03,000
ANNA: The ferry left
the <i>harbour</i> at dawn

2
00:00:03,000 --> 00:00:05,500
{\\an8}and did not come back.

3
00:00:05,600 --> 00:00:07,000
[engine stops]

4
00:00:07,100 --> 00:00:09,000
BEN: Nobody knows why &amp; how. (sighs)

5
00:01:20,000 --> 00:01:22,000
♪ The tide is high ♪

6
00:01:23,000 --> 00:01:24,000
At 10:30 it turns.
"""

VTT = """WEBVTT - Harbour
Kind: captions

STYLE
::cue { color: red }

NOTE for the editor

intro
00:01.000 --> 00:03.000 align:start
<v.loud Anna Marsh>The ferry left

00:03.000 --> 00:05.000
<c.yellow>The ferry left</c>
the harbour <00:04.000>at dawn.
"""


def one(tmp_path, name, text, **options):
    """The corpus of one file."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read(tmp_path / name, **options)


def test_subrip_is_read_without_times(tmp_path):
    """A pause or another speaker begins a paragraph; labels and sounds are on record."""
    corpus = one(tmp_path, "a.srt", SRT)
    assert corpus.sections["text"].to_list() == [
        "The ferry left\nthe harbour at dawn\nand did not come back.\n\nNobody knows why & how."
        "\n\nThe tide is high\nAt 10:30 it turns."
    ]
    assert corpus.documents["speakers"].to_list() == ["Anna, Ben"]
    assert corpus.removed.select("reason", "text").rows() == [
        ("speaker", "ANNA:"),
        ("speaker", "BEN:"),
        ("sound", "[engine stops]"),
        ("sound", "(sighs)"),
    ]


def test_webvtt_has_voices_styles_and_notes(tmp_path):
    """Captions that roll show a line twice: it is read once."""
    corpus = one(tmp_path, "a.vtt", VTT)
    assert corpus.sections["text"].to_list() == ["The ferry left\nthe harbour at dawn."]
    assert corpus.documents["speakers"].to_list() == ["Anna Marsh"]
    assert "NOTE for the editor" in corpus.removed["text"].to_list()


def test_words_before_a_colon_are_no_names(tmp_path):
    """Only names in capitals, or those that occur twice."""
    text = "1\n00:00:01,000 --> 00:00:03,000\nOne thing is sure: it rains.\n"
    corpus = one(tmp_path, "a.srt", text)
    assert corpus.sections["text"].to_list() == ["One thing is sure: it rains."]
    assert "speakers" not in corpus.documents.columns


def test_with_furniture_labels_and_sounds_stay(tmp_path):
    """They are text then, and times are not."""
    text = one(tmp_path, "a.srt", SRT, keep_furniture=True).sections["text"][0]
    assert "ANNA: The ferry left" in text
    assert "[engine stops]" in text
    assert "-->" not in text


def test_what_is_no_subtitle_says_so(tmp_path):
    """The error shows what was expected."""
    with pytest.raises(InputError, match="no subtitles in it"):
        one(tmp_path, "a.srt", "Only text.")
