"""Intervals in a run: fitted, saved, loaded, edited, computed for runs that lack them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.errors import OptionError, RunFolderError
from topics.runs import rewrite_run
from topics.runs.intervals.storing import FILES, HIGH, LOW

pytestmark = pytest.mark.usefixtures("without_pictures")

FAST = {"n_topics": 4, "n_fits": 2, "project": False}


@pytest.fixture(scope="module")
def run(planted):
    """A run of two fits."""
    return topics.fit(planted, **FAST)


@pytest.fixture(scope="module")
def saved(run, tmp_path_factory):
    """Its folder with every format; a test that changes it copies it."""
    folder = tmp_path_factory.mktemp("saved") / "run"
    return run.save(folder, formats=("csv", "parquet", "npz", "long"))


def ends(run):
    """Lower and upper ends of the intervals that a run keeps."""
    return run.stored_intervals.ends


def without_intervals(folder):
    """A folder as earlier versions wrote it."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in FILES:
        (folder / name).unlink()
        del manifest["files"][name]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_a_fit_keeps_intervals_that_hold_its_shares(run):
    """From 0 to 1, of every topic of every document, at a level of 0.9."""
    low, high = ends(run)
    assert low.shape == high.shape == run.document_topic.shape
    assert ((low >= 0) & (low <= run.document_topic)).all()
    assert ((run.document_topic <= high) & (high <= 1)).all()
    assert run.intervals() is run.stored_intervals
    assert run.intervals().level == 0.9
    assert "intervals" in run.manifest["seconds"]


@pytest.mark.parametrize("level", ["section", "document"])
@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_intervals_do_not_depend_on_threads(planted, model, level):
    """The same bits with one thread and two, of one fit as well."""
    options = {"model": model, "level": level, "n_topics": 3, "n_fits": 1, "project": False}
    one, two = (topics.fit(planted, n_threads=n, **options) for n in (1, 2))
    assert np.array_equal(ends(one)[0], ends(two)[0])
    assert np.array_equal(ends(one)[1], ends(two)[1])
    assert (ends(one)[0] <= ends(one)[1]).all()


def test_another_level_is_computed(run):
    """Higher levels give no narrower intervals; a level out of range is an error."""
    narrow, wide = run.intervals(level=0.6), run.intervals(level=0.98)
    assert (narrow.level, wide.level) == (0.6, 0.98)
    assert (narrow.low >= wide.low).all()
    assert (narrow.high <= wide.high).all()
    for level in (0.1, 1.0):
        with pytest.raises(OptionError, match="level"):
            run.intervals(level=level)


def test_files_have_the_rows_and_columns_of_the_shares(run, saved):
    """Both files and their twins, read without this package."""
    for name, expected in zip((LOW, HIGH), ends(run), strict=True):
        with (saved / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["document", "topic_0", "topic_1", "topic_2", "topic_3"]
        assert [row[0] for row in rows[1:]] == run.documents["id"].to_list()
        cells = np.array([row[1:] for row in rows[1:]], dtype=np.float32)
        assert np.array_equal(cells, expected)
        assert pl.read_parquet(saved / f"{name}.parquet").height == len(expected)
        assert np.array_equal(np.load(saved / f"{name}.npz")["shares"], expected)
        assert (saved / f"{name}_long.csv").exists()


def test_loading_gives_back_the_intervals(run, saved):
    """To the bit."""
    loaded = topics.load(saved)
    assert np.array_equal(ends(loaded), ends(run))


def test_a_run_of_before_computes_the_same_intervals(run, saved, tmp_path):
    """It is loaded without them; what is computed then is what a fit keeps."""
    loaded = topics.load(without_intervals(shutil.copytree(saved, tmp_path / "copy")))
    assert loaded.stored_intervals is None
    found = loaded.intervals()
    # The witnesses of a folder are kept in two bytes a share, as those of a run are.
    assert np.array_equal(found.low, run.intervals().low)
    assert np.array_equal(found.high, run.intervals().high)
    assert not (loaded.save(tmp_path / "again") / FILES[0]).exists()
    assert loaded.edit(merge=[[0, 1]]).stored_intervals is None


def table_file(run, values):
    """The bytes of a file of intervals."""
    names = [f"topic_{k}" for k in range(values.shape[1])]
    table = pl.DataFrame(values, schema=names).insert_column(
        0, run.documents["id"].alias("document")
    )
    buffer = io.BytesIO()
    table.write_csv(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "change",
    [lambda low: low + 1, lambda low: low - 2, lambda low: low[:-1], lambda low: low[:, :2]],
)
def test_intervals_that_do_not_fit_the_shares_are_refused(run, saved, tmp_path, change):
    """Ends in the wrong order, out of range, or of other shapes, with right checksums, too."""
    folder = shutil.copytree(saved, tmp_path / "copy")
    changed = change(ends(run)[0])
    data = table_file(replace(run, documents=run.documents.head(len(changed))), changed)
    (folder / FILES[0]).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][FILES[0]] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RunFolderError, match="intervals"):
        topics.load(folder)


def test_one_file_alone_is_refused(saved, tmp_path):
    """A run has both ends or none."""
    folder = shutil.copytree(saved, tmp_path / "copy")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / FILES[1]).unlink()
    del manifest["files"][FILES[1]]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RunFolderError, match=r"document_topic_low\.csv alone"):
        topics.load(folder)


def test_edited_topics_have_intervals_of_their_own(run, tmp_path):
    """Merged counts are sampled, not added; others keep their bits; undoing gives all back."""
    folder = run.save(tmp_path / "run")
    rewrite_run(folder, topics.load(folder).edit(merge=[[1, 3]], hide=0))
    edited = topics.load(folder)
    low, high = ends(edited)
    assert low.shape == edited.document_topic.shape
    assert ((low <= edited.document_topic) & (edited.document_topic <= high)).all()
    assert np.array_equal(low[:, [0, 2]], ends(run)[0][:, [0, 2]])
    assert np.array_equal(low, run.edit(merge=[[1, 3]]).intervals().low)
    width, summed = (high - low)[:, 1], (ends(run)[1] - ends(run)[0])[:, [1, 3]].sum(axis=1)
    assert width.mean() < summed.mean()
    assert edited.intervals(level=0.8).low.shape == low.shape
    assert (folder / "original" / FILES[0]).exists()
    assert np.array_equal(ends(edited.undo_edits()), ends(run))
    rewrite_run(folder, edited.undo_edits())
    assert np.array_equal(ends(topics.load(folder)), ends(run))
    assert not (folder / "original").exists()


def test_renaming_keeps_the_intervals(run):
    """Nothing is computed again."""
    assert run.edit(rename={0: "First"}).stored_intervals is run.stored_intervals


def test_documents_without_terms_have_the_widest_interval():
    """From 0 to 1, and the run is loaded again."""
    texts = [*(["the reef and the tide", "a judge and a jury"] * 4), "and the"]
    with pytest.warns(topics.TopicsWarning, match="no counted terms"):
        made = topics.fit(topics.Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False)
    assert (ends(made)[0][-1] == 0).all()
    assert (ends(made)[1][-1] == 1).all()


def test_subtopics_have_intervals(run):
    """A topic that is divided is a fit of its sections."""
    part = run.divide(0, n_topics=2, n_fits=1)
    assert ends(part)[0].shape == part.document_topic.shape
