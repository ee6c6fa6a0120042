"""The column ``language`` of what is read, and the option that keeps some languages."""

from __future__ import annotations

import json

import polars as pl
import pytest

import topics
from support.languages import TEXTS
from topics.errors import LanguageError, OptionError


@pytest.fixture
def folder(tmp_path):
    """Files in three languages, one too short to say and one with metadata."""
    for name, text in {
        "a.txt": TEXTS["en"], "b.txt": TEXTS["de"], "c.txt": TEXTS["de"] + " Gut.",
        "d.txt": TEXTS["fr"], "e.txt": "Tide", "f.md": f"---\nlanguage: de-AT\n---\n{TEXTS['de']}",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def codes(corpus):
    """Languages of the documents by id."""
    return dict(corpus.documents.select("id", "language").iter_rows())


def test_every_document_has_the_language_that_is_stated_or_detected(folder):
    """Texts that are too short have none."""
    assert codes(topics.read(folder)) == {
        "a.txt": "en", "b.txt": "de", "c.txt": "de", "d.txt": "fr", "e.txt": None, "f.md": "de-AT",
    }  # fmt: skip


def test_only_documents_in_a_language_are_kept_and_the_others_are_on_record(folder):
    """Those of unknown language stay; both are counted."""
    corpus = topics.read(folder, language="de")
    assert list(codes(corpus)) == ["b.txt", "c.txt", "e.txt", "f.md"]
    assert set(corpus.sections["document"]) == set(codes(corpus))
    removed = corpus.removed.select("source", "document", "reason", "text").rows()
    name = folder.name
    assert removed == [
        (f"{name}/a.txt", "a.txt", "language: English", TEXTS["en"]),
        (f"{name}/d.txt", "d.txt", "language: French", TEXTS["fr"]),
    ]
    messages = {notice.code: notice.message for notice in corpus.notices}
    left_out = messages["documents-in-other-languages"]
    assert "other languages than German, left out: 2 (1 in English, 1 in French)" in left_out
    unknown = messages["documents-of-unknown-language"]
    assert "1 document whose language is not known" in unknown


def test_several_languages_can_be_kept(folder):
    """By codes or names, with commas between them."""
    assert len(codes(topics.read(folder, language="English, fr"))) == 3
    assert topics.read(folder, language="en,de,fr").removed.height == 0


def test_a_filter_that_leaves_nothing_says_which_languages_there_are(folder):
    """With their shares and codes; an unknown code lists all codes."""
    with pytest.raises(LanguageError, match=r"Danish .*50% German.*unknown; ask for one of de, en"):
        topics.read(folder, language="da")
    with pytest.raises(OptionError, match="'xq' is no known language"):
        topics.read(folder, language="xq")
    with pytest.raises(LanguageError, match=r"of 1 document 100% unknown$"):
        topics.read(folder / "e.txt", language="en")


def test_a_copy_of_a_document_that_is_left_out_is_nobodys_copy(tmp_path):
    """Where metadata state another language for the same text."""
    rows = [{"id": "a", "text": TEXTS["en"], "language": "de"}, {"id": "b", "text": TEXTS["en"]}]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert topics.read(path).documents["duplicate_of"].to_list() == [None, "a"]
    kept = topics.read(path, language="en").documents
    assert kept.select("id", "language", "duplicate_of").rows() == [("b", "en", None)]


def test_a_table_of_metadata_states_languages(folder):
    """Before the texts are looked at."""
    table = pl.DataFrame({"file": ["a.txt", "e.txt"], "language": ["sv", "da"]})
    found = codes(topics.read(folder / "a.txt", folder / "e.txt", metadata=table))
    assert found == {"a.txt": "sv", "e.txt": "da"}


def test_thirty_languages_are_one_corpus(tmp_path):
    """Each document has its own, and any of them can be kept."""
    lines = [json.dumps({"id": code, "text": text}) for code, text in TEXTS.items()]
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    corpus = topics.read(tmp_path / "all.jsonl")
    assert corpus.documents["language"].to_list() == list(TEXTS)
    kept = topics.read(tmp_path / "all.jsonl", language="ar,he,th")
    assert kept.documents["id"].to_list() == ["ar", "he", "th"]
    assert kept.removed.height == 27
