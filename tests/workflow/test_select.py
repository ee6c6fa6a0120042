"""The number of topics is chosen by what predicts, less what occurs together."""

import numpy as np
import pytest

import topics
from support.planted import planted_counts
from topics.errors import InputError, OptionError
from topics.results import SELECTION_SCHEMA
from topics.workflow.selecting.ranges import range_of

N_PLANTED = 6
WORDS = ("reef tide plankton coral lagoon", "judge jury court verdict appeal")


def counts_of(matrix):
    """Counts of documents with invented terms."""
    return topics.Counts(matrix, [f"term{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(60)])


@pytest.fixture(scope="module")
def counts():
    """Documents drawn from six topics."""
    return counts_of(planted_counts(n_rows=200, n_topics=N_PLANTED, terms_each=10)[0])


@pytest.fixture(scope="module")
def found(counts):
    """What is chosen for them."""
    return topics.select(counts, (3, 12), random_state=1)


def small_corpus(n):
    """Documents of two themes in turn, whose words are in another order in each."""
    texts = [f"{WORDS[i % 2]} number{i % 3} ".split() * 3 for i in range(n)]
    rng = np.random.default_rng(0)
    return topics.Corpus.from_texts([" ".join(rng.permutation(words)) for words in texts])


def test_the_planted_number_is_chosen(found):
    """The table has all that was measured, and the sentence names the numbers."""
    assert found.n_topics == N_PLANTED
    assert dict(found.table.schema) == SELECTION_SCHEMA
    assert found.table["n_topics"].is_sorted()
    assert found.table.filter(found.table["is_chosen"])["n_topics"].to_list() == [N_PLANTED]
    assert found.reason.startswith("6 topics, because ")
    assert "counting topics that occur in the same documents as one" in found.reason
    for name in ("perplexity", "perplexity_error", "stability", "coherence", "diversity"):
        assert found.table[name].null_count() == 0
    assert found.settings["needed"] >= N_PLANTED


def test_the_chosen_number_is_measured_and_bounds_those_that_are_as_good(found):
    """Numbers are as good if they are between the fewest and most themes of the fits."""
    themes = found.settings["themes"]
    good = found.table.filter(found.table["is_as_good"])["n_topics"].to_list()
    assert all(min(themes) <= n <= max(themes) for n in good)
    assert found.n_topics not in good


def test_the_number_of_threads_changes_no_bit(counts, found):
    """All but the seconds are equal."""
    again = topics.select(counts, "3:12", random_state=1, n_threads=1)
    assert again.table.drop("seconds").equals(found.table.drop("seconds"))
    assert again.record() == found.record()


def test_nmf_has_the_same_table(counts):
    """Its predictions are such in a sense, and the number is near the planted one."""
    found = topics.select(counts, (3, 12), model="nmf")
    assert found.table["perplexity"].null_count() == 0
    assert abs(found.n_topics - N_PLANTED) <= 2


def test_too_low_a_range_ends_with_advice(counts):
    """An end of the range is never taken silently."""
    with pytest.warns(topics.TopicsWarning, match="the range ends at 4, where predictions still"):
        found = topics.select(counts, (2, 4))
    assert found.n_topics == 4
    assert any("ask for topics 2:8" in each for each in found.warnings)


def test_too_high_a_range_ends_with_advice(counts):
    """Where the corpus has fewer themes than the range begins with."""
    with pytest.warns(topics.TopicsWarning, match="the range begins at 10, and that is what was"):
        found = topics.select(counts, (10, 14))
    assert found.n_topics == 10
    assert any("ask for topics 5:14" in each for each in found.warnings)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("5", "the range of topics is one number, 5, and a range has two ends, such as 5:60"),
        (5, "is one number, 5,"),
        ("7:7", "is one number, 7,"),
        ("60:5", "the range of topics 60:5 is reversed; ask for 5:60"),
        ("five:sixty", "'five:sixty', expected the ends of a range: 5:60"),
        ("1:2:3", "expected the ends of a range"),
        ("", "expected the ends of a range"),
        ("1:60", "an end of the range of topics is 1, expected a whole number, 2 or more"),
        ((2.5, 9), "an end of the range of topics is 2.5"),
        ((2, 9, 12), "expected the ends of a range"),
        (object(), "expected the ends of a range"),
    ],
)
def test_what_is_no_range_is_an_error(given, message):
    """The message says what was expected and what to ask for."""
    with pytest.raises(OptionError) as caught:
        range_of(given)
    assert message in str(caught.value)


def test_a_range_beyond_the_number_of_rows_is_an_error():
    """The message says how many rows there are, and which range is possible."""
    with pytest.raises(OptionError, match=r"ends at 60, but there are only 24 sections .* ask for"):
        topics.select(small_corpus(24), (5, 60))


def test_few_documents_are_not_held_out():
    """A notice says that perplexity was not measured; themes decide."""
    with pytest.warns(topics.TopicsWarning, match="there are only 12 documents with two counted"):
        found = topics.select(small_corpus(12), (2, 4))
    assert found.table["perplexity"].null_count() == found.table.height
    assert found.n_topics == 2


def test_one_document_is_an_error():
    """There is nothing to choose from."""
    corpus = topics.Corpus.from_texts(["the reef and the tide"])
    with pytest.raises(OptionError, match="only 1 section with counted terms"):
        topics.select(corpus, (2, 4))
    with pytest.raises(InputError, match="too few to choose a number of topics"):
        topics.fit(corpus, n_topics="auto")


def test_priors_for_one_number_are_an_error(counts):
    """An array of numbers fits one number of topics only."""
    with pytest.raises(OptionError, match="document_topic_prior has numbers for one number"):
        topics.select(counts, (2, 4), document_topic_prior=np.ones(3))


def test_fit_chooses_the_number_and_keeps_how(counts, tmp_path):
    """The run has the chosen number and the table, also after it was saved and loaded."""
    run = topics.fit(counts, n_topics="auto", n_fits=1, project=False, random_state=1)
    assert run.n_topics == run.selection.n_topics == run.options.n_topics == N_PLANTED
    loaded = topics.load(run.save(tmp_path / "run"))
    assert loaded.selection.table.equals(run.selection.table)
    assert loaded.selection.record() == run.selection.record()
    assert (tmp_path / "run" / "selection.png").read_bytes().startswith(b"\x89PNG")
    assert topics.fit(counts, n_topics=2, n_fits=1, project=False).selection is None


def test_a_fit_with_the_chosen_number_is_the_same_fit(counts):
    """Choosing the number changes nothing in the fit that follows."""
    chosen = topics.fit(counts, n_topics="auto", n_fits=1, project=False)
    given = topics.fit(counts, n_topics=chosen.n_topics, n_fits=1, project=False)
    assert np.array_equal(chosen.document_topic, given.document_topic)


def test_other_words_than_auto_are_an_error():
    """The message names the word."""
    with pytest.raises(OptionError, match="n_topics is 'many', expected a whole number or auto"):
        topics.fit(small_corpus(24), n_topics="many")
