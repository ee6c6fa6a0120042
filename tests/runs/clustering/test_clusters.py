"""Clusters of a run: in its tables, its folder, its edits and its new documents."""

import json
import warnings
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.choices import CLUSTER_METHODS, CLUSTER_VIEWS
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning

THEMES = {
    "sea": "harbour tide pilot ferry quay lamp storm boat sailor anchor net wave".split(),
    "law": "court judge appeal jury lawyer trial verdict statute witness prison clerk".split(),
    "farm": "barley field harvest tractor soil cattle seed rain plough orchard barn".split(),
}


def texts(n, seed=0):
    """Texts of three themes in turn, and the theme of each."""
    rng = np.random.default_rng(seed)
    names = [list(THEMES)[i % 3] for i in range(n)]
    return [" ".join(rng.choice(THEMES[name], 40)) for name in names], names


@pytest.fixture(scope="module")
def run():
    """A run of three themes; its last document has no counted terms."""
    themed, names = texts(60)
    corpus = Corpus.from_texts([*themed, "of the"], metadata={"theme": [*names, "none"]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        return topics.fit(corpus, n_topics=3, n_fits=2, project=False)


@pytest.fixture(scope="module")
def clustered(run):
    """Three clusters of its documents."""
    with pytest.warns(TopicsWarning, match="1 of 61 documents has no counted terms"):
        return run.cluster(n_clusters=3)


def test_clusters_are_the_themes(clustered):
    """Every document with terms has a cluster and a strength; the others have neither."""
    found = clustered.documents
    assert clustered.agreement("theme").ari == 1.0
    assert found["cluster"].null_count() == found["cluster_strength"].null_count() == 1
    assert found["cluster"][-1] is None
    assert found["cluster_strength"].is_between(0, 1).sum() == 60
    for name in "cluster", "cluster_strength":
        assert clustered.sections[name].equals(found[name])
    assert "nearest_cluster" not in found.columns


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
@pytest.mark.parametrize("level", ["document", "section"])
def test_documents_and_their_only_sections_have_one_cluster(tmp_path, level):
    """Also among documents of several sections, and where another section has no terms."""
    themed, _ = texts(30)
    parts = [
        ["the of", themed[0]],
        *([a, b] for a, b in zip(themed[1:-1:2], themed[2::2], strict=True)),
    ]
    parts.append([themed[-1]])
    rows = [
        {"id": str(i), "sections": [{"heading": "", "level": 0, "text": part} for part in each]}
        for i, each in enumerate(parts)
    ]
    path = tmp_path / "parts.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    corpus = topics.read(path)
    run = topics.fit(corpus, n_topics=3, n_fits=1, project=False, level=level)
    clustered = run.cluster(level=level, n_clusters=3)
    sections = clustered.sections.filter(pl.col("cluster").is_not_null())
    alone = sections.filter(pl.len().over("document") == 1)
    assert alone["document"].to_list() == ["0", "15"]
    own = clustered.documents.filter(pl.col("id").is_in(["0", "15"]))
    for name in "cluster", "cluster_strength":
        assert alone[name].to_list() == own[name].to_list()
    assert sections.height == 30


def test_the_table_says_what_clusters_are_about(clustered):
    """Sizes, terms, labels, largest topics, and how sure they are."""
    table = clustered.clusters.table
    assert table["n_documents"].to_list() == table["n_sections"].to_list() == [20] * 3
    for row in table.iter_rows(named=True):
        (theme,) = {
            clustered.documents["theme"][int(i)] for i in row["representatives"].split(", ")
        }
        assert set(row["terms"].split(", ")) <= set(THEMES[theme])
        assert row["topics"].endswith("%)")
    assert table["stability"].min() > 0.9
    assert table["silhouette"].min() > 0
    assert table["label"].n_unique() == 3
    names = [score["name"] for score in clustered.quality["scores"]]
    assert [name for name in names if name.startswith("clusters")] == [
        "clusters",
        "clusters, silhouette",
        "clusters, stability",
    ]


@pytest.mark.parametrize("method", CLUSTER_METHODS)
@pytest.mark.parametrize("view", [view for view in CLUSTER_VIEWS if "embeddings" not in view])
@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_fitted_documents_get_their_clusters_again(clustered, method, view):
    """With every method and view; unknown documents get none."""
    run = clustered.cluster(method, view=view, n_clusters=3)
    new = run.transform([*texts(60)[0], "nothing known here"])
    assert new.documents["cluster"].head(60).equals(run.documents["cluster"].head(60))
    assert new.documents["cluster"][-1] is None
    assert new.documents["cluster_strength"].head(60).min() > 0.5
    assert run.clusters.settings["view"] == view


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_threads_and_earlier_clusters_do_not_matter(run, clustered):
    """Members are fitted once for each random state, and are the same for any threads."""
    one = run.cluster(n_clusters=3, n_threads=1)
    assert np.array_equal(one.clusters.members.components, clustered.clusters.members.components)
    assert one.documents.equals(clustered.documents)
    again = clustered.cluster(n_clusters=3, level="section")
    assert again.clusters.members is clustered.clusters.members
    other = clustered.cluster(n_clusters=3, random_state=1)
    assert other.clusters.members is not clustered.clusters.members


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_embeddings_are_the_callers(run):
    """A row for every document; sections and new documents have none, which a notice says."""
    rng = np.random.default_rng(1)
    side = np.repeat([[1.0, 0.0], [0.0, 1.0]], [30, 31], axis=0) + rng.normal(0, 0.01, (61, 2))
    found = run.cluster(view="embeddings", embeddings=side, n_clusters=2)
    assert (
        found.documents["cluster"][:30].n_unique() == found.documents["cluster"][30:60].n_unique()
    )
    assert "cluster" not in found.sections.columns
    with pytest.warns(
        TopicsWarning, match="which new documents do not have; 1 document without a cluster"
    ):
        new = found.transform("the harbour and the tide")
    assert "cluster" not in new.documents.columns
    both = run.cluster(view="consensus+embeddings", embeddings=side)
    assert both.clusters.table.height >= 2
    bad = side.copy()
    bad[3] = np.nan
    for wrong, message in ((side[:5], "expected 61"), (bad, "NaN or infinity in row 3")):
        with pytest.raises(InputError, match=message):
            run.cluster(view="embeddings", embeddings=wrong)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "kmeans"}, "kmeans needs a number"),
        ({"method": "spectral"}, "method"),
        ({"n_clusters": 10_000}, "distinct rows"),
        ({"n_clusters": 0}, "n_clusters"),
        ({"resolution": -1.0}, "resolution"),
        ({"view": "embeddings"}, "needs embeddings"),
        ({"embeddings": [[1.0]]}, "uses no embeddings"),
        ({"level": "page"}, "level"),
    ],
)
def test_wrong_options_say_what_is_expected(run, options, message):
    """Before anything is fitted."""
    with pytest.raises(OptionError, match=message):
        run.cluster(**options)


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_noise_stays_visible(run):
    """Its cluster is -1, and another column has the nearest one."""
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(side, 0.05, (25, 2)) for side in ((9, 0), (0, 9))])
    points = np.concatenate([points, rng.uniform(1, 9, (11, 2))])
    with pytest.warns(TopicsWarning, match="between dense regions"):
        found = run.cluster("hdbscan", view="embeddings", embeddings=points).documents
    noise = found.filter(pl.col("cluster") == -1)
    assert noise.height > 0
    assert noise["nearest_cluster"].min() >= 0
    assert noise["cluster_strength"].max() == 0


def test_clusters_are_saved_and_loaded(clustered, tmp_path):
    """Also those of an edited run, whose clusters name the topics that it shows."""
    loaded = topics.load(clustered.save(tmp_path / "run"))
    assert loaded.clusters.table.equals(clustered.clusters.table)
    assert loaded.clusters.settings == clustered.clusters.settings
    assert loaded.documents.equals(clustered.documents)
    edited = clustered.edit(merge=[[0, 1]])
    assert edited.clusters.table["topics"].to_list() != clustered.clusters.table["topics"].to_list()
    again = topics.load(edited.save(tmp_path / "edited"))
    assert again.clusters.table.equals(edited.clusters.table)
    assert again.undo_edits().clusters.table.equals(clustered.clusters.table)


def test_a_damaged_folder_is_refused(clustered, tmp_path):
    """Every part may be whole by itself and still not fit the others."""
    for change in ({"level": "page"}, {"scale": 3}, {"method": None}, {"scale": [-1.0]}):
        wrong = replace(clustered.clusters, settings=clustered.clusters.settings | change)
        folder = replace(clustered, clusters=wrong).save(tmp_path / str(change))
        with pytest.raises(RunFolderError, match="cluster it again"):
            topics.load(folder)
    short = replace(clustered.clusters, table=clustered.clusters.table.head(1))
    with pytest.raises(RunFolderError, match="do not fit its clusters"):
        topics.load(replace(clustered, clusters=short).save(tmp_path / "short"))
    folder = clustered.save(tmp_path / "no-record")
    record = json.loads((folder / "manifest.json").read_text())
    del record["clusters"]
    (folder / "manifest.json").write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match="does not describe its clusters"):
        topics.load(folder)


def test_trees_of_topics_and_clusters(run, clustered):
    """Levels of the asked sizes."""
    assert run.tree([2]).levels.shape == (1, 3)
    assert clustered.tree(2, of="clusters").levels.shape == (1, 3)
    with pytest.raises(InputError, match="no clusters"):
        run.tree(2, of="clusters")


def test_agreement_needs_groups(run, clustered):
    """A column that names rows one by one, or that is missing, is refused."""
    assert run.agreement("theme", of="topics").ami == pytest.approx(1.0)
    with pytest.raises(InputError, match="did you mean 'theme'"):
        clustered.agreement("themes")
    with pytest.raises(InputError, match="one by one"):
        clustered.agreement("id")
    with pytest.raises(InputError, match=r"call run.cluster\(\) first"):
        run.agreement("theme")


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
@pytest.mark.parametrize("words", [["reef tide"], ["reef tide"] * 9, ["reef tide", "judge jury"]])
def test_tiny_corpora_have_clusters(words):
    """One document, all alike, and two."""
    run = topics.fit(Corpus.from_texts(words), n_topics=1, min_documents=1, project=False)
    found = run.cluster()
    assert found.documents["cluster"].null_count() == 0
    assert found.clusters.table["n_documents"].sum() == len(words)


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_metadata_of_the_same_name_stay(run):
    """Reading renames a column "cluster"; in runs of earlier versions it is renamed here."""
    corpus = Corpus.from_texts(["reef tide"], metadata={"cluster": ["mine"]})
    assert corpus.documents["meta_cluster"].to_list() == ["mine"]
    old = replace(run, documents=run.documents.with_columns(cluster=pl.lit("mine")))
    found = old.cluster(n_clusters=3).documents
    assert found["meta_cluster"].unique().to_list() == ["mine"]
    assert found["cluster"].drop_nulls().n_unique() == 3
