"""Views of a run as arrays, and maps that are drawn from them."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from sklearn.cluster import KMeans

import topics
from topics.choices import VIEWS
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.runs.clustering.layers import map_layers
from topics.space import hellinger
from topics.trees import build_tree

OWN_VIEWS = [view for view in VIEWS if view != "embeddings"]
WORDS = ("harbour tide pilot ferry quay lamp storm boat", "court judge appeal jury verdict trial")

pytestmark = pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")


@pytest.fixture(scope="module")
def corpus():
    """Forty documents of two sections on two themes in turn, and one without counted terms."""
    rng = np.random.default_rng(3)
    texts = [" ".join(rng.choice(WORDS[i // 2 % 2].split(), 25)) for i in range(80)]
    documents = Corpus.from_texts([""] * 41, ids=[f"d{i}" for i in range(41)]).documents
    sections = pl.DataFrame(
        {
            "document": [f"d{i // 2}" for i in range(80)] + ["d40"],
            "position": [0, 1] * 40 + [0],
            "level": [1] * 81,
            "heading": [""] * 81,
            "text": [*texts, "of the"],
        }
    )
    return Corpus(documents=documents, sections=sections)


@pytest.fixture(scope="module")
def run(corpus):
    """Two topics, with the map of the shares."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        return topics.fit(corpus, n_topics=2, n_fits=2)


@pytest.fixture(scope="module")
def embeddings():
    """Rows of two directions, for the 41 documents."""
    return np.random.default_rng(0).normal(0, 0.1, (41, 4)) + np.eye(4)[np.arange(41) % 2]


@pytest.mark.parametrize("view", OWN_VIEWS)
def test_a_view_goes_on_in_scikit_learn(run, view):
    """A row for each document or section; k-means finds the themes."""
    points = run.view(view)
    assert points.shape[0] == 41
    assert run.view(view, level="section").shape[0] == 81
    labels = KMeans(2, random_state=0, n_init=1).fit_predict(points[:40])
    assert (labels[::2] == labels[0]).all()
    assert (labels[1::2] == 1 - labels[0]).all()


def test_distances_are_those_that_are_documented(run, embeddings):
    """Hellinger's of the fit; the root mean square of the members'; of angles."""

    def gap(points):
        return float(np.linalg.norm(points[0] - points[1]))

    shares = run.document_topic
    assert gap(run.view("shares")) == pytest.approx(hellinger(shares[0], shares[1:2])[0])
    clustered = run.cluster()
    members = [d for d, _ in clustered.clusters.members.shares(run.counts, run.options.level)]
    squares = [hellinger(each[0], each[1:2])[0] ** 2 for each in members]
    assert gap(run.view("consensus")) == pytest.approx(np.sqrt(np.mean(squares)))
    one, other = embeddings[:2]
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    points = run.view("embeddings", embeddings=embeddings)
    assert gap(points) == pytest.approx(np.sqrt(2 - 2 * cosine))
    assert np.allclose(np.linalg.norm(run.view("tf-idf")[:40], axis=1), 1)


def test_rows_without_terms_are_as_documented(run, embeddings):
    """The mean of the shares, or zeros; their embedding is not looked at."""
    assert np.allclose(np.square(run.view("shares")[40]) * 2, run.document_topic[40])
    assert not run.view("tf-idf")[40].any()
    embeddings = embeddings.copy()
    embeddings[40] = np.nan
    assert not run.view("embeddings", embeddings=embeddings)[40].any()


def test_the_consensus_is_that_of_the_clusters(run):
    """It is the same with and without them, on any threads; edits do not change it."""
    points = run.view("consensus", n_threads=1)
    clustered = run.cluster(n_clusters=2)
    assert clustered.view("consensus").tobytes() == points.tobytes()
    assert run.edit(merge=[[0, 1]]).view("shares").tobytes() == run.view("shares").tobytes()
    assert run.view("consensus", random_state=1).tobytes() != points.tobytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"view": "embeddings"}, "needs embeddings"),
        ({"embeddings": [[1.0]]}, "uses no embeddings"),
        ({"view": "consensus+embeddings"}, "ask for consensus and for embeddings"),
        ({"view": "pixels"}, "view"),
        ({"level": "page"}, "level"),
        ({"n_threads": 0}, "n_threads"),
        ({"random_state": -1}, "random_state"),
    ],
)
def test_wrong_options_of_a_view_say_what_is_expected(run, options, message):
    """As for clusters."""
    with pytest.raises(OptionError, match=message):
        run.view(**options)


def test_wrong_embeddings_are_named(run, embeddings):
    """Their number of rows, and rows that are no numbers."""
    with pytest.raises(InputError, match="has 41 rows, expected 81"):
        run.view("embeddings", level="section", embeddings=embeddings)
    with pytest.raises(InputError, match="has 7 rows, expected 41"):
        topics.project(run, view="embeddings", embeddings=embeddings[:7])


@pytest.mark.parametrize("view", OWN_VIEWS)
@pytest.mark.usefixtures("without_pictures")
def test_new_documents_are_placed_on_the_map_of_a_view(run, corpus, view, tmp_path):
    """After loading, too: fitted documents get their places again, others are near their kind."""
    mapped = topics.project(run, view=view)
    loaded = topics.load(mapped.save(tmp_path / "run"))
    assert loaded.options.map_view == view
    assert loaded.projection.equals(mapped.projection)
    again = loaded.transform(corpus).projection
    assert again.equals(mapped.projection)
    (x, y) = loaded.transform(WORDS[0]).projection.select("x", "y").row(0)
    points = mapped.projection.filter(pl.col("level") == "document").head(40)
    distance = ((points["x"] - x) ** 2 + (points["y"] - y) ** 2).to_numpy()
    assert distance.argmin() % 2 == 0
    assert topics.project(loaded).projection.equals(mapped.projection)


def test_the_map_of_the_fit_is_the_map_of_the_shares(run):
    """Coming back to it gives its bits."""
    other = topics.project(run, view="tf-idf")
    assert not other.projection.equals(run.projection)
    assert topics.project(other, view="shares").projection.equals(run.projection)


def test_fit_draws_the_map_of_a_view(corpus):
    """Its clusters and its map share the fits of the consensus, which are made once."""
    fitted = topics.fit(corpus, n_topics=2, n_fits=1, map_view="consensus", cluster="leiden")
    assert fitted.clusters.members is fitted.map_members
    plain = topics.fit(corpus, n_topics=2, n_fits=1)
    assert topics.project(plain, view="consensus").projection.equals(fitted.projection)


def test_umap_learn_draws_views_too(run, corpus):
    """With the Euclidean distance of the points."""
    mapped = topics.project(run, view="tf-idf", engine="umap-learn")
    assert np.isfinite(mapped.projection.select("x", "y").to_numpy()).all()
    assert mapped.transform(corpus).projection.equals(mapped.projection)


@pytest.mark.parametrize("level", ["document", "section"])
@pytest.mark.usefixtures("without_pictures")
def test_a_map_of_embeddings_has_one_level(run, corpus, level, tmp_path):
    """Only the rows that they are of; new documents have no place, which a notice says."""
    n = {"document": 41, "section": 81}[level]
    rows = np.random.default_rng(1).normal(size=(n, 6))
    mapped = topics.project(run, view="embeddings", embeddings=rows, level=level)
    assert mapped.projection["level"].to_list() == [level] * n
    assert mapped.projection["topic"].null_count() == 1
    loaded = topics.load(mapped.save(tmp_path / "run"))
    assert loaded.projection.equals(mapped.projection)
    with pytest.warns(TopicsWarning, match="they get no place on it"):
        assert loaded.transform(corpus).projection.height == 0
    edited = loaded.edit(merge=[[0, 1]])
    assert edited.projection["topic"].drop_nulls().unique().to_list() == [0]
    with pytest.raises(OptionError, match="needs embeddings"):
        topics.project(loaded, n_neighbors=5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"view": "consensus+embeddings"}, "no points of its own"),
        ({"view": "pixels"}, "view"),
        ({"view": "tf-idf", "embeddings": [[1.0]]}, "uses no embeddings"),
        ({"view": "tf-idf", "level": "section"}, "level is for embeddings"),
        ({"view": "embeddings", "embeddings": [[1.0]], "level": "page"}, "level"),
    ],
)
def test_wrong_options_of_a_map_say_what_is_expected(run, options, message):
    """Before anything is drawn."""
    with pytest.raises(OptionError, match=message):
        topics.project(run, **options)


def test_a_fit_has_no_embeddings_for_its_map(corpus):
    """The error names the call that takes them, before anything is fitted."""
    with pytest.raises(OptionError, match=r"topics.project\(run, view='embeddings'"):
        topics.fit(corpus, map_view="embeddings")


@pytest.mark.usefixtures("without_pictures")
def test_maps_and_clusters_keep_fits_of_their_own(run, corpus, tmp_path):
    """Clusters of another random state have other fits; both are saved, with their edits."""
    both = topics.project(run, view="consensus").cluster(n_clusters=2, random_state=5)
    assert both.map_members is not both.clusters.members
    loaded = topics.load(both.edit(rename={0: "Mine"}).save(tmp_path / "run"))
    for name in ("components", "document_topic_prior"):
        for of in (lambda each: each.map_members, lambda each: each.clusters.members):
            assert np.array_equal(getattr(of(loaded), name), getattr(of(both), name))
    assert loaded.transform(corpus).projection.equals(loaded.projection)
    assert loaded.undo_edits().map_members is not None


@pytest.mark.usefixtures("without_pictures")
def test_a_map_that_lacks_its_fits_is_refused(run, tmp_path):
    """So is a map of one level that is not of embeddings."""
    mapped = topics.project(run, view="consensus")
    folder = replace(mapped, map_members=None).save(tmp_path / "lost")
    with pytest.raises(RunFolderError, match="lacks its fits"):
        topics.load(folder)
    half = replace(run, projection=run.projection.head(41)).save(tmp_path / "half")
    with pytest.raises(RunFolderError, match="does not hold its documents and sections"):
        topics.load(half)
    folder = run.save(tmp_path / "view")
    record = json.loads((folder / "manifest.json").read_text())
    record["parameters"]["map_view"] = "pixels"
    (folder / "manifest.json").write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match="options are invalid"):
        topics.load(folder)


def test_labels_of_a_tree_are_layers(run):
    """From its top level to the clusters; rows of no cluster are in none."""
    points = pl.DataFrame(
        {
            "cluster": pl.Series([0, 1, 2, 2, -1, None], dtype=pl.Int64),
            "x": [0.0, 1.0, 8.0, 8.0, 50.0, 60.0],
            "y": [0.0] * 6,
        }
    )
    rows = np.array([[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.0, 0.1, 0.9]])
    tree = build_tree(rows, [0.4, 0.3, 0.3], [2, 3])
    tree = replace(tree, labels=tuple(f"node {i}" for i in range(tree.n_nodes)))
    coarse, fine = map_layers(points, ["a", "b", "c"], tree)
    assert (coarse.level, fine.level) == (0, 1)
    assert sorted(coarse.positions) == [(0.0, 0.0), (8.0, 0.0)]
    assert set(coarse.labels) == {"node 2", "node 3"}
    assert fine.labels == ["a", "b", "c"]
    assert fine.positions[2] == (8.0, 0.0)


def test_the_pictures_follow_the_clusters(run, tmp_path):
    """A clustered run has a second picture, and its report the table."""
    folder = run.save(tmp_path / "plain")
    assert not (folder / "map_clusters.png").exists()
    clustered = topics.project(run, view="consensus").cluster(n_clusters=2)
    folder = clustered.save(tmp_path / "run")
    assert (folder / "map_clusters.png").stat().st_size > 10_000
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert 'id="clusters"' in page
    assert '<dd dir="auto">consensus view</dd>' in page
    assert "similar topics in several short fits; the axes" in page


def test_the_map_of_the_report_has_the_levels_of_a_kept_tree(run, tmp_path):
    """The label of the top of the tree first, then those of the clusters."""
    clustered = run.cluster(n_clusters=3, tree=1)
    folder = clustered.save(tmp_path / "run")
    page = (folder / "report.html").read_text(encoding="utf-8")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    top, clusters = data["clusters"]["layers"]
    (node,) = set(clustered.cluster_tree.levels[0])
    assert [label for _, label, _, _ in top] == [clustered.cluster_tree.labels[node]]
    assert [number for number, *_ in clusters] == [0, 1, 2]
