"""MALLET's files as runs, through Python and the command line."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from support.commands import command as run_command
from topics.errors import InputError, MissingInputError

QUICK = {"project": False, "n_fits": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, texts):
    """The texts in files a00.txt to a59.txt."""
    path = tmp_path_factory.mktemp("mallet") / "texts"
    path.mkdir()
    for number, text in enumerate(texts):
        (path / f"a{number:02}.txt").write_text(text, encoding="utf-8")
    return path


def write_files(path, arrays, *, names, old=False):
    """MALLET's two files of a model; `old` is the form before 2.0.8."""
    path.mkdir(exist_ok=True)
    weights = "".join(
        f"{topic}\t{term}\t{float(weight)!r}\n"
        for topic, row in enumerate(arrays["topic_term"])
        for term, weight in zip(arrays["terms"], row, strict=True)
    )
    (path / "weights.txt").write_text(weights, encoding="utf-8")
    lines = []
    for number, (name, row) in enumerate(zip(names, arrays["document_topic"], strict=True)):
        if old:
            order = np.argsort(-row)
            pairs = " ".join(f"{topic} {float(row[topic])!r}" for topic in order)
            lines.append(f"{number} {name} {pairs} \n")
        else:
            lines.append("\t".join([str(number), name, *(repr(float(x)) for x in row)]) + "\n")
    head = "#doc name topic proportion ...\n" if old else ""
    (path / "topics.txt").write_text(head + "".join(lines), encoding="utf-8")
    return {"doc_topics": path / "topics.txt", "word_weights": str(path / "weights.txt")}


@pytest.mark.parametrize("old", [False, True])
def test_shares_are_those_of_the_file(arrays, corpus, tmp_path, old):
    """In both forms of the file; rows whose names are no ids are taken in their order."""
    files = write_files(tmp_path, arrays, names=[str(i) for i in range(60)], old=old)
    run = topics.adopt(files, corpus, **QUICK)
    assert np.allclose(run.document_topic, arrays["document_topic"])
    assert run.terms.tolist() == arrays["terms"]
    prior = run.engine_arrays["document_topic_prior"]
    assert prior.tolist() == [5 / 4] * 4
    own = topics.adopt({**files, "alpha": [1, 2, 3, 4]}, corpus, **QUICK)
    assert own.engine_arrays["document_topic_prior"].tolist() == [1, 2, 3, 4]


def test_documents_are_matched_by_path(arrays, folder, tmp_path):
    """MALLET names documents by their paths; ours are read in another order."""
    names = [f"file:{folder}/a{number:02}.txt" for number in range(60)][::-1]
    reversed_rows = {**arrays, "document_topic": arrays["document_topic"][::-1]}
    files = write_files(tmp_path, reversed_rows, names=names)
    run = topics.adopt(files, folder, **QUICK)
    assert np.allclose(run.document_topic, arrays["document_topic"])
    assert run.documents["id"][0] == "a00.txt"


def test_the_command_line(arrays, folder, tmp_path):
    """`topics adopt` writes a run folder with report; new documents get its topics."""
    names = [f"file:{folder}/a{number:02}.txt" for number in range(60)]
    files = write_files(tmp_path, arrays, names=names)
    done = run_command(
        "adopt",
        "--mallet-doc-topics",
        files["doc_topics"],
        "--mallet-word-weights",
        files["word_weights"],
        folder,
        "--output",
        tmp_path / "run",
        "--fits",
        "1",
        "--no-map",
    )
    assert done.returncode == 0, done.stderr
    assert "Written to" in done.stdout
    run = topics.load(tmp_path / "run")
    assert np.allclose(run.document_topic, arrays["document_topic"])
    assert (tmp_path / "run" / "report.html").exists()
    shown = run_command("show", tmp_path / "run")
    assert shown.returncode == 0
    new = run_command("transform", tmp_path / "run", folder, "--output", tmp_path / "new")
    assert new.returncode == 0, new.stderr


def test_the_command_line_names_what_is_wrong(arrays, folder, tmp_path):
    """A model of other documents, a missing file, a missing flag: one line each."""
    files = write_files(tmp_path, arrays, names=[f"file:/elsewhere/b{n}.txt" for n in range(60)])
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(folder.iterdir())[:40]:
        (few / path.name).write_text(path.read_text())
    flags = ["--mallet-word-weights", files["word_weights"], "--output", tmp_path / "out"]
    done = run_command("adopt", *flags, "--mallet-doc-topics", files["doc_topics"], few, "-q")
    assert done.returncode == 1
    assert "keeps the topics of 60 documents, and there are 40 here" in done.stderr
    done = run_command("adopt", *flags, "--mallet-doc-topics", tmp_path / "none", folder)
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot read")
    assert run_command("adopt", *flags, folder).returncode == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("weights.txt", lambda lines: lines[:-3], "lacks 3 weights of words in topics"),
        ("weights.txt", lambda lines: [*lines, lines[0]], "two weights of one word in one topic"),
        ("weights.txt", lambda lines: ["0\tx\n"], "line 1 of .* is not topic, word and weight"),
        ("weights.txt", lambda lines: ["0\tx\tmany\n"], "has 'many', expected a number of 0"),
        ("weights.txt", lambda lines: ["99999999\tx\t1\n"], "lacks topics: it has 1 of 0 to 9999"),
        ("weights.txt", lambda lines: ["0\tx\tnan\n"], "has 'nan', expected a number of 0 or more"),
        ("weights.txt", lambda lines: ["0\tx\t-1\n"], "has '-1', expected a number of 0 or more"),
        ("weights.txt", lambda lines: [], "is empty; MALLET writes it with"),
        ("topics.txt", lambda lines: [], "has no documents; MALLET writes it with"),
        ("topics.txt", lambda lines: lines[:40], "40 of its names are ids"),
        ("topics.txt", lambda lines: ["0\ta\t0.5\t0.5\n"], "not its number, its name and 4 shares"),
        ("topics.txt", lambda lines: ["0 a 0 .5 0 .5 1 0 2 0\n"], "not its number, its name"),
    ],
)
def test_files_that_are_not_mallets(arrays, corpus, tmp_path, name, change, message):
    """Cut, swapped and damaged files are named with their line."""
    files = write_files(tmp_path, arrays, names=[str(i) for i in range(60)])
    lines = (tmp_path / name).read_text().splitlines(keepends=True)
    (tmp_path / name).write_text("".join(change(lines)))
    with pytest.raises(InputError, match=message):
        topics.adopt(files, corpus, **QUICK)


def test_paths_that_cannot_be_read(arrays, corpus, tmp_path):
    """No file, a folder, bytes that are no text, and mappings without both files."""
    files = write_files(tmp_path, arrays, names=[str(i) for i in range(60)])
    for path in (tmp_path / "none", tmp_path, "a\0b"):
        with pytest.raises(MissingInputError, match=r"cannot read .* \(doc_topics\)"):
            topics.adopt({**files, "doc_topics": path}, corpus, **QUICK)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00\t1")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        topics.adopt({**files, "doc_topics": tmp_path / "bytes"}, corpus, **QUICK)
    with pytest.raises(InputError, match="expected the paths 'doc_topics'"):
        topics.adopt({"doc_topics": "x"}, corpus, **QUICK)
    with pytest.raises(InputError, match="expected the path of a file of MALLET"):
        topics.adopt({**files, "doc_topics": 3}, corpus, **QUICK)
    with pytest.raises(InputError, match="alpha is 'x', expected the sum"):
        topics.adopt({**files, "alpha": "x"}, corpus, **QUICK)
    with pytest.raises(InputError, match="expected a number above 0 for each topic"):
        topics.adopt({**files, "alpha": -1}, corpus, **QUICK)
