"""One step of a stream: the topics move by the batch, and the run holds it alone."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.corpus import Corpus
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.runs.growing import start_topics

pytestmark = pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")

LETTERS = "abcdef"
WORDS = {
    theme: [f"{theme}{a}{b}" for a in LETTERS for b in LETTERS[:5]] for theme in ("sea", "law")
}


def texts(theme, n, seed, words=30):
    """Texts of 40 words of a theme, of its first words only where that is asked for."""
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS[theme][:words], 40)) for _ in range(n)]


@pytest.fixture(scope="module", params=["lda", "nmf"])
def run(request):
    """A run of two themes."""
    corpus = Corpus.from_texts(texts("sea", 30, 0) + texts("law", 30, 1))
    return topics.fit(corpus, model=request.param, n_topics=2, n_fits=2, project=False)


def sea_of(run):
    """The topic of the sea, by its most probable term."""
    return next(k for k in range(2) if run.terms[run.topic_term[k].argmax()].startswith("sea"))


def test_the_batch_is_the_run(run):
    """Topics keep their numbers; the start stays as it is."""
    before = run.topic_term.copy()
    later = run.update(texts("sea", 5, 2))
    assert later.documents.height == 5
    assert (later.documents["topic"] == sea_of(run)).all()
    assert np.array_equal(run.topic_term, before)
    assert later.terms.tolist() == run.terms.tolist()
    assert later.growth["start_similarity"].min() > 0.98
    assert later.growth["is_new"].to_list() == [False, False]


def test_all_documents_count_the_same(run):
    """What the topics have seen adds up; with a weight it fades."""
    batch = texts("sea", 5, 2)
    first = run.update(batch)
    assert start_topics(first).mass.sum() == pytest.approx(65 * 40)
    second = first.update(texts("law", 5, 3), weight=0.5)
    assert start_topics(second).mass.sum() == pytest.approx(0.5 * 65 * 40 + 5 * 40)


def test_a_stream_that_changes_is_followed_sooner_with_less_weight(run):
    """Batches of a few words of a theme move its topic towards them."""
    found = []
    for weight in (1.0, 0.5):
        later = run
        for batch in range(4):
            later = later.update(texts("sea", 10, 4 + batch, words=6), weight=weight)
        sea = sea_of(run)
        few = np.isin(run.terms, WORDS["sea"][:6])
        found.append(later.topic_term[sea][few].sum())
    assert found[0] > run.topic_term[sea_of(run)][few].sum() + 0.1
    assert found[1] > found[0] + 0.1


def test_an_updated_run_is_a_run(run, tmp_path):
    """It is saved, loaded, transformed and grown, and has other fits where the first one had."""
    later = run.update(texts("sea", 5, 2) + texts("law", 5, 3))
    loaded = topics.load(later.save(tmp_path / "run"))
    assert loaded.growth.equals(later.growth)
    again = loaded.transform(texts("sea", 5, 2))
    assert np.abs(again.document_topic - later.document_topic[:5]).max() < 1e-9
    assert len(later.witnesses) == 1
    more = Corpus.from_texts(texts("law", 6, 8), ids=list("abcdef"))
    assert topics.fit(more, start=loaded, n_new_topics=1, project=False).n_topics == 3


def test_a_text_may_come_again(run):
    """In a stream that is another document."""
    text = texts("sea", 1, 2)
    first = run.update(text)
    assert start_topics(first.update(text)).mass.sum() == pytest.approx(62 * 40)


def test_the_same_bits(run):
    """On any number of threads, and on every call."""
    one, two = (run.update(texts("sea", 5, 2), n_threads=n) for n in (1, 2))
    assert np.array_equal(one.topic_term, two.topic_term)
    assert np.array_equal(one.document_topic, two.document_topic)


def test_counts_and_single_texts(run):
    """As `transform` takes them."""
    text = texts("sea", 1, 2)[0]
    one = run.update(text)
    known = {term: k for k, term in enumerate(run.terms)}
    matrix = np.zeros((1, len(known)))
    for word in text.split():
        matrix[0, known[word]] += 1
    assert np.allclose(run.update(Counts(matrix, run.terms)).topic_term, one.topic_term)


@pytest.mark.parametrize("weight", [0, -1, 1.5, True, "1", float("nan"), None])
def test_a_weight_is_a_share(run, weight):
    """Above 0, at most 1."""
    with pytest.raises(OptionError, match=r"weight is .*, expected a number above 0, at most 1"):
        run.update(["seaaa"], weight=weight)


def test_a_batch_without_known_terms(run):
    """The error says what is missing."""
    with pytest.raises(InputError, match="no term of the 1 new document is in the vocabulary"):
        run.update("ganz andere Worte")
