"""Paths, folders and patterns become files, each once, in order, with ids."""

import os
from pathlib import Path

import pytest

from topics.errors import InputError, MissingInputError
from topics.reading.files.discovery import discover


@pytest.fixture
def tree(tmp_path):
    """A folder with nested, hidden and foreign files."""
    for name in ("b.txt", "a.md", "sub/c.txt", "sub/deep/d.html", ".hidden.txt", ".git/e.txt"):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")
    (tmp_path / "tree" / "photo.jpg").write_text("x")
    return tmp_path / "tree"


def ids(*paths):
    """Ids of the files behind the paths."""
    return [file.id for file in discover(paths).files]


def test_folders_are_read_recursively_in_order_without_hidden_entries(tree):
    """Sorted by path; hidden files and folders skipped; other endings counted."""
    found = discover([tree])
    assert [file.id for file in found.files] == ["a.md", "b.txt", "sub/c.txt", "sub/deep/d.html"]
    assert [Path(source).name for source in found.unknown] == ["photo.jpg"]


def test_source_is_the_path_as_given(tree, monkeypatch):
    """A relative argument gives relative sources, with forward slashes."""
    monkeypatch.chdir(tree.parent)
    sources = [file.source for file in discover(["tree/"]).files]
    assert sources[2] == "tree/sub/c.txt"
    assert discover(["./tree/b.txt"]).files[0].source == "tree/b.txt"


def test_a_named_file_has_its_name_as_id(tree):
    """The folders above a named file are not part of its id."""
    assert ids(tree / "sub" / "c.txt") == ["c.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*.txt", ["b.txt", "sub/c.txt"]),
        ("**", ["a.md", "b.txt", "sub/c.txt", "sub/deep/d.html"]),
        ("s*", ["sub/c.txt", "sub/deep/d.html"]),
        ("sub/**/*.html", ["deep/d.html"]),
        ("[ab].*", ["a.md", "b.txt"]),
        (".hid*", [".hidden.txt"]),
    ],
)
def test_patterns(tree, pattern, expected):
    """Ids are relative to the part of the pattern without wildcards."""
    assert ids(str(tree / pattern)) == expected


def test_a_file_whose_name_holds_wildcards_is_a_file(tmp_path):
    """An existing path is never a pattern."""
    (tmp_path / "what[1].txt").write_text("words")
    assert ids(str(tmp_path / "what[1].txt")) == ["what[1].txt"]


def test_each_file_is_read_once(tree):
    """Repeated and overlapping arguments add nothing."""
    assert ids(tree, tree, tree / "b.txt", str(tree / "**")) == ids(tree)
    assert ids(tree / "sub", tree)[:2] == ["c.txt", "deep/d.html"]


def test_equal_ids_get_more_of_the_path(tmp_path):
    """Only as much as makes the ids differ."""
    for name in ("x/one/a.txt", "y/one/a.txt", "x/one/b.txt", "z/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    found = ids(tmp_path / "x/one", tmp_path / "y/one", tmp_path / "z")
    assert found == ["x/one/a.txt", "b.txt", "y/one/a.txt", "c.txt"]


def test_loops_of_links_end(tmp_path):
    """Folders that link to themselves and each other are visited once, also under **."""
    for name in ("a", "b", "a/c"):
        (tmp_path / name).mkdir()
    (tmp_path / "a/c/x.txt").write_text("words")
    for i in range(4):
        (tmp_path / f"a/c/up{i}").symlink_to(tmp_path)
        (tmp_path / f"b/over{i}").symlink_to(tmp_path / "a")
    assert ids(tmp_path) == ["a/c/x.txt"]
    assert ids(str(tmp_path / "**/*.txt")) == ["a/c/x.txt"]


def test_links_to_files_are_followed(tmp_path):
    """A linked file is read; a broken link is listed."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "real.txt").write_text("words")
    (tmp_path / "folder/link.txt").symlink_to(tmp_path / "real.txt")
    (tmp_path / "folder/broken.txt").symlink_to(tmp_path / "nowhere")
    found = discover([tmp_path / "folder"])
    assert [file.id for file in found.files] == ["link.txt"]
    assert [Path(source).name for source, _ in found.unreadable] == ["broken.txt"]


def test_pipes_are_not_opened(tmp_path):
    """Opening a named pipe would block."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert discover([tmp_path]).unreadable[0][1] == "neither a file nor a folder"
    with pytest.raises(InputError, match="neither"):
        discover([tmp_path / "pipe.txt"])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("no/where/*.txt", "the pattern matches no file"),
        ("*.none", "the pattern matches no file"),
        ("", "an empty path was given"),
        ("a\0b", "no such file or folder"),
    ],
)
def test_missing_paths_and_empty_patterns(tmp_path, monkeypatch, name, message):
    """The error is also a FileNotFoundError."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingInputError, match=message) as caught:
        discover([name])
    assert isinstance(caught.value, FileNotFoundError)


def test_a_named_file_with_an_unknown_ending(tree):
    """The error lists the endings that are read."""
    with pytest.raises(InputError, match=r"unknown ending.*\.markdown"):
        discover([tree / "photo.jpg"])


def test_stem_and_format_look_through_gz(tmp_path):
    """The stem is the title of a document that has none."""
    (tmp_path / "a.b.TXT.gz").write_text("words")
    file = discover([tmp_path]).files[0]
    assert (file.stem, file.format.name, file.is_gzipped) == ("a.b", "plain", True)
