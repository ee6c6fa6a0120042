"""The quality card: its scores, and warnings about topics that say less than they seem to."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp

import topics
from topics.counts import Counts
from topics.evaluation import effective_number, exclusivity, inverted_rank_overlap
from topics.notices import StageLog
from topics.results import notice_topics, notice_unstable
from topics.results.quality import quality_scores

N_DOCUMENTS = 30


def counts_of(matrix):
    """Counts of documents of one section each."""
    matrix = sp.csr_matrix(np.asarray(matrix))
    terms = [f"term{i}" for i in range(matrix.shape[1])]
    return Counts(matrix=matrix, terms=terms, row_document=np.arange(matrix.shape[0]))


def topics_of(counts, shares):
    """Terms of topics that share out the counts of the rows."""
    mass = shares.T @ counts.matrix.toarray()
    return mass / mass.sum(axis=1, keepdims=True)


def notices(counts, shares, topic_term=None, names=None):
    """Notices of topics by code."""
    log = StageLog()
    if topic_term is None:
        topic_term = topics_of(counts, shares)
    if names is None:
        names = [f"document {i}" for i in range(counts.n_documents)]
    notice_topics(topic_term, shares, shares, counts, pl.Series(names), log)
    return {notice.code: notice for notice in log.notices}


def two_themes(n_documents=N_DOCUMENTS, seed=0):
    """Counts of two themes of thirty terms each, and shares that say so."""
    rng = np.random.default_rng(seed)
    rows = rng.poisson(1.0, (n_documents, 60)) + 0
    rows[::2, 30:] = 0
    rows[1::2, :30] = 0
    shares = np.zeros((n_documents, 2))
    shares[::2, 0] = shares[1::2, 1] = 1
    return rows, shares


def test_scores_have_references_and_settings():
    """The same values as the functions of `topics.evaluation` give."""
    rows, shares = two_themes()
    counts = counts_of(rows)
    topic_term = topics_of(counts, shares)
    scored = np.array([[0, 1, 2], [30, 31, -1]])
    options = topics.FitOptions(order="relevance")
    scores = quality_scores(
        scored, np.array([0.1, 0.4]), topic_term, np.array([0.9, 0.1]), counts, options
    )
    assert {tuple(score) for score in scores} == {("name", "value", "reference", "settings")}
    values = {score["name"]: score["value"] for score in scores}
    assert values["coherence (NPMI), mean"] == values["coherence (NPMI), median"] == 0.25
    assert values["inverted rank-biased overlap"] == inverted_rank_overlap(scored) == 1
    assert values["exclusivity, mean"] == exclusivity(topic_term, n_top=3).mean()
    assert values["effective number of topics"] == effective_number([[0.9, 0.1]])[0]
    assert scores[0]["reference"] == "the 30 fitted documents"
    assert scores[0]["settings"]["relevance"] == options.relevance


def few_counts():
    """Counts of forty documents about two themes."""
    return counts_of(two_themes(40)[0])


@pytest.mark.filterwarnings("ignore:.*hardly found by other fits")
def test_the_kinds_of_other_fits_are_said():
    """Which were whole, and which of samples."""
    for model, kinds in (("lda", "4 short fits of sampled"), ("nmf", "12 short fits of sampled")):
        run = topics.fit(few_counts(), model=model, n_topics=2, n_fits=5, project=False)
        scores = {score["name"]: score for score in run.quality["scores"]}
        for name in ("stability, mean", "topics below the stability floor"):
            assert f"{kinds} documents" in scores[name]["reference"]
        values = run.topics["stability"].to_numpy()
        assert scores["stability, mean"]["value"] == values.mean()
        low = scores["topics below the stability floor"]
        assert low["value"] == (values < low["settings"]["floor"]).sum()
        assert isinstance(low["value"], int)


def test_one_fit_has_no_scores_of_stability():
    """Nothing was compared."""
    run = topics.fit(few_counts(), n_topics=2, n_fits=1, project=False)
    assert not [s for s in run.quality["scores"] if "stability" in s["name"]]


def test_good_topics_need_no_notice():
    """Themes that many documents share."""
    rows, shares = two_themes()
    assert notices(counts_of(rows), shares) == {}


def test_a_topic_of_one_document_is_named():
    """With the document and its part of the topic; not where there are few documents."""
    rows, shares = two_themes()
    rows, shares = np.pad(rows, ((0, 0), (0, 9))), np.pad(shares, ((0, 0), (0, 1)))
    rows[5:8] = shares[5:8] = 0
    rows[5:8, 60:] = np.array([[2], [3], [20]])
    shares[5:8, 2] = 1
    names = [f"d{i}" for i in range(30)]
    names[7] = "\x1b[31m" + "long/" * 30
    found = notices(counts_of(rows), shares, names=names)
    notice = found.pop("topics-of-one-document")
    assert found == {}
    assert notice.count == 1
    assert "topic 2 by '" in notice.message
    assert "(80%)" in notice.message
    assert "\x1b" not in notice.message
    assert len(notice.message) < 300
    few = slice(0, 19)
    assert notices(counts_of(rows[few]), shares[few]) == {}


def test_a_document_that_is_most_of_the_corpus_is_most_of_any_topic():
    """That needs no notice."""
    rows, _ = two_themes()
    rows[7] = 100
    shares = np.full((N_DOCUMENTS, 2), 0.5)
    assert "topics-of-one-document" not in notices(counts_of(rows), shares, np.eye(2, 60))


def test_a_topic_of_one_repeated_text_is_named():
    """Copies but for a word; texts about one thing are no copies."""
    rows, shares = two_themes(60)
    block = rows[1].copy()
    rows[1::2] = block
    rows[5, 59] += 1
    found = notices(counts_of(rows), shares)
    notice = found.pop("topics-of-near-copies")
    assert found == {}
    assert notice.count == 1
    assert "topic 1 (30 sections, 100%)" in notice.message


def test_few_copies_make_no_topic():
    """A third of a topic's texts are copies."""
    rows, shares = two_themes(60)
    rows[1:20:2] = rows[1]
    assert notices(counts_of(rows), shares) == {}


def test_topics_that_are_alike_are_named():
    """By their numbers; topics without terms are not, and topics without text need nothing."""
    rows, shares = two_themes()
    counts = counts_of(rows)
    own = topics_of(counts, shares)
    background = rows.sum(axis=0) / rows.sum()
    topic_term = np.array([own[0], background, own[1], background, own[0] * 0.99 + own[1] * 0.01])
    split = np.zeros((N_DOCUMENTS, 5))
    split[:, 0] = split[:, 4] = shares[:, 0] / 2
    split[:, 2] = shares[:, 1]
    notice = notices(counts, split, topic_term)["topics-alike"]
    assert notice.count == 2
    assert "2 topics are alike: 0 and 4;" in notice.message


def test_unstable_topics_without_a_number_are_left_out():
    """As those that were merged."""
    log = StageLog()
    notice_unstable([0.1, None, 0.9, 0.29], counts_of(two_themes()[0]), log)
    (notice,) = log.notices
    assert (notice.code, notice.count) == ("topics-unstable", 2)
    assert "(stability below 0.3): 0, 3;" in notice.message


@pytest.mark.filterwarnings("ignore:.*topics (are alike|have most terms)")
def test_edits_make_the_notices_anew():
    """Topics that were alike are one after a merge, and numbers are those that are shown."""
    counts = counts_of([[5, 5, 0, 0]] * 20 + [[0, 0, 5, 5]] * 20)
    run = topics.fit(counts, n_topics=5, n_fits=1, project=False)
    assert "topics-alike" in {warning["code"] for warning in run.warnings}
    is_first = run.topic_term[:, :2].sum(axis=1) > 0.5
    groups = [np.flatnonzero(is_first).tolist(), np.flatnonzero(~is_first).tolist()]
    merged = run.edit(merge=[group for group in groups if len(group) > 1])
    codes = [warning["code"] for warning in merged.warnings]
    assert "topics-alike" not in codes
    (copies,) = (w for w in merged.warnings if w["code"] == "topics-of-near-copies")
    assert "2 of 2 topics" in copies["message"]
    assert copies["message"].count("(20 sections, ") == 2
