"""Labels of a function and edits by hand go together: neither loses what the other did."""

from __future__ import annotations

import pytest

import topics


@pytest.fixture(scope="module")
def run(planted):
    """A run of five topics without a map."""
    return topics.fit(planted, model="nmf", n_topics=5, n_fits=1, project=False)


def answering(*labels):
    """A function named ``answer`` with these labels in turn."""
    answers = iter(labels)

    def answer(terms, texts):
        return next(answers)

    return answer


def labels_of(run):
    """Labels by the numbers of the fit, with their origins."""
    names = run.topics.get_column("original_topics", default=run.topics["topic"])
    rows = zip(names, run.topics["label"], run.topics["label_origin"], strict=True)
    return {str(name): (label, origin) for name, label, origin in rows}


@pytest.fixture
def relabelled(run):
    """An edited run, of which a function then labelled what no person had named."""
    edited = run.edit(merge=[[0, 3]], rename={1: "Sea"})
    return edited.relabel(answering("Both", "Law", None))


def test_edits_say_where_labels_come_from(run, tmp_path):
    """Labels of a function, of terms after a merge, and of a person; they load, too."""
    edited = run.relabel(answering("A", "B", "C", "D", "E")).edit(
        merge=[[0, 3]], rename={1: "Sea"}, hide=4
    )
    assert edited.topics["label_origin"].to_list() == ["terms", "edits", "answer", "answer"]
    loaded = topics.load(edited.save(tmp_path / "run"))
    assert loaded.topics.equals(edited.topics, null_equal=True)
    assert loaded.undo_edits().topics["label"].to_list() == ["A", "B", "C", "D", "E"]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "from terms, edits, answer" in page


def test_edits_without_labels_add_no_origins(run):
    """A run whose labels all come from terms has no column that says so."""
    assert "label_origin" not in run.edit(hide=1).topics.columns


def test_a_function_leaves_labels_of_edits_alone(run, relabelled):
    """It is asked about the other topics only."""
    terms = run.topics["label"]
    assert labels_of(relabelled) == {
        "0, 3": ("Both", "answer"),
        "1": ("Sea", "edits"),
        "2": ("Law", "answer"),
        "4": (terms[4], "terms"),
    }


def test_labels_of_a_function_outlast_edits_and_undoing(run, relabelled, tmp_path):
    """In memory and after loading; a label of merged topics ends with the merge."""
    path = tmp_path / "edits.toml"
    path.write_text("[[merge]]\ntopics = [0, 4]\n", encoding="utf-8")
    for kept in (relabelled, topics.load(relabelled.save(tmp_path / "run"))):
        more = kept.edit(hide=4, group={"G": [0, 2]})
        assert labels_of(more) == labels_of(kept)
        terms = run.topics["label"]
        other = labels_of(kept.edit(path))
        assert other["0, 4"][1] == "terms"
        assert other["1"] == (terms[1], "terms")
        assert other["2"] == ("Law", "answer")
        undone = labels_of(more.undo_edits())
        expected = {str(k): (label, "terms") for k, label in enumerate(terms)}
        assert undone == expected | {"2": ("Law", "answer")}


def test_a_person_renames_what_a_function_named(relabelled):
    """The later label counts, also of merged topics; undoing gives the function's back."""
    renamed = relabelled.edit(rename={2: "Courts", 3: "Whole"})
    assert labels_of(renamed)["2"] == ("Courts", "edits")
    assert labels_of(renamed)["0, 3"] == ("Whole", "edits")
    assert labels_of(renamed.undo_edits())["2"] == ("Law", "answer")


def test_no_label_twice(run):
    """Labels of edits keep their words; equal ones of others get a number."""
    member = run.topics["label"][3]
    edited = run.edit(merge={"Whole": [0, 3]}, rename={4: "Sea"})
    relabelled = edited.relabel(answering("SEA", member))
    assert relabelled.topics["label"].to_list() == ["Whole", "SEA (2)", member, "Sea"]
    again = relabelled.edit(hide=1)
    assert again.topics["label"].to_list() == relabelled.topics["label"].to_list()
    undone = relabelled.undo_edits().topics["label"].to_list()
    assert undone[1:4] == ["SEA (2)", member, f"{member} (2)"]
    both = run.edit(merge=[[0, 3]]).relabel(answering("Sea", "Law", None, None))
    assert len(set(both.edit(merge=[[1, 2]]).topics["label"])) == 3


def test_the_edited_run_itself_stays(run):
    """Relabelling gives a new run, with a new original."""
    edited = run.edit(hide=1)
    before = edited.topics.clone()
    edited.relabel(answering("A", "B", "C", "D", "E"))
    assert edited.topics.equals(before, null_equal=True)
    assert edited.original.topics is run.topics
