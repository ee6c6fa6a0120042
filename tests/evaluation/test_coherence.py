"""Coherence equals gensim's and plain loops, and is finite where gensim's is not."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from support import naive
from topics.counts import Counts, count_matrix
from topics.errors import InputError, OptionError
from topics.evaluation import Texts, c_npmi, c_uci, c_v, npmi, occurrences, reference_terms, u_mass

MEASURES = {"u_mass": u_mass, "c_uci": c_uci, "c_npmi": c_npmi, "c_v": c_v}
WINDOWED = {"c_uci": c_uci, "c_npmi": c_npmi, "c_v": c_v}
N_TERMS = 15


def as_texts(lists):
    """Lists of ids as `Texts`."""
    return Texts(
        np.array([t for text in lists for t in text], dtype=np.int32),
        np.cumsum([0, *map(len, lists)]),
    )


def random_texts(seed):
    """Texts of all lengths, some of them empty, with terms that repeat."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(N_TERMS, 0.6), size=12)
    return [
        rng.choice(N_TERMS, size=n, p=p)
        for n, p in zip(rng.integers(0, 40, 12), shares, strict=True)
    ]


def random_topics(seed, texts, n_topics=4, n_top=5):
    """Topics of terms that the texts have."""
    seen = np.unique(np.concatenate(texts))
    rng = np.random.default_rng(seed)
    return np.array([rng.choice(seen, n_top, replace=False) for _ in range(n_topics)])


def gensim_values(measure, top_terms, texts, window=None):
    """Values of every topic by gensim's CoherenceModel."""
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    model = CoherenceModel(
        topics=[[f"t{term}" for term in topic] for topic in top_terms],
        texts=[[f"t{term}" for term in text] for text in texts],
        dictionary=Dictionary([[f"t{i}" for i in range(N_TERMS)]]),
        coherence=measure,
        window_size=window,
        topn=len(top_terms[0]),
        processes=1,
    )
    return model.get_coherence_per_topic()


def score(measure, top_terms, texts, window=None, **options):
    """Score by one of our measures; u_mass has no window."""
    if window is not None and measure != "u_mass":
        options["window"] = window
    return MEASURES[measure](np.asarray(top_terms), texts, **options)


@pytest.mark.parametrize("window", [None, 1, 2, 7])
@pytest.mark.parametrize("measure", MEASURES)
def test_values_equal_those_of_gensim(measure, window):
    """Topic by topic, with gensim's default window and others."""
    for seed in range(4):
        texts = random_texts(seed)
        top = random_topics(seed, texts)
        result = score(measure, top, as_texts(texts), window)
        expected = gensim_values(measure, top, texts, window)
        assert np.allclose(result.values, expected, rtol=0, atol=1e-9)
        assert result.mean == pytest.approx(np.mean(expected))
        assert result.median == pytest.approx(np.median(expected))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_term_twice_in_a_topic_counts_as_in_gensim(measure):
    """No topic of ours has one, but lists of other programs may."""
    texts = random_texts(1)
    top = random_topics(1, texts)
    top[:, 3] = top[:, 0]
    result = score(measure, top, as_texts(texts), 4)
    assert np.allclose(result.values, gensim_values(measure, top, texts, 4), rtol=0, atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.integers(-1, 7), max_size=12), min_size=1, max_size=5),
    st.lists(st.lists(st.integers(-2, 9), min_size=4, max_size=4, unique=True), min_size=1),
    st.integers(1, 13),
    st.sampled_from(["gensim", "exact"]),
)
def test_values_equal_the_plain_loop_and_are_finite(lists, topics, window, repeats):
    """For any texts and topics, with missing terms, fillers and other words."""
    texts = as_texts(lists)
    for measure in MEASURES:
        options = {} if measure == "u_mass" else {"repeats": repeats}
        result = score(measure, topics, texts, window, **options)
        for topic, value in zip(topics, result.values, strict=True):
            terms = [term for term in topic if term != -1]
            expected = (
                naive.coherence(measure, terms, lists, window, repeats == "gensim")
                if len(terms) >= 2
                else 0.0
            )
            assert value == pytest.approx(expected, abs=1e-9)
        assert np.isfinite(result.values).all()
        assert np.isfinite([result.mean, result.median]).all()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 50))
def test_order_of_texts_topics_and_terms(seed, window):
    """Texts may be in any order; topics keep theirs; only u_mass depends on that of the terms."""
    texts = [*random_texts(seed), [0, 1, 2, 3, 4]]
    top = random_topics(seed, texts)
    rng = np.random.default_rng(seed)
    for measure in MEASURES:
        result = score(measure, top, as_texts(texts), window)
        shuffled = [texts[i] for i in rng.permutation(len(texts))]
        assert np.array_equal(score(measure, top, as_texts(shuffled), window).values, result.values)
        turned = score(measure, top[::-1], as_texts(texts), window)
        assert np.array_equal(turned.values[::-1], result.values)
        assert np.array_equal(turned.n_never_together[::-1], result.n_never_together)
        if measure != "u_mass":
            other = score(measure, top[:, rng.permutation(5)], as_texts(texts), window)
            assert np.allclose(other.values, result.values, rtol=0, atol=1e-9)


def test_pairs_that_never_meet_and_missing_terms_are_counted():
    """A missing term never meets another; windows do not cross texts, nor other words count."""
    texts = as_texts([[0, 1, -1, -1, 2], [3]])
    top = [[0, 1, 2], [0, 3, -2], [1, 14, -1], [-1, -1, -1], [3, -1, -1]]
    result = c_npmi(np.array(top), texts, window=2)
    assert result.n_never_together.tolist() == [2, 3, 1, 0, 0]
    assert result.n_missing.tolist() == [0, 1, 1, 0, 0]
    assert result.n_windows == 5
    assert result.values[3:].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("measure", "lowest"),
    [("u_mass", np.log(1e-12)), ("c_uci", np.log(1e-12)), ("c_npmi", -1), ("c_v", 0)],
)
def test_missing_terms_score_lowest(measure, lowest):
    """Two of them; one more missing term lowers a good topic, and nothing is warned about."""
    texts = as_texts([[0, 1, 2], [0, 1], [2, 2, 3], [3]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert score(measure, [[-2, 40]], texts).values[0] == pytest.approx(lowest)
        whole, lacking = score(measure, [[0, 1, -1], [0, 1, -2]], texts, 2).values
    assert lacking < whole


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("lists", [[[0, 1, 2]], [[]], [[], []], [[0]], [[0] * 300]])
def test_a_reference_of_one_document_gives_numbers(measure, lists):
    """Finite ones, also if it has no tokens."""
    result = score(measure, [[0, 1, 2], [0, 0, -1], [-1, -1, -1]], as_texts(lists))
    assert np.isfinite(result.values).all()


@pytest.mark.parametrize("measure", MEASURES)
def test_blocks_and_threads_change_no_bit(measure, monkeypatch):
    """Topics are counted some at a time, texts on several threads."""
    texts = as_texts(random_texts(5))
    top = random_topics(5, random_texts(5), n_topics=9)
    expected = score(measure, top, texts, n_threads=1).values
    assert np.array_equal(score(measure, top, texts, n_threads=2).values, expected)
    for terms, pairs in ((5, 10**6), (1, 10**6), (1024, 50), (1024, 1)):
        monkeypatch.setattr(occurrences, "MOST_TERMS", terms)
        monkeypatch.setattr(occurrences, "MOST_PAIRS", pairs)
        assert np.array_equal(score(measure, top, texts).values, expected)


def test_exact_windows_hold_a_term_until_it_has_left():
    """With gensim's rule it is gone with its first occurrence."""
    texts = as_texts([[0, 1, 0, 2, 0]])
    exact = c_uci(np.array([[0, 2]]), texts, window=3, repeats="exact").values[0]
    assert exact == pytest.approx(np.log(2 / 3 / (1 * 2 / 3)), abs=1e-9)
    assert c_uci(np.array([[0, 2]]), texts, window=3).values[0] != pytest.approx(exact)


def counts_of_sections():
    """Three sections of two documents, and a document without sections."""
    ids, offsets = np.array([0, 1, 2, 0, 3, 1], dtype=np.int32), np.array([0, 2, 4, 6])
    matrix = count_matrix(ids, offsets, 4)
    rows = np.array([0, 0, 1])
    return Counts(matrix, list("abcd"), rows, 3, token_ids=ids, token_offsets=offsets)


def test_counts_are_a_reference_and_sections_are_joined():
    """By document, or one text each."""
    counts = counts_of_sections()
    top = np.array([[1, 2], [0, 3]])
    joined = as_texts([[0, 1, 2, 0], [3, 1], []])
    for measure in WINDOWED:
        expected = score(measure, top, joined, 2)
        assert np.array_equal(score(measure, top, counts, 2).values, expected.values)
        assert score(measure, top, counts, 2).n_windows == 5
    assert np.array_equal(u_mass(top, counts).values, u_mass(top, joined).values)
    assert np.array_equal(u_mass(top, counts.by_document()).values, u_mass(top, joined).values)
    sections = Texts.from_counts(counts, "section")
    assert c_uci(top, sections, window=2).n_never_together.tolist() == [1, 1]


def test_counts_without_order_have_no_windows():
    """The error says what else is possible; u_mass needs documents only."""
    counts = Counts(np.array([[1, 1], [0, 2]]), ["a", "b"])
    top = np.array([[0, 1]])
    assert np.isfinite(u_mass(top, counts).values).all()
    for measure in WINDOWED:
        with pytest.raises(InputError, match="use u_mass or npmi"):
            score(measure, top, counts)
        with pytest.raises(InputError, match="pass Texts or Counts"):
            score(measure, top, counts.matrix)


def test_terms_are_mapped_to_the_reference_by_name():
    """Those that it lacks are named once, in the order of the topics."""
    terms = reference_terms([["b", "x", "a"], ["y", "x"], []], np.array(["a", "b"]))
    assert terms.top_terms.tolist() == [[1, -2, 0], [-2, -2, -1], [-1, -1, -1]]
    assert terms.missing == ("x", "y")
    assert reference_terms([["a"]], ["a"]).top_terms.tolist() == [[0, -1]]
    for wrong in ([], ["ab"]):
        with pytest.raises(InputError, match="a list of top terms for every topic"):
            reference_terms(wrong, ["a"])


@pytest.mark.parametrize(
    ("top_terms", "message"),
    [
        ([[0]], "two top terms"),
        ([0, 1], "two top terms"),
        ([[0.0, 1.0]], "whole numbers, got float64"),
        ([[0, -3]], "got -3"),
        (np.empty((0, 3), dtype=int), "at least one topic"),
    ],
)
@pytest.mark.parametrize("measure", MEASURES)
def test_wrong_top_terms_are_refused(measure, top_terms, message):
    """By every measure."""
    with pytest.raises(InputError, match=message):
        score(measure, top_terms, as_texts([[0, 1]]))


def test_wrong_windows_and_columns_are_refused():
    """With what was expected and what came."""
    texts = as_texts([[0, 1]])
    for window in (0, 2.5, None):
        with pytest.raises(OptionError, match="window is"):
            c_npmi(np.array([[0, 1]]), texts, window=window)
    with pytest.raises(OptionError, match="unknown repeats"):
        c_v(np.array([[0, 1]]), texts, repeats="once")
    for measure in (u_mass, npmi):
        with pytest.raises(InputError, match="columns of the reference, which has 2, got 7"):
            measure(np.array([[0, 7]]), sp.csr_array([[1, 1]]))
        with pytest.raises(InputError, match="at least one document"):
            measure(np.array([[0, 1]]), sp.csr_array((0, 2)))
        with pytest.raises(InputError, match=r"expected a matrix of counts.*got list"):
            measure(np.array([[0, 1]]), ["tide court"])


@pytest.mark.parametrize(
    ("ids", "offsets", "message"),
    [
        ([], [0], "at least one document"),
        ([0, 1], [0, 1], "ascend from 0 to the number"),
        ([0, 1], [0, 2, 1, 2], "ascend from 0 to the number"),
        ([0, -2], [0, 2], "got -2 to 0"),
        ([0, 2**31], [0, 2], "2\\*\\*31"),
        ([0.5], [0, 1], "token_ids must be whole numbers"),
        ([[0]], [0, 1], "token_ids must be whole numbers"),
    ],
)
def test_wrong_texts_are_refused(ids, offsets, message):
    """Before anything is counted."""
    with pytest.raises(InputError, match=message):
        Texts(np.array(ids), np.array(offsets))


def test_huge_windows_are_whole_texts():
    """Beyond any integer type, and on arrays that cannot be written."""
    texts = as_texts([[0, 1, 2], [1, 2]])
    expected = c_uci(np.array([[0, 1, 2]]), texts, window=3).values
    assert np.array_equal(c_uci(np.array([[0, 1, 2]]), texts, window=10**30).values, expected)
