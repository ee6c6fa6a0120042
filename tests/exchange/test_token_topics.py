"""Which term of which section went to which topic: shares add up to those of the sections."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import OptionError, OutputError, UnknownIdError
from topics.runs import write_token_topics
from topics.shares import token_topics


@pytest.fixture(scope="module", params=["section", "document"])
def run(request, planted):
    """An LDA of documents with three sections each, fitted at either level."""
    return topics.fit(
        planted, n_topics=4, n_fits=1, project=False, level=request.param, random_state=2
    )


def summed(table):
    """Counts by position and topic."""
    counted = (pl.col("n") * pl.col("share")).sum()
    return table.group_by("position", "topic").agg(counted.alias("sum")).sort("position", "topic")


@pytest.mark.parametrize("document", ["d0", "d7", "d59"])
def test_terms_add_up_to_the_rows_of_their_sections(run, document):
    """Shares of a term sum to 1; weighted by counts, they sum to the section's row."""
    table = run.token_topics(document)
    assert table.columns == ["position", "term", "n", "topic", "share"]
    ones = table.group_by("position", "term").agg(pl.col("share").sum())["share"]
    assert np.allclose(ones, 1, rtol=0, atol=1e-12)
    is_own = (run.sections["document"] == document).to_numpy()
    expected = run.section_topic[is_own] * run.counts.n_terms[is_own][:, None]
    sums = summed(table)["sum"].to_numpy().reshape(3, 4)
    assert np.allclose(sums, expected, rtol=0, atol=1e-6)
    counts = table.group_by("position", maintain_order=True).agg(
        pl.col("n").filter(pl.col("topic") == 0).sum()
    )
    assert counts["n"].to_list() == run.counts.n_terms[is_own].tolist()


def test_a_fit_of_documents_has_the_shares_of_its_documents(planted):
    """There the section's row is the mean of these very shares: Bayes' rule gives them again."""
    rng = np.random.default_rng(0)
    theta, phi = rng.dirichlet([1] * 5), rng.dirichlet([0.5] * 30, 5)
    counts = rng.integers(1, 6, 30).astype(np.float64)
    bayes = theta[:, None] * phi
    bayes /= bayes.sum(axis=0)
    shares = bayes @ counts / counts.sum()
    assert np.allclose(token_topics(counts, shares, phi), bayes.T, rtol=0, atol=1e-6)


def test_nmf_has_normalised_products(planted):
    """A topic without a term gets none of it, and the shares of each term sum to 1."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)
    table = run.token_topics("d3")
    row = int((run.sections["document"] == "d3").arg_max())
    first = table.filter(position=0)
    for term, topic, share in first.select("term", "topic", "share").iter_rows():
        products = run.section_topic[row] * run.topic_term[:, run.terms.tolist().index(term)]
        assert share == pytest.approx(products[topic] / products.sum())


def test_terms_of_no_topic_are_spread_as_the_section():
    """So that their shares sum to 1, too."""
    phi = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    found = token_topics(np.array([2.0, 1.0, 1.0]), np.array([0.75, 0.25]), phi)
    assert found.tolist() == [[1, 0], [0, 1], [0.75, 0.25]]


@pytest.mark.parametrize("seed", range(5))
def test_hard_cases_end(seed):
    """Topics whose terms hardly occur, one term, one topic: sums agree, and nothing is NaN."""
    rng = np.random.default_rng(seed)
    phi = 10.0 ** rng.uniform(-12, 0, (6, 8))
    phi /= phi.sum(axis=1, keepdims=True)
    counts = rng.integers(1, 4, 8).astype(np.float64)
    shares = rng.dirichlet([0.1] * 6) * 0.99 + 0.01 / 6
    shares /= shares.sum()
    found = token_topics(counts, shares, phi)
    assert np.isfinite(found).all()
    assert np.allclose(found.sum(axis=1), 1)
    assert np.allclose(counts @ found, counts.sum() * shares, atol=1e-4)
    assert np.allclose(token_topics(counts[:1], shares, phi[:, :1]), shares)
    assert np.allclose(token_topics(counts, np.ones(1), phi[:1]), 1)


def test_a_file_has_the_tables_of_all_documents(run, tmp_path):
    """CSV and Parquet hold the same rows as `token_topics`, document after document."""
    written = pl.read_parquet(write_token_topics(run, tmp_path / "tokens.parquet"))
    assert (
        written["document"].unique(maintain_order=True).to_list() == run.documents["id"].to_list()
    )
    one = written.filter(document="d7").drop("document")
    assert one.equals(run.token_topics("d7"))
    csv = pl.read_csv(write_token_topics(run, tmp_path / "tokens.csv"))
    assert csv.equals(written)
    few = pl.read_csv(write_token_topics(run, tmp_path / "few.csv", min_share=0.5))
    assert few.height < written.height / 3
    assert few["share"].min() >= 0.5


def test_merged_topics_and_ids(planted, tmp_path):
    """Edited runs have the shares of their topics; ids that are formulas are harmless."""
    texts = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 3
    ids = ["=cmd()", *(f"d{i}" for i in range(8))]
    run = topics.fit(Corpus.from_texts(texts, ids=ids), n_topics=3, n_fits=1, project=False)
    merged = run.edit(merge={"Both": [0, 1]})
    sums = summed(merged.token_topics("d3"))["sum"].to_numpy()
    row = int((merged.sections["document"] == "d3").arg_max())
    assert np.allclose(sums, merged.section_topic[row] * merged.counts.n_terms[row], atol=1e-6)
    path = write_token_topics(run, tmp_path / "tokens.csv")
    assert "\n'=cmd()," in path.read_text()


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_sections_without_terms_have_no_rows(tmp_path):
    """A document of none has an empty table with the same columns."""
    run = topics.fit(
        Corpus.from_texts(["the reef and the tide", "", "a reef"] * 3),
        n_topics=1,
        n_fits=1,
        project=False,
        min_documents=1,
    )
    assert run.token_topics(1).height == 0
    assert run.token_topics(1).schema == run.token_topics(0).schema
    assert pl.read_csv(write_token_topics(run, tmp_path / "a.csv")).height > 0


def test_what_is_wrong_is_named(run, tmp_path):
    """Unknown ids, shares out of range, and files that cannot be."""
    with pytest.raises(UnknownIdError, match="no document has the id 'x'"):
        run.token_topics("x")
    with pytest.raises(OptionError, match="min_share is 2, expected 0 to 1"):
        run.token_topics("d0", min_share=2)
    with pytest.raises(OptionError, match=r"should end with \.csv or \.parquet"):
        write_token_topics(run, tmp_path / "a.txt")
    with pytest.raises(OutputError, match=r"cannot write .*name a file in another folder"):
        write_token_topics(run, tmp_path / "no" / "a.csv")
    with pytest.raises(OutputError, match="the name has a zero character"):
        write_token_topics(run, "a\0.csv")
    assert not list(tmp_path.iterdir())
