"""JSON files come back as they were written; NaN and files that are too large are refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from support.run_folders import names
from topics.errors import OutputError, RunFolderError
from topics.storage import read_json, write_json


def test_json_keeps_odd_file_names(tmp_path: Path) -> None:
    """A file name that is not UTF-8 comes back as the same Python string."""
    name = os.fsdecode(b"caf\xe9 \xf0\x9f\x8c\x8a.txt")
    write_json(tmp_path / "x.json", {"path": name, "where": Path("a")})
    assert json.loads((tmp_path / "x.json").read_bytes()) == {"path": name, "where": "a"}


def test_json_refuses_nan(tmp_path: Path) -> None:
    """A value with NaN is not written, and no file is left behind."""
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "x.json", {"score": float("nan")})
    assert names(tmp_path) == []


def test_json_larger_than_the_limit_is_neither_written_nor_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both errors name the file and the limit; no file is left behind."""
    monkeypatch.setattr("topics.storage.json_files.MAX_JSON_BYTES", 100)
    with pytest.raises(OutputError, match=r"x\.json would take 103 bytes, expected at most 100"):
        write_json(tmp_path / "x.json", "a" * 100)
    assert names(tmp_path) == []
    (tmp_path / "y.json").write_text("1" * 101)
    with pytest.raises(RunFolderError, match=r"y\.json is larger than expected \(at most 100"):
        read_json(tmp_path / "y.json")


def test_a_folder_is_not_read_as_json(tmp_path: Path) -> None:
    """Only regular files are opened, so that no pipe or device blocks the reader."""
    with pytest.raises(RunFolderError, match="is not a regular file"):
        read_json(tmp_path)
