"""A dask.bag or dask.dataframe is read as its rows in a file would be."""

from __future__ import annotations

import json
import subprocess
import sys

import dask
import dask.bag
import pytest
from polars.testing import assert_frame_equal

import topics
from support.workers import cluster_of
from topics.errors import InputError
from topics.reading import read

NAMES = ["amber", "birch", "coral", "dusty", "elder"]

ROWS = [
    {
        "id": f"r{i}",
        "text": f"Ferry {i} to {NAMES[i % 5]} left {NAMES[i % 3]} at dawn.\n\nThe tide rose again.",
        "year": 1900 + i,
        "of": {"port": f"p{i % 3}"},
    }
    for i in range(25)
]


@pytest.fixture(autouse=True)
def synchronous():
    """Dask computes here, unless a test asks for something else."""
    with dask.config.set(scheduler="synchronous"):
        yield


def in_file(tmp_path, rows):
    """A file of JSON Lines with the rows."""
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def assert_same_rows(there, here):
    """The same documents, but for what says where they were read."""
    assert_frame_equal(there.documents.drop("source"), here.documents.drop("source"))
    assert_frame_equal(there.sections, here.sections)
    assert_frame_equal(there.removed.drop("source", "line"), here.removed.drop("source", "line"))


def test_a_bag_of_mappings_is_read_as_json_lines(tmp_path):
    """Ids, texts, metadata and keys inside objects, from partitions of different sizes."""
    bag = dask.bag.concat([dask.bag.from_sequence(part, 2) for part in (ROWS[:4], ROWS[4:])])
    assert_same_rows(read(bag), read(in_file(tmp_path, ROWS)))


def test_options_of_columns_apply_to_a_bag(tmp_path):
    """Groups of rows go on over the ends of partitions."""
    options = {"text_column": "text", "group_by": "of.port", "section_column": "id"}
    bag = dask.bag.from_sequence(ROWS, npartitions=5)
    assert_same_rows(read(bag, **options), read(in_file(tmp_path, ROWS), **options))


def test_a_bag_of_texts_has_numbers_as_ids():
    """From 1, over all partitions."""
    corpus = read(dask.bag.from_sequence(["Tides rise.", "Courts rule.", "Reefs grow."], 2))
    assert corpus.documents["id"].to_list() == ["bag#1", "bag#2", "bag#3"]
    assert corpus.sections["text"].to_list() == ["Tides rise.", "Courts rule.", "Reefs grow."]
    assert corpus.documents["source"].to_list() == ["bag"] * 3


def test_bad_rows_of_a_bag_have_their_numbers():
    """Over all partitions, as errors and as notices."""
    bag = dask.bag.from_sequence(["Tides rise.", "Courts rule.", 5, {"txt": "?"}], npartitions=3)
    with pytest.raises(InputError, match=r"^bag: row 3 is int 5, expected an object or a text"):
        read(bag)
    corpus = read(bag, skip_bad=True)
    assert corpus.removed["text"].str.slice(0, 26).to_list() == [
        "row 3 is int 5, expected a",
        "row 4: neither 'text' nor ",
    ]


def test_a_partition_that_cannot_be_computed_is_named():
    """With the error of the function that makes its rows."""

    def text_of(number):
        return f"The tide {6 // (3 - number)} rose again."

    bag = dask.bag.from_sequence(range(5), npartitions=5).map(text_of)
    how = "bag: a partition cannot be computed, after [0-3] that were read: ZeroDivisionError"
    with pytest.raises(InputError, match=how):
        read(bag, n_threads=1)


def test_a_bag_without_rows_is_an_error():
    """As an empty file is."""
    bag = dask.bag.from_sequence(["a"], 1).filter(lambda text: text == "b")
    with pytest.raises(InputError, match="bag: no rows in it"):
        read(bag)


def test_a_collection_is_read_alone(tmp_path):
    """Not with paths or others."""
    bag = dask.bag.from_sequence(["a"], 1)
    with pytest.raises(InputError, match="a Dask collection is read alone"):
        read(bag, tmp_path)
    with pytest.raises(InputError, match=r"Delayed.* of Dask; expected a dask.bag"):
        read(dask.delayed(len)("a"))


def test_workers_compute_the_partitions(tmp_path):
    """Those of a client, in order, a few at a time; the same run as from a file."""
    bag = dask.bag.from_sequence(ROWS, npartitions=9)
    options = {"n_topics": 2, "partition_rows": 20, "n_fits": 1, "project": False}
    with cluster_of(2) as client:
        assert_same_rows(read(bag, client=client), read(in_file(tmp_path, ROWS)))
        there = topics.fit(bag, **options, client=client)
    here = topics.fit(in_file(tmp_path, ROWS), **options)
    assert there.document_topic.tobytes() == here.document_topic.tobytes()
    assert there.manifest["inputs"] == []


SCRIPT = """
import dask.bag, topics
if __name__ == "__main__":
    print(topics.read(dask.bag.from_sequence(["Tides rise.", "Courts rule."], 1)).n_documents)
"""


def test_without_a_client_the_scheduler_of_the_bag_computes(tmp_path):
    """Processes, as bags have it."""
    (tmp_path / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", tmp_path / "script.py"],
        capture_output=True, text=True, timeout=100, check=True,
    )  # fmt: skip
    assert done.stdout == "2\n"


def test_dask_is_not_imported_without_need():
    """It is an extra."""
    code = "import topics, sys; topics.read; topics.fit; print('dask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_dataframe_is_read_as_a_table(tmp_path):
    """Missing cells, a named index, and the error of a column that is not there."""
    frames = pytest.importorskip(
        "dask.dataframe", reason="it needs pyarrow: pip install pyarrow", exc_type=ImportError
    )
    import pandas

    table = pandas.DataFrame(ROWS[:20]).drop(columns="of").set_index("id")
    table["share"] = [None if i % 3 else i / 2 for i in range(20)]
    frame = frames.from_pandas(table, npartitions=4, sort=False)
    table.reset_index().to_parquet(tmp_path / "t.parquet")
    assert_same_rows(read(frame), read(tmp_path / "t.parquet"))
    with pytest.raises(InputError, match="dataframe: no column 'body'"):
        read(frame, text_column="body")
