"""Files of seed words are known; other files of the same ending are not."""

from __future__ import annotations

import pytest

import topics
from topics.reading.files.seed_words import holds_seed_words

SEEDS = '[topics]\nsea = ["reef", "tide"]\nlaw = ["judge"]\n'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("topics.toml", SEEDS, True),
        ("seeds.toml", "# comment\n" + SEEDS, True),
        ("topics.txt", SEEDS, False),
        ("seeds.toml", 'sea = ["reef"]\n[law]\nwords = ["judge"]\nstrength = 2\n', True),
        ("seeds.toml", 'sea = ["reef"]\nlaw = "judge"\n', False),
        ("topics.toml", "[tool]\nname = 'x'\n", False),
        ("topics.toml", "[topics]\nsea = 7\n", False),
        ("topics.toml", "[topics\n", False),
        ("topics.toml", "", False),
    ],
)
def test_seed_words_are_recognised_by_their_form(name, text, expected, tmp_path):
    """Lists of words by name in a .toml file, whatever it is called, also in a table [topics]."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert holds_seed_words(str(path)) is expected


def test_seed_words_next_to_documents_are_no_oddity(tmp_path):
    """They get no notice; an unknown file of the same folder does."""
    (tmp_path / "a.txt").write_text("Tides lift the harbour.", encoding="utf-8")
    (tmp_path / "topics.toml").write_text(SEEDS, encoding="utf-8")
    assert not topics.read(tmp_path).notices
    (tmp_path / "other.toml").write_text("[tool]", encoding="utf-8")
    notices = topics.read(tmp_path).notices
    assert [(notice.code, notice.count) for notice in notices] == [("unknown-endings", 1)]
