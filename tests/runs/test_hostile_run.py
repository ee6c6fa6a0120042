"""Run folders are untrusted: everything in them is checked before it is used."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest

import topics
from topics.errors import RunFolderError

pytestmark = pytest.mark.usefixtures("without_pictures")

ODD = [None, True, 3, 1e300, "x", "", [], ["a"], {}, {"a": 1}, [[]], "Object", "\ud800", "../x"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run folder; a test that changes it copies it."""
    themes = ["reef tide plankton coral current sea", "judge jury court verdict appeal law"]
    corpus = topics.Corpus.from_texts(
        [f"{words} {words} {n}" for n, words in enumerate(themes * 5)]
    )
    folder = tmp_path_factory.mktemp("hostile") / "run"
    with pytest.warns(topics.TopicsWarning, match="fewer than 10 terms"):
        fitted = topics.fit(corpus, model="nmf", n_topics=2, n_fits=1, project=False)
    return fitted.save(folder)


@pytest.fixture
def copied(run, tmp_path):
    """A copy of the run, to be changed."""
    return shutil.copytree(run, tmp_path / "run")


def is_refused(folder: Path) -> bool:
    """Whether loading raises RunFolderError; otherwise the run must be usable."""
    try:
        loaded = topics.load(folder)
    except RunFolderError:
        return True
    assert loaded.show()
    assert loaded.warnings is not None
    return False


def paths_in(value, path=()):
    """Paths, as tuples of keys, to all values inside a JSON value."""
    yield path
    inner = value.items() if isinstance(value, dict) else []
    for key, entry in inner:
        yield from paths_in(entry, (*path, key))


def with_value(value, path, new):
    """Copy of a JSON value with the value at a path replaced."""
    if not path:
        return new
    result = copy.deepcopy(value)
    parent = result
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = new
    return result


def test_manifests_of_wrong_types(copied):
    """Odd values instead of the version, files, checksums and columns are nearly all refused."""
    file = copied / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    rng = random.Random(0)  # noqa: S311
    changed = {"format_version", "files", "tables"}
    paths = [path for path in paths_in(manifest) if not path or path[0] in changed]
    n_refused = 0
    for path in paths:
        for odd in rng.sample(ODD, 5):
            file.write_text(json.dumps(with_value(manifest, path, odd)), encoding="utf-8")
            n_refused += is_refused(copied)
    assert n_refused > 4 * len(paths)


def replace_with_checksum(folder: Path, name: str, data: bytes) -> None:
    """Replace a file and its checksum in the manifest, as an attacker would."""
    (folder / name).write_bytes(data)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"][name] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_quality_of_wrong_types(copied):
    """A run is refused unless its scores and warnings are lists of objects."""
    quality = json.loads((copied / "quality.json").read_text(encoding="utf-8"))
    for path in [(), ("scores",), ("warnings",)]:
        for odd in (None, True, 3, "x", ["a"], {"a": 1}):
            data = json.dumps(with_value(quality, path, odd)).encode()
            replace_with_checksum(copied, "quality.json", data)
            assert is_refused(copied), (path, odd)


def test_mangled_files_with_right_checksums(copied):
    """A table or array that was cut, flipped or extended is refused or gives a usable run."""
    rng = random.Random(0)  # noqa: S311
    listed = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["files"]
    n_refused = 0
    for name in [name for name in listed if name.endswith((".csv", ".npy", ".npz"))]:
        whole = (copied / name).read_bytes()
        for number in range(12):
            data = bytearray(whole)
            offset = rng.randrange(len(data))
            if number % 3 == 0:
                del data[offset:]
            elif number % 3 == 1:
                data[offset] ^= 1 << rng.randrange(8)
            else:
                data[offset:offset] = rng.choice([b"\0", b'"', b",", b"\n", b"NaN", b"9" * 400])
            replace_with_checksum(copied, name, bytes(data))
            n_refused += is_refused(copied)
        replace_with_checksum(copied, name, whole)
    assert n_refused > 50


@pytest.mark.parametrize("folder", [None, 3, {"a"}])
def test_no_path(folder):
    """The message says what is expected."""
    with pytest.raises(RunFolderError, match="expected the path of the folder that a fit wrote"):
        topics.load(folder)
