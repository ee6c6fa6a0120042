"""Copies of earlier documents are found, and nothing else is called a copy."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.copies import edited, text_of
from topics import Corpus
from topics.counting.copies import FEWEST_WORDS, find_copies
from topics.counting.copies.candidates import buckets_of
from topics.kernels.threads import kernel_threads


def found(*texts):
    """The original of each text."""
    return find_copies(Corpus.from_texts(texts)).tolist()


@pytest.mark.parametrize("kind", ["drop", "swap", "add"])
@pytest.mark.parametrize("n_words", [30, 100, 1000, 3000])
def test_planted_copies_are_found(kind, n_words):
    """With 5% of the words dropped, replaced or added; at least 95% of them, and nothing else."""
    n = 40
    texts = [text_of(n_words, state) for state in range(n)]
    copies = [edited(text, kind, 0.05, state) for state, text in enumerate(texts)]
    result = found(*texts, *copies)
    assert result[:n] == [-1] * n
    assert set(result[n:]) - {-1} <= set(range(n))
    assert all(each in (-1, place) for place, each in enumerate(result[n:]))
    assert sum(each >= 0 for each in result[n:]) >= 0.95 * n


def test_a_text_that_quotes_another_one_and_adds_a_paragraph_is_no_copy():
    """In neither order, and also if the quoted text is long; what is sent twice is one."""
    for n in (60, 300):
        first, answer = text_of(n, 1), text_of(30, 2)
        quoting = first + "\n\n" + answer
        assert found(first, quoting, quoting) == [-1, -1, 1]
        assert found(quoting, first) == [-1, -1]
        quoted = "\n".join(f"> {word}" for word in first.split())
        assert found(first, f"{answer}\n{quoted}") == [-1, -1]


def test_texts_of_few_different_words_are_no_copies():
    """Random texts of four words have most shingles in common, in other places."""
    texts = [" ".join(np.random.default_rng(state).choice(["reef", "tide", "wave", "sea"], 60))
             for state in range(40)]  # fmt: skip
    assert found(*texts) == [-1] * 40


def test_texts_that_share_a_half_are_no_copies():
    """Whichever half it is."""
    one, other = text_of(100, 1).split(), text_of(100, 2).split()
    assert found(*map(" ".join, (one, other, one[:50] + other[50:], other[:50] + one[50:]))) == (
        [-1] * 4
    )


def test_case_signs_and_sections_do_not_matter():
    """A copy may be cut into sections in another way; numbers and the order of words matter."""
    text = text_of(40, 1)
    sections = Corpus.from_frame(
        {
            "id": ["a", "b", "b", "c"],
            "text": [text, *[" ".join(part) for part in np.array_split(text.split(), 2)], "x"],
        },
        group_by="id",
    )
    assert find_copies(sections).tolist() == [-1, 0, -1]
    assert found(text, text.upper().replace(" ", ", ")) == [-1, 0]
    assert found(text, " ".join(reversed(text.split()))) == [-1, -1]
    scores = " ".join(f"{word} {place + 10}" for place, word in enumerate(text.split()))
    others = " ".join(f"{word} {place + 50}" for place, word in enumerate(text.split()))
    assert found(scores, others, scores) == [-1, -1, 0]


def test_tables_with_other_digits_are_no_copies():
    """Numbers of one digit are words, so that a table of a later day is another text."""
    rng = np.random.default_rng(0)
    teams = [f"team{name}" for name in "abcdefghijklmnopqrst"]
    tables = [
        "\n".join(f"{team} {' '.join(map(str, rng.integers(0, 10, 6)))}" for team in teams)
        for _ in range(2)
    ]
    assert find_copies(Corpus.from_texts([tables[0], tables[1], tables[0]])).tolist() == [-1, -1, 0]


def test_short_texts_are_nobodys_copies():
    """500 people who answer the same are 500 answers."""
    short, enough = text_of(FEWEST_WORDS - 1, 1), text_of(FEWEST_WORDS, 1)
    assert found("no comment", "no comment", "", "", short, short) == [-1] * 6
    assert found(enough, enough, short) == [-1, 0, -1]
    assert found("tide") == found(enough) == [-1]


def test_an_original_is_no_copy_and_the_first_is_the_original():
    """Every copy names an original with which it agrees: copies of copies do not drift away."""
    text = text_of(200, 0)
    chain = [text]
    for state in range(12):
        chain.append(edited(chain[-1], "swap", 0.05, state))
    result = found(*chain)
    assert result[0] == -1
    assert sum(each == -1 for each in result) > 1
    for row, original in enumerate(result):
        if original >= 0:
            assert original < row
            assert result[original] == -1
            assert found(chain[original], chain[row]) == [-1, 0]


@given(st.lists(st.sampled_from(range(6)), min_size=1, max_size=20))
@settings(deadline=None, max_examples=30)
def test_an_exact_copy_is_always_found(order):
    """Whatever stands between them, and whether or not the first is a copy of another text."""
    base = text_of(60, 9)
    texts = [text_of(40, 1), text_of(40, 2), base, edited(base, "drop", 0.05, 3), "tide", "reef"]
    result = found(*[texts[number] for number in order])
    for row, number in enumerate(order):
        if number < 4 and number in order[:row]:
            assert result[row] >= 0
            assert result[row] == result[order.index(number)] or result[row] == order.index(number)


def test_groups_depend_on_neither_threads_nor_other_documents():
    """What else is in the corpus, and where, changes nothing about who is whose copy."""
    base = [text_of(50, state) for state in range(20)]
    copies = [edited(text, "add", 0.05, 1) for text in base]
    others = [text_of(50, state) for state in range(100, 160)]
    corpus = Corpus.from_texts([*base, *copies])
    with kernel_threads(1):
        alone = find_copies(corpus).tolist()
    with kernel_threads(2):
        assert find_copies(corpus).tolist() == alone
    mixed = found(*others, *base, *copies)
    n = len(others)
    assert [each - n if each >= 0 else -1 for each in mixed[n:]] == alone
    assert mixed[:n] == [-1] * n


def test_many_documents_with_one_passage_are_compared_with_few():
    """Bounded buckets: 3,000 documents share a passage, and exact copies are found nevertheless."""
    passage = text_of(100, 0)
    texts = [f"{passage} {text_of(40, state)}" for state in range(1, 3001)]
    result = np.array(found(*texts, *texts[::100]))
    assert (result[:3000] == -1).all()
    assert result[3000:].tolist() == list(range(0, 3000, 100))


def test_equal_documents_are_compared_once():
    """20,000 equal texts have one original; short ones have none."""
    result = find_copies(Corpus.from_texts([text_of(30, 0)] * 20_000))
    assert result[0] == -1
    assert (result[1:] == 0).all()
    assert (find_copies(Corpus.from_texts(["no comment"] * 20_000)) == -1).all()


def test_corpora_of_tokens_and_without_sections_have_copies_or_none():
    """Tokens are compared as texts; documents without sections are nobody's copies."""
    tokens = text_of(30, 0).split()
    assert find_copies(Corpus.from_tokens([tokens, ["tide"], tokens])).tolist() == [-1, -1, 0]
    corpus = Corpus.from_texts([" ".join(tokens)] * 2)
    empty = Corpus(documents=corpus.documents, sections=corpus.sections.clear())
    assert find_copies(empty).tolist() == [-1, -1]
    half = Corpus(
        documents=corpus.documents, sections=corpus.sections.filter(pl.col("document") == "1")
    )
    assert find_copies(half).tolist() == [-1, -1]


def test_buckets_of_one_text_are_none():
    """Without any shared key there is no bucket at all."""
    buckets, begins = buckets_of(np.arange(6, dtype=np.uint64).reshape(3, 2), 5)
    assert (buckets == -1).all()
    assert begins.tolist() == [0]
