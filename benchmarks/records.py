"""Result files: what was measured, on which machine, with which versions."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import machine, versions

RESULTS = Path(__file__).parent / "results"


def keep(
    folder: Path,
    benchmark: str,
    corpus: str,
    problem: Mapping[str, Any],
    package_versions: Mapping[str, str],
    records: list[dict[str, Any]],
) -> Path:
    """Write one JSON file into the folder and print its path.

    Parameters
    ----------
    folder : Path
    benchmark, corpus : str
        Parts of the file name.
    problem : mapping
        Sizes of the problem, such as rows and terms.
    package_versions : mapping of str to str
        Versions of the contenders' packages.
    records : list of dict
        One for each fit.
    """
    result = {
        "benchmark": benchmark,
        "corpus": corpus,
        **problem,
        "machine": machine(),
        "versions": versions("topics", "numba", "numpy", "scipy") | dict(package_versions),
        "records": records,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{benchmark}-{corpus}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\nkept in {path}")
    return path


def load(path: Path) -> dict[str, Any]:
    """Return the content of a file that `keep` wrote."""
    try:
        result: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error
    if not isinstance(result, dict) or not isinstance(result.get("records"), list):
        raise SystemExit(f"{path} is not a benchmark result")
    return result
