"""Languages on the command line: filter, stop words, stems, words without spaces."""

from __future__ import annotations

import json

import pytest

import topics
from support.commands import FAST, assert_failed, command
from support.languages import TEXTS

GERMAN = (
    "Die Flut steigt über das Riff, und die Korallen wachsen.",
    "Das Gericht hörte die Richterin und die Zeugen am Morgen.",
    "Am Riff wachsen die Korallen, wenn die Flut wieder steigt.",
    "Die Zeugen gingen nach Hause, und das Gericht schwieg lange.",
)


@pytest.fixture
def folder(tmp_path):
    """Four German documents, one English one and one of a word."""
    texts = {f"{number}.txt": text for number, text in enumerate(GERMAN)}
    for name, text in {**texts, "en.txt": TEXTS["en"], "word.txt": "Riff"}.items():
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return tmp_path / "in"


def test_language_keeps_the_documents_in_it(folder, tmp_path):
    """The summary counts the others, removed.csv lists them, and new documents are read alike."""
    words = ("--language", "de", "--stop-words", "auto", *FAST, "--topics", 2)
    process = command("fit", folder, "--output", tmp_path / "run", *words)
    assert process.returncode == 0, process.stderr
    assert "Not read: 1 document in another language" in process.stdout
    assert "other languages than German, left out: 1 (1 in English)" in process.stdout
    run = topics.load(tmp_path / "run")
    assert run.documents["language"].to_list() == ["de"] * 4 + [None]
    assert run.removed["reason"].to_list() == ["language: English"]
    assert run.options.stop_words == "de"
    assert run.options.read_options.language == "de"
    process = command("transform", tmp_path / "run", folder, "--output", tmp_path / "new")
    assert process.returncode == 0, process.stderr
    assert "en.txt" not in (tmp_path / "new" / "documents.csv").read_text(encoding="utf-8")


def test_languages_that_are_not_there_or_not_known_are_errors(folder, tmp_path):
    """The first names the languages of the documents, the second all codes."""
    words = ("fit", folder, "--output", tmp_path / "run", *FAST, "--language")
    assert_failed(command(*words, "da"), 1, "67% German, 17% English, 17% unknown; ask for one of")
    assert_failed(command(*words, "xq"), 1, "'xq' is no known language; expected codes")
    words = ("fit", folder, "--output", tmp_path / "run", *FAST, "--stop-words")
    assert_failed(command(*words, "xq"), 1, "one or more of en, de, fr")


def test_a_corpus_in_several_languages_is_noticed_with_the_flags_of_the_command(tmp_path):
    """Shares, what to do, and which lists fit."""
    rows = [json.dumps({"text": TEXTS[code] + f" {n}"}) for code in ("en", "de") for n in range(3)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    process = command(
        "fit", tmp_path / "rows.jsonl", "--output", tmp_path / "run", *FAST, "--topics", 2
    )
    assert process.returncode == 0, process.stderr
    text = " ".join(process.stdout.split())
    assert "documents in several languages (50% German, 50% English)" in text
    assert "--language de" in text
    assert "--stop-words en,de" in text
