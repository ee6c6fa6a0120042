"""Runs with seed topics: numbers, names, support, notices, edits, saved and loaded again."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import OptionError, TopicsWarning
from topics.report.score_words import COLUMNS, MEANINGS
from topics.results.seeds import SEED_COLUMNS

pytestmark = pytest.mark.usefixtures("without_pictures")

THEMES = {
    "sea": "reef tide coral plankton current whale island harbour shore storm".split(),
    "law": "judge jury court verdict appeal clause statute lawyer witness trial".split(),
    "music": "violin sonata quartet cello tempo opera chorus aria viola ballad".split(),
    "food": "bread butter oven flour sugar recipe kitchen spoon dinner pepper".split(),
}
ASKED = {"Opera & song": ["Opera", "cello"], "law": {"words": ["jury"], "strength": 2}}
models = pytest.mark.parametrize("model", ["lda", "nmf"])


def corpus(n_documents=48):
    """Documents of two themes each, two of their sections about the first one."""
    rng = np.random.default_rng(3)
    names = list(THEMES)
    texts = []
    for number in range(n_documents):
        words = [THEMES[names[(number + k) % 4]] for k in (0, 0, 1)]
        parts = [" ".join(rng.choice(each, 30)) + " the and report" for each in words]
        texts.append("\n\n".join(parts))
    return Corpus.from_texts(texts)


def fitted(asked=ASKED, **options):
    """A run without a map, and the messages of its warnings."""
    options = {"n_topics": 4, "n_fits": 2, "seed_topics": asked, "project": False, **options}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run = topics.fit(corpus(), **options)
    return run, [str(each.message) for each in caught if each.category is TopicsWarning]


def theme_of(run, topic):
    """The theme that has most of a topic's shown terms."""
    shown = set(run.topics["terms"][topic].split(", "))
    return max(THEMES, key=lambda name: len(shown & set(THEMES[name])))


@models
@pytest.mark.parametrize("level", ["section", "document"])
def test_topics_that_are_asked_for_come_first_with_their_names(model, level):
    """The others are labelled by their terms."""
    run, messages = fitted(model=model, level=level)
    assert not [message for message in messages if "seed" in message]
    assert run.topics["label"].to_list()[:2] == ["Opera & song", "law"]
    assert run.topics["label_origin"].to_list() == ["seed topics"] * 2 + ["terms"] * 2
    assert [theme_of(run, topic) for topic in (0, 1)] == ["music", "law"]
    assert {theme_of(run, topic) for topic in range(4)} == set(THEMES)
    assert run.topics["seed_words"].to_list() == ["opera, cello", "jury", None, None]


@models
def test_support_says_how_much_the_words_are_of_their_topics(model):
    """Shares, lift and coherence of the first topics, and scores of all in quality.json."""
    run, _ = fitted(model=model)
    table = run.topics
    columns = run.counts.terms.tolist()
    numbers = [columns.index("opera"), columns.index("cello")]
    assert table["seed_share"][0] == pytest.approx(run.topic_term[0, numbers].sum())
    assert min(table["seed_held"][:2]) > 0.5
    assert min(table["seed_lift"][:2]) > 2
    assert table["seed_coherence"][0] > 0.1
    assert table["seed_coherence"][1] is None
    assert table.select(SEED_COLUMNS)[2:].null_count().row(0) == (2,) * len(SEED_COLUMNS)
    scores = {score["name"]: score["value"] for score in run.quality["scores"]}
    assert scores["seed topics without support"] == 0
    assert scores["share of seed words in their topics, mean"] > 0.5
    assert scores.keys() <= MEANINGS.keys(), "the report says what each score means"
    assert set(SEED_COLUMNS[1:]) <= COLUMNS.keys()


@models
def test_strength_0_is_a_fit_without_seed_topics(model):
    """To the bit, names included."""
    free, _ = fitted(None, model=model)
    zero, _ = fitted({name: {"words": ["jury"], "strength": 0} for name in "ab"}, model=model)
    assert np.array_equal(free.document_topic, zero.document_topic)
    assert free.topics.equals(zero.topics)


@models
def test_threads_do_not_change_a_bit(model):
    """Shares, terms and the table are the same."""
    one, two = (fitted(model=model, n_threads=n)[0] for n in (1, 2))
    assert np.array_equal(one.section_topic, two.section_topic)
    assert np.array_equal(one.topic_term, two.topic_term)
    assert one.topics.equals(two.topics)


def test_words_that_cannot_be_used_are_named_before_the_fit():
    """By reason, with what to do."""
    asked = {
        "law": ["jury", "court", "The", "volcano", "report"],
        "sea": ["reef", "jury", "deep sea"],
    }
    _, messages = fitted(asked)
    assert any("1 seed word is not used, a stop word: The; choose other" in m for m in messages)
    assert any("not used, in no document: volcano; check their" in m for m in messages)
    assert any("not used, in too many documents: report; raise" in m for m in messages)
    assert any("as one term: deep sea; count phrases with" in m for m in messages)
    shared = "1 seed word is in several topics and counts for each of them: jury (law and sea)"
    assert shared in messages


def test_topics_without_support_are_named():
    """Words that never meet, or that are of other topics."""
    _, messages = fitted({"odd": ["reef", "violin"], "law": ["jury", "court"]})
    (message,) = [each for each in messages if "hardly supported" in each]
    assert message.startswith("1 of 2 seed topics is hardly supported by the documents: 0 'odd' (")
    assert "its words hardly meet in documents: NPMI" in message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 1}, "2 seed topics, but 1 topic; ask for at least 2"),
        ({"engine": "sklearn"}, "engine sklearn takes no seed topics; use engine topics"),
        (
            {"asked": {"a": ["volcano", "the"]}},
            "no word of the seed topic 'a' is in the vocabulary",
        ),
        ({"asked": {"a": ["jury"], "b": ["Jury"]}}, "every seed word of topic 'a' is also one of"),
        ({"asked": {"a": ["jury"], "b": ["jury", "reef"]}}, "every seed word of topic 'a' is also"),
        ({"asked": {f"t{k}": [f"x{k}"] for k in range(5)}}, "5 seed topics, but 4 topics"),
    ],
)
def test_what_cannot_be_fitted_is_an_error(options, message):
    """That says what to do."""
    with pytest.raises(OptionError, match=message):
        fitted(**options)


def test_a_prior_of_nmf_excludes_seed_topics():
    """They would pull at the same topics."""
    with pytest.raises(OptionError, match="pass one of them"):
        fitted(model="nmf", topic_term_prior=np.ones((4, 41)))


def test_more_topics_than_the_default_can_be_asked_for():
    """The number of topics is at least that of seed topics."""
    asked = {f"{name} {word}": [word] for name in THEMES for word in THEMES[name][:4]}
    run, _ = fitted(asked, n_topics=None)
    assert run.n_topics == 16
    assert run.topics["label"].to_list() == list(asked)


@models
def test_a_saved_run_keeps_what_was_asked(model, tmp_path):
    """Options, names and columns; new documents get the same shares, and edits can rename."""
    run, _ = fitted(model=model)
    run.save(tmp_path / "run")
    loaded = topics.load(tmp_path / "run")
    assert loaded.options.asked == run.options.asked
    assert loaded.topics.equals(run.topics)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["seed_topics"][1] == {
        "name": "law", "words": ["jury"], "strength": 2.0,
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        again = loaded.transform(corpus())
    assert np.array_equal(again.document_topic, run.document_topic)
    renamed = loaded.edit(rename={0: "Concerts"}, merge={"Rest": [2, 3]})
    assert renamed.topics["label"].to_list() == ["Concerts", "law", "Rest"]
    assert renamed.topics["seed_words"].to_list() == ["opera, cello", "jury", None]
    renamed.save(tmp_path / "renamed")
    assert topics.load(tmp_path / "renamed").undo_edits().topics.equals(run.topics)


def test_a_function_keeps_the_names_that_a_person_gave():
    """It is asked for the labels of free topics only."""
    run, _ = fitted()
    asked = []

    def name(terms, texts):
        asked.append(terms)
        return "law"

    relabelled = run.relabel(name)
    assert len(asked) == 2
    assert relabelled.topics["label"].to_list() == ["Opera & song", "law", "law (2)", "law (3)"]


@models
def test_further_fits_are_seeded(model):
    """Stability and held-out documents are those of fits that are asked for the same topics."""
    run, _ = fitted(model=model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        matched = topics.stability(run, 3).matched[:, :2]
        assert topics.held_out_perplexity(run, 0.2).perplexity < 41
    # Topic 1 of NMF has one word, and may lose it in a sample of the documents.
    assert (matched == [0, 1])[:, : 1 if model == "nmf" else 2].all()


def test_counts_take_seed_topics():
    """Terms are found as they stand."""
    run, _ = fitted()
    counts = topics.Counts(run.counts.matrix, run.terms)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        of_counts = topics.fit(counts, n_topics=4, seed_topics=ASKED, project=False, n_fits=1)
    assert of_counts.topics["seed_words"].to_list()[:2] == ["opera, cello", "jury"]
