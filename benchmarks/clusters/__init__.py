"""Clusters: agreement with labels of corpora, compared with peers on tf-idf and SVD."""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp

import topics
from benchmarks.clusters.embeddings import embeddings_of
from benchmarks.clusters.peers import PEERS
from topics.clusters import (
    MEMBER_ROW_TOLERANCE,
    MEMBER_SWEEPS,
    N_MEMBERS,
    NeighbourGraph,
    agreement,
    cluster_points,
    consensus_points,
    embedding_points,
    member_topics,
    neighbour_graph,
    shares_points,
    tf_idf_points,
)
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import stop_words

CORPORA = ("20news", "digitalgov_news", "wikinews")
"""Corpora with a column `label`; that of wikinews is the year of the report."""

FEWEST_TERMS = 5
"""Documents with fewer counted terms are left out, for every contender."""

TREE_CORPUS, TREE_TOPICS, TREE_SIZE = "20news", 50, 7
"""The tree of a fit with this many topics is cut into as many nodes as labels have first names."""

Row = tuple[str, Any]


def main(arguments: list[str]) -> None:
    """Print one table for each corpus: seconds, AMI, ARI, clusters and noise of each contender.

    For 20 Newsgroups also the agreement of the tree of topics with the labels' first names.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks clusters", description=__doc__)
    parser.add_argument("--corpora", type=Path, metavar="DIR", required=True)
    parser.add_argument("--only", choices=CORPORA, help="one corpus")
    parser.add_argument("--states", type=int, default=3, help="means of this many random states")
    parser.add_argument("--member-topics", type=int, help="instead of the rule's")
    parser.add_argument("--sweeps", type=int, default=MEMBER_SWEEPS)
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    for name in CORPORA if options.only is None else (options.only,):
        for path in sorted(options.corpora.glob(f"{name}.*")):
            counts, labels, texts = load(path)
            n_topics = options.member_topics or member_topics(counts.shape[0])
            print(
                f"\n{name}: {counts.shape[0]} documents, {np.unique(labels).size} labels; "
                f"{N_MEMBERS} fits of {n_topics} topics, {options.sweeps} sweeps"
            )
            print(f"{'':34}{'seconds':>8}{'AMI':>7}{'ARI':>7}{'clusters':>9}{'noise':>7}")
            results: dict[str, list[tuple[float, ...]]] = {}
            for state in range(options.states):
                found = contenders(counts, labels, texts, n_topics, options.sweeps, state)
                for label, row in found:
                    results.setdefault(label, []).append(row)
            for label, rows in results.items():
                seconds, ami, ari, n_clusters, n_noise = map(mean, zip(*rows, strict=True))
                print(
                    f"{label:34}{seconds:8.1f}{ami:7.3f}{ari:7.3f}{n_clusters:9.1f}{n_noise:7.0f}",
                    flush=True,
                )
            if name == TREE_CORPUS:
                found = [tree_nmi(counts, labels, state) for state in range(options.states)]
                listed = ", ".join(f"{nmi:.3f}" for nmi in found)
                print(
                    f"topic tree of {TREE_TOPICS} topics, cut into {TREE_SIZE}: NMI of the nodes "
                    f"of documents' largest topics with the labels' first names {mean(found):.3f} "
                    f"({listed})",
                    flush=True,
                )


def tree_nmi(counts: Any, labels: Any, state: int) -> float:
    """Agreement of the top cut of the topic tree with the groups that the labels are in.

    The label "comp.graphics" has the first name "comp". Every document is in the node of its
    largest topic.
    """
    columns = [f"term{number}" for number in range(counts.shape[1])]
    run = topics.fit(
        topics.Counts(counts, columns), n_topics=TREE_TOPICS, random_state=state, project=False
    )
    nodes = run.tree([TREE_SIZE]).levels[0][run.document_topic.argmax(axis=1)]
    numbers = np.unique(nodes, return_inverse=True)[1]
    return float(agreement(numbers, [label.split(".")[0] for label in labels]).nmi)


def load(path: Path) -> tuple[Any, Any, list[str]]:
    """Counts of documents with enough terms, their labels, and their texts."""
    corpus = topics.read(path)
    of_document = corpus.sections.group_by("document", maintain_order=True)
    joined = of_document.agg(pl.col("text").str.join("\n"))
    texts = corpus.documents.join(joined, left_on="id", right_on="document", how="left")["text"]
    settings = CountSettings(stop_words=stop_words("en"), min_documents=None)
    matrix = sp.csr_matrix(count_terms(corpus, settings).by_document())
    labels = np.array([label or "" for label in corpus.documents["label"].to_list()])
    is_used = np.asarray(matrix.sum(axis=1)).ravel() >= FEWEST_TERMS
    return matrix[is_used], labels[is_used], texts.fill_null("").filter(is_used).to_list()


def contenders(
    counts: Any, labels: Any, texts: list[str], n_topics: int, sweeps: int, state: int
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Name, seconds, AMI, ARI, number of clusters and of noise rows of every contender."""
    lda = import_module("topics.models.lda.estimator").LDA
    n_labels = len(set(labels.tolist()) - {""})
    begin = time.perf_counter()
    shares = []
    for member in range(N_MEMBERS):
        model = lda(
            n_topics=n_topics,
            max_sweeps=sweeps,
            row_tolerance=MEMBER_ROW_TOLERANCE,
            random_state=N_MEMBERS * state + member,
        )
        shares.append(model.fit(counts).document_topic_.astype(np.float64))
    yield "five short fits", (time.perf_counter() - begin, np.nan, np.nan, np.nan, np.nan)
    begin = time.perf_counter()
    points = consensus_points(shares)
    graph = neighbour_graph(points)
    graph_seconds = time.perf_counter() - begin

    def ours(points: Any, graph: NeighbourGraph, **settings: Any) -> Any:
        return cluster_points(points, graph, random_state=state, **settings).labels

    def measured(make: Callable[[], Any], before: float = 0.0) -> tuple[float, ...]:
        begin = time.perf_counter()
        found = make()
        seconds = time.perf_counter() - begin + before
        score = agreement(found, labels)
        return seconds, score.ami, score.ari, int(found.max()) + 1, int((found < 0).sum())

    kmeans = {"method": "kmeans", "n_clusters": n_labels}
    yield "consensus, leiden", measured(lambda: ours(points, graph), graph_seconds)
    yield (
        "consensus, leiden, true number",
        measured(lambda: ours(points, graph, n_clusters=n_labels), graph_seconds),
    )
    yield (
        "consensus, kmeans, true number",
        measured(lambda: ours(points, graph, **kmeans), graph_seconds),
    )
    one = shares_points(shares[0])
    yield "one fit, kmeans, true number", measured(lambda: ours(one, graph, **kmeans))
    yield (
        "consensus, hdbscan",
        measured(lambda: ours(points, graph, method="hdbscan"), graph_seconds),
    )
    begin = time.perf_counter()
    (axes,) = tf_idf_points(counts, random_state=state)
    svd_seconds = time.perf_counter() - begin
    yield (
        "tf-idf, leiden",
        measured(lambda: ours(axes, neighbour_graph(axes)), svd_seconds),
    )
    try:
        begin = time.perf_counter()
        vectors = embedding_points(embeddings_of(texts), len(texts))
        seconds = time.perf_counter() - begin
    except ImportError as error:
        if state == 0:
            print(f"{'embeddings':34}not installed: {error.name}")
    else:
        yield (
            "embeddings, kmeans, true number",
            measured(lambda: ours(vectors, neighbour_graph(vectors), **kmeans), seconds),
        )
        both = np.hstack([points, vectors])
        number = {"n_clusters": n_labels}
        for view, rows, spaces in (
            ("embeddings", vectors, (vectors,)),
            ("consensus+embeddings", both, (points, vectors)),
        ):
            begin = time.perf_counter()
            union = neighbour_graph(*spaces)
            before = seconds + time.perf_counter() - begin
            yield f"{view}, leiden", measured(partial(ours, rows, union), before)
            yield (
                f"{view}, leiden, true number",
                measured(partial(ours, rows, union, **number), before),
            )
    for name, peer in PEERS.items():
        try:
            yield name, measured(lambda peer=peer: peer(axes, n_labels, state), svd_seconds)
        except ImportError as error:
            if state == 0:
                print(f"{name:34}not installed: {error.name}")
