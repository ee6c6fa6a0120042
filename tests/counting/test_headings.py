"""Words of headings that many documents share are not counted."""

from __future__ import annotations

import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.errors import OptionError
from topics.notices import StageLog


def papers(n, n_shared, heading="Abstract"):
    """Documents of one section each, the first `n_shared` of them with the shared heading."""
    corpus = Corpus.from_texts(["the sea rose"] * n)
    headings = [heading if i < n_shared else f"Tide {i}" for i in range(n)]
    sections = corpus.sections.with_columns(pl.Series("heading", headings))
    return Corpus(documents=corpus.documents, sections=sections)


def test_words_of_a_shared_heading_are_not_counted():
    """They are still counted in texts, and a notice names the heading."""
    corpus = papers(60, 7)
    sections = corpus.sections.with_columns(
        text=pl.when(pl.col("document") == "3").then(pl.lit("abstract art")).otherwise("text")
    )
    corpus = Corpus(documents=corpus.documents, sections=sections)
    log = StageLog()
    counts = count_terms(corpus, CountSettings(min_documents=1), log=log)
    column = counts.terms.tolist().index("abstract")
    assert counts.matrix[:, [column]].sum() == 1
    assert [(notice.code, notice.count) for notice in log.notices] == [("shared-headings", 1)]
    assert "'abstract' (7)" in log.notices[0].message


@pytest.mark.parametrize(("n", "n_shared"), [(60, 6), (5, 4), (20, 4)])
def test_headings_of_a_tenth_or_of_four_are_counted(n, n_shared):
    """The limit is a share of the documents, and in a small corpus a number of them."""
    log = StageLog()
    counts = count_terms(papers(n, n_shared), CountSettings(min_documents=1), log=log)
    assert "abstract" in counts.terms
    assert log.notices == []


def test_case_and_white_space_of_headings_do_not_matter():
    """SEE  ALSO and See also are the same heading."""
    corpus = papers(20, 3, "See also")
    headings = pl.Series("heading", ["See also", "SEE  ALSO", " see Also"] * 2 + [""] * 14)
    corpus = Corpus(documents=corpus.documents, sections=corpus.sections.with_columns(headings))
    counts = count_terms(corpus, CountSettings(max_document_share=1.0, min_documents=1))
    assert "also" not in counts.terms


def test_a_share_of_one_counts_all_headings():
    """All headings are counted, and there is no notice."""
    log = StageLog()
    settings = CountSettings(max_heading_share=1.0, max_document_share=1.0)
    counts = count_terms(papers(20, 20), settings, log=log)
    assert "abstract" in counts.terms
    assert log.notices == []


def test_a_share_outside_its_range_is_an_error():
    """With 0 no heading would ever be counted."""
    with pytest.raises(OptionError, match=r"max_heading_share is 0\.0, expected 0 < share <= 1"):
        CountSettings(max_heading_share=0.0)
