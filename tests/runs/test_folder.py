"""The list of files of a run folder is the truth: what is written and documented."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import topics
from topics.errors import RunFolderError
from topics.runs import rewrite_run
from topics.runs.folder.files import MAP_MEMBERS, OPTIONAL, REQUIRED
from topics.runs.pictures import PICTURES
from topics.storage import read_manifest, write_manifest

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "run-folder.md"


def files_of(folder):
    """Relative paths of the files in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_run_is_written_as_listed(planted, tmp_path):
    """With texts every listed file and no other; without texts all but those."""
    run = topics.fit(planted, model="nmf", n_topics=4).cluster(n_clusters=4)
    run = run.with_tree(2).with_tree(2, of="clusters")
    run = run.with_effects(run.effects("~ s(n_terms)", level="document"))
    pictures = {name for name in PICTURES if not name.endswith(".svg")}  # only where asked for
    listed = {*REQUIRED, *OPTIONAL, *pictures, "manifest.json"} - {MAP_MEMBERS}
    assert files_of(run.save(tmp_path / "run")) == listed
    without = files_of(run.save(tmp_path / "no-text", text=False))
    assert listed - without == {"corpus/texts.csv"}
    mapped = topics.project(replace(run, clusters=None), view="consensus")
    assert MAP_MEMBERS in files_of(mapped.save(tmp_path / "mapped"))


def test_a_run_of_many_rows_is_loaded_and_edited(planted, tmp_path, monkeypatch):
    """Matrices of more rows than CSV is written for are Parquet, before and after edits."""
    monkeypatch.setattr("topics.storage.matrices.CSV_ROWS", 10)
    run = topics.fit(planted, model="lda", n_topics=4, n_fits=1)
    folder = run.save(tmp_path / "run")
    written = files_of(folder)
    names = ("document_topic", "section_topic", "document_topic_low", "document_topic_high")
    for name in names:
        assert {f"{name}.parquet", f"{name}.npy"} <= written
        assert f"{name}.csv" not in written
    rewrite_run(folder, topics.load(folder).edit(merge=[[0, 1]]))
    edited = topics.load(folder)
    assert edited.document_topic.shape[1] == 3
    assert np.array_equal(edited.original.document_topic, run.document_topic)
    rewrite_run(folder, edited.undo_edits())
    assert files_of(folder) == written
    loaded = topics.load(folder)
    assert np.array_equal(loaded.section_topic, run.section_topic)
    assert np.array_equal(loaded.stored_intervals.low, run.stored_intervals.low)
    (folder / "document_topic.npy").unlink()
    write_manifest(folder, read_manifest(folder))
    with pytest.raises(RunFolderError, match=r"document_topic\.csv is not listed"):
        topics.load(folder)


def test_the_documentation_names_every_file():
    """Files in the folder itself by name, those in corpus/ and model/ by their folder."""
    named = set(re.findall(r"`([\w./]+)`", PAGE.read_text(encoding="utf-8")))
    pictures = {name.replace(".svg", ".png") for name in PICTURES}
    names = {*REQUIRED, *OPTIONAL, *pictures, "manifest.json"}
    expected = {re.sub("/.*", "/", name) for name in names}
    assert expected <= named


def test_a_run_of_the_version_before_loads(planted, tmp_path):
    """Its manifest lacks the options that are new; they have their defaults."""
    folder = topics.fit(planted, model="nmf", n_topics=4, n_fits=1).save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in ("map_engine", "min_dist", "project", "extra_stop_words", "n_threads"):
        del manifest["parameters"][name]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    run = topics.load(folder)
    assert (run.options.map_engine, run.options.min_dist) == ("topics", 0.1)
    assert run.transform("seaaword lawbword").document_topic.shape == (1, 4)


def test_a_run_without_the_newer_columns_loads(planted, tmp_path):
    """Earlier runs lack topic, topic_share and fit, and can have metadata of these names."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1)
    new = ("topic", "topic_share", "fit")
    older = replace(
        run,
        documents=run.documents.drop(new).with_columns(topic=pl.lit("sport")),
        sections=run.sections.drop("topic", "topic_share"),
    )
    loaded = topics.load(older.save(tmp_path / "older"))
    assert loaded.documents["topic"].to_list() == ["sport"] * run.documents.height
    assert '"topic":["sport"' in (tmp_path / "older" / "report.html").read_text(encoding="utf-8")
    assert loaded.similar("d1").equals(run.similar("d1"))
    assert loaded.topic(2).equals(run.topic(2))
    again = loaded.transform("seaaword lawbword").documents
    assert set(new) < set(again.columns)
    assert topics.load(loaded.save(tmp_path / "saved")).documents.equals(older.documents)
