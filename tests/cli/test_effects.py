"""`topics effects` writes effects into a run, whole or not at all."""

import json
import shutil

import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A run of thirty documents on two themes, with metadata."""
    folder = tmp_path_factory.mktemp("effects")
    words = ("reef tide plankton coral current", "judge jury court verdict appeal")
    rows = [
        {
            "text": f"{words[i % 2]} number{i % 7} {words[(i // 3) % 2]} " * 5,
            "party": "ab"[i % 2],
            "year": 1990 + i,
        }
        for i in range(30)
    ]
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = command("fit", path, "--output", folder / "run", "--topics", "2", *FAST)
    assert done.returncode == 0, done.stderr
    return folder / "run"


def test_effects_prints_and_writes(fitted, tmp_path):
    """A table, a picture, a section of the report; edits of topics leave them out again."""
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    done = command("effects", run, "~ party + s(year, df=2)")
    assert done.returncode == 0, done.stderr
    printed = " ".join(done.stdout.split())
    assert "party[b]" in printed
    assert "Benjamini-Hochberg over 2 topics" in printed
    assert "errors clustered by document" in printed
    table = pl.read_csv(run / "effects.csv")
    assert table.columns[:3] == ["topic", "label", "term"]
    assert table.height == 2 * 3
    assert pl.read_csv(run / "effects_curves.csv")["x"].max() == 2019
    assert (run / "effects.png").exists()
    assert "effects-title" in (run / "report.html").read_text()
    assert topics.load(run).estimated_effects is not None
    assert command("report", run).returncode == 0
    assert command("effects", run, "~ party", "--topics", "1", "--shares", "drawn").returncode == 0
    assert pl.read_csv(run / "effects.csv")["topic"].unique().to_list() == [1]
    edits = tmp_path / "edits.toml"
    edits.write_text('[[rename]]\ntopic = 0\nlabel = "Sea"\n')
    assert "left out effects.csv" in command("edit", run, edits).stdout
    assert not (run / "effects.csv").exists()
    assert command("effects", run, "~ year").returncode == 0
    assert command("edit", run, "--undo").returncode == 0
    assert topics.load(run).estimated_effects is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("~ partyy",), 1, "did you mean 'party'"),
        (("~ __import__(party)",), 1, "calls '__import__'"),
        (("~ party", "--topics", "a"), 2, "--topics is 'a', expected numbers"),
        (("~ party", "--topics", "9"), 2, "no topic 9"),
        (("~ party", "--draws", "5"), 2, "leave --draws out"),
    ],
)
def test_wrong_options_leave_the_run_as_it_is(fitted, arguments, code, words):
    """The error says what to do."""
    before = (fitted / "manifest.json").read_bytes()
    assert_failed(command("effects", fitted, *arguments), code, words)
    assert (fitted / "manifest.json").read_bytes() == before
