"""The commands of the benchmarks: the list, and the comparison of two results."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments):
    """Return the exit code and the output of ``python -m benchmarks``, which runs here."""
    from benchmarks.__main__ import main

    printed = io.StringIO()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as ended:
            if isinstance(ended.code, str):
                print(ended.code)
            code = ended.code
    return code, printed.getvalue()


@pytest.fixture(autouse=True)
def _beside_the_benchmarks(monkeypatch):
    """They are no part of the package, and start processes of their own."""
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.chdir(ROOT)


def result(path, seconds, perplexity, **changes):
    """Write a result of three random states."""
    records = [
        {
            "contender": "topics",
            "n_topics": 20,
            "random_state": state,
            "label": "default",
            "seconds": seconds + state,
            "peak_bytes": 2**20,
            "perplexity": perplexity,
        }
        for state in (0, 1, 2)
    ]
    kept = {
        "benchmark": "lda",
        "corpus": "tides",
        "machine": {"cores": 2},
        "versions": {"numpy": "2.0"},
        "records": records,
    }
    path.write_text(json.dumps(kept | changes))
    return path


def test_every_benchmark_is_listed():
    """Without a name, all benchmarks are listed with a line each."""
    done = subprocess.run([sys.executable, "-m", "benchmarks"], capture_output=True, text=True)
    assert done.returncode == 2
    names = (
        "lda",
        "nmf",
        "counting",
        "coherence",
        "duplicates",
        "effects",
        "intervals",
        "quality",
        "reading",
    )
    for name in (*names, "compare"):
        assert f"  {name} " in done.stdout


def test_compare_prints_ratios_and_differences(tmp_path):
    """Medians over the random states; versions only where they differ."""
    before = result(tmp_path / "a.json", 1.0, 900.0)
    after = result(tmp_path / "b.json", 3.0, 880.0, versions={"numpy": "2.1"})
    code, output = run("compare", before, after)
    assert code == 0
    assert "numpy: 2.0 -> 2.1" in output
    assert "cores" not in output
    assert "| topics K=20 default | 2.00 -> 4.00 (2.00x) | 1 -> 1 MiB (1.00x) |" in output
    assert "900 -> 880 (-20)" in output


def test_compare_refuses_what_cannot_be_compared(tmp_path):
    """Results of another benchmark and files that are not results are refused."""
    before = result(tmp_path / "a.json", 1.0, 900.0)
    code, output = run("compare", before, result(tmp_path / "b.json", 1, 1, benchmark="nmf"))
    assert code != 0
    assert "benchmark differs: lda and nmf" in output
    other = tmp_path / "c.json"
    other.write_text("[1]")
    code, output = run("compare", before, other)
    assert code != 0
    assert "not a benchmark result" in output


def test_every_result_is_named_in_the_readme():
    """The links of the README lead to files, and no result is without a link."""
    folder = ROOT / "benchmarks"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(((?:results|notes)/[^)]+)\)", readme))
    present = {
        path.relative_to(folder).as_posix()
        for name in ("results", "notes")
        for path in (folder / name).iterdir()
    }
    assert linked == present


COMPARISON = """
import numpy as np
from benchmarks.comparison import Case, compare
options = {"loss": "frobenius", "n_topics": 2, "random_state": 0, "n_threads": 1}
cases = [
    Case({"contender": "missing"}, "benchmarks.nmf.contenders.missing", options),
    Case({"contender": "sklearn"}, "benchmarks.nmf.contenders.sklearn_nmf", options),
]
records, versions = compare(
    cases, lambda case: np.eye(3), lambda case, arrays: {"shape": arrays["weights"].shape}, str
)
assert [(r["contender"], r["sweeps"], r["shape"]) for r in records] == [("sklearn", 200, (3, 2))]
assert records[0].keys() >= {"seconds", "core_seconds", "peak_bytes"}
assert list(versions) == ["scikit-learn"]
"""


def test_comparison_records_fits_and_leaves_out_what_fails():
    """A contender that cannot be run is named with the reason; the others are measured."""
    done = subprocess.run(
        [sys.executable, "-c", COMPARISON], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "missing left out: ModuleNotFoundError: No module named" in done.stdout


TEXTS = {
    "sea": "the tide carries kelp past the reef while a heron waits in the shallow lagoon",
    "court": "the judge reads the verdict aloud before the jury and the weary barrister",
    "bread": "the baker kneads rye dough and shapes loaves beside the warm brick oven",
}
"""Invented sentences of three themes."""


@pytest.fixture
def quality(monkeypatch, tmp_path):
    """Return the output of parts of the benchmark of quality, with small generated corpora."""
    from benchmarks.quality import agreement, planted

    for name, value in (("N_DOCUMENTS", 60), ("N_TERMS", 120), ("LENGTH", 30)):
        monkeypatch.setattr(planted, name, value)
    monkeypatch.setattr(planted, "NOISE_SHAPES", ((60, 30, 120),))
    monkeypatch.setattr(agreement, "REFITS", 2)

    def output(*arguments):
        code, printed = run(
            "quality", *arguments, "--results", tmp_path / "results", "--threads", 1
        )
        assert code == 0, printed
        return printed

    return output


def write_corpus(path):
    """Write 24 documents with labels."""
    documents = [
        {"id": f"{label}{i}", "label": label, "text": " ".join(text.split()[i % 4 :])}
        for i in range(8)
        for label, text in TEXTS.items()
    ]
    lines = "\n".join(map(json.dumps, documents))
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(lines)


def test_quality_compares_with_other_libraries_and_goes_on(quality, tmp_path):
    """Scores of all contenders with a verdict; what is in the record is not fitted again."""
    write_corpus(tmp_path / "coast.jsonl.gz")
    given = ("peers", "--corpora", tmp_path, "--topics", 3, "--states", 1, "--contenders")
    output = quality(*given, "topics", "sklearn")
    path = tmp_path / "results" / "quality-peers-coast.json"
    before = json.loads(path.read_text())
    assert len(before["records"]) == 4
    for record in before["records"]:
        assert record.keys() >= {"seconds", "npmi_mean", "c_npmi_mean", "diversity", "irbo", "nmi"}
    assert "lda, 3 topics, topics: " in output
    assert "nmf, 3 topics, topics: " in output
    output = quality(*given, "topics", "sklearn", "gensim", "--models", "lda")
    assert "sklearn   K=3" not in output
    assert "gensim    K=3" in output
    after = json.loads(path.read_text())
    assert after["records"][:4] == before["records"]
    assert len(after["records"]) == 5


def test_quality_of_states_planted_topics_and_noise(quality, tmp_path):
    """Spread with five fits and with one; the AUC of stability, and what noise reaches."""
    write_corpus(tmp_path / "coast.jsonl.gz")
    output = quality(
        *("states", "planted", "agreement", "--corpora", tmp_path, "--only", "coast"),
        *("--topics", 3, "--states", 2),
    )  # fmt: skip
    assert "3 topics, objective range: " in output
    assert "planted, lda: 2 corpora" in output
    assert "noise, nmf: largest stability" in output
    assert "left out: this version has no topics.stability" in output or "Spearman" in output
    records = json.loads((tmp_path / "results" / "quality-states-coast.json").read_text())
    assert [record["n_fits"] for record in records["records"]] == [1, 5, 1, 5]
    path = tmp_path / "results" / "quality-planted-generated.json"
    before = path.read_text()
    assert quality("planted", "--topics", 3, "--states", 2) in output
    assert path.read_text() == before


def test_quality_correlates_scores_with_ratings(quality, tmp_path):
    """A score that ranks topics as people do has a correlation of 1."""
    topics_of_words = [text.split()[-5:] for text in TEXTS.values()]
    mixed = [list(words) for words in zip(*topics_of_words, strict=True)]
    topics = topics_of_words + mixed
    ratings = [[3, 3 - i / 10] for i in range(3)] + [[1, 1 + i / 10] for i in range(5)]
    metrics = {"ratings_scores_raw": ratings, "intrusion_scores_raw": ratings}
    data = {"coast": {"gibbs": {"topics": topics, "metrics": metrics}}}
    (tmp_path / "all.json").write_text(json.dumps(data))
    write_corpus(tmp_path / "texts.jsonl.gz")
    output = quality(
        "ratings", "--ratings", tmp_path / "all.json", "--reference",
        tmp_path / "texts.jsonl.gz",
    )  # fmt: skip
    assert "8 topics; reference of 24 texts" in output
    records = json.loads((tmp_path / "results" / "quality-ratings-texts.json").read_text())
    values = {r["measure"]: r["spearman"] for r in records["records"] if r["topics"] == "all"}
    assert values["npmi"] > 0.5
    (tmp_path / "all.json").write_text("[1]")
    with pytest.raises(AssertionError, match="not all_data"):
        quality("ratings", "--ratings", tmp_path / "all.json", "--reference", tmp_path)


def test_quality_says_what_is_missing(tmp_path):
    """Parts that are unknown, a folder without corpora, and options that a part needs."""
    assert "unknown part speed" in run("quality", "speed")[1]
    assert "--corpora DIR is needed" in run("quality", "peers")[1]
    assert "has no file *.jsonl.gz" in run("quality", "peers", "--corpora", tmp_path)[1]
    assert "`ratings` needs --ratings" in run("quality", "ratings")[1]


def test_effects_prints_coverage_and_goes_on(tmp_path):
    """Coverage of planted effects by each contender; what is in the record is not made again."""
    given = ("--only", "planted shares", "planted topics", "--lengths", "short", "--processes", 1)
    given += ("--results", tmp_path)
    code, output = run("effects", "--replications", 2, *given)
    assert code == 0, output
    assert "planted topics, corrected" in output
    before = json.loads((tmp_path / "effects-short.json").read_text())["records"]
    assert len(before) == 6
    assert run("effects", "--replications", 3, *given)[0] == 0
    after = json.loads((tmp_path / "effects-short.json").read_text())["records"]
    assert after[:6] == before
    assert len(after) == 9


def test_intervals_prints_coverage_and_goes_on(tmp_path):
    """Ours and the oracle's, for each generator and model; nothing is fitted twice."""
    given = ("--only", "few documents", "--models", "nmf", "--fits", 1, "--results", tmp_path)
    code, output = run("intervals", *given)
    assert code == 0, output
    assert "few documents" in output
    (path,) = tmp_path.iterdir()
    (record,) = json.loads(path.read_text())["records"]
    assert 0.5 < record["covered"] <= 1
    assert 0.5 < record["oracle_covered"] <= 1
    assert record["width"] > record["oracle_width"] > 0
    assert run("intervals", *given)[0] == 0
    assert json.loads(path.read_text())["records"] == [record]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory needs Linux")
def test_scale_cuts_rows_and_measures_a_whole_fit(tmp_path):
    """Rows are consecutive words of a text; time, memory and stages are printed."""
    from benchmarks.scale.rows import LONGEST, SHORTEST, write_rows

    words = [f"word{number % 61}" for number in range(400)]
    corpus = tmp_path / "texts.jsonl"
    corpus.write_text(json.dumps({"id": "a", "text": " ".join(words)}) + "\n")
    write_rows([corpus], 50, tmp_path / "rows.jsonl")
    texts = [
        json.loads(line)["text"] for line in (tmp_path / "rows.jsonl").read_text().splitlines()
    ]
    assert len(texts) == 50
    assert all(text in " ".join(words) for text in texts)
    assert {len(text.split()) for text in texts} <= set(range(SHORTEST, LONGEST + 1))
    options = ("--rows", "80", "--topics", "3", "--partition-rows", "30")
    code, printed = run("scale", "--corpora", corpus, *options, "--parts", "whole")
    assert code == 0, printed
    assert re.search(r"whole fit: \d+ s, \d+ core s, [\d,]+ MB \(PSS\)\n  read .*, fit ", printed)
