"""Witnesses in a run folder: they come back, outlast edits, and are checked as all files are."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

import topics
from topics.errors import RunFolderError
from topics.models.nmf.ensemble import SAMPLES
from topics.runs.edits.storing import TOPIC_TERM
from topics.runs.folder.files import ENGINE, WITNESSES

pytestmark = pytest.mark.usefixtures("without_pictures")


@pytest.fixture(scope="module")
def run(planted):
    """A run of three fits."""
    return topics.fit(planted, model="nmf", n_topics=4, n_fits=3, project=False)


@pytest.fixture(scope="module")
def saved(run, tmp_path_factory):
    """Its folder; a test that changes it copies it."""
    return run.save(tmp_path_factory.mktemp("saved") / "run")


@pytest.fixture
def copied(saved, tmp_path):
    """A copy of the folder."""
    return shutil.copytree(saved, tmp_path / "copy")


def replace_file(folder: Path, name: str, data: bytes | None) -> None:
    """Replace a file and its checksum, or leave both out."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if data is None:
        (folder / name).unlink()
        del manifest["files"][name]
    else:
        (folder / name).write_bytes(data)
        manifest["files"][name] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def packed(**arrays):
    """An .npz file of these arrays."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def assert_same(one, other):
    """Assert that witnesses are the same numbers."""
    assert len(one) == len(other)
    for name, array in one.arrays().items():
        np.testing.assert_array_equal(other.arrays()[name], array)


def test_witnesses_come_back(run, saved, tmp_path):
    """From a folder, and from a folder that the loaded run was saved to, without texts."""
    assert len(run.witnesses) == 2 * SAMPLES
    loaded = topics.load(saved)
    assert_same(run.witnesses, loaded.witnesses)
    again = topics.load(loaded.save(tmp_path / "again", text=False))
    assert_same(run.witnesses, again.witnesses)
    for column in ("stability", "stability_low", "stability_high"):
        assert again.topics[column].to_list() == run.topics[column].to_list()


def test_witnesses_are_of_the_sections(planted):
    """Their shares are those of the run's sections; separate topics are found in all of them."""
    run = topics.fit(planted, n_topics=4, n_fits=2, project=False)
    pairs = zip(run.witnesses.section_topics(), run.witnesses.topic_terms(), strict=True)
    for section_topic, topic_term in pairs:
        assert section_topic.shape == run.section_topic.shape
        assert topic_term.shape == run.topic_term.shape
        order = (np.sqrt(run.topic_term) @ np.sqrt(topic_term).T).argmax(axis=1)
        assert sorted(order) == [0, 1, 2, 3]
        largest = run.section_topic.argmax(axis=1)
        assert (section_topic[:, order].argmax(axis=1) == largest).mean() > 0.95


def test_a_run_of_one_fit_has_none(planted, tmp_path):
    """Neither the file nor columns of stability; it loads and saves."""
    run = topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)
    folder = run.save(tmp_path / "one")
    assert not (folder / WITNESSES).exists()
    loaded = topics.load(folder)
    assert loaded.witnesses is None
    assert "stability" not in loaded.topics.columns
    assert not any("stability" in score["name"] for score in loaded.quality["scores"])
    assert loaded.show() == run.show()
    assert not (loaded.save(tmp_path / "again") / WITNESSES).exists()


def test_a_run_without_the_file_loads(run, copied):
    """As earlier versions wrote it; what is in topics.csv stays."""
    replace_file(copied, WITNESSES, None)
    loaded = topics.load(copied)
    assert loaded.witnesses is None
    assert loaded.topics.equals(run.topics)


def test_edits_keep_them(run, copied):
    """They are of the fit: merged, hidden and renamed topics change nothing in them."""
    edited = topics.load(copied).edit(merge=[[0, 2]], hide=[1], rename={3: "Art"})
    assert_same(run.witnesses, edited.witnesses)
    stored = (copied / WITNESSES).read_bytes()
    folder = edited.save(copied.parent / "edited")
    assert (folder / WITNESSES).read_bytes() == stored
    loaded = topics.load(folder)
    assert_same(run.witnesses, loaded.witnesses)
    stability = loaded.topics["stability"]
    assert stability.null_count() == 1
    assert_same(run.witnesses, loaded.undo_edits().witnesses)
    assert loaded.undo_edits().topics["stability"].to_list() == run.topics["stability"].to_list()


def test_hidden_topics_keep_their_stability(run):
    """Only merged topics have none, as no fit was compared with them."""
    hidden = run.edit(hide=[1], rename={0: "Sea"})
    assert hidden.topics["stability"].to_list() == run.topics["stability"].to_list()


def hostile(run):
    """Bytes of witness files that no fit writes, by name."""
    arrays = run.witnesses.arrays()
    whole = packed(**arrays)
    packed_small = io.BytesIO()
    np.savez_compressed(packed_small, **arrays)
    twice = io.BytesIO(whole)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("term_roots.npy", b"")
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<u2", "fortran_order": False, "shape": (2, 4, 10**12)}
    )
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w") as archive:
        archive.writestr("term_roots.npy", header.getvalue())
    pickled = {**arrays, "term_roots": np.array([{"a": 1}], dtype=object)}
    terms, sections = arrays["term_roots"], arrays["section_roots"]
    return {
        "nothing": b"",
        "no archive": b"witnesses",
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:300] + bytes([whole[300] ^ 255]) + whole[301:],
        "compressed": packed_small.getvalue(),
        "an array twice": twice.getvalue(),
        "a header that claims terabytes": large.getvalue(),
        "objects": packed(**pickled),
        "no arrays": packed(),
        "one array": packed(term_roots=terms),
        "numbers in floating point": packed(term_roots=terms / 1.0, section_roots=sections),
        "signed numbers": packed(term_roots=terms.astype(np.int16), section_roots=sections),
        "strings": packed(term_roots=terms.astype("U5"), section_roots=sections),
        "another number of topics": packed(term_roots=terms[:, :3], section_roots=sections),
        "another number of terms": packed(term_roots=terms[..., :-1], section_roots=sections),
        "another number of sections": packed(term_roots=terms, section_roots=sections[:, :-1]),
        "another number of fits": packed(term_roots=terms, section_roots=sections[:1]),
        "no fit": packed(term_roots=terms[:0], section_roots=sections[:0]),
        "one number": packed(term_roots=np.array(3, np.uint16), section_roots=sections),
    }


def test_files_that_no_fit_writes_are_refused(run, copied):
    """With right checksums; the error is the library's own, and nothing in a file is executed."""
    for name, data in hostile(run).items():
        replace_file(copied, WITNESSES, data)
        try:
            topics.load(copied)
        except RunFolderError:
            continue
        pytest.fail(f"loaded: {name}")


@pytest.mark.parametrize(
    "components", [np.array(3.0), np.ones(4), np.ones((3, 2)), np.ones((4, 1))]
)
def test_topics_of_the_fit_that_do_not_fit_are_refused(copied, components):
    """The witnesses are as many topics as the fit has, whatever these arrays hold."""
    arrays = dict(np.load(copied / ENGINE))
    replace_file(copied, ENGINE, packed(**{**arrays, "components": components}))
    with pytest.raises(RunFolderError):
        topics.load(copied).transform("seaaword lawbword")


def test_one_term_instead_of_an_array_is_refused(copied):
    """As any array of terms that does not fit the topics."""
    arrays = dict(np.load(copied / TOPIC_TERM))
    replace_file(copied, TOPIC_TERM, packed(**{**arrays, "terms": np.array("tide")}))
    with pytest.raises(RunFolderError):
        topics.load(copied)


def test_changed_bytes_are_named(copied):
    """A file whose checksum differs is named."""
    (copied / WITNESSES).write_bytes(b"changed")
    with pytest.raises(RunFolderError, match=r"witnesses\.npz"):
        topics.load(copied)
