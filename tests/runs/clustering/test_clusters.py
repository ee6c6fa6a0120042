"""Clusters of a run: in its tables, its folder, its edits and its new documents."""

import json
import warnings
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.choices import CLUSTER_METHODS, CLUSTER_VIEWS
from topics.clusters import landmarks as landmarks_of_clusters
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, TopicsWarning
from topics.notices import StageLog
from topics.runs import rewrite_run, rewrite_scores
from topics.space import landmarks
from topics.storage import read_manifest

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
    alone = run.transform(texts(60)[0][7])
    assert alone.documents["cluster"].to_list() == [run.documents["cluster"][7]]
    assert run.transform("nothing known here").documents["cluster"].to_list() == [None]
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
def test_progress_of_the_members_rises_and_does_not_exceed_its_total(run):
    """Small fits have several starts each."""
    calls = []
    run.cluster(n_clusters=3, progress=lambda *call: calls.append(call))
    sweeps = [call for call in calls if call[0] == "fit members"][1:-1]
    assert len({total for _, _, total in sweeps}) == 1
    done = [done for _, done, _ in sweeps]
    assert done == sorted(set(done))
    assert done[-1] <= sweeps[0][2]


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
    with pytest.warns(TopicsWarning, match="1 document without a cluster"):
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
        ({"n_clusters": 61}, "only 60 documents have counted terms; ask for 60 or fewer"),
        ({"n_clusters": 0}, "n_clusters"),
        ({"resolution": -1.0}, "resolution"),
        ({"view": "embeddings"}, "needs embeddings"),
        ({"embeddings": [[1.0]]}, "uses no embeddings"),
        ({"level": "page"}, "level"),
    ],
)
def test_wrong_options_say_what_is_expected(run, options, message):
    """Before anything is fitted."""
    calls = []
    with pytest.raises(OptionError, match=message):
        run.cluster(**options, progress=lambda *call: calls.append(call))
    assert calls == []


def test_too_many_clusters_do_not_cost_the_time_of_a_fit():
    """They are known as soon as terms are counted."""
    calls = []
    corpus = Corpus.from_texts([*texts(9)[0], "of the"])
    with pytest.raises(OptionError, match="only 9 documents have counted terms"):
        topics.fit(
            corpus, cluster="leiden", n_clusters=10, progress=lambda *call: calls.append(call)
        )
    assert "fit" not in {stage for stage, _, _ in calls}


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_noise_stays_visible(run):
    """Its cluster is -1, and another column has the nearest one."""
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(side, 0.05, (25, 3)) for side in ((9, 0, 0), (0, 9, 0))])
    points = np.concatenate([points, rng.normal(size=(11, 3))])
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


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_trees_of_topics_and_clusters(run, clustered):
    """Levels of the asked sizes."""
    assert run.tree([2]).levels.shape == (1, 3)
    assert clustered.tree(2, of="clusters").levels.shape == (1, 3)
    with pytest.raises(InputError, match="no clusters"):
        run.tree(2, of="clusters")
    with pytest.warns(TopicsWarning, match="60 of 61 documents are between dense regions"):
        noise = run.cluster("hdbscan", view="embeddings", embeddings=np.eye(61))
    with pytest.raises(InputError, match="every row is noise"):
        noise.tree(1, of="clusters")


def test_agreement_needs_groups(run, clustered):
    """A column that names rows one by one, or that is missing, is refused."""
    assert run.agreement("theme", of="topics").ami == pytest.approx(1.0)
    with pytest.raises(InputError, match="did you mean 'theme'"):
        clustered.agreement("themes")
    with pytest.raises(InputError, match="one by one"):
        clustered.agreement("id")
    with pytest.raises(InputError, match=r"call run.cluster\(\) first"):
        run.agreement("theme")


def test_numbers_that_are_missing_are_no_label(clustered):
    """Null and NaN alike: as text, NaN would be a group of its own."""
    values = pl.Series([float("nan"), None, 1.0, 2.0] * 15 + [None])
    numbered = replace(clustered, documents=clustered.documents.with_columns(size=values))
    found = numbered.agreement("size")
    assert (found.n_rows, found.labels) == (30, ["1.0", "2.0"])


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_agreement_of_earlier_clusters_ends_with_them(clustered):
    """It would be read as that of the new ones; that of topics still holds."""
    scored = topics.evaluate(clustered, against="theme")
    names = [score["name"] for score in scored.quality["scores"]]
    assert "agreement of clusters (AMI)" in names
    again = scored.cluster(n_clusters=9).quality["scores"]
    found = [score["name"] for score in again if score["name"].startswith("agreement")]
    assert found == ["agreement of topics (AMI)"]


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
    both = replace(old, documents=old.documents.with_columns(meta_cluster=pl.lit("also mine")))
    found = both.cluster(n_clusters=3).documents
    assert found["meta_cluster"].unique().to_list() == ["also mine"]
    assert found["meta_meta_cluster"].unique().to_list() == ["mine"]


def clustered_in(folder, **options):
    """The run of a folder with other clusters, written into it as `topics cluster` does."""
    files = read_manifest(folder)["files"]
    rewrite_scores(folder, topics.load(folder).with_clusters(StageLog(), **options), files)
    return topics.load(folder)


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_undone_edits_leave_the_clusters_that_were_made_after_them(clustered, tmp_path):
    """The folder has what the same run in memory has, and no file of earlier clusters."""
    folder = clustered.save(tmp_path / "run")
    rewrite_run(folder, topics.load(folder).edit(merge=[[0, 1]]))
    edited = clustered_in(folder, n_clusters=7)
    rewrite_run(folder, edited.undo_edits())
    undone = topics.load(folder)
    expected = clustered.cluster(n_clusters=7)
    assert undone.clusters.table.equals(expected.clusters.table)
    assert undone.documents.equals(expected.documents)
    assert undone.quality["scores"] == expected.quality["scores"]
    report = (folder / "report.html").read_bytes()
    assert report == (undone.save(tmp_path / "again") / "report.html").read_bytes()


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_members_of_earlier_clusters_do_not_stay_in_the_folder(run, clustered, tmp_path):
    """They would be taken for those of the new clusters' random state."""
    folder = clustered.save(tmp_path / "run")
    found = clustered_in(folder, view="tf-idf", n_clusters=3, random_state=5)
    assert found.clusters.members is None
    again = clustered_in(folder, n_clusters=3, random_state=5)
    fresh = run.cluster(n_clusters=3, random_state=5)
    assert np.array_equal(again.clusters.members.components, fresh.clusters.members.components)


@pytest.mark.parametrize("method", ["leiden", "kmeans"])
def test_clusters_of_very_many_rows_are_made_of_a_sample(run, monkeypatch, method):
    """The others have those of their neighbours, as new documents do; a notice says so."""
    monkeypatch.setattr(landmarks_of_clusters, "MOST_CLUSTERED", 50)
    monkeypatch.setattr(landmarks, "LANDMARKS", 30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        found = run.cluster(method=method, n_clusters=3)
        again = found.transform(run.section_texts.to_list())
        repeated = run.cluster(method=method, n_clusters=3)
    messages = [each["message"] for each in found.quality["warnings"]]
    assert any("made of 30 documents, drawn at random; the other 30" in each for each in messages)
    assert found.agreement("theme").ari == 1.0
    assert found.documents["cluster_strength"].is_between(0, 1).sum() == 60
    assert found.clusters.table["n_documents"].sum() == 60
    assert again.documents["cluster"].head(60).equals(found.documents["cluster"].head(60))
    assert repeated.documents.equals(found.documents)
