"""Counts of originals and of copies are put together in the order of the documents."""

import numpy as np
import pytest

from support.copies import edited, text_of
from topics import Corpus
from topics.counting import CountSettings, learn_counts
from topics.counting.copies import learn_counts_of_originals, some_documents
from topics.notices import StageLog

SETTINGS = CountSettings(min_documents=1, max_document_share=1.0, piece_tokens=20)


@pytest.mark.parametrize("is_copy", [[0, 1, 0, 1], [1, 1, 0, 0], [0, 0, 0, 1]])
def test_rows_of_originals_are_those_without_copies(is_copy):
    """Also tokens and pieces; a copy has the counts of its own text in the known terms."""
    mask = np.array(is_copy, dtype=np.bool_)
    texts = [text_of(50, state) for state in range(4)]
    texts[3] = edited(texts[0], "swap", 0.1, 1) + " unheard"
    corpus = Corpus.from_texts(texts)
    counts, learned = learn_counts_of_originals(corpus, mask, SETTINGS, StageLog())
    alone, learned_alone = learn_counts(some_documents(corpus, ~mask), SETTINGS)
    assert learned == learned_alone
    assert counts.terms.tolist() == alone.terms.tolist()
    for name in ("matrix", "row_document", "token_ids", "token_offsets", "piece_starts"):
        own, others = getattr(counts.originals, name), getattr(alone, name)
        if name == "matrix":
            own, others = own.toarray(), others.toarray()
        assert np.array_equal(own, others)
    assert counts.n_documents == 4
    assert counts.is_copy.tolist() == mask.tolist()
    known = set(alone.terms.tolist())
    for document, text in enumerate(texts):
        expected = sum(word in known for word in text.split())
        assert counts.n_terms_of_documents[document] == expected


def test_without_copies_nothing_is_different():
    """The counts are those of `learn_counts`."""
    corpus = Corpus.from_texts([text_of(50, state) for state in range(4)])
    counts, _ = learn_counts_of_originals(corpus, None, SETTINGS, StageLog())
    assert counts.is_copy is None
    assert np.array_equal(
        counts.matrix.toarray(), learn_counts(corpus, SETTINGS)[0].matrix.toarray()
    )
