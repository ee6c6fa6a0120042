"""Web archives: every page is a document by its address; other records are counted."""

from __future__ import annotations

import gzip
import io
import sys

import pytest

from support.files import BODY
from topics.errors import InputError
from topics.reading import read

OTHER = "A survey of the northern quay found cracks below the line of the spring tide."


def record(url, body, *, kind="response", media="text/html", status="200 OK", packed=False):
    """A record of a web archive."""
    content = body if isinstance(body, bytes) else body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n"
    if packed:
        content = gzip.compress(content)
        head += "Content-Encoding: gzip\r\n"
    block = content if kind != "response" else head.encode() + b"\r\n" + content
    header_type = media if kind != "response" else "application/http; msgtype=response"
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2025-02-03T18:02:11Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: {header_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def page(text, title="Tides"):
    """A page."""
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body>"


RECORDS = [
    record("", "software: x", kind="warcinfo", media="application/warc-fields"),
    record("https://example.org/a", page(BODY)),
    record("https://example.org/a", "GET /", kind="request", media="application/http"),
    record("https://example.org/b.txt", OTHER, media="text/plain; charset=utf-8", packed=True),
    record("https://example.org/p.png", b"\x89PNG", media="image/png"),
    record("https://example.org/gone", page("Not found"), status="404 Not Found"),
    record("https://example.org/a", "", kind="revisit", media="application/http"),
    record(
        "https://example.org/ä",
        page("Die Fähre lag im Hafen.", "Küste").encode("cp1252"),
        media="text/html; charset=windows-1252",
    ),
    record("https://example.org/a", page("The page has changed since the autumn storms came.")),
]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_are_documents_by_their_address(tmp_path, name):
    """A later capture has a number; what is no page is counted."""
    pack = gzip.compress if name.endswith(".gz") else bytes
    (tmp_path / name).write_bytes(b"".join(pack(each) for each in RECORDS))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == [
        f"{name}/https://example.org/{each}" for each in ("a", "b.txt", "ä", "a (2)")
    ]
    assert corpus.documents["title"].to_list()[0] == "Tides"
    assert "Die Fähre lag im Hafen." in corpus.sections["text"].to_list()
    assert OTHER in corpus.sections["text"].to_list()
    (notice,) = [each for each in corpus.notices if each.code == "records-of-web-archives"]
    assert notice.count == 4
    for kind in ("1 request", "1 revisit", "1 image/png", "1 status 404"):
        assert kind in notice.message


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_is_cut_gives_what_was_whole(tmp_path, packed):
    """A notice says so."""
    pack = gzip.compress if packed else bytes
    data = b"".join(pack(each) for each in RECORDS[:2]) + pack(record("https://x.org", page(OTHER)))
    (tmp_path / "a.warc").write_bytes(data[:-40])
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["a.warc/https://example.org/a"]
    assert [each.code for each in corpus.notices] == ["cut-archives"]


NO_ARCHIVES = {
    "text": b"no archive",
    "packed text": gzip.compress(b"no archive", mtime=0),
    "cut": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize("data", NO_ARCHIVES.values(), ids=NO_ARCHIVES.keys())
def test_what_is_no_web_archive_says_so(tmp_path, data):
    """It is an error if it was named."""
    (tmp_path / "a.warc").write_bytes(data)
    with pytest.raises(InputError, match="damaged WARC file"):
        read(tmp_path / "a.warc")


def test_a_page_above_the_limit_does_not_stop_others(tmp_path):
    """It is listed."""
    big = record("https://example.org/big", page("word " * 9_000), packed=True)
    (tmp_path / "a.warc").write_bytes(big + RECORDS[1])
    corpus = read(tmp_path, max_file_size=20_000)
    assert corpus.documents["id"].to_list() == ["a.warc/https://example.org/a"]
    assert [each.code for each in corpus.notices] == ["files-too-large"]


def test_without_the_package_the_way_to_install_it_is_named(tmp_path, monkeypatch):
    """The message has the line for pip."""
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (tmp_path / "a.warc").write_bytes(RECORDS[1])
    with pytest.raises(InputError, match=r"pip install 'topics\[formats\]'"):
        read(tmp_path / "a.warc")


def test_the_tests_write_what_the_package_reads():
    """The records here are those that it writes itself."""
    from warcio.archiveiterator import ArchiveIterator

    kinds = [each.rec_type for each in ArchiveIterator(io.BytesIO(b"".join(RECORDS)))]
    assert kinds.count("response") == 6
