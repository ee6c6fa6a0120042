"""The commands of the benchmarks: the list, and the comparison of two results."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*arguments):
    """Return the exit code and the output of ``python -m benchmarks``."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


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
    code, output = run()
    assert code == 2
    for name in ("lda", "nmf", "counting", "coherence", "reading", "compare"):
        assert f"  {name} " in output


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
