"""`topics trends` prints and writes topics over time and by group, whole or not at all."""

import json
import random
import shutil

import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command
from topics.cli.screen.trends import bars


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Sixty documents on two themes, of which one ends, as JSON Lines."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    words = [
        [f"{name}{letter}word" for letter in "abcdefghijklmnopqrst"] for name in ("sea", "law")
    ]
    rng = random.Random(0)  # noqa: S311
    rows = []
    for i in range(60):
        theme = i % 2 if i < 30 else 1
        rows.append(
            {
                "text": " ".join(rng.choices(words[theme], k=10)),
                "date": f"{2001 + i // 6}-0{1 + i % 6}-05" if i else "3/4/20",
                "house": ["upper", "lower", "upper"][i % 3],
                "days": 11_000 + 60 * i,
            }
        )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def fitted(many, tmp_path_factory):
    """A run with trends of its own."""
    run = tmp_path_factory.mktemp("fitted") / "run"
    options = ("--topics", "2", "--date", "date", "--by", "house", *FAST)
    done = command("fit", many, "--output", run, *options)
    assert done.returncode == 0, done.stderr
    assert "with a year of two digits: '3/4/20'" in done.stdout.replace("\n", " ")
    return run


def test_fit_writes_trends(fitted):
    """Tables, pictures, and their parts of the report."""
    table = pl.read_csv(fitted / "over_time.csv")
    assert {"period", "start", "topic", "share", "low", "high", "complete"} <= set(table.columns)
    assert pl.read_csv(fitted / "by_house.csv")["group"].unique().sort().to_list() == [
        "lower",
        "upper",
    ]
    for name in ("over_time.png", "by_house.png"):
        assert (fitted / name).read_bytes().startswith(b"\x89PNG")
    assert "By <span" in (fitted / "report.html").read_text()


def test_trends_prints_and_writes(fitted, tmp_path):
    """Other periods take the place of the first ones; the groups stay."""
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    done = command("trends", run, "--date", "date", "--period", "year", "--topics", "1")
    assert done.returncode == 0, done.stderr
    assert "Topics by year, 2001 to 2010 (unfinished): 10 periods, 59 documents" in done.stdout
    assert "Change in 200" in done.stdout
    assert f"{run / 'over_time.csv'}" in done.stdout.replace("\n", "")
    assert "house" not in done.stdout
    loaded = topics.load(run)
    assert loaded.trends.over_time.settings["topics"] == [1]
    assert loaded.trends.over_time.table["topic"].unique().to_list() == [0, 1]
    assert loaded.trends.by[0].table.equals(topics.load(fitted).trends.by[0].table)
    assert loaded.topics.equals(topics.load(fitted).topics)


def test_by_prints_groups(fitted, tmp_path):
    """With their numbers of documents and the scores of the topics."""
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    done = command("trends", run, "--by", "house", "--topics", "0,1")
    assert "Topics by house: 2 groups" in done.stdout
    assert "upper (40)" in done.stdout
    assert "separation" in done.stdout
    assert command("report", run).returncode == 0
    (run / "over_time.png").write_bytes(b"changed")
    assert_failed(command("show", run), 1, "topics report")
    assert command("report", run).returncode == 0
    assert command("show", run).returncode == 0


def test_without_columns_the_kept_trends_are_printed(fitted):
    """And nothing is written."""
    before = (fitted / "manifest.json").read_bytes()
    done = command("trends", fitted)
    assert "Topics by " in done.stdout
    assert "Topics by house" in done.stdout
    assert "Written" not in done.stdout
    assert (fitted / "manifest.json").read_bytes() == before


def test_numbers_need_a_unit(fitted, tmp_path):
    """Days since 1970 are refused, and read when they are said to be days."""
    assert_failed(command("trends", fitted, "--date", "days"), 1, "--date-numbers")
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    done = command("trends", run, "--date", "days", "--date-numbers", "days")
    assert "2000" in done.stdout


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--date", "dat"), 1, "did you mean 'date'"),
        (("--date", "house"), 1, "no cell of the column 'house' holds a date"),
        (("--by", "text"), 1, "no column 'text'"),
        (("--by", "id"), 1, "one by one"),
        (("--date", "date", "--topics", "9"), 2, "there is no topic 9"),
        (("--date", "date", "--topics", "one"), 2, "expected numbers such as 1,5"),
        (("--date", "date", "--period", "century"), 2, "'century' is not one of 'day', 'week'"),
    ],
)
def test_wrong_options_leave_the_run_as_it_is(fitted, options, code, words):
    """The error says what to do."""
    before = (fitted / "manifest.json").read_bytes()
    assert_failed(command("trends", fitted, *options), code, words)
    assert (fitted / "manifest.json").read_bytes() == before


def test_a_run_without_trends_says_what_to_name(older):
    """With the columns that have values."""
    assert_failed(command("trends", older), 2, "--date or --by", "there are id, source")


def test_edits_carry_trends_over(fitted, tmp_path):
    """Merged, and undone, as the Python interface does."""
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    (tmp_path / "edits.toml").write_text('[[merge]]\ntopics = [0, 1]\nlabel = "All"\n')
    done = command("edit", run, tmp_path / "edits.toml")
    assert done.returncode == 0, done.stderr
    assert pl.read_csv(run / "over_time.csv")["label"].unique().to_list() == ["All"]
    assert pl.read_csv(run / "over_time.csv")["share"].drop_nulls().min() > 0.999
    assert not list((run / "original").glob("over_time*"))
    done = command("edit", run, "--undo")
    assert done.returncode == 0, done.stderr
    assert (run / "over_time.csv").read_bytes() == (fitted / "over_time.csv").read_bytes()


def test_fit_refuses_columns_before_it_fits(many, tmp_path):
    """A wrong name costs the time of reading only."""
    arguments = ("fit", many, "--output", tmp_path / "run", *FAST)
    assert_failed(command(*arguments, "--date", "dates"), 1, "did you mean 'date'")
    assert_failed(command(*arguments, "--by", "hous"), 1, "did you mean 'house'")
    assert not (tmp_path / "run").exists()


def test_bars_are_relative_to_the_largest():
    """None of a topic that has no share, a blank for an empty period."""
    assert bars([0.0, 0.0]) == "▁▁"
    assert bars([None, 1.0, 0.5]) == " █▅"
    assert bars([]) == ""
