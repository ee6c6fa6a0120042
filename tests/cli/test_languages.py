"""Languages on the command line: filter, stop words, stems, words without spaces."""

from __future__ import annotations

import json

import pytest

import topics
from support.commands import FAST, assert_failed, command
from support.languages import TEXTS
from topics.report.data.texts import texts_data
from topics.runs.report_content import report_content

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
    assert_failed(command(*words, "xq"), 2, "'xq' is no known language; expected codes")
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


def test_stems_are_one_term_in_every_command(tmp_path):
    """Readable terms, the same for new documents, in the report, the search and seed words."""
    texts = [
        "The tides rise over the reef while corals grow in the tide pools of the harbour.",
        "A judge heard the witnesses in the court, and the judges of the courts were heard.",
        "Reefs and corals grow where the tides are low, and a coral reef needs the tides.",
        "The courts heard a witness, and the jury believed the judges in the courts.",
    ]
    (tmp_path / "in").mkdir()
    for number, text in enumerate(texts * 2):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{text} {number}", encoding="utf-8")
    (tmp_path / "seeds.toml").write_text('sea = ["reefs", "tide"]\nlaw = ["judge"]\n')
    words = ("--normalize", "stem", "--seed-topics", tmp_path / "seeds.toml", "--topics", 2)
    process = command("fit", tmp_path / "in", "--output", tmp_path / "run", *words, *FAST)
    assert process.returncode == 0, process.stderr
    run = topics.load(tmp_path / "run")
    assert {"tides", "judges", "courts", "corals"} <= set(run.terms.tolist())
    assert {"tide", "judge", "court", "coral"}.isdisjoint(run.terms.tolist())
    assert run.options.normalize == "stem"
    assert run.manifest["versions"]["PyStemmer"]
    process = command("transform", tmp_path / "run", tmp_path / "in", "--output", tmp_path / "new")
    assert process.returncode == 0, process.stderr
    new = (tmp_path / "new" / "documents.csv").read_text(encoding="utf-8").splitlines()
    column = new[0].split(",").index("n_unknown")
    assert {line.split(",")[column] for line in new[1:]} == {"0"}
    process = command("search", tmp_path / "run", "judge")
    assert process.returncode == 0, process.stderr
    assert "judges" in process.stdout
    process = command(
        "fit", tmp_path / "in", "--continue", tmp_path / "run", "--new-topics", 1,
        "--output", tmp_path / "more",
    )  # fmt: skip
    assert_failed(process, 1, "are in the run")
    (tmp_path / "in" / "9.txt").write_text("A quay and quays by the tide, quays of the courts.")
    process = command(
        "fit", tmp_path / "in", "--continue", tmp_path / "run", "--output", tmp_path / "more"
    )
    assert process.returncode == 0, process.stderr
    assert topics.load(tmp_path / "more").options.normalize == "stem"


def test_the_report_marks_every_form_of_a_term(tmp_path):
    """The words of the text as they are."""
    texts = [
        "The tides rise over the reef while a coral grows in the tide pools of the harbour.",
        "A judge heard the witnesses in the court, and the judges of the courts were heard.",
    ] * 3
    options = {"n_topics": 2, "n_fits": 1, "project": False, "keep_duplicates": True}
    corpus = topics.Corpus.from_texts(texts)
    with pytest.warns(topics.errors.TopicsWarning, match="4 documents are copies"):
        run = topics.fit(corpus, normalize="stem", **options)
    content = report_content(run, run.projection, None, "full")
    data = texts_data(content)
    text, marks = data["text"][1], data["marks"][1]
    position, marked = 0, []
    for gap, length in zip(marks[::3], marks[1::3], strict=True):
        marked.append(text[position + gap : position + gap + length])
        position += gap + length
    assert marked == ["judge", "witnesses", "court", "judges", "courts"]


def test_a_language_without_stems_is_refused(tmp_path):
    """Before anything is fitted; the message lists the languages."""
    (tmp_path / "a.txt").write_text(TEXTS["vi"], encoding="utf-8")
    process = command(
        "fit", tmp_path / "a.txt", "--output", tmp_path / "run", "--normalize", "stem", *FAST
    )
    assert_failed(process, 1, "100% Vietnamese")


def test_chinese_is_cut_into_words(tmp_path):
    """With the stop words of the texts; new documents are cut alike."""
    texts = ["潮汐涨落，珊瑚礁在港口外面生长。", "法官听取证人的陈述，法院做出判决。"]
    (tmp_path / "in").mkdir()
    for number, text in enumerate(texts * 3):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{text}{number}", encoding="utf-8")
    words = ("--stop-words", "auto", "--topics", 2, *FAST)
    process = command("fit", tmp_path / "in", "--output", tmp_path / "run", *words)
    assert process.returncode == 0, process.stderr
    run = topics.load(tmp_path / "run")
    assert run.options.stop_words == "zh"
    assert {"珊瑚礁", "港口", "法官", "证人"} <= set(run.terms.tolist())
    assert "的" not in run.terms.tolist()
    process = command("transform", tmp_path / "run", tmp_path / "in", "--output", tmp_path / "new")
    assert process.returncode == 0, process.stderr
    process = command("search", tmp_path / "run", "珊瑚礁")
    assert process.returncode == 0, process.stderr
    assert "珊瑚礁" in process.stdout
    assert run.learned.cut_by == "icu4py"
