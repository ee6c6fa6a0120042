"""`topics fit --seed-topics FILE`, as a user runs it."""

from __future__ import annotations

import topics
from support.commands import FAST, ROOT, assert_failed, command


def test_the_sample_documents_have_the_topics_of_their_file(tmp_path):
    """The example of the README: names in the table, in topics.csv and in the report."""
    seeds = ROOT / "seeds"
    process = command(
        *("fit", seeds, "--seed-topics", seeds / "topics.toml", "--output", tmp_path / "run"),
        *("--fits", 1, "--no-map"),
    )
    assert process.returncode == 0, process.stderr
    assert "not used" not in process.stdout
    assert "topics.toml" not in process.stdout
    run = topics.load(tmp_path / "run")
    names = ["energy", "oceans", "medicine", "space", "music"]
    assert run.topics["label"].to_list()[:5] == names
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    for name in names:
        assert name in process.stdout
        assert name in page
    shown = command("show", tmp_path / "run")
    assert "medicine" in shown.stdout


def test_a_wrong_file_is_an_error(documents, tmp_path):
    """Before anything is read or written; a word that is missing after it was counted."""
    file = tmp_path / "seeds.toml"
    arguments = ("fit", documents, "--output", tmp_path / "run", "--seed-topics", file, *FAST)
    assert_failed(command(*arguments), 1, "does not exist; name a TOML file")
    file.write_text("sea = [", encoding="utf-8")
    assert_failed(command(*arguments), 1, "is not valid TOML")
    file.write_text('sea = "reef"', encoding="utf-8")
    assert_failed(command(*arguments), 2, "seed topic 'sea' is 'reef', expected a list of words")
    file.write_text('sea = ["volcano"]', encoding="utf-8")
    process = command(*arguments)
    assert_failed(process, 2, "no word of the seed topic 'sea' is in the vocabulary: 'volcano'")
    assert not (tmp_path / "run").exists()
