"""Trees are kept in a run, in its folder and through its edits; folders are never trusted."""

import json
import warnings
from dataclasses import replace

import numpy as np
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.runs import rewrite_run
from topics.storage import write_json
from topics.storage.manifest import write_manifest

pytestmark = pytest.mark.usefixtures("without_pictures")

THEMES = (
    "harbour tide pilot ferry quay lamp storm boat".split(),
    "court judge appeal jury lawyer trial verdict statute".split(),
    "barley field harvest tractor soil cattle seed rain".split(),
    "violin choir opera concert singer chorus score stage".split(),
)


@pytest.fixture(scope="module")
def run():
    """A run of four themes with three levels of clusters and a tree of topics."""
    rng = np.random.default_rng(0)
    corpus = Corpus.from_texts([" ".join(rng.choice(THEMES[i % 4], 40)) for i in range(48)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        fitted = topics.fit(corpus, n_topics=4, n_fits=1, project=False, tree=[3, 2])
        return fitted.cluster("kmeans", view="shares", n_clusters=4, tree=[2, 3])


@pytest.fixture
def folder(run, tmp_path):
    """The run in a folder."""
    return run.save(tmp_path / "run")


def test_trees_have_labels_and_parents(run):
    """Leaves keep their labels; a parent is the node of the highest level."""
    assert run.topic_tree.sizes == run.cluster_tree.sizes == (2, 3)
    assert list(run.topic_tree.labels[:4]) == run.topics["label"].to_list()
    assert len(set(run.cluster_tree.labels)) == run.cluster_tree.n_nodes
    parents = run.clusters.table["parent"].to_list()
    nodes = run.cluster_tree.levels[0].tolist()
    assert parents == [run.cluster_tree.labels[node] for node in nodes]
    assert len(set(parents)) == 2
    assert run.topic_tree.to_dict() == run.tree([2, 3]).to_dict()


def test_trees_are_saved_and_loaded(run, folder):
    """The manifest has their checksums."""
    loaded = topics.load(folder)
    assert loaded.topic_tree.to_dict() == run.topic_tree.to_dict()
    assert loaded.cluster_tree.to_dict() == run.cluster_tree.to_dict()
    assert loaded.clusters.table.equals(run.clusters.table)
    assert {"topic_tree.json", "cluster_tree.json"} <= set(
        json.loads((folder / "manifest.json").read_text())["files"]
    )
    (folder / "topic_tree.json").write_text("{}")
    with pytest.raises(RunFolderError, match=r"topic_tree\.json was changed"):
        topics.load(folder)


def test_edits_make_the_tree_of_topics_anew(run, folder):
    """Levels of more nodes than topics are lowered; undoing gives every byte back."""
    edited = run.edit(merge={"Sea and law": [0, 1]}, rename={2: "Third"})
    assert edited.topic_tree.sizes == (2, 3)
    assert list(edited.topic_tree.labels[:3]) == edited.topics["label"].to_list()
    assert run.edit(merge=[[0, 1, 2]]).topic_tree.sizes == (2,)
    assert edited.cluster_tree is run.cluster_tree
    assert edited.clusters.table["parent"].equals(run.clusters.table["parent"])
    before = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    rewrite_run(folder, topics.load(folder).edit(rename={2: "Third"}))
    again = topics.load(folder)
    assert "Third" in again.topic_tree.labels
    assert again.original.topic_tree.to_dict() == run.topic_tree.to_dict()
    rewrite_run(folder, again.undo_edits())
    assert (folder / "topic_tree.json").read_bytes() == before["topic_tree.json"]
    assert topics.load(folder).topic_tree.to_dict() == run.topic_tree.to_dict()


def test_a_tree_of_an_edited_run_is_also_one_of_its_original(run):
    """So undoing edits keeps it."""
    edited = replace(run, topic_tree=None).edit(merge=[[0, 1]])
    assert edited.topic_tree is None
    kept = edited.with_tree(2)
    assert kept.topic_tree.n_leaves == 3
    assert kept.undo_edits().topic_tree.n_leaves == 4
    clusters = edited.with_tree(3, of="clusters")
    parents = clusters.undo_edits().clusters.table["parent"]
    assert parents.equals(clusters.clusters.table["parent"])


def test_labels_of_a_function_are_in_the_tree(run):
    """Leaves are named as the topics are."""
    renamed = run.relabel(lambda terms, texts: terms[0].upper())
    assert list(renamed.topic_tree.labels[:4]) == renamed.topics["label"].to_list()


def test_new_clusters_drop_their_tree(run, folder):
    """In memory and in the folder; a level that they are too few for is left out."""
    from topics.runs import rewrite_scores
    from topics.storage import read_manifest

    again = run.cluster("kmeans", view="shares", n_clusters=4)
    assert again.cluster_tree is None
    assert again.clusters.table["parent"].null_count() == 4
    rewrite_scores(folder, again, read_manifest(folder)["files"])
    assert not (folder / "cluster_tree.json").exists()
    assert topics.load(folder).cluster_tree is None
    with pytest.warns(TopicsWarning, match="clusters has no level of 4000"):
        found = run.cluster("leiden", view="shares", tree=[1, 4000])
    assert found.cluster_tree.sizes == (1,)
    with pytest.raises(OptionError, match="from 1 to 2"):
        run.cluster("kmeans", view="shares", n_clusters=2, tree=3)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("topic_tree", lambda tree: {**tree, "labels": ["x"]}, "labels, expected"),
        ("topic_tree", lambda tree: {**tree, "labels": 3}, "list of strings"),
        ("topic_tree", lambda tree: {**tree, "labels": tree["labels"][::-1]}, "not of the topics"),
        ("topic_tree", lambda tree: {**tree, "order": [0]}, "stored tree cannot be used"),
        ("cluster_tree", lambda tree: [], "expected an object"),
    ],
)
def test_a_changed_tree_is_refused(folder, name, change, message):
    """Whole by itself, with the right checksum, and still not of this run."""
    tree = json.loads((folder / f"{name}.json").read_text())
    write_json(folder / f"{name}.json", change(tree))
    write_manifest(folder, json.loads((folder / "manifest.json").read_text()))
    with pytest.raises(RunFolderError, match=message):
        topics.load(folder)


def test_trees_of_other_runs_are_refused(run, tmp_path):
    """Other topics, other shares, other parents, no clusters."""
    shuffled = replace(run, topic_tree=run.edit(merge=[[0, 1]]).topic_tree)
    with pytest.raises(RunFolderError, match="not of the topics"):
        topics.load(shuffled.save(tmp_path / "topics"))
    weights = run.topic_tree.weights[:4] * 2
    other = topics.trees.tree.make_tree(
        *(run.topic_tree.merges, run.topic_tree.losses, weights, run.topic_tree.order), [2, 3]
    )
    other = replace(other, labels=run.topic_tree.labels)
    with pytest.raises(RunFolderError, match="not of the topics"):
        topics.load(replace(run, topic_tree=other).save(tmp_path / "weights"))
    with pytest.raises(RunFolderError, match="does not fit its tree"):
        topics.load(replace(run, cluster_tree=None).save(tmp_path / "parents"))
    with pytest.raises(RunFolderError, match="not of the clusters"):
        topics.load(replace(run, clusters=None).save(tmp_path / "none"))


@pytest.mark.parametrize("tree", [[5], [0], 9])
def test_levels_are_checked_before_anything_is_fitted(tree):
    """As many nodes as topics at most."""
    with pytest.raises(OptionError, match=r"tree|sizes"):
        topics.fit(Corpus.from_texts(["reef tide", "judge jury"]), n_topics=2, tree=tree)


def test_a_topic_is_divided_into_subtopics(run):
    """Every section is in one topic's own, and keeps its position."""
    divided = [run.divide(topic, n_topics=2, n_fits=1) for topic in range(4)]
    ids = [document for each in divided for document in each.documents["id"]]
    assert sorted(ids) == sorted(run.documents["id"])
    first = divided[0]
    own = run.sections.filter(run.sections["topic"] == 0)
    assert first.sections["document"].to_list() == own["document"].to_list()
    assert first.sections["n_terms"].to_list() == own["n_terms"].to_list()
    assert first.n_topics == 2
    assert set(first.terms) <= set(run.terms)
    assert first.section_texts.to_list()[0] == run.section_texts[int(own["document"][0])]
    same = run.divide(0, n_topics=2, n_fits=1, n_threads=1)
    assert np.array_equal(same.topic_term, first.topic_term)


def test_a_divided_topic_is_a_run(run, tmp_path):
    """It can be saved, loaded, applied to new documents and divided again."""
    loaded = topics.load(run.divide(0, n_topics=2, n_fits=1).save(tmp_path / "sub"))
    assert loaded.topic_tree is None
    text = loaded.section_texts[0]
    assert np.allclose(loaded.transform(text).document_topic[0], loaded.document_topic[0])
    assert loaded.divide(0, n_topics=1).n_topics == 1


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_what_cannot_be_divided_is_refused(run):
    """Unknown topics, more subtopics than sections, and topics of fewer than two sections."""
    with pytest.raises(OptionError, match="there is no topic 4"):
        run.divide(4)
    with pytest.raises(OptionError, match="99 topics for"):
        run.divide(0, n_topics=99)
    with pytest.raises(OptionError, match="n_topics"):
        run.divide(0, n_topics=0)
    small = topics.fit(Corpus.from_texts(["reef tide", "judge jury"]), n_topics=2, n_fits=1)
    with pytest.raises(InputError, match="expected at least 2 to divide it"):
        small.divide(0)
    empty = replace(run, counts=topics.Counts(run.counts.matrix * 0, run.terms))
    with pytest.raises(InputError, match="no counts of terms"):
        empty.divide(0)
