"""Scores of a run: coherence over any reference, spread, stability; and what keeps them."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel

import topics
from topics import Corpus, Counts
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.runs import rewrite_scores
from topics.storage import read_manifest

pytestmark = pytest.mark.usefixtures("without_pictures")

COHERENCES = ["u_mass", "c_uci", "c_npmi", "c_v"]
COLUMNS = [
    *(*COHERENCES, "pairs_never_met", "exclusivity"),
    *("effective_terms", "effective_documents", "effective_tokens"),
]


@pytest.fixture(scope="module")
def run(planted):
    """A run of the four planted themes."""
    return topics.fit(planted, n_topics=4, n_fits=1, project=False)


@pytest.fixture(scope="module")
def evaluated(run):
    """The same with scores over its own documents."""
    return topics.evaluate(run)


@pytest.fixture(scope="module")
def texts(planted):
    """30 texts with words of the themes among others."""
    rng = np.random.default_rng(3)
    words = [*{word for text in planted.sections["text"] for word in text.split()}]
    words = [*sorted(words), *(f"other{a}{b}" for a in "abcdefghij" for b in "abcdefghij")]
    return [" ".join(rng.choice(words, 60)) for _ in range(30)]


def score(run, name, reference=""):
    """The one score of this name whose reference begins so."""
    (found,) = (
        each
        for each in run.quality["scores"]
        if each["name"] == name and each["reference"].startswith(reference)
    )
    return found


def test_every_topic_gets_every_score(run, evaluated):
    """All columns have numbers; the run itself stays as it is."""
    table = evaluated.topics
    assert table.columns == [*run.topics.columns, *COLUMNS]
    assert not any(table.null_count().row(0))
    assert np.isfinite(table.select(COLUMNS).to_numpy()).all()
    assert table["effective_tokens"].sum() == pytest.approx(run.counts.n_terms.sum())
    assert "c_v" not in run.topics.columns
    for name in COHERENCES:
        record = score(evaluated, f"coherence ({name}), mean", "the 60 fitted documents")
        assert record["value"] == pytest.approx(table[name].mean())
        assert record["settings"]["column"] == name
    assert score(evaluated, "diversity")["value"] == score(run, "diversity")["value"]
    assert json.loads(json.dumps(evaluated.quality)) == evaluated.quality


@pytest.mark.parametrize("name", COHERENCES)
def test_coherence_is_gensims(run, evaluated, name):
    """Over the counted terms of the documents, with gensim's windows."""
    ids, offsets = run.counts.token_ids, run.counts.token_offsets
    documents = [
        [str(run.terms[i]) for i in ids[offsets[3 * d] : offsets[3 * d + 3]]] for d in range(60)
    ]
    model = CoherenceModel(
        topics=[terms.split(", ")[:10] for terms in run.topics["terms"]],
        texts=documents,
        dictionary=Dictionary(documents),
        coherence=name,
        processes=1,
    )
    expected = model.get_coherence_per_topic()
    assert np.allclose(evaluated.topics[name], expected, atol=1e-6)


def test_a_second_evaluation_replaces_scores_of_the_same_name_and_reference(evaluated, texts):
    """Nothing piles up, and scores over another reference are kept besides."""
    again = topics.evaluate(evaluated)
    assert again.quality == evaluated.quality
    assert again.topics.equals(evaluated.topics)
    other = topics.evaluate(evaluated, Corpus.from_texts(texts))
    assert len(other.quality["scores"]) == len(evaluated.quality["scores"]) + 4
    old = score(other, "coherence (c_v), mean", "the 60 fitted")
    new = score(other, "coherence (c_v), mean", "the documents of another corpus")
    assert old["value"] == score(evaluated, "coherence (c_v), mean")["value"]
    assert new["value"] == pytest.approx(other.topics["c_v"].mean())
    assert "column" not in old["settings"]
    assert new["settings"]["column"] == "c_v"
    assert topics.evaluate(other, Corpus.from_texts(texts)).quality == other.quality


def test_words_outside_the_vocabulary_keep_their_places_in_a_reference(run):
    """Two terms with ten other words between them are in no window of ten."""
    terms = [each.split(", ")[:10] for each in run.topics["terms"]]
    between = " filler" * 10
    documents = [f"{a}{between} {b}" for row in terms for a, b in pairwise(row)]
    near = [f"{a} {b}" for row in terms for a, b in pairwise(row)]
    far = topics.evaluate(run, Corpus.from_texts(documents)).topics
    close = topics.evaluate(run, Corpus.from_texts(near)).topics
    assert far["pairs_never_met"].to_list() == [45] * 4
    assert close["pairs_never_met"].to_list() == [36] * 4
    assert far["u_mass"].equals(close["u_mass"])


def test_files_of_a_reference_are_read_as_those_of_the_run(run, texts, tmp_path):
    """Paths give the scores of the same texts in memory, and are the name of the reference."""
    (tmp_path / "lines.jsonl").write_text(
        "".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8"
    )
    found = topics.evaluate(run, tmp_path / "lines.jsonl")
    expected = topics.evaluate(run, Corpus.from_texts(texts))
    assert found.topics.equals(expected.topics)
    assert score(found, "coherence (c_v), mean", f"the documents of {tmp_path / 'lines.jsonl'}")


def test_missing_terms_are_counted_and_named(run, texts):
    """A reference without the words of the first topic."""
    gone = run.topics["terms"][0].split(", ")[:10]
    rest = [" ".join(word for word in text.split() if word not in gone) for text in texts]
    with pytest.warns(TopicsWarning, match=rf"10 of 40 shown terms are not in .*: {gone[0]}, "):
        found = topics.evaluate(run, Corpus.from_texts(rest))
    assert found.topics["pairs_never_met"][0] == 45
    assert found.topics["c_npmi"][0] == -1
    assert score(found, "coherence (c_v), mean")["settings"]["terms_missing"] == 10
    codes = [each["code"] for each in found.quality["warnings"]]
    assert codes.count("reference-terms-missing") == 1
    codes = [each["code"] for each in topics.evaluate(found).quality["warnings"]]
    assert "reference-terms-missing" not in codes


def test_a_reference_of_other_words_is_an_error(run):
    """Nothing could be measured."""
    with pytest.raises(InputError, match="no shown term of the topics is in"):
        topics.evaluate(run, Corpus.from_texts(["completely different words"] * 30))


def test_a_reference_of_one_document(run, texts):
    """Measures by document are left out; those by window are measured, with a warning."""
    with pytest.warns(TopicsWarning) as caught:
        found = topics.evaluate(run, Corpus.from_texts([" ".join(texts)]))
    messages = " ".join(str(each.message) for each in caught)
    assert "u_mass was left out, as it compares documents" in messages
    assert "the reference has 1 document: too few to judge by" in messages
    assert "u_mass" not in found.topics.columns
    assert np.isfinite(found.topics["c_v"].to_numpy()).all()


def test_without_the_order_of_tokens_windows_are_left_out(run, evaluated, texts, tmp_path):
    """A run saved without texts, and references of counts."""
    run.save(tmp_path / "run", text=False)
    with pytest.warns(TopicsWarning, match="c_uci, c_npmi, c_v were left out"):
        bare = topics.evaluate(tmp_path / "run")
    assert bare.topics["u_mass"].equals(evaluated.topics["u_mass"])
    assert not {"c_uci", "c_npmi", "c_v"} & {*bare.topics.columns}
    assert topics.evaluate(bare, Corpus.from_texts(texts)).topics["c_v"].len() == 4
    counts = Counts(run.counts.matrix, run.terms, run.counts.row_document)
    with pytest.warns(TopicsWarning, match="the order of the tokens of the counts of other"):
        by_counts = topics.evaluate(evaluated, counts)
    assert by_counts.topics["u_mass"].equals(evaluated.topics["u_mass"])
    assert "c_v" not in by_counts.topics.columns


def test_a_run_of_counts(run, texts):
    """It cannot cut texts, but takes counts; its own order is used where it has one."""
    of_counts = topics.fit(run.counts, n_topics=4, n_fits=1, project=False)
    assert {*COHERENCES} <= {*topics.evaluate(of_counts).topics.columns}
    with pytest.raises(InputError, match=r"fitted on counts, .* pass topics.Counts"):
        topics.evaluate(of_counts, Corpus.from_texts(texts))
    assert topics.evaluate(of_counts, run.counts).topics["c_v"].len() == 4


def test_refits_replace_the_stability_of_the_fit(planted):
    """Columns, scores and the warning are those of the whole fits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        quick = topics.fit(planted, model="nmf", n_topics=6, n_fits=3, project=False)
        exact = topics.evaluate(quick, n_refits=3, method="bootstrap", random_state=4)
    expected = topics.stability(quick, 3, method="bootstrap", random_state=4)
    assert np.array_equal(exact.topics["stability"], expected.values)
    assert np.array_equal(exact.topics["stability_high"], expected.high)
    record = score(exact, "stability, mean", "3 whole fits of samples of the documents with other")
    assert record["value"] == pytest.approx(expected.values.mean())
    assert record["settings"]["random_state"] == 4
    n_low = int((expected.values < 0.3).sum())
    assert score(exact, "topics below the stability floor")["value"] == n_low
    found = [w["count"] for w in exact.quality["warnings"] if w["code"] == "topics-unstable"]
    assert found == ([n_low] if n_low else [])


def test_stability_of_a_run_of_one_fit(run):
    """It gets the columns that it lacks; without refits it stays without."""
    assert "stability" not in topics.evaluate(run).topics.columns
    assert (topics.evaluate(run, n_refits=2).topics["stability"] > 0.9).all()


def test_held_out_perplexity_is_a_score_that_is_there_once(run):
    """Another share replaces it; the unigram model is among the settings."""
    first = topics.evaluate(run, held_out=0.1)
    second = topics.evaluate(first, held_out=0.2)
    record = score(second, "perplexity of held-out documents")
    expected = topics.held_out_perplexity(run, 0.2)
    assert record["value"] == expected.perplexity
    assert record["settings"]["unigram"] == expected.unigram_perplexity
    assert record["reference"].endswith("12 held-out documents")


def test_saving_and_loading_keeps_everything(evaluated, tmp_path):
    """Tables and scores are the same, with the types of the columns."""
    loaded = topics.load(evaluated.save(tmp_path / "run"))
    assert loaded.topics.equals(evaluated.topics)
    assert loaded.topics.schema == evaluated.topics.schema
    assert loaded.quality == evaluated.quality
    again = topics.load(loaded.save(tmp_path / "again"))
    assert again.topics.equals(evaluated.topics)


def test_edits_and_labels_keep_what_still_holds(evaluated, tmp_path):
    """Merged topics have null; others keep their scores; undoing gives all back."""
    edited = evaluated.edit(merge=[[0, 1]])
    assert edited.topics["c_v"].to_list() == [None, *evaluated.topics["c_v"][2:]]
    assert edited.topics["pairs_never_met"].dtype == pl.Int64
    loaded = topics.load(edited.save(tmp_path / "run"))
    assert loaded.topics.equals(edited.topics)
    assert loaded.undo_edits().topics.equals(evaluated.topics)
    assert loaded.undo_edits().quality == evaluated.quality
    relabelled = evaluated.relabel(lambda terms, texts: terms[0].upper())
    assert relabelled.topics["c_v"].equals(evaluated.topics["c_v"])


def test_an_edited_run_is_scored_as_it_is_shown(evaluated, tmp_path):
    """Scores say that topics were edited, and end with these edits."""
    edited = topics.evaluate(evaluated.edit(merge=[[0, 1]], hide=2), n_refits=2)
    assert not any(edited.topics.select(COLUMNS).null_count().row(0))
    records = [each for each in edited.quality["scores"] if "column" in each["settings"]]
    assert len(records) == 4
    assert all(each["settings"]["topics"] == "edited by hand" for each in records)
    of_c_v = [each for each in edited.quality["scores"] if each["name"] == records[-1]["name"]]
    assert of_c_v == records[-1:]
    loaded = topics.load(edited.save(tmp_path / "run"))
    assert loaded.topics.equals(edited.topics)
    assert loaded.undo_edits().quality == evaluated.quality


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_of_another_type_are_refused(evaluated, column, tmp_path):
    """A folder may come from anywhere."""
    wrong = evaluated.topics.with_columns(pl.lit("much").alias(column))
    replace(evaluated, topics=wrong).save(tmp_path / "run")
    with pytest.raises(RunFolderError, match=f"has no proper {column}"):
        topics.load(tmp_path / "run")


def test_terms_of_a_folder_that_are_not_in_its_vocabulary(evaluated, tmp_path):
    """They cannot be scored; the message names them."""
    wrong = evaluated.topics.with_columns(terms=pl.lit("nowhere, " + evaluated.terms[0]))
    replace(evaluated, topics=wrong).save(tmp_path / "run")
    with pytest.raises(RunFolderError, match="shows 'nowhere"):
        topics.evaluate(tmp_path / "run")


def test_terms_with_commas_are_found(run):
    """Terms of counts can be anything, also with the comma that separates them in the table."""
    names = [f"{term}, {term}" for term in run.terms]
    counts = Counts(run.counts.matrix, names, run.counts.row_document)
    of_counts = topics.fit(counts, n_topics=4, n_fits=1, project=False)
    with pytest.warns(TopicsWarning, match="were left out"):
        found = topics.evaluate(of_counts)
    with pytest.warns(TopicsWarning, match="were left out"):
        plain = topics.evaluate(
            topics.fit(
                Counts(run.counts.matrix, run.terms, run.counts.row_document),
                n_topics=4,
                n_fits=1,
                project=False,
            )
        )
    assert np.allclose(found.topics["u_mass"], plain.topics["u_mass"])


def test_a_vocabulary_of_two_terms():
    """Topics with fewer terms than ten are scored on those that they have."""
    rng = np.random.default_rng(0)
    counts = Counts(rng.poisson(2, (30, 2)) + 1, ["sea", "law"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        found = topics.evaluate(topics.fit(counts, n_topics=2, n_fits=1, project=False))
    assert np.isfinite(found.topics["u_mass"].to_numpy()).all()


def test_a_vocabulary_of_one_term():
    """There is no pair: coherence is 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        run = topics.fit(Counts(np.ones((30, 1)), ["sea"]), n_topics=1, n_fits=1, project=False)
        found = topics.evaluate(run, n_refits=1, held_out=0)
    assert found.topics["u_mass"].to_list() == [0]
    assert found.topics["stability"].to_list() == [None]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"n_refits": -1}, "n_refits is -1, expected a whole number, 0 or more"),
        ({"held_out": -0.1}, "held_out is -0.1"),
        ({"held_out": 0.9}, "is 0.9, expected more than 0 and at most 0.5"),
        ({"method": "all"}, "choose from refit, bootstrap"),
        ({"method": "refit"}, "none was asked for: ask for some, such as n_refits=20"),
        ({"refs": 3}, "unknown option 'refs'"),
    ],
)
def test_options_out_of_range(run, options, words):
    """Wrong options are refused before anything is read."""
    with pytest.raises(OptionError, match=words):
        topics.evaluate(run, "no-such-file", **options)


def test_a_folder_that_was_changed_meanwhile_is_not_replaced(evaluated, run, tmp_path):
    """Edits made during a long evaluation are not lost; the folder is as it was."""
    folder = run.save(tmp_path / "run")
    files = read_manifest(folder)["files"]
    run.edit(rename={0: "Sea"}).save(folder, overwrite=True)
    with pytest.raises(RunFolderError, match="was changed meanwhile, so nothing was written"):
        rewrite_scores(folder, evaluated, files)
    assert topics.load(folder).topics["label"][0] == "Sea"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_topics_and_clusters_are_compared_with_a_column():
    """One score for each, with NMI and ARI; a column that names rows is refused."""
    words = ["reef tide coral wave", "judge jury court trial"]
    texts = [f"{words[i % 2]} number{i % 5}" for i in range(30)]
    corpus = Corpus.from_texts(texts, metadata={"theme": ["sea", "law"] * 15})
    run = topics.fit(corpus, model="nmf", n_topics=2, n_fits=1, project=False)
    for each, names in ((run, ["topics"]), (run.cluster(n_clusters=2), ["topics", "clusters"])):
        scores = topics.evaluate(each, against="theme").quality["scores"]
        found = {s["name"]: s for s in scores if s["name"].startswith("agreement")}
        assert list(found) == [f"agreement of {name} (AMI)" for name in names]
        for score in found.values():
            assert score["value"] == pytest.approx(1.0)
            assert score["reference"] == "30 documents with a value of 'theme'"
            assert score["settings"] == {"nmi": 1.0, "ari": 1.0, "labels": 2}
    with pytest.raises(InputError, match="one by one"):
        topics.evaluate(run, against="id")
