"""Clusters of a folder that was damaged, or made to do harm, are refused."""

import json
import warnings
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import RunFolderError, TopicsWarning

pytestmark = pytest.mark.usefixtures("without_pictures")


@pytest.fixture(scope="module")
def clustered():
    """Three clusters of 60 documents; a last document has no counted terms."""
    themes = ["harbour tide pilot ferry quay", "court judge appeal jury", "barley field harvest"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        corpus = Corpus.from_texts(
            [*(f"{theme} {theme} number{i}" for i in range(20) for theme in themes), "of the"]
        )
        run = topics.fit(corpus, n_topics=3, n_fits=2, project=False)
        return run.cluster(n_clusters=3)


def is_refused(run, folder, message):
    """Loading the saved run is an error."""
    with pytest.raises(RunFolderError, match=message):
        topics.load(run.save(folder))


@pytest.mark.parametrize(
    "change",
    [
        *({"level": "page"}, {"method": None}, {"n_neighbours": -1}, {"n_neighbours": 61}),
        *({"n_neighbours": 10**30}, {"n_neighbours": True}),
        *({"random_state": -1}, {"random_state": 2**32}, {"random_state": True}),
        *({"scale": 3}, {"scale": [-1.0]}, {"scale": [True]}, {"scale": [1.0, 1.0]}),
    ],
)
def test_settings_that_no_clustering_has_are_refused(clustered, change, tmp_path):
    """New documents would be compared with that many neighbours, on that scale."""
    wrong = replace(clustered.clusters, settings=clustered.clusters.settings | change)
    is_refused(replace(clustered, clusters=wrong), tmp_path / "run", "cluster it again")


WRONG_TABLES = {
    "other numbers": lambda table: table.with_columns(cluster=pl.col("cluster") + 1),
    "a cluster less": lambda table: table.head(2),
    "a cluster without rows": lambda table: pl.concat(
        [table, table.head(1).with_columns(cluster=pl.lit(3, pl.Int64), n_documents=0)],
        how="vertical_relaxed",
    ),
    "other sizes": lambda table: table.with_columns(n_documents=pl.lit(7, pl.Int64)),
    "no terms": lambda table: table.with_columns(terms=pl.lit(None, pl.String)),
    "no number": lambda table: table.with_columns(stability=pl.lit(float("nan"))),
}


@pytest.mark.parametrize("name", WRONG_TABLES)
def test_tables_of_clusters_that_do_not_fit_the_documents_are_refused(clustered, name, tmp_path):
    """Every file may be whole by itself and still not fit the others."""
    wrong = replace(clustered.clusters, table=WRONG_TABLES[name](clustered.clusters.table))
    is_refused(replace(clustered, clusters=wrong), tmp_path / "run", "cluster (it|the run) again")


@pytest.mark.parametrize("table", ["documents", "sections"])
@pytest.mark.parametrize(
    "column",
    [
        *(pl.lit(3, pl.Int64).alias("cluster"), pl.lit(None, pl.Int64).alias("cluster")),
        *(pl.lit(0, pl.Int64).alias("cluster"), pl.lit("0").alias("cluster")),
        *(pl.lit(1.5).alias("cluster_strength"), pl.lit(float("nan")).alias("cluster_strength")),
        *(pl.lit("1").alias("cluster_strength"), pl.lit(3, pl.Int64).alias("nearest_cluster")),
    ],
    ids=str,
)
def test_columns_that_do_not_fit_the_clusters_are_refused(clustered, table, column, tmp_path):
    """At the level that was clustered, and at the other one."""
    changed = {table: getattr(clustered, table).with_columns(column)}
    is_refused(replace(clustered, **changed), tmp_path / "run", "do not fit its clusters")


def test_members_that_no_clustering_has_are_refused(clustered, tmp_path):
    """Millions of topics of few terms are a small file and a large table of shares."""
    members = clustered.clusters.members
    many = np.ones((1, 51, members.components.shape[2]), np.float32)
    wrong = replace(members, components=many, document_topic_prior=np.ones((1, 51)))
    run = replace(clustered, clusters=replace(clustered.clusters, members=wrong))
    is_refused(run, tmp_path / "many", "cluster it again")
    nan = replace(members, components=np.full_like(members.components, np.nan))
    run = replace(clustered, clusters=replace(clustered.clusters, members=nan))
    with pytest.raises(RunFolderError, match="not finite; cluster it again"):
        topics.load(run.save(tmp_path / "nan")).transform("harbour tide")


def test_clusters_without_a_record_are_refused(clustered, tmp_path):
    """The manifest lists the file and does not describe it."""
    folder = clustered.save(tmp_path / "no-record")
    record = json.loads((folder / "manifest.json").read_text())
    del record["clusters"]
    (folder / "manifest.json").write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match="does not describe its clusters"):
        topics.load(folder)
