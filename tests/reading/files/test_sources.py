"""Sources name files without the folders above what was read."""

from __future__ import annotations

import polars as pl

import topics
from topics.reading.files.sources import relative_sources


def test_sources_are_the_same_however_the_folder_is_named(tmp_path, monkeypatch):
    """An absolute path, one through .. and a relative one give the same column."""
    folder = tmp_path / "texts"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text("Tides lift the harbour.", encoding="utf-8")
    (folder / "inner" / "b.txt").write_text("Judges heard the appeal.", encoding="utf-8")
    (tmp_path / "work").mkdir()
    expected = ["texts/a.txt", "texts/inner/b.txt"]
    for working, named in (
        (tmp_path, folder),
        (tmp_path, "texts"),
        (tmp_path / "work", "../texts"),
    ):
        monkeypatch.chdir(working)
        assert topics.read(named).documents["source"].to_list() == expected
    assert topics.read(f"{folder}/**/*.txt").documents["source"].to_list() == expected
    assert topics.read(folder / "a.txt").documents["source"].to_list() == ["a.txt"]


def test_files_of_two_folders_stay_apart():
    """They are relative to the folder above both."""
    sources = pl.Series(["/home/a/2023/x.csv", "/home/a/2024/x.csv", "y.csv", None])
    relative = relative_sources(sources, ["/home/a/2023/x.csv", "/home/a/2024/x.csv", "y.csv"])
    assert relative.to_list() == ["2023/x.csv", "2024/x.csv", "y.csv", None]
