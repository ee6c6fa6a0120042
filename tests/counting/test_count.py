"""Counting equals scikit-learn's CountVectorizer, prunes by documents and keeps the order."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms, default_pruning, tfidf, token_ids
from topics.counting.stop_words import stop_words
from topics.counting.words.scripts import SPACELESS
from topics.counting.words.tokens import prepared
from topics.errors import EmptyVocabularyError, LanguageError, OptionError
from topics.notices import StageLog

# Python's \w is letters, numbers and the underscore; Rust's also has marks and joiners.
WORD = r"[\p{L}\p{N}_]{2,}"
ALL = {"min_documents": 1, "max_document_share": 1.0}


def reference(texts, **options):
    """CountVectorizer's terms and dense counts."""
    vectorizer = CountVectorizer(**options)
    matrix = vectorizer.fit_transform(texts)
    return list(vectorizer.get_feature_names_out()), matrix.toarray()


def ours(texts, **options):
    """Terms and dense counts of one-section documents."""
    corpus = Corpus.from_texts(texts)
    counts = count_terms(corpus, CountSettings(token_pattern=WORD, **{**ALL, **options}))
    return counts.terms.tolist(), counts.matrix.toarray()


def seed_texts(corpus):
    """Heading and text of every section."""
    return [f"{h}\n{t}" for h, t in corpus.sections.select("heading", "text").iter_rows()]


@pytest.mark.parametrize("ngrams", [1, 2, 3])
def test_counts_of_the_seeds_equal_countvectorizer(seed_corpus, ngrams):
    """Same terms and counts on the sample documents, n-grams and stop words included."""
    words = stop_words("en")
    texts = seed_texts(seed_corpus)
    terms, dense = ours(texts, stop_words=words, ngrams=ngrams)
    expected_terms, expected = reference(texts, stop_words=list(words), ngram_range=(1, ngrams))
    assert terms == sorted(term.replace(" ", "_") for term in expected_terms)
    order = np.argsort([term.replace(" ", "_") for term in expected_terms])
    assert np.array_equal(dense, expected[:, order])


def test_pruning_equals_countvectorizer_on_documents(seed_corpus):
    """min_documents and max_document_share are min_df and max_df when rows are documents."""
    texts = seed_texts(seed_corpus)
    terms, dense = ours(texts, min_documents=3, max_document_share=0.25)
    expected_terms, expected = reference(texts, min_df=3, max_df=0.25)
    assert terms == expected_terms
    assert np.array_equal(dense, expected)


words_in_texts = st.lists(
    st.text(
        alphabet=st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Nd", "Po", "Zs", "Cc"]),
        max_size=60,
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(words_in_texts)
def test_counts_of_any_text_equal_countvectorizer(texts):
    """Same terms and counts on generated Unicode text, once its spelling is settled."""
    assume(not pl.Series(texts).str.contains(SPACELESS).any())
    clean = Corpus.from_texts(texts).sections["text"]
    try:
        expected_terms, expected = reference(prepared(clean, WORD).to_list())
    except ValueError:
        with pytest.raises(EmptyVocabularyError):
            ours(texts)
        return
    terms, dense = ours(texts)
    assert terms == expected_terms
    assert np.array_equal(dense, expected)


def test_chunks_do_not_change_counts(seed_corpus, monkeypatch):
    """Chunks of one section give the same counts as one chunk of all sections."""
    whole = count_terms(seed_corpus, CountSettings(ngrams=2))
    monkeypatch.setattr(token_ids, "CHUNK_CHARACTERS", 1)
    pieces = count_terms(seed_corpus, CountSettings(ngrams=2))
    assert pieces.terms.tolist() == whole.terms.tolist()
    assert (pieces.matrix != whole.matrix).nnz == 0
    assert np.array_equal(pieces.token_ids, whole.token_ids)


def test_token_ids_in_order_add_up_to_the_counts(seed_corpus):
    """The histogram of the ids of a row is its row of the matrix."""
    counts = count_terms(seed_corpus, CountSettings(stop_words=stop_words("en")))
    for row in (0, 7, counts.n_rows - 1):
        ids = counts.token_ids[counts.token_offsets[row] : counts.token_offsets[row + 1]]
        histogram = np.bincount(ids, minlength=counts.n_vocabulary)
        assert np.array_equal(histogram, counts.matrix[[row]].toarray().ravel())


def test_token_ids_keep_reading_order():
    """Ids are in the order of the text, also with n-grams."""
    counts = count_terms(Corpus.from_texts(["deep sea law"]), CountSettings(ngrams=2))
    assert counts.terms[counts.token_ids].tolist() == ["deep", "deep_sea", "sea", "sea_law", "law"]


def test_pruning_counts_documents_not_sections(planted):
    """A term in several sections of one document is in one document."""
    sections = planted.sections.with_columns(
        text=planted.sections["text"] + np.where(np.arange(180) < 3, " rareword", "")
    )
    corpus = Corpus(documents=planted.documents, sections=sections)
    counts = count_terms(corpus, CountSettings(min_documents=2))
    assert "rareword" not in counts.terms


def test_default_pruning_follows_the_size_of_the_corpus():
    """The documented table of defaults."""
    sizes = [1, 19, 20, 999, 1_000, 19_999, 20_000]
    assert [default_pruning(n)[0] for n in sizes] == [1, 1, 2, 2, 5, 5, 10]
    assert [default_pruning(n)[1] for n in sizes] == [1.0, 1.0] + [0.5] * 5


def test_max_terms_keeps_the_most_frequent():
    """Terms are ranked by summed counts; of equal terms the first is kept."""
    terms, _ = ours(["bb bb bb aa cc", "aa dd"], max_terms=2)
    assert terms == ["aa", "bb"]


def test_phrases_join_collocations_and_stop_words_end_them():
    """Words that occur together become one term; stop words never begin or end it."""
    texts = [
        f"the harbour master of port{i % 3} spoke while bread number{i} sold well"
        for i in range(40)
    ]
    corpus = Corpus.from_texts(texts)
    settings_ = CountSettings(stop_words=stop_words("en"), phrases=True, **ALL)
    counts = count_terms(corpus, settings_)
    assert "harbour_master" in counts.terms
    assert not any(term.startswith("the_") or term.endswith("_while") for term in counts.terms)


def test_no_terms_left_names_the_limits():
    """The error says which limits removed the terms, with their values."""
    corpus = Corpus.from_texts(["alpha beta", "gamma delta"])
    with pytest.raises(EmptyVocabularyError, match=r"min_documents \(now 2\)"):
        count_terms(corpus, CountSettings(min_documents=2))


def test_only_stop_words_is_an_error():
    """A text of stop words alone has nothing to count."""
    with pytest.raises(EmptyVocabularyError, match=r"after \d+ stop words"):
        count_terms(Corpus.from_texts(["the and of"]), CountSettings(stop_words=stop_words("en")))


@pytest.fixture
def no_dictionary(monkeypatch):
    """As if the extra cjk were not installed."""
    monkeypatch.setattr("topics.counting.words.cutting.CUTTER", "no_such_package")


@pytest.mark.usefixtures("no_dictionary")
def test_scripts_without_spaces_are_refused_with_a_remedy():
    """Japanese is refused as text; as tokens it is counted."""
    with pytest.raises(LanguageError, match=r"pip install 'topics\[cjk\]'.*from_tokens"):
        count_terms(Corpus.from_texts(["東京は日本の首都です", "海は広い"]))
    counts = count_terms(Corpus.from_tokens([["東京", "首都"], ["海"]]))
    assert counts.terms.tolist() == sorted(["東京", "首都", "海"])


@pytest.mark.usefixtures("no_dictionary")
def test_some_sections_without_spaces_are_counted_in_a_notice():
    """The other sections are counted."""
    texts = ["tides and reefs"] * 3 + ["東京は日本の首都です"]
    log = StageLog()
    counts = count_terms(Corpus.from_texts(texts), log=log)
    assert [notice.code for notice in log.notices] == ["script-without-spaces"]
    assert counts.n_terms.tolist() == [3, 3, 3, 0]


def terms_of(*texts, **options):
    """Terms of one-section documents, and the messages of the counting."""
    log = StageLog()
    counts = count_terms(Corpus.from_texts(list(texts)), CountSettings(**ALL, **options), log=log)
    return counts.terms.tolist(), [notice.message for notice in log.notices]


@pytest.mark.usefixtures("no_dictionary")
def test_examples_in_notices_are_in_the_order_of_the_documents():
    """Never in the order of a hash, which differs from run to run."""
    for _ in range(3):
        _, messages = terms_of(*["judges heard appeals"] * 20, *["潮は港の壁を越えて上がった"] * 8)
        assert "(documents '20', '21', '22')" in messages[0]


@pytest.mark.parametrize("ngrams", [1, 2])
def test_texts_that_were_cut_with_blanks_are_counted(ngrams):
    """Chinese and Japanese words with blanks between them; a single character is a word."""
    chinese = ["我 喜欢 潮汐 和 珊瑚"] * 10 + ["法院 今天 宣布 判决"] * 10
    terms, messages = terms_of(*chinese, ngrams=ngrams)
    assert {"我", "喜欢", "和", "法院", "今天"} <= set(terms)
    assert messages == []
    terms, messages = terms_of("灯台 の 光 が 港 を 照らす", *["judges heard appeals"] * 3)
    assert {"灯台", "光", "港", "照らす", "judges"} <= set(terms)
    assert messages == []


def test_words_that_u200b_separates_are_words():
    """As Unicode says of the zero-width space."""
    thai = "ข้าว\u200bปลา\u200bน้ำ fish market"
    assert set(terms_of(thai)[0]) == {"ข้าว", "ปลา", "น้ำ", "fish", "market"}


@pytest.mark.usefixtures("no_dictionary")
def test_a_clause_without_spaces_is_no_term():
    """It is left out of an English text and counted in a notice."""
    terms, messages = terms_of("the inscription 潮は港の壁を越えて上がった is old", "the sea 海")
    assert terms == ["inscription", "is", "old", "sea", "the", "海"]
    assert messages[0].startswith("1 clause in a script without spaces")
    assert "pre_tokenized=True" in messages[0]


def test_pre_tokenized_texts_are_cut_at_blanks_only():
    """Tokens are as they stand, in lower case, if they have a letter; stop words still go."""
    text = "潮は港の壁を越えて上がった The Don't rock-pool x 12 ، —"
    options = {"pre_tokenized": True, "stop_words": frozenset({"the", "don't"})}
    assert terms_of(text, **options)[0] == ["rock-pool", "x", "潮は港の壁を越えて上がった"]
    with pytest.raises(OptionError, match="pass one of them"):
        CountSettings(pre_tokenized=True, token_pattern=r"\w+")


def test_a_pattern_sees_texts_as_they_are():
    """There is no line end in front of a text, and no token reaches from a heading into it."""
    assert terms_of("sea harbour", "harbour reef", token_pattern="[^ ]+")[0] == [
        "harbour",
        "reef",
        "sea",
    ]
    corpus = Corpus.from_texts(["sea harbour"])
    corpus = Corpus(corpus.documents, corpus.sections.with_columns(heading=pl.lit("Deep Tide")))
    counts = count_terms(corpus, CountSettings(token_pattern="[^ ]+", **ALL))
    assert counts.terms[counts.token_ids].tolist() == ["deep", "tide", "sea", "harbour"]


def test_a_stop_list_is_cut_as_texts_are_cut():
    """Parts of contractions go silently, other entries that are cut are named."""
    stop = frozenset({"don't", "we’ll", "l'"})
    assert terms_of("don't we'll land", stop_words=stop) == (["land"], [])
    terms, messages = terms_of(
        "the co-op took e-mail at six", stop_words=frozenset({"co-op", "e-mail", "the"})
    )
    assert terms == ["at", "six", "took"]
    assert messages == [
        "2 entries of the stop list are cut as texts are cut, and their parts are not counted: "
        "'co-op' (co and op), 'e-mail' (mail)"
    ]
    assert "don't" in terms_of("I don't", pre_tokenized=True)[0]


def test_an_overlong_token_is_not_a_term():
    """A line of five megabytes without a space does not become a term."""
    log = StageLog()
    counts = count_terms(Corpus.from_texts(["tide " + "x" * 5_000_000]), log=log)
    assert counts.terms.tolist() == ["tide"]
    assert [notice.code for notice in log.notices] == ["tokens-too-long"]


def test_a_pattern_that_rust_does_not_take_is_refused():
    """Look-around is refused as soon as the settings are made."""
    with pytest.raises(OptionError, match="look-around"):
        CountSettings(token_pattern=r"(?<=a)b")


def test_tfidf_equals_scikit_learn(seed_corpus):
    """The weights are TfidfTransformer's with sublinear counts."""
    counts = count_terms(seed_corpus)
    frequency = np.bincount(counts.matrix.indices, minlength=counts.n_vocabulary)
    weighted = tfidf(counts.matrix, frequency, counts.n_rows)
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(counts.matrix)
    assert np.allclose(weighted.toarray(), expected.toarray())
