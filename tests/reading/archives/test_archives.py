"""ZIP and TAR files are read as folders are, within limits, and nothing is written."""

from __future__ import annotations

import io
import os
import struct
import tarfile
import warnings
import zipfile

import pytest
from polars.testing import assert_frame_equal

from support.files import BODY
from support.packing import tarred, zipped
from topics.errors import InputError
from topics.reading import read
from topics.reading.archives import budget, members

TEXTS = {"news/a.txt": BODY, "b.md": f"# Tides\n\n{BODY}", "t.csv": f"text,n\n{BODY},7\n"}
IDS = ["news/a.txt", "b.md", "t.csv#1"]


def codes(corpus):
    """Counts of the notices by their codes, but for equal texts."""
    return {each.code: each.count for each in corpus.notices if each.code != "copies"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(TEXTS)),
        ("x.tar", tarred(TEXTS)),
        ("x.tar.gz", tarred(TEXTS, "gz")),
        ("x.tgz", tarred(TEXTS, "gz")),
        ("x.tar.bz2", tarred(TEXTS, "bz2")),
        ("x.txz", tarred(TEXTS, "xz")),
    ],
)
def test_an_archive_is_read_as_a_folder(tmp_path, name, data):
    """Its files have its name in their ids and sources; tables have rows and metadata."""
    (tmp_path / name).write_bytes(data)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == [f"{name}/{each}" for each in IDS]
    assert corpus.documents["source"][0] == f"{tmp_path.name}/{name}/news/a.txt"
    assert corpus.documents["title"].to_list()[1] == "Tides"
    assert corpus.documents["n"].to_list() == [None, None, 7]
    assert corpus.inputs.height == 1
    assert codes(corpus) == {}


def test_archives_in_archives_are_read_to_a_depth(tmp_path):
    """Ids name every archive on the way; what is deeper is listed and does not stop others."""
    data = zipped({"deep.txt": BODY})
    for level in range(3):
        data = zipped({f"{level}.zip": data, f"{level}.txt": BODY})
    (tmp_path / "x.zip").write_bytes(data)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == [
        "x.zip/2.zip/1.zip/0.txt",
        "x.zip/2.zip/1.txt",
        "x.zip/2.txt",
    ]
    assert corpus.removed["text"].to_list() == ["an archive in 3 others; unpack it"]
    assert codes(corpus) == {"unreadable-files": 1}


def test_packed_files_in_an_archive_are_unpacked(tmp_path):
    """A member may have the ending .gz."""
    import gzip

    (tmp_path / "x.zip").write_bytes(zipped({"a.txt.gz": gzip.compress(BODY.encode())}))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["x.zip/a.txt.gz"]
    assert corpus.sections["text"].to_list() == [BODY]


def test_a_zip_bomb_does_not_stop_its_neighbours(tmp_path):
    """A member that unpacks to many times its size is left out and listed."""
    data = zipped({"a.txt": BODY, "bomb.txt": b" " * 60_000_000, "c.txt": BODY})
    (tmp_path / "x.zip").write_bytes(data)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["x.zip/a.txt", "x.zip/c.txt"]
    assert codes(corpus) == {"files-too-large": 1}
    assert "200 times its size" in corpus.removed["text"][0]


def test_what_all_members_unpack_to_is_limited(tmp_path, monkeypatch):
    """Bombs of many small members and of nested archives end the archive, counted."""
    monkeypatch.setattr(budget, "MIN_TOTAL", 100_000)
    big = "wave " * 8_000
    many = {"a.txt": BODY} | {f"{i}.zip": zipped({"b.txt": big}) for i in range(20)}
    for name, data in (("x.zip", zipped(many)), ("x.tar.gz", tarred(many, "gz"))):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_bytes(data)
        corpus = read(folder)
        assert 1 <= corpus.documents.height < 21
        assert codes(corpus) == {"cut-archives": 1}


def test_the_number_of_members_is_limited(tmp_path, monkeypatch):
    """A list of very many members is refused before an object is made of each."""
    monkeypatch.setattr("topics.reading.archives.zips.MAX_MEMBERS", 3)
    (tmp_path / "x.zip").write_bytes(zipped({f"{i}.txt": BODY for i in range(4)}))
    with pytest.raises(InputError, match="more than 3 members"):
        read(tmp_path / "x.zip")


def test_names_that_climb_out_stay_inside(tmp_path):
    """They are read under a name inside the archive, counted, and nothing is written."""
    names = ["../../up.txt", "/etc/root.txt", "C:\\win.txt", "a/../b.txt", "plain.txt"]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.zip").write_bytes(zipped([(name, BODY) for name in names]))
    before = sorted(os.walk(tmp_path))
    corpus = read(tmp_path / "in" / "x.zip")
    assert corpus.documents["id"].to_list() == [
        "x.zip/up.txt",
        "x.zip/etc/root.txt",
        "x.zip/C:/win.txt",
        "x.zip/a/b.txt",
        "x.zip/plain.txt",
    ]
    assert codes(corpus) == {members.CLIMBING: 4}
    assert sorted(os.walk(tmp_path)) == before


def test_members_of_one_name_are_numbered(tmp_path):
    """ZIP files may have a name twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (tmp_path / "x.zip").write_bytes(zipped([("a.txt", BODY), ("a.txt", f"{BODY} Again.")]))
    assert read(tmp_path).documents["id"].to_list() == ["x.zip/a.txt", "x.zip/a.txt (2)"]


def test_an_encrypted_member_says_so(tmp_path):
    """The others are read."""
    data = bytearray(zipped({"a.txt": BODY, "b.txt": BODY}))
    at = data.index(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    (tmp_path / "x.zip").write_bytes(data)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["x.zip/b.txt"]
    assert corpus.removed["text"].to_list() == [
        "encrypted; unpack it with its password and name its folder"
    ]


def test_a_damaged_member_does_not_stop_its_neighbours(tmp_path):
    """Its checksum is wrong."""
    data = zipped({"a.txt": BODY, "b.txt": "Ships wait for the tide."}, packed=False)
    (tmp_path / "x.zip").write_bytes(data.replace(b"Ships", b"Sheep"))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["x.zip/a.txt"]
    assert "damaged in its ZIP file" in corpus.removed["text"][0]


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz"])
@pytest.mark.parametrize("data", [b"no archive at all, but text", b"PK\x03\x04", b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_an_error_if_it_was_named(tmp_path, name, data):
    """In a folder it is listed, and others are read."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        read(tmp_path / name)
    (tmp_path / "a.txt").write_text(BODY)
    assert codes(read(tmp_path)) == {"unreadable-files": 1}


@pytest.mark.parametrize("packing", ["", "gz"])
def test_a_cut_tar_gives_what_was_whole(tmp_path, packing):
    """A notice says that it was cut."""
    texts = {f"{i}.txt": f"{BODY} {os.urandom(2_000).hex()}" for i in range(10)}
    data = tarred(texts, packing)
    (tmp_path / "x.tar").write_bytes(data[: len(data) * 6 // 10])
    corpus = read(tmp_path)
    assert 3 <= corpus.documents.height < 8
    assert codes(corpus) == {"cut-archives": 1}


def test_links_and_hidden_entries_are_left_out(tmp_path):
    """A link in an archive leads nowhere; hidden entries are treated as in folders."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        for name in ("__MACOSX/._a.txt", ".hidden/a.txt", "a.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(BODY)
            archive.addfile(info, io.BytesIO(BODY.encode()))
    (tmp_path / "x.tar").write_bytes(target.getvalue())
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["x.tar/a.txt"]
    assert corpus.removed["text"].to_list() == ["a link, neither a file nor a folder"]


def test_unknown_endings_in_an_archive_are_counted(tmp_path):
    """With all_files=True those that are text are read; kinds of others have their advice."""
    texts = {"a.txt": BODY, "b.notes": f"{BODY} Notes.", "c.jpg": b"\xff\xd8\xff", "d.doc": b"x"}
    (tmp_path / "x.zip").write_bytes(zipped(texts))
    assert codes(read(tmp_path)) == {"unknown-endings": 2, "files-of-others": 1}
    corpus = read(tmp_path, all_files=True)
    assert corpus.documents["id"].to_list()[:2] == ["x.zip/a.txt", "x.zip/b.notes"]


def test_reports_of_runs_in_archives_are_no_texts(tmp_path):
    """They are recognised by what is in them."""
    page = '<meta name="generator" content="topics 0.1.0"><p>topics'
    (tmp_path / "x.zip").write_bytes(zipped({"report.html": page, "a.txt": BODY}))
    assert codes(read(tmp_path)) == {"files-of-runs": 1}


def test_names_in_utf8_without_their_flag(tmp_path):
    """Many programs write names so."""
    data = zipped({"Küste.txt": BODY})
    data = data.replace(b"\x00\x08", b"\x00\x00")
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() != ["Küste.txt"]
    (tmp_path / "x.zip").write_bytes(data)
    assert read(tmp_path).documents["id"].to_list() == ["x.zip/Küste.txt"]


def test_an_archive_gives_the_texts_of_its_folder(tmp_path):
    """Documents, sections and what was removed are those of the same files in a folder."""
    texts = {f"{i}.html": f"<h1>T{i}</h1><nav>Home</nav><p>{BODY} {i}</p>" for i in range(5)}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    for name, content in texts.items():
        (tmp_path / "one" / name).write_text(content)
    (tmp_path / "two" / "x.zip").write_bytes(zipped(texts))
    one, two = read(tmp_path / "one"), read(tmp_path / "two")
    assert one.documents["title"].to_list() == two.documents["title"].to_list()
    assert_frame_equal(one.sections.drop("document"), two.sections.drop("document"))
    assert one.removed["text"].to_list() == two.removed["text"].to_list()
