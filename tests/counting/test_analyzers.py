"""Functions of the caller that make the terms of texts."""

from __future__ import annotations

import functools
import json
import re

import numpy as np
import pytest

import topics
from support.commands import assert_failed, command
from topics.corpus import Corpus
from topics.errors import InputError, OptionError

TEXTS = ["Tides rise; reefs grow", "Judges heard the witness", "A reef and a tide"] * 3
FAST = {"n_topics": 2, "n_fits": 1, "project": False}

pytestmark = pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")


def ends(text):
    """The last three letters of every word, in capitals."""
    return [word[-3:].upper() for word in re.findall(r"\w+", text)]


class Splitter:
    """An object that can be called."""

    def __call__(self, text):
        """Parts between blanks, as a generator."""
        return (part for part in text.split())


def test_the_terms_are_those_that_the_function_returns():
    """Unchanged; a heading is in front of the text of its section."""
    corpus = Corpus.from_texts(TEXTS, analyzer=ends)
    assert corpus.sections["tokens"][0].to_list() == ["DES", "ISE", "EFS", "ROW"]
    assert corpus.analyzer == f"{__name__}:ends"
    run = topics.fit(corpus, **FAST)
    assert "DES" in run.terms.tolist()
    frame = Corpus.from_frame({"text": ["Tides rise"], "h": ["Sea"]}, section_column="h")
    assert frame.with_analyzer(str.split).sections["tokens"].to_list() == [["Sea", "Tides", "rise"]]


@pytest.mark.parametrize(
    ("analyzer", "name"),
    [
        (str.split, "builtins:str.split"),
        (Splitter(), f"{__name__}:Splitter"),
        (functools.partial(re.findall, r"\w+"), "functools:partial"),
        (lambda text: text.split(), f"{__name__}:<lambda>"),
    ],
)
def test_anything_that_can_be_called_is_an_analyzer(analyzer, name):
    """It is remembered by module and name."""
    corpus = Corpus.from_texts(["Tides rise"], analyzer=analyzer)
    assert corpus.sections["tokens"].to_list() == [["Tides", "rise"]]
    assert corpus.analyzer == name


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("one text", "returned str for document '0', expected a function"),
        (None, "returned NoneType for document '0'"),
        (7, "returned int for document '0'"),
        (["tide", 7], "returned 7 among the terms of document '0'"),
        (["tide", None], "returned None among the terms"),
        (["tide", ""], "returned '' among the terms"),
    ],
)
def test_results_that_are_no_terms_are_errors(result, message):
    """They name the function and the document."""
    with pytest.raises(InputError, match=message):
        Corpus.from_texts(["Tides rise"], analyzer=lambda text: result)
    with pytest.raises(InputError, match="the analyzer is str, expected a function"):
        Corpus.from_texts(["Tides rise"], analyzer="module:name")


def test_a_run_asks_for_its_function_and_imports_nothing(tmp_path):
    """Whatever a run folder names; with the function documents get their rows again."""
    corpus = Corpus.from_texts(TEXTS, analyzer=ends)
    run = topics.fit(corpus, **FAST)
    run.save(tmp_path / "run")
    loaded = topics.load(tmp_path / "run")
    assert loaded.learned.analyzer == f"{__name__}:ends"
    with pytest.raises(InputError, match=r"analyzer .*:ends, which is not imported from a run"):
        loaded.transform(TEXTS)
    again = loaded.transform(TEXTS, analyzer=ends)
    assert np.abs(again.document_topic - run.document_topic).max() < 0.02
    assert again.unknown_terms.height == 0
    assert (
        loaded.transform(corpus).documents["n_terms"].to_list()
        == run.documents["n_terms"].to_list()
    )
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text(TEXTS[0])
    new = topics.transform(tmp_path / "run", tmp_path / "new", analyzer=ends)
    assert new.documents["n_unknown"].to_list() == [0]
    process = command("transform", tmp_path / "run", tmp_path / "new", "--output", tmp_path / "x")
    assert_failed(process, 1, "pass the same function")


def test_a_run_goes_on_with_documents_of_its_function(tmp_path):
    """Others are refused in the same way."""
    run = topics.fit(Corpus.from_texts(TEXTS, analyzer=ends), **FAST)
    more = [f"Quays stand {n} by the tides" for n in range(4)]
    ids = [f"new {n}" for n in range(4)]
    grown = topics.fit(Corpus.from_texts(more, ids=ids, analyzer=ends), start=run)
    assert grown.learned.analyzer == run.learned.analyzer
    with pytest.raises(InputError, match="pass the same function"):
        topics.fit(Corpus.from_texts(more, ids=ids), start=run)


def test_a_hostile_name_is_shown_and_nothing_else(tmp_path):
    """Control characters of a run folder do not reach the terminal."""
    from topics.counting import CountSettings, LearnedVocabulary, count_known_terms

    learned = LearnedVocabulary(analyzer="os:system\x1b[31m" + "x" * 900)
    with pytest.raises(InputError) as caught:
        count_known_terms(Corpus.from_texts(["tide"]), CountSettings(), learned, np.array(["tide"]))
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 500
    assert json.dumps(learned.analyzer)


def test_options_that_change_terms_do_not_go_with_a_function():
    """The function makes the terms."""
    with pytest.raises(OptionError, match="tokens of your own"):
        topics.fit(Corpus.from_texts(TEXTS, analyzer=ends), normalize="stem", **FAST)
    counts = topics.Counts([[1]], ["tide"])
    run = topics.fit(Corpus.from_texts(TEXTS, analyzer=ends), **FAST)
    with pytest.raises(InputError, match="an analyzer takes texts, and these are counts"):
        run.transform(counts, analyzer=ends)
