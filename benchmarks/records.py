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


class Kept:
    """A result file with a fixed name that grows by one fit at a time, and can be continued.

    Parameters
    ----------
    folder : Path
    benchmark, corpus : str
        Parts of the file name.
    problem : mapping
        What is solved, such as sizes and a checksum of the counts: a file of another problem is
        not continued.
    keys : tuple of str
        Values of a record that identify a fit.
    """

    def __init__(
        self,
        folder: Path,
        benchmark: str,
        corpus: str,
        problem: Mapping[str, Any],
        keys: tuple[str, ...],
    ) -> None:
        self.path = folder / f"{benchmark}-{corpus}.json"
        self.keys = keys
        self.head: dict[str, Any] = {"benchmark": benchmark, "corpus": corpus, **problem}
        self.records: list[dict[str, Any]] = []
        self.versions: dict[str, str] = {}
        if self.path.exists():
            before = load(self.path)
            other = [name for name in self.head if before.get(name) != self.head[name]]
            if other:
                raise SystemExit(
                    f"{self.path} is of another problem ({', '.join(other)} differs); move it away"
                )
            self.records, self.versions = before["records"], before["versions"]

    def __contains__(self, names: Mapping[str, Any]) -> bool:
        key = [names.get(name) for name in self.keys]
        return any(key == [record.get(name) for name in self.keys] for record in self.records)

    def add(
        self, record: dict[str, Any], package_versions: Mapping[str, str] | None = None
    ) -> None:
        """Append one fit and write the file, whole at any moment."""
        self.records.append(record)
        self.versions |= versions("topics", "numba", "numpy", "scipy") | (
            dict(package_versions or {})
        )
        head = {**self.head, "machine": machine(), "versions": self.versions}
        rows = ",\n".join("  " + json.dumps(record) for record in self.records)
        text = (
            json.dumps(head, indent=1).removesuffix("\n}") + f',\n "records": [\n{rows}\n ]\n}}\n'
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(".part")
        unfinished.write_text(text)
        unfinished.replace(self.path)

    def forget(self, **names: Any) -> None:
        """Leave out the fits with these values, so that they are made again."""
        self.records = [
            record
            for record in self.records
            if any(record.get(name) != value for name, value in names.items())
        ]


def load(path: Path) -> dict[str, Any]:
    """Return the content of a file that `keep` wrote."""
    try:
        result: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error
    if not isinstance(result, dict) or not isinstance(result.get("records"), list):
        raise SystemExit(f"{path} is not a benchmark result")
    return result
