"""Representative documents and sections of a run."""

from __future__ import annotations

import warnings

import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import OptionError

SEA = ["reef tide wave coral fish", "harbour ship sail anchor tide", "plankton whale fish wave"]
LAW = ["judge jury court verdict law", "lawyer trial appeal court bench", "statute law judge fine"]


@pytest.fixture(scope="module")
def run():
    """Documents of two sections; every text is there three times, and one is empty."""
    texts = [*SEA, *LAW] * 3
    names = [f"d{i}" for i in range(len(texts))] + ["empty"]
    sections = pl.DataFrame(
        {
            "document": [name for name in names for _ in range(2)],
            "position": [0, 1] * len(names),
            "level": [1, 1] * len(names),
            "heading": ["", "More"] * len(names),
            "text": [part for text in [*texts, ""] for part in (f"{text} {text}", f" {text}")],
        }
    )
    documents = Corpus.from_texts([""] * len(names), ids=names).documents
    with warnings.catch_warnings():  # of empty sections and shared headings
        warnings.simplefilter("ignore", topics.TopicsWarning)
        return topics.fit(
            Corpus(documents=documents, sections=sections),
            n_topics=2,
            n_fits=1,
            min_documents=1,
            project=False,
        )


@pytest.mark.parametrize("level", ["document", "section"])
def test_representatives_are_the_best_rows_without_copies(run, level):
    """Each text once, in the order of `TopicRun.topic`; empty rows never."""
    topic = run.documents["topic"][0]
    chosen = run.representatives(topic, 3, level=level)
    everything = run.topic(topic, level=level)
    assert chosen.columns == [*everything.columns, "text"]
    assert chosen["text"].n_unique() == 3
    assert chosen.drop("text").row(0) == everything.row(0)
    keys = ["document"] if level == "document" else ["document", "position"]
    rows = everything.join(chosen.select(keys), on=keys, how="semi")
    assert rows.equals(chosen.drop("text"))
    assert "empty" not in run.representatives(topic, 99, level=level)["document"]


def test_texts_begin_with_the_heading_and_join_the_sections_of_a_document(run):
    """A document's text starts with its first section."""
    row = run.representatives(run.documents["topic"][0], 1).row(0, named=True)
    text = next(text for text in SEA if row["text"].startswith(text))
    assert row["text"] == f"{text} {text}\nMore\n{text}"
    section = run.representatives(0, 99, level="section").filter(position=1)
    assert all(text.startswith("More\n") for text in section["text"])


def test_a_run_without_texts_has_no_column_of_texts(run, tmp_path):
    """The rest works as it does with them."""
    run.save(tmp_path / "run", text=False)
    loaded = topics.load(tmp_path / "run")
    assert loaded.representatives(1).equals(run.representatives(1).drop("text"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"topic": 2}, "there is no topic 2; the topics are 0 to 1"),
        ({"topic": 0, "n": 0}, "n is 0, expected a whole number"),
        ({"topic": 0, "n": None}, "n is None, expected a whole number"),
        ({"topic": 0, "level": "page"}, "unknown level 'page'"),
    ],
)
def test_wrong_arguments_are_refused(run, arguments, message):
    """An unknown topic or level, or no rows."""
    with pytest.raises(OptionError, match=message):
        run.representatives(**arguments)


def test_the_report_lists_representatives_first(run, tmp_path):
    """Of every topic, as numbers of documents."""
    page = (run.save(tmp_path / "run") / "report.html").read_text(encoding="utf-8")
    ids = run.documents["id"].to_list()
    for topic in range(run.n_topics):
        first = [ids.index(name) for name in run.representatives(topic, 5)["document"]]
        assert f'"first":[{",".join(map(str, first))}]' in page
