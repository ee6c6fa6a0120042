"""A run folder from elsewhere: what its manifest says is checked before it is used."""

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

ODD = [None, True, 3, 1e300, "x", "", [], ["a"], {}, {"a": 1}, [[]], "Object", "\ud800", "../x"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run folder; a test that changes it copies it."""
    themes = ["reef tide plankton coral current sea", "judge jury court verdict appeal law"]
    corpus = topics.Corpus.from_texts([f"{words} {words}" for words in themes * 5])
    folder = tmp_path_factory.mktemp("hostile") / "run"
    with pytest.warns(topics.TopicsWarning, match="fewer than 10 terms"):
        fitted = topics.fit(corpus, model="nmf", n_topics=2, project=False)
    return fitted.save(folder)


@pytest.fixture
def copied(run, tmp_path):
    """A copy of the run."""
    return shutil.copytree(run, tmp_path / "run")


def refused(folder: Path) -> bool:
    """Whether loading is refused by name; nothing but a run that can be shown is the other way."""
    try:
        found = topics.load(folder)
    except RunFolderError:
        return True
    assert found.show()
    assert found.warnings is not None
    return False


def places(value, place=()):
    """Keys that lead to every value inside a JSON value."""
    yield place
    inner = value.items() if isinstance(value, dict) else []
    for key, entry in inner:
        yield from places(entry, (*place, key))


def changed(value, place, new):
    """A copy of a JSON value with one value replaced."""
    if not place:
        return new
    found = copy.deepcopy(value)
    inside = found
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = new
    return found


def test_manifests_of_wrong_types(copied):
    """Whatever stands where a version, a file, a checksum or a table's columns belong."""
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    chance = random.Random(0)  # noqa: S311 - no secrets
    found = [p for p in places(manifest) if not p or p[0] in {"format_version", "files", "tables"}]
    n_refused = 0
    for place in found:
        for odd in chance.sample(ODD, 5):
            path.write_text(json.dumps(changed(manifest, place, odd)), encoding="utf-8")
            n_refused += refused(copied)
    assert n_refused > 4 * len(found)


def with_checksum(folder: Path, name: str, data: bytes) -> None:
    """Replace a file, and its checksum, as somebody would who wants it to be believed."""
    (folder / name).write_bytes(data)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"][name] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_quality_of_wrong_types(copied):
    """Scores and warnings are lists of objects, or the run is refused."""
    quality = json.loads((copied / "quality.json").read_text(encoding="utf-8"))
    for place in [(), ("scores",), ("warnings",)]:
        for odd in (None, True, 3, "x", ["a"], {"a": 1}):
            data = json.dumps(changed(quality, place, odd)).encode()
            with_checksum(copied, "quality.json", data)
            assert refused(copied), (place, odd)


def test_mangled_files_with_right_checksums(copied):
    """Every table and array, cut, flipped or spliced: refused, or still a run."""
    chance = random.Random(0)  # noqa: S311 - no secrets
    listed = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))["files"]
    n_refused = 0
    for name in [name for name in listed if name.endswith((".csv", ".npy", ".npz"))]:
        whole = (copied / name).read_bytes()
        for number in range(12):
            data = bytearray(whole)
            place = chance.randrange(len(data))
            if number % 3 == 0:
                del data[place:]
            elif number % 3 == 1:
                data[place] ^= 1 << chance.randrange(8)
            else:
                data[place:place] = chance.choice([b"\0", b'"', b",", b"\n", b"NaN", b"9" * 400])
            with_checksum(copied, name, bytes(data))
            n_refused += refused(copied)
        with_checksum(copied, name, whole)
    assert n_refused > 50
