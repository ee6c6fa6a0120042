"""Topics are corrected by hand: everywhere in the run, repeatably, and it can be undone."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

import topics
from topics.errors import InputError, MissingInputError, RunFolderError
from topics.runs import rewrite_run
from topics.runs.edits.toml_file import read_edits
from topics.storage import read_manifest, refresh_files, write_json
from topics.storage.manifest import write_manifest

pytestmark = pytest.mark.usefixtures("without_pictures")

MERGE = {"Courts and art": [4, 1]}


@pytest.fixture(scope="module")
def run(planted):
    """A run of six topics with a map."""
    with pytest.warns(topics.TopicsWarning, match="hardly found by other fits"):
        return topics.fit(planted, model="nmf", n_topics=6)


@pytest.fixture(scope="module")
def edited(run):
    """The run with every kind of edit."""
    return run.edit(merge=MERGE, rename={3: "  Sea and\n weather "}, hide=2, group={"Law": [1, 5]})


def bytes_of(folder):
    """The bytes of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_table_shows_what_was_edited(run, edited):
    """Labels, marks and numbers of the fit; a topic that was not merged keeps its row."""
    table = edited.topics
    assert table["topic"].to_list() == [0, 1, 2, 3, 4]
    assert table["original_topics"].to_list() == ["0", "1, 4", "2", "3", "5"]
    assert table["label"][1] == "Courts and art"
    assert table["label"][3] == "Sea and weather"
    assert table["hidden"].to_list() == [False, False, True, False, False]
    assert table["group"].to_list() == [None, "Law", None, None, "Law"]
    share = run.topics["share"]
    assert table["share"].to_list() == [share[0], share[1] + share[4], share[2], share[3], share[5]]
    for name in ("terms", "coherence", "share"):
        assert table[name][4] == run.topics[name][5]
    assert table.null_count().select("label", "terms", "coherence").row(0) == (0, 0, 0)


def test_shares_add_at_both_levels(run, edited):
    """Merged columns are sums; the largest topics of the tables and of the map follow."""
    for name in ("document_topic", "section_topic"):
        before, after = getattr(run, name), getattr(edited, name)
        assert np.array_equal(after[:, 1], before[:, 1] + before[:, 4])
        assert np.array_equal(after[:, [0, 2, 3, 4]], before[:, [0, 2, 3, 5]])
    assert edited.documents["topic"].to_list() == edited.document_topic.argmax(axis=1).tolist()
    assert edited.sections["topic_share"].to_list() == edited.section_topic.max(axis=1).tolist()
    assert edited.projection.drop("topic").equals(run.projection.drop("topic"))
    assert edited.projection["topic"][:60].to_list() == edited.documents["topic"].to_list()
    assert (edited.documents["fit"] > 0).all()
    mass = run.document_topic.T @ run.counts.n_terms_of_documents
    merged = edited.document_topic.T @ run.counts.n_terms_of_documents
    assert np.allclose(merged @ edited.topic_term, mass @ run.topic_term)


def test_new_documents_get_the_edited_topics(run, edited, planted):
    """Shares of new documents are the merged columns of the unedited run, on the same map."""
    before, after = run.transform(planted), edited.transform(planted)
    assert np.array_equal(
        after.document_topic[:, 1], before.document_topic[:, 1] + before.document_topic[:, 4]
    )
    assert np.array_equal(after.section_topic[:, 4], before.section_topic[:, 5])
    assert after.projection.drop("topic").equals(before.projection.drop("topic"))
    assert np.array_equal(after.document_topic, edited.document_topic)
    assert after.documents["fit"].to_list() == pytest.approx(edited.documents["fit"].to_list())
    assert edited.similar("d0", 3).height == 3


def test_loading_keeps_edits_and_undoing_gives_back_every_bit(run, edited, tmp_path):
    """A saved edited run is the same after loading; undone, it saves as the original does."""
    loaded = topics.load(edited.save(tmp_path / "edited"))
    assert loaded.edits == edited.edits
    assert loaded.topics.equals(edited.topics, null_equal=True)
    assert np.array_equal(loaded.topic_term, edited.topic_term)
    original = bytes_of(run.save(tmp_path / "original"))
    undone = loaded.undo_edits()
    assert bytes_of(undone.save(tmp_path / "undone")) == original
    with pytest.raises(InputError, match="nothing to undo"):
        undone.undo_edits()
    with pytest.raises(InputError, match="nothing to undo"):
        run.undo_edits()


def test_edits_without_merges_keep_every_matrix(run, tmp_path):
    """Renaming changes no share, and nothing is kept twice."""
    renamed = run.edit(rename={0: "First"})
    assert renamed.document_topic is run.document_topic
    folder = renamed.save(tmp_path / "run")
    kept = sorted(path.name for path in (folder / "original").iterdir())
    assert kept == ["quality.json", "topics.csv"]
    assert topics.load(folder).undo_edits().topics.equals(run.topics)


def test_edits_are_added_and_a_file_replaces_them(run, tmp_path):
    """Arguments add to earlier edits, with numbers of the fit; a file holds all edits."""
    step = run.edit(merge=[[4, 1]]).edit(rename={5: "Last"}).edit(rename={4: "Both", 5: "End"})
    assert step.topics["label"].to_list()[1] == "Both"
    assert step.topics["label"].to_list()[4] == "End"
    path = tmp_path / "edits.toml"
    path.write_text("[[hide]]\ntopics = [0, 2]\n", encoding="utf-8")
    replaced = step.edit(path)
    assert replaced.edits.record() == {"hide": [{"topic": 0}, {"topic": 2}]}
    assert replaced.n_topics == 6
    regrouped = run.edit(group={"A": [0, 1], "B": [2]}).edit(group={"B": [1]})
    assert regrouped.topics["group"].to_list()[:3] == ["A", "B", "B"]


def test_hidden_topics_are_last_and_groups_together(edited):
    """`show` lists groups together and hidden topics last, flagged; their shares stay."""
    lines = edited.show().splitlines()
    assert [int(line.split()[0]) for line in lines] == [0, 1, 4, 3, 2]
    assert "(hidden)" in lines[-1]
    assert "[Law] Courts and art: " in lines[1]
    assert np.allclose(edited.document_topic.sum(axis=1), 1)


def test_the_record_says_that_topics_were_edited(run, edited):
    """A notice counts the edits; scores are of the edited topics; the original has its own."""
    notice = edited.warnings[-1]
    assert (notice["code"], notice["count"]) == ("topics-edited", 5)
    assert "2 merged, 1 renamed, 1 hidden, 2 grouped" in notice["message"]
    for score in edited.quality["scores"]:
        is_of_fit = score["reference"].endswith("before topics were edited")
        assert is_of_fit or score["settings"]["topics"] == "edited by hand"
    assert [s["name"] for s in edited.quality["scores"] if "topics" not in s["settings"]] == [
        "stability, mean",
        "topics below the stability floor",
    ]
    mean = np.mean(edited.topics["coherence"].to_numpy())
    assert edited.quality["scores"][0]["value"] == pytest.approx(mean)
    assert edited.original.quality == run.quality


def test_another_map_is_that_of_the_fit(run, edited):
    """A new map of an edited run is the one of the fitted run, and stays after undoing."""
    plain = topics.project(run, n_neighbors=5)
    again = topics.project(edited, n_neighbors=5)
    assert again.projection.drop("topic").equals(plain.projection.drop("topic"))
    assert again.undo_edits().projection.equals(plain.projection)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({}, "no edits"),
        ({"rename": {6: "Sea"}}, "there is no topic 6: the topics are 0 to 5"),
        ({"hide": [-1]}, "there is no topic -1"),
        ({"merge": [[3, 3]]}, "merged with itself"),
        ({"merge": [[3]]}, "merged with itself"),
        ({"merge": [[3, 1, 3]]}, "names topic 3 twice"),
        ({"merge": [[3, 1], [1, 2]]}, "topic 1 is merged twice"),
        ({"merge": [[]]}, "names no topics"),
        ({"merge": "3, 4"}, "expected lists of topics"),
        ({"hide": range(6)}, "all topics would be hidden"),
        ({"merge": [range(6)], "hide": 0}, "all topics would be hidden"),
        ({"rename": {1: " \u200b\n"}}, "label of .* is empty"),
        ({"rename": {1: "x" * 201}}, "201 characters, expected at most 200"),
        ({"rename": {1: 5}}, "label of .* is 5, expected text"),
        ({"rename": {1: "Sea", 2: "SEA"}}, "topics 1 and 2 would both be called"),
        ({"merge": {"A": [1, 2]}, "rename": {2: "B"}}, "two labels, 'A' and 'B'"),
        ({"group": {"A": [1], "B": [1]}}, "two groups, 'A' and 'B'"),
        ({"group": {"A": []}}, "names no topics"),
        ({"hide": "2"}, "expected its number"),
        ({"hide": True}, "expected its number"),
        ({"hide": 2.0}, "expected its number"),
        ({"rename": ["Sea"]}, "expected labels by topic"),
    ],
)
def test_wrong_edits_say_why(run, edits, words):
    """Every wrong edit is an error with the reason."""
    with pytest.raises(InputError, match=words):
        run.edit(**edits)


def test_a_given_label_may_not_be_that_of_another_topic(run):
    """A label that another topic has by itself is refused, too."""
    with pytest.raises(InputError, match="topics 0 and 1 would both be called"):
        run.edit(rename={0: run.topics["label"][1].upper()})


@pytest.mark.parametrize("n_left", [1, 2])
def test_all_topics_may_become_one(run, n_left):
    """One topic that is shown is enough."""
    whole = run.edit(merge=[range(7 - n_left)])
    assert whole.n_topics == n_left
    assert whole.documents["topic_share"].is_between(0, 1 + 1e-9).all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rename]\n", r"is not valid TOML: .*line 1, column"),
        ("[[renme]]\ntopic = 1\n", "unknown edit 'renme'; did you mean rename"),
        ("[[rename]]\ntopic = 1\nlable = 'x'\n", "unknown key .* 'lable'; did you mean label"),
        ("[[rename]]\nlabel = 'x'\n", "number 1 names no topic"),
        ("[[hide]]\ntopic = 1\ntopics = [2]\n", "has topic and topics"),
        ("hide = 3\n", r"hide is 3, expected tables"),
        ("hide = [3]\n", r"\[\[hide\]\] number 1 is 3, expected a table"),
        ("[[hide]]\ntopic = 0x" + "f" * 5000 + "\n", "number 1 is a very large number"),
        ("[[rename]]\ntopic = 1\nlabel = '\u200b'\n", "label of .* is empty"),
        ("# nothing\n", "holds no edits"),
        ("x = " + "[" * 5000, "is not valid TOML"),
        ("#" * (2**20 + 1), "is larger than"),
    ],
)
def test_wrong_files_say_where(tmp_path, text, words):
    """The message names the file, and what is wrong in it."""
    path = tmp_path / "edits.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as error:
        read_edits(path)
    assert "edits.toml" in str(error.value)


def test_labels_have_no_signs_that_steer_a_terminal(tmp_path):
    """They are printed, and are in tables and in the report."""
    path = tmp_path / "edits.toml"
    path.write_text('[[rename]]\ntopic = 1\nlabel = "Sea\\u001b[2J\\u202E\\tships"\n')
    assert read_edits(path).rename[0].label == "Sea\ufffd[2J\ufffd ships"


def test_files_that_cannot_be_read(tmp_path):
    """A missing file, a folder, and bytes that are no UTF-8."""
    with pytest.raises(MissingInputError, match="does not exist"):
        read_edits(tmp_path / "none.toml")
    with pytest.raises(InputError, match="is no file"):
        read_edits(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"[[group]]\nname = 'caf\xe9'\ntopics = [1]\n")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_edits(tmp_path / "latin.toml")


def test_a_file_of_windows_and_a_single_table_are_read(tmp_path):
    """A byte order mark, CRLF, and [merge] in place of [[merge]]."""
    path = tmp_path / "edits.toml"
    path.write_bytes(b"\xef\xbb\xbf[merge]\r\ntopics = [1, 2]\r\n")
    assert read_edits(path).record() == {"merge": [{"topics": [1, 2]}]}


@pytest.mark.parametrize(
    "record",
    [None, [], {}, {"hide": [{"topic": 99}]}, {"hide": [{"topic": 0}]}, {"x": 1}, {"merge": "ab"}],
)
def test_edits_of_another_run_are_refused(edited, tmp_path, record):
    """A folder whose edits do not give its topics is refused, with right checksums, too."""
    folder = edited.save(tmp_path / "run")
    refresh_files(folder, lambda staging: write_json(staging / "edits.json", record))
    with pytest.raises(RunFolderError):
        topics.load(folder)


def test_changed_or_missing_originals_are_refused(edited, tmp_path):
    """A file under original/ that was changed or is not listed is an error that names it."""
    folder = edited.save(tmp_path / "run")
    changed = shutil.copytree(folder, tmp_path / "changed")
    (changed / "original" / "topics.csv").write_text("topic\n", encoding="utf-8")
    with pytest.raises(RunFolderError, match=r"original/topics\.csv was changed"):
        topics.load(changed)
    for name in ("quality.json", "document_topic.csv", "topic_term.npz", "topics.csv"):
        copy = shutil.copytree(folder, tmp_path / f"without-{name}")
        (copy / "original" / name).unlink()
        manifest = read_manifest(copy)
        write_manifest(copy, manifest)
        with pytest.raises(RunFolderError):
            topics.load(copy)
    for odd in (None, [], {"removed": {}}, {"topics": 3}):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps({**manifest, "original": odd}))
        with pytest.raises(RunFolderError):
            topics.load(folder)


def test_what_other_commands_wrote_is_set_aside(run, tmp_path):
    """Files about the fitted topics come back; those about edited topics end with the edits."""
    folder = run.save(tmp_path / "run")
    refresh_files(folder, lambda staging: write_json(staging / "scores.json", {"of": "the fit"}))
    before = bytes_of(folder)
    assert rewrite_run(folder, topics.load(folder).edit(hide=1)) == []
    assert not (folder / "scores.json").exists()
    refresh_files(folder, lambda staging: write_json(staging / "more.json", {"of": "edits"}))
    assert rewrite_run(folder, topics.load(folder).edit(merge=[[0, 3]])) == ["more.json"]
    assert rewrite_run(folder, topics.load(folder).undo_edits()) == []
    assert bytes_of(folder) == before


def test_an_error_leaves_the_run_as_it_was(run, tmp_path, monkeypatch):
    """If writing fails in between, the folder has its earlier bytes and nothing is left over."""
    folder = run.save(tmp_path / "run")
    before = bytes_of(tmp_path)

    def fails(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("topics.runs.folder.writing.write_edits", fails)
    with pytest.raises(KeyboardInterrupt):
        rewrite_run(folder, run.edit(hide=1))
    assert bytes_of(tmp_path) == before
