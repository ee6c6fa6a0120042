"""Several fits of documents: one is the plain fit, the warning, documents are sampled, Ctrl-C."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import scipy.sparse as sp

import topics
from topics.choices import DEFAULT_FITS
from topics.corpus import Corpus
from topics.errors import OptionError, TopicsWarning
from topics.evaluation import STABILITY_FLOOR
from topics.models import LDA, NMF

pytestmark = pytest.mark.usefixtures("without_pictures")

models = pytest.mark.parametrize("model", ["lda", "nmf"])
ENGINES = {"lda": LDA, "nmf": NMF}
COLUMNS = ("stability", "stability_low", "stability_high")


def texts_with_an_odd_one(n_documents=24):
    """Documents on two themes, and the last one on its own in many sections."""
    rng = np.random.default_rng(1)
    sea = "reef tide coral plankton current whale island harbour shore storm".split()
    law = "judge jury court verdict appeal clause statute lawyer witness trial".split()
    texts = [
        " ".join(rng.choice(sea if i % 2 else law, 40)) + " report" for i in range(n_documents - 1)
    ]
    own = "violin sonata quartet cello tempo opera chorus aria viola ballad".split()
    return [*texts, " ".join(rng.choice(own, 400)) + " report"]


@models
def test_one_fit_is_the_plain_one(planted, model, monkeypatch):
    """To the bit that of an engine that knows nothing of several fits; no stability is written."""
    options = {"model": model, "n_topics": 4, "random_state": 3, "project": False}
    run = topics.fit(planted, n_fits=1, **options)
    monkeypatch.setattr(
        ENGINES[model], "fit_several", lambda engine, X, *_: (engine.fit_quietly(X), [])
    )
    plain = topics.fit(planted, n_fits=5, **options)
    for name in ("document_topic", "section_topic", "topic_term"):
        np.testing.assert_array_equal(getattr(run, name), getattr(plain, name))
    for name, array in plain.engine_arrays.items():
        np.testing.assert_array_equal(run.engine_arrays[name], array)
    assert run.topics.equals(plain.topics)
    assert run.witnesses is None
    assert not set(COLUMNS) & set(run.topics.columns)
    assert run.manifest["parameters"]["n_fits"] == 1


def test_separate_themes_are_stable_in_five_fits(planted):
    """By default; the table, the record and the score agree, and `show` and the report run."""
    run = topics.fit(planted, n_topics=4, project=False)
    assert run.manifest["parameters"]["n_fits"] == DEFAULT_FITS == 5
    low, values, high = (
        run.topics[name].to_numpy() for name in ("stability_low", "stability", "stability_high")
    )
    assert values.min() > 0.7
    assert ((low >= 0) & (low <= values) & (values <= high) & (high <= 1)).all()
    (score,) = (score for score in run.quality["scores"] if score["name"] == "stability, mean")
    assert score["value"] == pytest.approx(values.mean())
    assert score["settings"]["fits"] == len(run.witnesses) >= 4
    assert run.warnings == []


@pytest.mark.parametrize("level", ["section", "document"])
@models
def test_documents_are_sampled_not_their_rows(planted, model, level, monkeypatch):
    """The engine is told the document of each row that has terms."""
    given = []

    def fit_several(engine, X, n_fits, groups):
        given.append((X.shape[0], n_fits, groups))
        return engine.fit_quietly(X), []

    monkeypatch.setattr(ENGINES[model], "fit_several", fit_several)
    empty = Corpus.from_texts(["the of"], ids=["empty"])
    corpus = Corpus(
        documents=empty.documents.vstack(planted.documents),
        sections=empty.sections.vstack(planted.sections.select(empty.sections.columns)),
    )
    with pytest.warns(TopicsWarning, match="no counted terms"):
        topics.fit(corpus, model=model, level=level, n_topics=4, n_fits=3, project=False)
    ((n_rows, n_fits, groups),) = given
    assert n_fits == 3
    each = 3 if level == "section" else 1
    assert groups.tolist() == np.repeat(np.arange(1, 61), each).tolist()
    assert len(groups) == n_rows


def test_a_topic_of_one_document_is_flagged_with_numbers():
    """The warning says how many topics, of how many, below what, and which; so does the record."""
    corpus = Corpus.from_texts(texts_with_an_odd_one())
    message = (
        r"1 of 3 topics is hardly found by other fits \(stability below 0\.3\): \d; such topics"
    )
    one_document = "1 of 3 topics has most terms from one document"
    with pytest.warns(TopicsWarning, match=message), pytest.warns(match=one_document):
        run = topics.fit(
            corpus,
            model="nmf",
            n_topics=3,
            min_documents=1,
            weighting="counts",
            random_state=4,
            project=False,
        )
    below = np.flatnonzero(run.topics["stability"].to_numpy() < STABILITY_FLOOR)
    (warning,) = (warning for warning in run.warnings if warning["code"] == "topics-unstable")
    assert warning["count"] == len(below) == 1
    assert f"0.3): {below[0]}; such" in warning["message"]
    assert run.document_topic[-1].argmax() == below[0]


def test_nothing_is_said_of_few_documents():
    """With fewer than 20 the fits differ too much for a warning; the numbers are there."""
    corpus = Corpus.from_texts(texts_with_an_odd_one(12))
    run = topics.fit(
        corpus, model="nmf", n_topics=3, min_documents=1, weighting="counts", project=False
    )
    assert run.topics["stability"].min() < STABILITY_FLOOR
    assert "topics-unstable" not in [warning["code"] for warning in run.warnings]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
@models
@pytest.mark.parametrize(
    "matrix",
    [
        np.array([[3, 1, 2]]),
        np.array([[3], [1], [0], [2]]),
        np.array([[1, 1], [0, 0], [2, 1], [0, 0]]),
        np.ones((25, 3)),
        np.eye(30),
    ],
    ids=["one document", "one term", "rows of zeros", "equal rows", "no term twice"],
)
def test_odd_counts_have_numbers_only(matrix, model, tmp_path):
    """Shares and stability are finite, and the run comes back."""
    counts = topics.Counts(sp.csr_array(matrix), [f"term{i}" for i in range(matrix.shape[1])])
    n_topics = min(2, int((matrix.sum(axis=1) > 0).sum()))
    run = topics.fit(counts, model=model, n_topics=n_topics, n_fits=5, project=False)
    loaded = topics.load(run.save(tmp_path / "run"))
    for each in (run, loaded):
        for array in (each.document_topic, each.section_topic, each.topic_term):
            assert np.isfinite(array).all()
        for name in COLUMNS:
            column = each.topics[name]
            assert column.is_finite().all()
            assert column.is_between(0, 1).all()
    assert loaded.topics.equals(run.topics)


@models
@pytest.mark.parametrize("share", [0.2, 0.7, 1.0])
def test_an_interrupt_leaves_nothing(planted, model, share, tmp_path):
    """In the middle of the fits the call ends with the interrupt, and nothing is written."""
    options = {"model": model, "n_topics": 4, "n_fits": 2, "project": False, "max_sweeps": 30}

    def run_with(progress):
        return topics.fit(planted, progress=progress, **options)

    calls = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        run_with(lambda *call: calls.append(call))
    sweeps = [number for number, call in enumerate(calls) if call[0] == "fit"]
    last = sweeps[int(share * (len(sweeps) - 1))]
    left = iter(range(last))

    def stop(*_):
        if next(left, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_with(stop).save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("n_fits", [0, -1, 1001, 2.5, "5", True])
def test_numbers_of_fits_out_of_range(planted, n_fits):
    """The option is named before anything is read."""
    with pytest.raises(OptionError, match="n_fits"):
        topics.fit(planted, n_fits=n_fits)


def test_engines_of_other_libraries_fit_once(planted):
    """By default, and more is an error that says what to do."""
    run = topics.fit(planted, engine="sklearn", n_topics=2, project=False)
    assert run.manifest["parameters"]["n_fits"] == 1
    assert run.witnesses is None
    with pytest.raises(OptionError, match="use engine='topics'"):
        topics.fit(planted, engine="sklearn", n_topics=2, n_fits=2)
