"""`topics select` chooses a number of topics; `topics fit --topics auto` fits it."""

import json
import shutil

import numpy as np
import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command
from topics.errors import RunFolderError
from topics.storage import write_manifest

THEMES = (
    "reef tide plankton coral lagoon current shoal",
    "judge jury court verdict appeal statute plea",
    "barley field harvest plough meadow furrow sheaf",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Sixty documents of random words of three themes, as JSON Lines."""
    path = tmp_path_factory.mktemp("select") / "texts.jsonl"
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(THEMES[i % 3].split(), 25)) for i in range(60)]
    rows = ({"id": f"{i}", "text": text} for i, text in enumerate(texts))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def done(path):
    """The finished command and its folder."""
    output = path.parent / "selection"
    return command("select", path, "--topics", "2:6", "--output", output, "--threads", 1), output


@pytest.fixture(scope="module")
def run(path):
    """A run whose number of topics was chosen."""
    output = path.parent / "run"
    done = command("fit", path, "--topics", "auto", "--output", output, *FAST)
    assert done.returncode == 0, done.stderr
    return output


def test_the_number_of_themes_is_chosen_and_written(done):
    """Table, sentence and picture; the last line says what to do next."""
    process, output = done
    assert process.returncode == 0, process.stderr
    assert "3 topics, because " in process.stdout
    assert "topics fit --topics 3" in process.stdout
    table = pl.read_csv(output / "selection.csv")
    assert table.filter(pl.col("is_chosen"))["n_topics"].to_list() == [3]
    assert json.loads((output / "selection.json").read_text())["n_topics"] == 3
    assert (output / "selection.png").read_bytes().startswith(b"\x89PNG")


def test_a_selection_is_no_run_and_replaced_only_if_asked(done, path):
    """As other folders of results are."""
    _, output = done
    again = ("select", path, "--topics", "2:4", "--output", output, "--quiet")
    assert_failed(command(*again), 1, "a choice of the number of topics")
    assert_failed(command("show", output), 1, "holds a choice of the number of topics")
    assert command(*again, "--overwrite").returncode == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("8:2", "the range of topics 8:2 is reversed; ask for 2:8"),
        ("4", "is one number, 4,"),
        ("few", "expected the ends of a range: 5:60"),
        ("2:600", "but there are only 60 sections with counted terms"),
    ],
)
def test_bad_ranges_are_usage_errors(path, tmp_path, given, words):
    """Nothing is written."""
    done = command("select", path, "--topics", given, "--output", tmp_path / "out")
    assert_failed(done, 2, words)
    assert not (tmp_path / "out").exists()


def test_fit_takes_auto_and_no_other_word(path, run):
    """The run holds how its number was chosen."""
    assert_failed(command("fit", path, "--topics", "some"), 2, "'some', expected a whole number")
    loaded = topics.load(run)
    assert loaded.n_topics == loaded.selection.n_topics
    assert (run / "selection.csv").exists()
    done = command("report", run)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("record", [None, 3, {}, {"n_topics": "3"}])
def test_a_damaged_record_of_the_choice_is_refused(run, tmp_path, record):
    """A run folder is untrusted."""
    folder = shutil.copytree(run, tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    if isinstance(record, dict):
        record |= {"tables": manifest["selection"]["tables"]}
    write_manifest(folder, {**manifest, "selection": record})
    with pytest.raises(RunFolderError, match="its topics were chosen; fit again"):
        topics.load(folder)
