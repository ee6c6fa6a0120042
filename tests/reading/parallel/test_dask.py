"""Workers of a Dask cluster read what this process reads, also if one is killed meanwhile."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import topics
from support.workers import cluster_of, kill_one_that_does
from topics.errors import InputError, MissingExtraError, OptionError, WorkerError
from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats import parquet, registry
from topics.reading.formats.json import lines as json_lines
from topics.reading.formats.json.rows import read_json_lines
from topics.reading.formats.parquet import read_parquet
from topics.reading.parallel import ahead
from topics.reading.parallel.crew import Crew
from topics.scheduling import Workers
from topics.scheduling.dask_cluster import DaskWorkers

WORDS = [f"{one}{other}" for one in ("reef", "tide", "judge", "court") for other in "abcdefghij"]


@pytest.fixture(scope="module")
def client():
    """A client of two workers."""
    with cluster_of(2) as client:
        yield client


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Files of any size are read in parts of about 5 KB."""
    monkeypatch.setattr(registry, "MIN_BYTES_OF_PARTS", 1)
    monkeypatch.setattr(json_lines, "PART_BYTES", 5_000)
    monkeypatch.setattr(parquet, "PART_BYTES", 5_000)
    monkeypatch.setattr(ahead, "MIN_BYTES", 0)
    monkeypatch.setattr(ahead, "BATCH_BYTES", 5_000)


def rows(n=400):
    """Rows with an id, a text of two paragraphs and a number."""
    return [
        {
            "ID": f"r{i}",
            "text": f"{' '.join(WORDS[j] for j in drawn)}.\n\nPart {i} ends.",
            "year": 1900 + i if i % 7 else None,
        }
        for i, drawn in enumerate(np.random.default_rng(0).integers(40, size=(n, 20)))
    ]


def lines_of(made):
    """JSON Lines with a blank line, bad rows and a repeated key among them."""
    lines = [json.dumps(row) for row in made]
    lines[10], lines[20], lines[30] = "", "{ bad", json.dumps({"ID": "no text"})
    lines[300] = '{"ID": "x", "ID": "y", "text": "Twice."}'
    return "\n".join(lines)


def assert_same(one, two):
    """Everything that a corpus has is the same."""
    for name in ("documents", "sections", "removed", "inputs"):
        assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.notices == two.notices


def write_all(folder: Path) -> dict[str, Path]:
    """The rows in several formats, and a folder of pages."""
    made = rows()
    paths = {name: folder / name for name in ("rows.jsonl", "rows.jsonl.gz", "t.parquet", "pages")}
    paths["rows.jsonl"].write_text(lines_of(made))
    paths["rows.jsonl.gz"].write_bytes(gzip.compress(lines_of(made).encode()))
    sections = [[{"heading": "Tides", "level": 1, "text": row["text"]}] for row in made]
    table = pl.DataFrame(made, infer_schema_length=None).with_columns(sections=pl.Series(sections))
    table.write_parquet(paths["t.parquet"], row_group_size=150)
    paths["pages"].mkdir()
    for i, row in enumerate(made[:60]):
        (paths["pages"] / f"{i}.md").write_text(f"# Page {i}\n\n{row['text']}\n" * 3)
        (paths["pages"] / f"{i}.html").write_text(f"<title>Page {i}</title><p>{row['text']}")
    (paths["pages"] / "binary.txt").write_bytes(bytes(range(256)))
    return paths


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "t.parquet", "pages"])
def test_workers_read_what_this_process_reads(client, tmp_path, monkeypatch, name):
    """Documents, what was removed, inputs and notices, also from a relative path."""
    jobs = []
    submit = DaskWorkers.submit

    def submit_and_count(self, job, /, *arguments):
        jobs.append(job.__name__)
        return submit(self, job, *arguments)

    monkeypatch.setattr(DaskWorkers, "submit", submit_and_count)
    write_all(tmp_path)
    monkeypatch.chdir(tmp_path)
    there = read(name, client=client, skip_bad=True)
    assert len(jobs) > 5
    assert_same(there, read(name, n_threads=1, skip_bad=True))


def test_a_bad_row_is_the_same_error(client, tmp_path):
    """With the file and the line."""
    path = write_all(tmp_path)["rows.jsonl"]
    with pytest.raises(InputError) as here:
        read(path, n_threads=1)
    with pytest.raises(InputError) as there:
        read(path, client=client)
    assert "rows.jsonl, line 21: invalid JSON" in str(here.value)
    assert str(there.value) == str(here.value)


def test_one_and_four_workers_read_what_two_read(client, tmp_path):
    """Processes that a number asks for, and workers that a cluster gets meanwhile."""
    path = write_all(tmp_path)["rows.jsonl"]
    two = read(path, client=client, skip_bad=True)
    assert_same(read(path, client=1, skip_bad=True), two)
    client.cluster.scale(4)
    client.wait_for_workers(4)
    assert_same(read(path, client=client, skip_bad=True), two)


@pytest.mark.parametrize(("name", "job"), [("rows.jsonl", "read_part"), ("t.parquet", "read_rows")])
def test_a_worker_killed_while_it_reads_changes_nothing(client, tmp_path, monkeypatch, name, job):
    """Its parts are read again by the others."""
    path = tmp_path / name
    made = rows(6_000)
    path.write_text("\n".join(map(json.dumps, made)))
    if name == "t.parquet":
        pl.DataFrame(made, infer_schema_length=None).write_parquet(path)
    monkeypatch.setattr(json_lines, "PART_BYTES", 100_000)
    monkeypatch.setattr(parquet, "PART_BYTES", 100_000)
    expected = read(path, n_threads=1)
    gather, gathered = DaskWorkers.gather, []

    def kill_and_gather(self, handles):
        gathered.append(handles)
        if len(gathered) == 2:
            kill_one_that_does(client, job)
        return gather(self, handles)

    monkeypatch.setattr(DaskWorkers, "gather", kill_and_gather)
    assert_same(read(path, client=client), expected)
    assert len(gathered) > 5


def test_workers_that_do_not_see_a_file_are_named(client, tmp_path):
    """With the path, and what to do."""
    paths = write_all(tmp_path)
    elsewhere = str(tmp_path / "elsewhere")
    how = f"{elsewhere}: the worker tcp://.* cannot open it .*; all workers need to see"
    for reader, name in ((read_json_lines, "rows.jsonl"), (read_parquet, "t.parquet")):
        with Workers(client).opened() as workers, pytest.raises(WorkerError, match=how):
            list(reader(paths[name].read_bytes(), ReadOptions(), Crew(workers, elsewhere)))


def test_workers_that_see_another_file_are_named(client, tmp_path):
    """Under the same path: parts of two files would become one corpus."""
    paths = write_all(tmp_path)
    other = tmp_path / "other"
    how = f"{other}: the worker tcp://.* finds other bytes in it"
    for reader, name in ((read_json_lines, "rows.jsonl"), (read_parquet, "t.parquet")):
        data = paths[name].read_bytes()
        for changed in (data[:-1], data[:-20] + b"#" + data[-19:]):
            other.write_bytes(changed)
            with Workers(client).opened() as workers, pytest.raises(WorkerError, match=how):
                list(reader(data, ReadOptions(), Crew(workers, str(other))))


def test_workers_that_do_not_see_pages_are_named(client, tmp_path, monkeypatch):
    """Although files of a folder that cannot be opened are left out otherwise."""
    folder = write_all(tmp_path)["pages"]

    def moved(files):
        paths = [each.path for each in files]
        return [
            ahead.replace(each, path=path.replace("pages", there))
            for each, path in zip(files, paths, strict=True)
        ]

    there = "elsewhere"
    monkeypatch.setattr(ahead, "_with_full_paths", moved)
    with pytest.raises(WorkerError, match=r"0\.html: the worker tcp://.* cannot open it"):
        read(folder, client=client)
    there = "others"
    (tmp_path / there).mkdir()
    for path in folder.iterdir():
        (tmp_path / there / path.name).write_text("# Another page\n\nOf another text.\n")
    with pytest.raises(WorkerError, match=r"0\.html: the worker tcp://.* finds other bytes"):
        read(folder, client=client)


def test_a_page_that_vanishes_is_left_out(client, tmp_path):
    """As without workers: it is gone here, too."""
    folder = write_all(tmp_path)["pages"]
    last = folder / "9.md"
    corpus = read(folder, client=client, progress=lambda *_: last.unlink(missing_ok=True))
    assert "9.md" not in corpus.documents["id"].to_list()
    notices = {notice.code: notice.message for notice in corpus.notices}
    assert "9.md: cannot be opened (No such file" in notices["unreadable-files"]


@pytest.mark.parametrize("with_client", [False, True])
def test_a_file_that_changes_while_it_is_read(client, tmp_path, with_client):
    """It is an error, also for the processes of this machine: no corpus of two files."""
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows(4_000))))

    def rewrite(*_):
        path.write_text("\n".join(map(json.dumps, reversed(rows(4_000)))))

    kind, how = (WorkerError, "other bytes") if with_client else (InputError, "changed while")
    with pytest.raises(kind, match=rf"rows\.jsonl.*{how}"):
        read(path, client=client if with_client else None, n_threads=2, progress=rewrite)


def test_a_whole_fit_from_a_file_is_the_same(client, tmp_path):
    """Reading and partitions on workers, the same bits as here."""
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows(200))))
    options = {"n_topics": 3, "n_fits": 1, "partition_rows": 70, "project": False}
    options["read_options"] = {"id_column": "ID"}
    here = topics.fit(path, **options)
    there = topics.fit(path, **options, client=client)
    assert there.document_topic.tobytes() == here.document_topic.tobytes()
    assert there.documents.equals(here.documents)
    assert client.scheduler_info()["workers"]  # the client was left open


def test_what_is_no_client_is_refused(tmp_path, monkeypatch):
    """Before anything is read."""
    with pytest.raises(OptionError, match="client is 0"):
        read(tmp_path, client=0)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"topics\[dask\]"):
        read(tmp_path, client=2)
