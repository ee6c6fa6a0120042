"""Stems and lemmas: words that count as one term, and the word that is shown for it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import topics
from support.languages import TEXTS
from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary, count_known_terms, learn_counts
from topics.counting.growing import count_growing_terms
from topics.counting.normal_forms import languages_with
from topics.counting.normal_forms.libraries import base_forms
from topics.counting.seed_words import find_seed_words
from topics.counting.stop_words import stop_words
from topics.errors import LanguageError, MissingExtraError, OptionError
from topics.notices import StageLog
from topics.report.data.texts import texts_data
from topics.runs.report_content import report_content

ENGLISH = [
    "The tides rise over the reef, and the tides fall where a coral grows by the harbour.",
    "A tide came with the corals, and reefs grew where the water of the harbour was low.",
]
GERMAN = ["Die Häuser am Hafen und das Haus der Richterin standen im Wasser der Fluten."]
STOP = stop_words("en,de")


def learned(texts, kind="stem", **options):
    """Counts, what was learned and the notices by code."""
    log = StageLog()
    given = CountSettings(
        stop_words=STOP, normalize=kind, min_documents=1, max_document_share=1.0, **options
    )
    corpus = texts if isinstance(texts, Corpus) else Corpus.from_texts(texts)
    counts, vocabulary = learn_counts(corpus, given, log=log)
    return counts, vocabulary, {notice.code: notice.message for notice in log.notices}


def counted(counts):
    """Summed counts by term."""
    return dict(zip(counts.terms.tolist(), counts.term_counts.tolist(), strict=True))


def test_words_with_one_stem_are_one_term_with_a_readable_name():
    """The most frequent word of the stem; of equally frequent ones the shortest."""
    counts, vocabulary, _ = learned(ENGLISH)
    found = counted(counts)
    assert found["tides"] == 3
    assert found["reef"] == found["coral"] == 2
    assert {"tide", "reefs", "corals"}.isdisjoint(found)
    assert vocabulary.main_language == "en"
    assert ("en", "tide", "tides") in vocabulary.forms


def test_lemmas_are_words_of_the_dictionary():
    """Irregular forms, too; in German nouns come first."""
    found = counted(learned(ENGLISH + GERMAN * 2, "lemma")[0])
    assert found["tide"] == 3
    assert found["grow"] == 2
    assert found["haus"] == 4
    assert "flut" in found
    assert "häuser" not in found


def test_each_document_has_the_forms_of_its_language():
    """The same word is stemmed by the language around it; unknown documents are in the main one."""
    counts, vocabulary, _ = learned([*ENGLISH * 2, *GERMAN, "reefs"])
    found = counted(counts)
    assert {"hafen", "harbour", "tides"} <= set(found)
    assert found["reefs"] == 5
    assert {language for language, _, _ in vocabulary.forms} == {"de", "en"}


def test_a_language_without_stems_is_counted_as_it_is():
    """With a notice; if no document has them, that is an error that lists the languages."""
    counts, _, notices = learned([*ENGLISH, TEXTS["th"], TEXTS["uk"]])
    assert "1 in Ukrainian" in notices["languages-without-normal-forms"]
    assert "кораблі" in counts.terms.tolist()
    with pytest.raises(LanguageError, match=r"'stem' knows the languages ar, ca.*100% Ukrainian"):
        learned([TEXTS["uk"]] * 2)
    with pytest.raises(LanguageError, match="100% unknown; leave it out, or state the language"):
        learned(["tide", "reef"])


def test_a_stop_word_keeps_its_form_and_a_lemma_that_is_one_is_left_out():
    """Stop words are compared with the words of the text first."""
    found = counted(learned(["We were being told of the harbour where boats lay"] * 2, "lemma")[0])
    assert "be" not in found
    assert "harbour" in found


@pytest.mark.parametrize("kind", ["stem", "lemma"])
@pytest.mark.parametrize("options", [{}, {"ngrams": 2}, {"phrases": True}])
def test_the_same_documents_get_the_same_counts(kind, options):
    """Also with n-grams and phrases, and if they come one by one."""
    texts = ENGLISH * 3 + GERMAN
    counts, vocabulary, _ = learned(texts, kind, **options)
    given = CountSettings(stop_words=STOP, normalize=kind, **options)
    known = count_known_terms(Corpus.from_texts(texts), given, vocabulary, counts.terms)
    assert (known.counts.matrix != counts.matrix).nnz == 0
    assert known.unknown.height == 0
    for row, text in enumerate(texts):
        one = count_known_terms(Corpus.from_texts([text]), given, vocabulary, counts.terms)
        assert (one.counts.matrix.toarray() == counts.matrix[[row]].toarray()).all()


def test_the_fast_way_and_the_way_of_columns_agree():
    """Single words are counted by a kernel, n-grams by columns of strings."""
    texts = ENGLISH * 2 + GERMAN
    plain, own, _ = learned(texts)
    both, _, _ = learned(texts, ngrams=2)
    single = {term: n for term, n in counted(both).items() if "_" not in term}
    assert single == counted(plain)
    assert own.forms == learned(texts, token_pattern=r"\p{L}{2,}")[1].forms


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("tide tides tidal reef reefs court courts judged judge".split()),
                min_size=1, max_size=30))  # fmt: skip
def test_stems_equal_those_of_the_package(words):
    """The terms are the groups of words with one stem, each named by its most frequent word."""
    text = "The harbour of the city and the water of the bay. " + " ".join(words)
    found = counted(learned([text])[0])
    numbers = Counter(words)
    stem = {word: base_forms("stem", "en")([word])[0] for word in numbers}
    groups = Counter()
    for word, n in numbers.items():
        groups[stem[word]] += n
    for key, n in groups.items():
        own = [word for word in numbers if stem[word] == key]
        assert found[min(own, key=lambda word: (-numbers[word], len(word), word))] == n


def test_new_stems_of_a_growing_run_have_readable_names():
    """Known forms stay, new ones come from the new documents."""
    counts, vocabulary, _ = learned(ENGLISH)
    new = ["Quays and tide tables of the harbour", "The quays where the tides were measured"]
    rules = CountSettings(
        stop_words=STOP, normalize="stem", min_documents=2, max_document_share=1.0
    )
    grown = count_growing_terms(Corpus.from_texts(new), rules, vocabulary, counts.terms)
    assert grown.new_terms["term"].to_list() == ["quays"]
    assert grown.forms["en", "quay"] == "quays"
    assert grown.forms["en", "tide"] == "tides"


def test_seed_words_are_found_by_any_of_their_forms():
    """Also words of another language than that of most documents."""
    corpus = Corpus.from_texts(ENGLISH * 2 + GERMAN)
    counts, vocabulary, _ = learned(corpus)
    given = CountSettings(stop_words=STOP, normalize="stem")
    found = find_seed_words([["tide", "Tidal", "Hafens"]], counts, corpus, given, vocabulary)
    assert counts.terms[found.columns[0]].tolist() == ["tides", "hafen"]
    assert found.missing == [{"Tidal": "in no document"}]


def test_own_tokens_and_missing_packages_are_errors(monkeypatch):
    """The message says what to do."""
    with pytest.raises(OptionError, match="tokens of your own, which are counted without change"):
        learned(Corpus.from_tokens([["tides"]]))
    with pytest.raises(OptionError, match="normalize 'stems'; choose from none, stem, lemma"):
        CountSettings(normalize="stems")
    missing = {kind: ("no_such_package", {"en": "en"}) for kind in ("stem", "lemma")}
    monkeypatch.setattr("topics.counting.normal_forms.libraries._LIBRARIES", missing)
    CountSettings(normalize="lemma")  # a run can be loaded all the same
    corpus = Corpus.from_texts(ENGLISH)
    with pytest.raises(MissingExtraError, match=r"pip install 'topics\[stem\]'"):
        topics.fit(corpus, normalize="lemma", n_topics=2)


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_a_run_is_shown_without_the_package(tmp_path, monkeypatch):
    """Only new documents need it."""
    corpus = Corpus.from_texts([*ENGLISH, *ENGLISH])
    run = topics.fit(corpus, normalize="stem", n_topics=2, n_fits=1, project=False, model="lda")
    run.save(tmp_path / "run")
    missing = {"stem": ("no_such_package", {"en": "en"})}
    monkeypatch.setattr("topics.counting.normal_forms.libraries._LIBRARIES", missing)
    base_forms.cache_clear()
    loaded = topics.load(tmp_path / "run")
    assert loaded.search("tides").height
    assert texts_data(report_content(loaded, loaded.projection, None, "full"))["marks"]
    with pytest.raises(MissingExtraError, match=r"pip install 'topics\[stem\]'"):
        loaded.transform(ENGLISH)


def test_languages_have_their_stemmer():
    """Every listed language can be used."""
    for kind in ("stem", "lemma"):
        assert len(languages_with(kind)) >= 30
    for code in languages_with("stem"):
        assert base_forms("stem", code)(["tide"])


def test_runs_of_earlier_versions_have_no_forms():
    """The defaults say that nothing is normalised."""
    assert CountSettings().normalize == "none"
    assert LearnedVocabulary() == LearnedVocabulary((), (), (), 0, "", ())
