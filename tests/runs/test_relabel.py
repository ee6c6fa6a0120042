"""Labels of a function: checked, unique, kept with their origin, saved and shown."""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import topics
from topics.cli.screen import print_topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.runs.relabel import MAX_LABEL


@pytest.fixture(scope="module")
def run(planted):
    """Four topics with texts."""
    return topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)


def counted(run, *labels):
    """The run with these labels in turn, from a function named ``answer``."""
    answers = iter(labels)

    def answer(terms, texts):
        return next(answers)

    return run.relabel(answer)


def test_a_function_gets_terms_and_representative_texts(run, planted):
    """Terms in order; texts are beginnings of sections of the topic."""
    calls = []

    def keep(terms, texts):
        calls.append((terms, texts))

    run.relabel(keep, n_texts=2)
    assert [", ".join(terms) for terms, _ in calls] == run.topics["terms"].to_list()
    every_text = set(planted.sections["text"])
    for terms, texts in calls:
        assert len(texts) == 2
        assert set(texts) <= every_text
        assert all(terms[0][:3] in text for text in texts)


def test_labels_and_origins_are_in_a_new_run(run):
    """The run itself stays, and everything else of the new one is the same."""
    before = run.topics.clone()
    renamed = counted(run, "Sea", "Law", None, "Art")
    assert renamed.topics["label"].to_list() == ["Sea", "Law", before["label"][2], "Art"]
    assert renamed.topics["label_origin"].to_list() == ["answer", "answer", "terms", "answer"]
    assert run.topics.equals(before)
    assert renamed.topics.select(before.columns).drop("label").equals(before.drop("label"))
    assert renamed.document_topic is run.document_topic
    again = renamed.relabel(lambda terms, texts: None)
    assert again.topics.equals(renamed.topics)


def test_labels_are_made_unique_and_cleaned(run):
    """Equal labels are numbered; line ends, controls, tags and lone surrogates are not kept."""
    label = "  Sea\n\x1b[2J and\t<b>tide</b> \u202e\ud800"
    renamed = counted(run, "Law", "Law", label, run.topics["label"][0])
    labels = renamed.topics["label"].to_list()
    assert labels[:2] == ["Law", "Law (2)"]
    assert labels[2].startswith("Sea [2J and tide")
    assert labels[2].replace("\N{REPLACEMENT CHARACTER}", "").isprintable()
    assert len(set(labels)) == 4


@given(st.lists(st.text(max_size=150), min_size=4, max_size=4))
def test_any_text_is_a_clean_label_or_an_error(run, labels):
    """No label is empty, of several lines, long, or there twice."""
    try:
        with warnings.catch_warnings():  # of labels that were cut
            warnings.simplefilter("ignore", TopicsWarning)
            renamed = counted(run, *labels)
    except InputError:
        return
    found = renamed.topics["label"].to_list()
    assert len(set(found)) == 4
    for label in found:
        assert label.strip() == label != ""
        assert len(label.splitlines()) == 1
        assert len(label) <= MAX_LABEL + len(" (4)")


def test_long_labels_are_cut_with_a_warning(run):
    """To a bounded number of characters."""
    with pytest.warns(TopicsWarning, match="1 labels of answer were cut to 100 characters"):
        renamed = counted(run, "word " * 99, "b", "c", "d")
    assert len(renamed.topics["label"][0]) <= MAX_LABEL
    assert renamed.topics["label"][0].endswith("…")


@pytest.mark.parametrize("label", [5, b"sea", ["sea"], "", " \n ", "\x00", "\u200b", "\u200d"])
def test_what_is_no_label_is_refused(run, label):
    """The function and the topic are named."""
    with pytest.raises(InputError, match=r"answer returned .* for topic 1, expected a"):
        counted(run, "Sea", label, "b", "c")


def test_arguments_are_checked(run):
    """A function that cannot be called, or no texts."""
    with pytest.raises(OptionError, match="function is 'sea', expected a function"):
        run.relabel("sea")
    with pytest.raises(OptionError, match="n_texts is 0"):
        run.relabel(lambda terms, texts: "a", n_texts=0)


def test_an_error_of_the_function_names_the_topic(run):
    """It passes as it is, with a note."""
    with pytest.raises(ZeroDivisionError) as caught:
        run.relabel(lambda terms, texts: 1 / 0)
    assert caught.value.__notes__ == ["<lambda> was asked for the label of topic 0"]


def test_the_origin_is_the_name_of_the_function(run):
    """Also inside a partial one, or the class of an object; never that of the fit's labels."""

    class Labeller:
        def __call__(self, terms, texts):
            return terms[0]

    def terms(terms, texts, number=0):
        return terms[number]

    for function, name in ((Labeller(), "Labeller"), (partial(terms, number=1), "function terms")):
        assert run.relabel(function).topics["label_origin"].unique().to_list() == [name]


def test_labels_are_saved_loaded_and_shown(run, tmp_path, capsys):
    """In topics.csv, the report, `show` and what a run shows."""
    renamed = counted(run, "=Sea & tide", "Law", None, "Art")
    folder = renamed.save(tmp_path / "run")
    loaded = topics.load(folder)
    assert loaded.topics.equals(renamed.topics)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "=Sea &amp; tide" in page
    assert "from answer, terms" in page
    lines = loaded.show().splitlines()
    assert f"=Sea & tide: {run.topics['terms'][0]}" in lines[0]
    assert run.topics["label"][2] not in lines[2]
    print_topics(loaded)
    assert "=Sea & tide" in capsys.readouterr().out
    assert "label_origin" not in run.topics.columns
    old = (run.save(tmp_path / "old") / "report.html").read_text(encoding="utf-8")
    assert "from answer" not in old
    assert "from terms" not in old


@pytest.mark.parametrize("origins", [[1, 2, 3, 4], ["terms", None, "terms", "terms"]])
def test_origins_of_another_type_are_refused(run, tmp_path, origins):
    """The column has a string for every topic, where there is one."""
    wrong = run.topics.with_columns(label_origin=pl.Series(origins))
    folder = tmp_path / "run"
    with pytest.raises(RunFolderError, match=r"topics.csv of .* has no proper label_origin"):
        topics.load(replace(run, topics=wrong).save(folder))


def test_a_run_without_texts_gives_the_function_none():
    """Counts have no texts; the terms are enough."""
    matrix = np.random.default_rng(0).poisson(1.0, size=(30, 8))
    run = topics.fit(topics.Counts(matrix, list("abcdefgh")), n_topics=2, n_fits=1, project=False)
    renamed = run.relabel(lambda terms, texts: f"{terms[0]} {len(texts)}")
    assert [label.split()[1] for label in renamed.topics["label"]] == ["0", "0"]


def test_documents_are_shown_where_documents_were_fitted():
    """With `level="document"` the texts are those of documents."""
    texts = ["reef tide wave coral", "judge jury court law"] * 6
    run = topics.fit(
        Corpus.from_texts(texts), n_topics=2, n_fits=1, level="document", project=False
    )
    seen = []
    run.relabel(lambda terms, texts: seen.append(texts))
    assert sorted({text for texts in seen for text in texts}) == sorted(set(texts))
