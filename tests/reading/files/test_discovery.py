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


@pytest.fixture
def run_inside(tree):
    """A folder with a run and a transform in it, one of them with its manifest cut off."""
    (tree / "sub" / "run" / "corpus").mkdir(parents=True)
    (tree / "sub" / "run" / "manifest.json").write_text('{\n "format_version": 1,\n "fil')
    (tree / "sub" / "run" / "corpus" / "texts.csv").write_text("id,text\n1,words")
    (tree / "new").mkdir()
    (tree / "new" / "manifest.json").write_text('{"format_version": 3, "files": {}}')
    (tree / "new" / "documents.csv").write_text("id,text\n1,words")
    return tree


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


def test_links_to_a_folder_above_are_not_followed(tmp_path):
    """Only what is in the named folder is read, not what is beside it."""
    (tmp_path / "in/deep").mkdir(parents=True)
    for name in ("secret.txt", "in/a.txt", "in/deep/b.txt"):
        (tmp_path / name).write_text("tides")
    (tmp_path / "in/up").symlink_to(tmp_path)
    (tmp_path / "in/deep/up").symlink_to("../..")
    for named in (tmp_path / "in", tmp_path / "in/**/*.txt"):
        assert [file.id for file in discover([named]).files] == ["a.txt", "deep/b.txt"]


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


def test_runs_inside_folders_are_left_alone(run_inside):
    """Folders and patterns do not see what is in them; each is listed once."""
    expected = ["a.md", "b.txt", "sub/c.txt", "sub/deep/d.html"]
    found = discover([run_inside])
    assert [file.id for file in found.files] == expected
    assert [Path(source).name for source in found.runs] == ["new", "run"]
    found = discover([run_inside / "**" / "*.csv", run_inside])
    assert [file.id for file in found.files] == expected


def test_a_run_that_is_named_is_refused(run_inside):
    """The message says what is there; single files of a run can be named."""
    with pytest.raises(InputError, match="holds a run or a transform, expected texts"):
        discover([run_inside / "new"])
    assert ids(run_inside / "new" / "documents.csv") == ["documents.csv"]


def test_manifests_of_web_sites_are_files(tree):
    """Only ours begin with a format version."""
    (tree / "sub" / "manifest.json").write_text('{"name": "A site", "format_version": 1}')
    assert "sub/manifest.json" in ids(tree)


def test_all_files_are_text_on_demand(tree):
    """Files without ending have their path as id and their whole name as title."""
    (tree / "alt.sea").mkdir()
    for name in ("alt.sea/51060", "alt.sea/notes.v2", "__MACOSX", "Thumbs.db"):
        (tree / name).write_text("The tide rose.")
    assert not [name for name in ids(tree) if "sea" in name]
    found = discover([tree], all_files=True)
    files = {file.id: file for file in found.files}
    assert {"alt.sea/51060", "alt.sea/notes.v2", "photo.jpg"} <= set(files)
    assert "__MACOSX" not in files
    assert "Thumbs.db" not in files
    assert files["alt.sea/notes.v2"].stem == "notes.v2"
    assert files["alt.sea/51060"].format.name == "plain"
    assert found.unknown == []
    one = discover([tree / "alt.sea" / "51060"], all_files=True).files
    assert [file.id for file in one] == ["51060"]


def test_paths_meet_in_any_unicode_spelling(tmp_path):
    """A folder and a file whose names are stored in NFD are found by their names in NFC."""
    folder = tmp_path / "gro\u0308ße"
    folder.mkdir()
    (folder / "cafe\u0301.txt").write_text("words")
    assert ids(tmp_path / "größe" / "caf\u00e9.txt") == ["café.txt"]
    assert ids(tmp_path / "größe") == ["café.txt"]
    with pytest.raises(MissingInputError, match="no such file"):
        discover([tmp_path / "größe" / "thé.txt"])


def test_texts_that_are_given_as_paths(tmp_path):
    """The message is short, and says what to use."""
    with pytest.raises(MissingInputError, match="from_texts") as caught:
        discover(["The tide rose over the wall. " * 400])
    assert len(str(caught.value)) < 200
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    with pytest.raises(MissingInputError, match="a link to a file or folder that does not exist"):
        discover([tmp_path / "a.txt"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("with blank/ä ö.txt", "with blank/ä ö.txt"),
        ("[2024]/report [1].txt", "[2024]/report [1].txt"),
        ("-dash.txt", "-dash.txt"),
        ("n" * 250 + ".txt", "n" * 250 + ".txt"),
        ("line\nend.txt", "line end.txt"),
        ("UPPER.TXT", "UPPER.TXT"),
    ],
)
def test_names_of_all_kinds(tmp_path, name, expected):
    """Names with blanks, brackets, line ends and hyphens are found in folders and by name."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("words")
    assert ids(tmp_path) == [expected]
    assert ids(path) == [expected.rpartition("/")[2]]
    assert ids(path.parent)
