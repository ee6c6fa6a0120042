"""Run folders: saving and loading changes nothing, and changed files are found."""

from __future__ import annotations

import csv
import json
import shutil

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import OptionError, OutputExistsError, RunFolderError

TABLES = ("documents", "sections", "topics", "projection", "removed")


@pytest.fixture(scope="module")
def run(planted):
    """A run whose texts have formulas, quotes, newlines, nulls and empty strings."""
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "'quoted", '"double", comma', "line\nbreak", "", "-5"]
    metadata = pl.DataFrame(
        {
            "=formula": (hostile * 9)[:60],
            "n_terms": list(range(60)),
            "score": [0.1 * i for i in range(60)],
            "tags": [["a", "=b"]] * 60,
        }
    )
    documents = topics.corpus.with_metadata(planted.documents, metadata).with_columns(
        author=pl.Series(["@author", None, ""] * 20),
        title=pl.Series(hostile[:5] * 12),
    )
    corpus = Corpus(documents=documents, sections=planted.sections)
    return topics.fit(corpus, model="nmf", n_topics=4, n_fits=1)


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    """The run, saved with every format."""
    return run.save(
        tmp_path_factory.mktemp("runs") / "run", formats=("csv", "parquet", "npz", "long")
    )


def test_loading_gives_back_what_was_saved(run, folder):
    """Tables, matrices, counts, texts, quality and parameters are equal after loading."""
    loaded = topics.load(folder)
    for name in TABLES:
        assert getattr(loaded, name).equals(getattr(run, name), null_equal=True), name
    for name in ("document_topic", "section_topic", "topic_term", "terms"):
        assert np.array_equal(getattr(loaded, name), getattr(run, name)), name
    assert (loaded.counts.matrix != run.counts.matrix).nnz == 0
    assert np.array_equal(loaded.counts.token_ids, run.counts.token_ids)
    assert loaded.section_texts.equals(run.section_texts)
    assert loaded.quality == run.quality
    assert loaded.manifest["parameters"] == json.loads(json.dumps(run.manifest["parameters"]))
    assert set(loaded.engine_arrays) == set(run.engine_arrays)
    assert loaded.options == run.options
    assert loaded.parameters.settings.stop_words == run.parameters.settings.stop_words


def test_the_folder_has_all_files(folder):
    """The folder has every table, array and picture, in the formats asked for."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    expected = {f"{name}.csv" for name in TABLES} | {
        "manifest.json",
        "document_topic.csv",
        "section_topic.csv",
        "document_topic_low.csv",
        "document_topic_high.csv",
        "document_topic_low.parquet",
        "document_topic_high_long.csv",
        "topic_term.npz",
        "quality.json",
        "map.png",
        "topics.png",
        "similarity.png",
        "report.html",
        "corpus/texts.csv",
        "model/arrays.npz",
        "document_topic.parquet",
        "section_topic.npz",
        "document_topic_long.csv",
    }
    assert expected <= names
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}


def test_document_rows_in_the_files_are_means_of_section_rows(folder):
    """Read with the csv module alone, document rows are weighted means, within 1e-6."""
    with (folder / "sections.csv").open(encoding="utf-8", newline="") as file:
        weights = {(r["document"], r["position"]): int(r["n_terms"]) for r in csv.DictReader(file)}
    sums: dict[str, np.ndarray] = {}
    with (folder / "section_topic.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            shares = np.array([float(row[f"topic_{k}"]) for k in range(4)])
            assert abs(shares.sum() - 1) < 1e-9
            weight = weights[row["document"], row["position"]]
            sums[row["document"]] = sums.get(row["document"], 0) + weight * np.append(shares, 1)
    with (folder / "document_topic.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert list(row) == ["document", *(f"topic_{k}" for k in range(4))]
            shares = np.array([float(row[f"topic_{k}"]) for k in range(4)])
            expected = sums[row["document"]]
            assert np.allclose(shares, expected[:4] / expected[4], atol=1e-6)


def test_no_cell_begins_like_a_formula(folder):
    """Strings that look like formulas have a leading apostrophe; numbers do not."""
    for name in ("documents", "sections", "removed", "topics"):
        schema = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"][name]
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert not any(cell[:1] in tuple("=+-@") for cell in rows[0] if cell)
        strings = [i for i, dtype in enumerate(schema.values()) if dtype == "String"]
        cells = [row[i] for row in rows[1:] for i in strings]
        assert not any(cell[:1] in tuple("=+-@") for cell in cells if cell)


@pytest.mark.parametrize(
    "name", ["topics.csv", "document_topic.csv", "topic_term.npz", "quality.json", "report.html"]
)
def test_an_edited_file_is_named(folder, tmp_path, name):
    """If one byte is added to a file, loading names the file."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with (copy / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(RunFolderError, match=f"{name} was changed"):
        topics.load(copy)


def test_a_missing_file_is_named(folder, tmp_path):
    """A deleted file is an error that names it."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "removed.csv").unlink()
    with pytest.raises(RunFolderError, match=r"removed\.csv is missing"):
        topics.load(copy)


def test_a_folder_that_is_not_a_run_is_refused(tmp_path):
    """An empty folder and a missing one are not runs."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RunFolderError, match="name the folder that"):
            topics.load(folder)


def test_a_run_is_replaced_only_on_request(run, tmp_path):
    """Without overwrite an older run is unchanged; other folders are never replaced."""
    path = run.save(tmp_path / "run")
    before = (path / "manifest.json").read_bytes()
    with pytest.raises(OutputExistsError, match="contains a run already; pass overwrite=True"):
        run.save(path)
    assert (path / "manifest.json").read_bytes() == before
    run.save(path, overwrite=True)
    (path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError, match=r"thesis\.txt"):
        run.save(path, overwrite=True)
    (path / "thesis.txt").unlink()
    web_app = tmp_path / "app"
    web_app.mkdir()
    (web_app / "manifest.json").write_text('{"name": "my web app"}', encoding="utf-8")
    with pytest.raises(OutputExistsError, match="is not a run of this version"):
        run.save(web_app, overwrite=True)
    assert (web_app / "manifest.json").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError, match="is not empty and not a run"):
        run.save(other, overwrite=True)
    assert (other / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["app", "other", "run"]


def test_without_text_no_text_is_kept(run, tmp_path):
    """With text=False, neither texts nor the order of tokens are saved; the rest loads."""
    path = run.save(tmp_path / "run", text=False)
    assert not (path / "corpus" / "texts.csv").exists()
    loaded = topics.load(path)
    assert loaded.section_texts is None
    assert loaded.counts.token_ids is None
    assert np.array_equal(loaded.section_topic, run.section_topic)


def test_unknown_formats_are_refused_before_anything_is_written(run, tmp_path):
    """The error lists the formats, and no folder is written."""
    with pytest.raises(OptionError, match="unknown format 'xlsx'; choose from csv, parquet"):
        run.save(tmp_path / "run", formats=("xlsx",))
    assert not (tmp_path / "run").exists()


def test_the_same_run_gives_the_same_bytes(run, tmp_path):
    """Saving a run twice gives identical files."""
    first, second = run.save(tmp_path / "a"), run.save(tmp_path / "b")
    for path in first.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path


def test_a_run_shows_its_topics(run):
    """Show gives one line per topic: number, share and terms."""
    lines = run.show().splitlines()
    assert len(lines) == 4
    assert lines[0].split()[0] == "0"
    assert run.topics["terms"][0] in lines[0]
