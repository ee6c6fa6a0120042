"""Long sections are cut into pieces for the model; nothing is lost, and rows roll up exactly."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import topics
from topics.corpus import Corpus
from topics.counting import CountSettings, learn_counts
from topics.counting.pieces import cut_into_pieces, default_piece_tokens
from topics.counts import Counts
from topics.errors import InputError

PARAGRAPH = "the tide lifts the ships and the harbour pilot waits for the tide again"
WORDS = st.lists(st.sampled_from(["sea", "tide", "\n", "\n\n", ". ", "reef,"]), max_size=80)


def sections(*texts):
    """Table of sections, a document each."""
    return pl.DataFrame(
        {"document": [str(i) for i in range(len(texts))], "heading": "Head", "text": texts}
    )


def test_cuts_are_at_paragraph_ends():
    """Every piece is a run of whole paragraphs, of about the length asked for."""
    text = "\n\n".join([PARAGRAPH] * 10)
    pieces, n_pieces = cut_into_pieces(sections(text), 28)
    assert n_pieces.tolist() == [5]
    assert pieces["text"].to_list() == ["\n\n".join([PARAGRAPH] * 2)] * 5


@pytest.mark.parametrize("mark", ["\n", ". ", " "])
def test_a_text_without_paragraphs_is_cut_at_the_best_mark_there_is(mark):
    """Lines first, then sentences, then words; no word is ever cut."""
    text = mark.join(["sea tide reef"] * 40)
    pieces, n_pieces = cut_into_pieces(sections(text), 30)
    assert n_pieces[0] == len(pieces) == 4
    words = " ".join(pieces["text"]).replace(".", "").split()
    assert words == ["sea", "tide", "reef"] * 40


def test_text_without_a_blank_stays_whole():
    """There is nowhere to cut a million letters."""
    text = "a" * 1_000_000
    pieces, _ = cut_into_pieces(sections(text + " b" * 10), 2)
    assert pieces["text"][0].startswith(text)
    assert sum(len(piece) for piece in pieces["text"]) >= 1_000_010


@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 20))
def test_no_token_is_lost(texts, piece_tokens):
    """The pieces of each section, in order, hold the words of the section, in order."""
    whole = sections(*[" ".join(words) for words in texts])
    pieces, n_pieces = cut_into_pieces(whole, piece_tokens)
    ends = np.cumsum(n_pieces)
    assert ends[-1] == pieces.height
    for text, end, n in zip(whole["text"], ends, n_pieces, strict=True):
        joined = " ".join(pieces["text"][int(end - n) : int(end)])
        assert joined.replace(".", "").split() == text.replace(".", "").split()


def test_lists_of_tokens_are_cut_by_their_number():
    """Texts that were passed as tokens have no paragraphs."""
    corpus = Corpus.from_tokens([["sea"] * 25, ["tide"]])
    counts, learned = learn_counts(corpus, CountSettings(piece_tokens=10, min_documents=1))
    matrix, row = counts.by_piece()
    assert learned.piece_tokens == 10
    assert row.tolist() == [0, 0, 1]
    assert matrix.sum(axis=1).tolist() == [13, 12, 1]


def test_pieces_add_up_to_the_counts_of_their_sections():
    """Counts of sections do not depend on the pieces."""
    texts = ["\n\n".join([PARAGRAPH] * 30), "", "a judge heard the appeal"]
    corpus = Corpus.from_texts(texts)
    whole, _ = learn_counts(corpus, CountSettings(min_documents=1))
    counts, _ = learn_counts(corpus, CountSettings(min_documents=1, piece_tokens=50))
    assert (whole.matrix != counts.matrix).nnz == 0
    matrix, row = counts.by_piece()
    assert np.bincount(row, minlength=3).tolist() == [8, 1, 1]
    summed = np.zeros(counts.matrix.shape)
    np.add.at(summed, row, matrix.toarray())
    assert np.array_equal(summed, counts.matrix.toarray())


def test_a_small_corpus_has_shorter_pieces():
    """At least 100 words, at most 500."""
    assert default_piece_tokens(sections("sea " * 300)) == 100
    assert default_piece_tokens(sections("sea " * 30_000)) == 300
    assert default_piece_tokens(sections("sea " * 300_000)) == 500


@pytest.mark.parametrize("starts", [[0], [3], [5], [2, 1], [7]])
def test_piece_starts_outside_rows_are_refused(starts):
    """A start at a row's own start, beyond the tokens or out of order."""
    with pytest.raises(InputError, match="piece_starts"):
        Counts(
            [[3], [2]],
            ["sea"],
            token_ids=np.zeros(5, np.int32),
            token_offsets=np.array([0, 3, 5]),
            piece_starts=np.array(starts),
        )


@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_long_sections_show_the_mean_of_their_pieces(model, planted_texts, tmp_path):
    """A book of two themes is a mixture, comes back the same, and survives saving."""
    sea, law = planted_texts
    corpus = Corpus.from_texts(["\n\n".join(sea + law), *sea, *law])
    run = topics.fit(corpus, model=model, n_topics=2, n_fits=1, project=False, piece_tokens=40)
    assert run.counts.by_piece()[0].shape[0] > corpus.n_sections
    assert run.options.piece_tokens == 40
    assert np.allclose(run.document_topic[0], 0.5, atol=0.1)
    loaded = topics.load(run.save(tmp_path / "run"))
    again = loaded.transform(corpus)
    assert np.array_equal(again.section_topic, run.section_topic)
    assert np.array_equal(loaded.counts.piece_starts, run.counts.piece_starts)


@pytest.fixture(scope="module")
def planted_texts():
    """Paragraphs about the sea, and about the law."""
    rng = np.random.default_rng(0)
    themes = [[f"{theme}{letter}word" for letter in "abcdefghijkl"] for theme in ("sea", "law")]
    return [[" ".join(rng.choice(words, 20)) for _ in range(20)] for words in themes]


@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_transformed_counts_keep_their_pieces(model, tmp_path):
    """Counts that were fitted get their rows again, also next to terms that the run lacks."""
    rng = np.random.default_rng(0)
    texts = [
        " ".join(f"{'abc'[i % 3]}word{'xyz'[n % 3]}{n}x" for n in rng.integers(0, 12, size))
        for i, size in enumerate([30, 400, 900] * 4)
    ]
    texts[1] = " ".join(texts[:3])
    settings = CountSettings(piece_tokens=100)
    counts, _ = learn_counts(Corpus.from_texts(texts), settings)
    assert counts.piece_starts is not None
    assert len(counts.piece_starts) > 10
    run = topics.fit(counts, model=model, n_topics=3, n_fits=1, project=False)
    again = topics.load(run.save(tmp_path / "run")).transform(counts)
    np.testing.assert_allclose(again.section_topic, run.section_topic, atol=1e-12)
    more, _ = learn_counts(Corpus.from_texts([text + " anew" * 9 for text in texts]), settings)
    known = run.transform(more).sections["n_terms"]
    assert known.to_list() == run.sections["n_terms"].to_list()
