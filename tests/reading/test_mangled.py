"""2,000 mangled files, and whatever else a folder from elsewhere can hold."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.mangling import inputs, samples
from topics.errors import InputError, TopicsError
from topics.reading import read

ROOT = Path(__file__).parents[2]
N_INPUTS = 2_000
N_PROCESSES = 2
MAX_SECONDS = 10
MAX_BYTES = 2 * 2**30
GOOD = "The ferry left the harbour at dawn and did not come back before the evening tide."

READ = """
import faulthandler, json, resource, sys, time, warnings
import topics
from support import mangling
from pathlib import Path

share, n_shares, n, seconds, most = (int(word) for word in sys.argv[2:7])
resource.setrlimit(resource.RLIMIT_AS, (4 * most, 4 * most))
warnings.simplefilter("error")
outcomes = []
for number, (name, data) in enumerate(mangling.inputs(n)):
    if number % n_shares != share:
        continue
    path = Path(sys.argv[1], name)
    path.write_bytes(data)
    print(name, file=sys.stderr, flush=True)
    faulthandler.dump_traceback_later(3 * seconds, exit=True)
    begin = time.process_time()
    try:
        corpus = topics.read(path, skip_bad=number % 2 == 0, keep_furniture=number % 3 == 0)
        outcome = "read" if corpus.n_documents else "nothing"
    except topics.TopicsError as error:
        outcome = type(error).__name__
    taken = time.process_time() - begin
    faulthandler.cancel_dump_traceback_later()
    outcomes.append((name, outcome, taken))
    path.unlink()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"outcomes": outcomes, "peak": peak}))
"""


def printing_files(err, names):
    """Kinds of the files during whose reading something was printed besides their names."""
    kinds = set()
    name = ""
    for line in err.splitlines():
        if line in names:
            name = line
        else:
            kinds.add(name.removesuffix(".gz").rpartition(".")[2])
    return kinds


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What the child processes say of their share of the mangled files."""
    folder = tmp_path_factory.mktemp("mangled")
    processes = [
        subprocess.Popen(
            [
                sys.executable, "-c", READ, str(folder),
                *map(str, (share, N_PROCESSES, N_INPUTS, MAX_SECONDS, MAX_BYTES)),
            ],
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for share in range(N_PROCESSES)
    ]  # fmt: skip
    found = []
    for process in processes:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, f"exit code {process.returncode}: {err[-2000:]}"
        names = {name for name, _, _ in json.loads(out)["outcomes"]}
        assert printing_files(err, names) <= {"parquet"}, err[-2000:]
        found.append(json.loads(out))
    return found


def test_mangled_files_are_read_or_refused(reports):
    """No traceback and no warning: documents, or an error of ours.

    Nothing is printed either, except by polars, which prints its panics itself.
    """
    kinds = Counter(outcome for report in reports for _, outcome, _ in report["outcomes"])
    assert sum(kinds.values()) == N_INPUTS
    assert set(kinds) <= {"read", "InputError"}, kinds
    assert min(kinds["read"], kinds["InputError"]) > N_INPUTS / 5, kinds


def test_mangled_files_take_little_time_and_memory(reports):
    """None takes 10 s of processor time, and no process 2 GB."""
    slowest = max((taken, name) for report in reports for name, _, taken in report["outcomes"])
    assert slowest[0] < MAX_SECONDS, slowest
    assert max(report["peak"] for report in reports) < MAX_BYTES


def test_mangled_files_are_the_same_for_everybody():
    """The generator draws from its seed only, and mangles every format."""
    assert list(inputs(40)) == list(inputs(40))
    kinds = Counter(name.removesuffix(".gz").rsplit(".", 1)[1] for name, _ in inputs(90))
    assert kinds == dict.fromkeys(samples(), 10)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(sorted(samples())), data=st.data())
def test_any_bytes_in_any_format(tmp_path, kind, data):
    """Bytes that hypothesis makes up, alone or inside a sample, are read or refused."""
    whole = samples()[kind]
    place = data.draw(st.integers(0, len(whole)))
    middle = data.draw(st.binary(max_size=60))
    after = whole[place:] if data.draw(st.booleans()) else b""
    path = tmp_path / f"a.{kind}"
    path.write_bytes(whole[:place] + middle + after)
    try:
        corpus = read(path, skip_bad=data.draw(st.booleans()))
    except TopicsError:
        return
    assert corpus.n_documents


def bomb(n_bytes: int) -> bytes:
    """Gzip data of a few kilobytes that unpacks to many letters."""
    return gzip.compress(b"a" * 1_000_000, 9, mtime=0) * (n_bytes // 1_000_000)


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz", "bomb.html.gz", "bomb.csv.gz"])
def test_gzip_bombs_are_left_out(tmp_path, name):
    """Counted, named and listed in a folder; an error where it is named; never unpacked whole."""
    (tmp_path / name).write_bytes(bomb(60_000_000))
    (tmp_path / "good.txt").write_text(GOOD)
    with pytest.raises(InputError, match=rf"{name}.*more than 20,000,000 bytes.*max_file_size"):
        read(tmp_path / name, max_file_size=20_000_000)
    corpus = read(tmp_path, max_file_size=20_000_000)
    assert corpus.documents["id"].to_list() == ["good.txt"]
    assert corpus.removed.select("source", "reason").rows() == [
        (f"{tmp_path.name}/{name}", "too large")
    ]
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("files-too-large", 1)]
    assert name in corpus.notices[0].message


def test_a_page_of_more_than_100_mb_is_left_out_by_default(tmp_path):
    """Without a limit of the caller's, for a bomb of a hundred kilobytes."""
    (tmp_path / "bomb.md.gz").write_bytes(bomb(101_000_000))
    with pytest.raises(InputError, match="more than 100,000,000 bytes"):
        read(tmp_path)


def test_parquet_bombs_are_left_out(tmp_path):
    """A kilobyte that claims gigabytes of equal cells is refused before they are made."""
    table = pl.DataFrame({"text": ["word " * 200_000]})
    pl.concat([table] * 1_200).write_parquet(tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 10_000
    with pytest.raises(InputError, match="more than 1,000,000,000 bytes"):
        read(tmp_path / "a.parquet")


def test_json_of_brackets_is_refused(tmp_path):
    """Lists in a list take thirty times their size in memory."""
    (tmp_path / "a.json").write_text("[" + "[]," * 8_000_001 + "[]]")
    with pytest.raises(InputError, match="more than 8,000,000 lists"):
        read(tmp_path)


def test_rows_without_text_are_not_held_for_ever(tmp_path):
    """A file whose first hundred thousand rows have no text has none."""
    (tmp_path / "a.jsonl").write_text("{}\n" * 150_000)
    with pytest.raises(InputError, match="row 1: neither 'text'"):
        read(tmp_path)


HTML_HOGS = {
    "an author of brackets": f"<meta name=author content='{'[' * 100_000}'><p>{GOOD}</p>",
    "an author in linked data": "<script type='application/ld+json'>"
    + json.dumps({"@type": "Article", "author": {"@type": "Person", "name": "[" * 100_000}})
    + f"</script><p>{GOOD}</p>",
    "broken linked data": "<script type='application/ld+json'>"
    + '"author":' * 20_000
    + f"</script><p>{GOOD}</p>",
    "short paragraphs": f"<p>{GOOD}</p>" + "<p>a word" * 30_000,
}


@pytest.mark.parametrize("name", HTML_HOGS)
def test_pages_that_took_minutes(tmp_path, name):
    """Values and rows of paragraphs without end are no work for trafilatura."""
    (tmp_path / "a.html").write_text(f"<html><head><title>T</title>{HTML_HOGS[name]}")
    begin = time.process_time()
    assert GOOD in "".join(read(tmp_path).sections["text"])
    assert time.process_time() - begin < MAX_SECONDS


def test_a_header_of_one_name(tmp_path):
    """A hundred thousand columns of one name took minutes to number."""
    (tmp_path / "a.csv").write_text("text" + ",n" * 100_000 + f"\n{GOOD}" + ",1" * 100_000)
    begin = time.process_time()
    assert read(tmp_path).documents.width > 1_000
    assert time.process_time() - begin < MAX_SECONDS


@pytest.mark.parametrize("kind", ["txt", "md", "rst", "html", "jsonl", "csv"])
def test_a_line_of_20_mb(tmp_path, kind):
    """One line without end is a text like others."""
    line = "tide harbour ferry " * 1_050_000
    before = {"csv": "text\n", "jsonl": '{"text": "'}.get(kind, "")
    after = {"jsonl": '"}'}.get(kind, "")
    (tmp_path / f"a.{kind}").write_text(before + line + after)
    begin = time.process_time()
    assert len(read(tmp_path).sections["text"][0]) > 19_000_000
    assert time.process_time() - begin < MAX_SECONDS


def test_odd_names_and_kinds_of_files(tmp_path):
    """Names of controls, line ends and no text; loops of links, pipes, devices, sockets."""
    names = [b"new\nline.txt", b"esc\x1b[2J.txt", b"bad\xff\xfe.txt", b"tab\t.txt", b"-x.txt"]
    names += ["\u202etxt.txt".encode(), b"a" * 251 + b".txt", b"back\\slash.txt", b"c,\"'.txt"]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text(GOOD)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.jsonl")
    corpus = read(tmp_path)
    assert corpus.n_documents == len(names)
    assert corpus.removed["reason"].to_list() == ["unreadable"] * 3
    corpus.documents.write_csv(tmp_path / "ids.csv")
    assert pl.read_csv(tmp_path / "ids.csv")["id"].to_list() == corpus.documents["id"].to_list()
