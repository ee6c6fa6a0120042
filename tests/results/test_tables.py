"""Columns that documents and sections get from the topics: topic, topic_share and fit."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import topics

COLUMNS = ["topic", "topic_share", "fit"]


@pytest.fixture(scope="module")
def run():
    """Three documents about the sea, three about courts, one about both and one without terms."""
    texts = ["reef tide coral current " * 8] * 3 + ["judge jury court verdict " * 8] * 3
    texts += ["reef tide coral current judge jury court verdict " * 4, "the"]
    corpus = topics.Corpus.from_texts(texts, metadata={"fit": ["slim"] * 8})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", topics.TopicsWarning)
        return topics.fit(corpus, n_topics=2, n_fits=1, min_documents=1, project=False)


def test_tables_say_the_largest_topic_and_its_share(run):
    """They are those of the matrices; rows without terms have none, and add no NaN."""
    for table, shares in (
        (run.documents, run.document_topic),
        (run.sections, run.section_topic),
    ):
        assert table["topic"].to_list() == [*shares.argmax(axis=1)[:7], None]
        assert table["topic_share"].to_list() == [*shares.max(axis=1)[:7], None]
    assert run.documents["fit"].null_count() == 1


def test_fit_is_about_one_where_no_topic_describes_a_document(run):
    """Topics halve the uncertainty of documents of one theme, and say nothing of the mixture."""
    fit = run.documents["fit"].to_numpy()
    assert np.allclose(fit[:6], 2, atol=0.15)
    assert np.isclose(fit[6], 1, atol=0.05)


def test_metadata_of_these_names_is_renamed(run):
    """The column of the input gets the prefix that colliding names get."""
    assert run.documents["meta_fit"].to_list() == ["slim"] * 8


def test_a_fitted_document_keeps_its_columns_in_a_transform(run):
    """The fit of new documents is measured against the fitted corpus, not against themselves."""
    again = run.transform(["reef tide coral current " * 8])
    kept = ["n_terms", "n_unknown", *COLUMNS]
    assert again.documents.columns[-5:] == kept
    assert again.sections.columns[-4:] == kept[:-1]
    for name in COLUMNS:
        assert again.documents[name][0] == pytest.approx(run.documents[name][0], rel=1e-9)
