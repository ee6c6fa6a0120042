"""`topics intrusion` writes tasks for people and grades their answers."""

import csv

import numpy as np
import polars as pl
import pytest

import topics
from support.commands import assert_failed, command
from topics.runs import load
from topics.runs.intrusion import graded

THEMES = ("marine", "courts", "fields")
WORDS = [[f"{theme}{chr(97 + k)}" for k in range(26)] for theme in THEMES]


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A run of three themes with many documents each, none of them near-copies."""
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.permutation(WORDS[i % 3])[:12]) for i in range(60)]
    corpus = topics.Corpus.from_texts(texts)
    run = topics.fit(corpus, n_topics=3, n_fits=1, project=False)
    return run.save(tmp_path_factory.mktemp("fitted") / "run")


def answered(tasks, path, answer, separator=","):
    """The tasks with the answers that a function of task and options gives."""
    with tasks.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["answer"] = answer(row)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def tasks(fitted):
    """Tasks with their key beside them."""
    path = fitted.parent / "tasks.csv"
    done = command("intrusion", fitted, "--output", path)
    assert "12 tasks written" in done.stdout, done.stderr
    return path


def test_the_intruder_is_of_another_theme(tasks):
    """All other options of a task are of one theme, for words and documents."""
    intruders = dict(
        pl.read_csv(tasks.with_name("tasks_key.csv")).select("task", "intruder").iter_rows()
    )
    for row in pl.read_csv(tasks).iter_rows(named=True):
        options = [row[f"option_{number}"] for number in range(1, 7)]
        themes = [option[:6] for option in options if option]
        assert len(themes) == {"word": 6, "document": 4}[row["kind"]]
        foreign = themes.pop(intruders[row["task"]] - 1)
        assert len(set(themes)) == 1
        assert foreign not in themes


def test_the_tasks_are_the_same_again_and_others_for_another_state(fitted):
    """All chance is from the random state."""
    run = load(fitted)
    first, second, other = (run.intrusion(random_state=state).tasks for state in (0, 0, 1))
    assert first.equals(second)
    assert not first.equals(other)


def test_right_answers_have_a_precision_of_one(fitted, tasks):
    """By number or by text, with any separator, of several people."""
    key = {
        row["task"]: row["intruder"]
        for row in pl.read_csv(tasks.with_name("tasks_key.csv")).iter_rows(named=True)
    }
    first = answered(tasks, tasks.with_name("a.csv"), lambda row: key[int(row["task"])], ";")
    second = answered(
        tasks, tasks.with_name("b.csv"), lambda row: row[f"option_{key[int(row['task'])]}"]
    )
    output = tasks.with_name("grades.csv")
    done = command("intrusion", fitted, "--score", first, "--score", second, "--output", output)
    assert done.returncode == 0, done.stderr
    assert "100%" in done.stdout
    grades = pl.read_csv(output)
    assert grades.height == 8
    assert (grades["precision"] == 1).all()
    assert grades.filter(pl.col("topic").is_null())["n_answers"].to_list() == [12, 12]
    assert grades["by_chance"].unique().sort().round(3).to_list() == [0.167, 0.25]
    assert (grades["low"] < 1).all()


def test_the_first_option_every_time_is_graded_as_it_is(fitted, tasks):
    """The share of tasks whose intruder is the first option."""
    key = pl.read_csv(tasks.with_name("tasks_key.csv"))
    same = key.select("task", answer=pl.lit(1))
    grades = graded([same], key).filter(pl.col("topic").is_null())
    expected = key.group_by("kind").agg((pl.col("intruder") == 1).mean().alias("share"))
    for kind, share in expected.iter_rows():
        assert grades.filter(pl.col("kind") == kind)["precision"][0] == pytest.approx(share)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda row: "", "no task has an answer"),
        (lambda row: "7", "has answers that are no option: 7 in task"),
        (lambda row: "perhaps", "perhaps in task"),
    ],
)
def test_wrong_answers_are_named(fitted, tasks, answer, words):
    """Nothing is graded then."""
    path = answered(tasks, tasks.with_name("wrong.csv"), answer)
    assert_failed(command("intrusion", fitted, "--score", path), 1, words)


def test_unknown_tasks_and_two_answers_are_named():
    """A table is of one person."""
    key = pl.DataFrame(
        {
            "task": [1],
            "kind": ["word"],
            "topic": [0],
            "label": ["sea"],
            "n_options": [6],
            "intruder": [2],
        }
    )
    for numbers, words in (([1, 9], "the key lacks: 9"), ([1, 1], "answers tasks twice")):
        with pytest.raises(topics.TopicsError, match=words):
            graded([pl.DataFrame({"task": numbers, "answer": [2, 2]})], key)
    with pytest.raises(topics.TopicsError, match="has no column answer"):
        graded([pl.DataFrame({"task": [1]})], key)
    with pytest.raises(topics.TopicsError, match="the key lacks intruder"):
        graded([], key.drop("intruder"))


def test_what_exists_is_kept(fitted, tasks):
    """Answers may be in it."""
    before = tasks.read_bytes()
    assert_failed(command("intrusion", fitted, "--output", tasks), 1, "may hold answers")
    assert tasks.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"nothing here"])
def test_files_that_are_no_answers_are_errors(fitted, tasks, content):
    """They are named."""
    path = tasks.with_name("odd.csv")
    path.write_bytes(content)
    assert command("intrusion", fitted, "--score", path).returncode == 1
    assert_failed(command("intrusion", fitted, "--score", path.with_name("no.csv")), 1, "no.csv")


def test_one_topic_has_no_intruder():
    """The error says why."""
    run = topics.fit(
        topics.Corpus.from_texts(["reef tide", "tide coral"] * 3),
        n_topics=1,
        n_fits=1,
        project=False,
    )
    with pytest.raises(topics.TopicsError, match="needs two topics"):
        run.intrusion()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("run/tasks.csv", "whose files are checked"),
        ("tasks.txt", "should end with .csv"),
        ("missing/tasks.csv", "there is no folder"),
        ("folder.csv", "is a folder"),
        (f"{'x' * 250}.csv", "cannot write"),
    ],
)
def test_tasks_that_cannot_be_written_leave_nothing(fitted, name, words):
    """Neither tasks nor key, nor a folder for them; a run stays as it is."""
    (fitted.parent / "folder.csv").mkdir(exist_ok=True)
    before = sorted(fitted.parent.rglob("*"))
    done = command("intrusion", fitted, "--output", fitted.parent / name, "--overwrite")
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("error: ")
    assert words in done.stderr.replace("\n", " ")
    assert sorted(fitted.parent.rglob("*")) == before


def test_grades_do_not_replace_answers(fitted, tasks):
    """Only with --overwrite is a file replaced, and none in the run is written."""
    answers = answered(tasks, tasks.with_name("filled.csv"), lambda row: "1")
    before = answers.read_bytes()
    score = ("intrusion", fitted, "--score", answers, "--output")
    assert_failed(command(*score, answers), 1, "may hold answers")
    assert answers.read_bytes() == before
    assert_failed(command(*score, fitted / "grades.csv"), 2, "whose files are checked")
    assert not (fitted / "grades.csv").exists()


def test_a_key_that_is_missing_or_damaged_is_named(fitted, tasks, tmp_path):
    """The way out is --key, or to write the tasks again."""
    answers = answered(tasks, tmp_path / "filled.csv", lambda row: "1")
    assert_failed(command("intrusion", fitted, "--score", answers), 1, "with --key")
    key = tmp_path / "tasks_key.csv"
    head = "run,task_set,task,kind,topic,label,n_options,intruder\n"
    for row in (
        *("r,s,1,word,0,sea,6,9", "r,s,1,word,0,sea,99999999,2", "r,s,1,wurd,0,sea,6,1"),
        *("r,s,1,word,0,,6,", "q,s,1,word,0,sea,6,1", "r,t,1,word,0,sea,6,1"),
    ):
        key.write_text(f"{head}{row}\nr,s,2,word,0,sea,6,1\n")
        assert_failed(command("intrusion", fitted, "--score", answers), 1, "tasks_key.csv is")
    key.write_text(f"{head}r,s,1,word,0,sea,6,1\nr,s,1,word,0,sea,6,2\n")
    assert_failed(command("intrusion", fitted, "--score", answers), 1, "2 rows are not as")


def test_the_number_of_an_option_counts_before_its_text():
    """A word may be a number; a number of thousands of digits is no task."""
    key = pl.DataFrame(
        {"task": 1, "kind": "word", "topic": 0, "label": "", "n_options": 6, "intruder": 2}
    )
    answers = {"task": ["1"], "option_1": ["2"], "option_2": ["x"], "answer": ["2"]}
    assert graded(pl.DataFrame(answers), key)["n_correct"].to_list() == [1, 1]
    with pytest.raises(topics.TopicsError, match="the key lacks: 999"):
        graded([pl.DataFrame({"task": ["9" * 5000], "answer": ["1"]})], key)
    with pytest.raises(topics.TopicsError, match="table 1 of answers is dict"):
        graded([answers], key)


def test_the_key_of_another_run_or_other_tasks_grades_nothing(fitted, tasks, tmp_path):
    """Tasks have the same numbers in every set, so a wrong key would give wrong grades."""
    answers = answered(tasks, tmp_path / "filled.csv", lambda row: "1")
    done = command("intrusion", fitted, "--random-state", "1", "--output", tmp_path / "tasks.csv")
    assert done.returncode == 0, done.stderr
    score = ("--score", answers, "--key")
    done = command("intrusion", fitted, *score, tmp_path / "tasks_key.csv")
    assert_failed(
        done, 1, "filled.csv has tasks of tasks-", "give the key that was written with the tasks"
    )
    other = tmp_path / "other"
    load(fitted).edit(merge=[[0, 1]]).save(other)
    done = command("intrusion", other, *score, tasks.with_name("tasks_key.csv"))
    assert_failed(done, 1, "the key is of tasks about the topics of another run, or of this one")
    renamed = tmp_path / "renamed"
    load(fitted).edit(rename={0: "Sea"}, hide=1).save(renamed)
    done = command("intrusion", renamed, *score, tasks.with_name("tasks_key.csv"))
    assert done.returncode == 0, done.stderr
    assert_failed(command("intrusion", tmp_path, *score, tmp_path / "tasks_key.csv"), 1, "manifest")
    twice = ("--score", answers, "--score", tmp_path / ".." / tmp_path.name / answers.name)
    assert_failed(command("intrusion", fitted, *twice), 2, "filled.csv twice")


def test_other_tasks_have_another_name_and_the_same_ones_the_same(fitted):
    """The key names the run that the tasks are about, and both files the set of tasks."""
    run = load(fitted)
    first, again, other = (run.intrusion(random_state=state) for state in (0, 0, 1))
    assert first.key["task_set"].unique().to_list() == first.tasks["task_set"].unique().to_list()
    assert first.key["task_set"][0] == again.key["task_set"][0] != other.key["task_set"][0]
    assert first.key["run"].unique().to_list() == other.key["run"].unique().to_list()
    with pytest.raises(topics.TopicsError, match="table 1 of answers has tasks of tasks-"):
        graded(first.tasks.with_columns(answer=pl.lit(1)), other.key)
