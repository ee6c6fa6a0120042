"""Metadata of documents from a table, and from the names of their files."""

from __future__ import annotations

import gzip
import json
import warnings

import polars as pl
import pytest

import topics
from topics.errors import InputError, MissingInputError, OptionError

SEA, LAW = "The reef and the tide. " * 30, "A judge and a jury. " * 30
NAMES = ("labour/1990.txt", "labour/1991.txt", "green/1990.txt")
ROWS = [
    {"file": "labour/1990.txt", "mood": "calm", "score": 1.5, "on": True},
    {"file": "green/1990.txt", "mood": "wild", "score": 2, "on": False},
]


@pytest.fixture
def folder(tmp_path):
    """A folder of three small files in two folders."""
    for name in NAMES:
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SEA + name, encoding="utf-8")
    return tmp_path / "texts"


def write(path, rows):
    """Write the rows in the format of the file's ending."""
    frame = pl.DataFrame(rows, strict=False)
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind == "parquet":
        frame.write_parquet(path)
        return path
    lines = [json.dumps(row) for row in rows]
    text = {
        "csv": lambda: frame.write_csv(),
        "tsv": lambda: frame.write_csv(separator="\t"),
        "jsonl": lambda: "\n".join(lines),
        "json": lambda: f"[{','.join(lines)}]",
    }[kind]()
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)
    return path


@pytest.mark.parametrize(
    "name", ["m.csv", "m.tsv", "m.jsonl", "m.json", "m.parquet", "m.csv.gz", "m.jsonl.gz"]
)
def test_tables_of_all_formats_are_joined(folder, tmp_path, name):
    """Numbers and booleans keep their types; the table's file is among the inputs."""
    corpus = topics.read(folder, metadata=write(tmp_path / name, ROWS))
    rows = {row["id"]: row for row in corpus.documents.iter_rows(named=True)}
    assert rows["labour/1990.txt"]["mood"] == "calm"
    assert rows["green/1990.txt"]["on"] is False
    assert rows["labour/1991.txt"]["mood"] is None
    assert corpus.documents["score"].dtype == pl.Float64
    assert corpus.inputs["path"].to_list()[-1].endswith(name)
    codes = [notice.code for notice in corpus.notices]
    assert codes == ["metadata-joined", "documents-without-metadata"]


def test_a_table_in_memory_is_joined(folder):
    """A frame, or a mapping of columns, as for Corpus.with_metadata."""
    by_name = topics.read(folder, metadata=pl.DataFrame(ROWS, strict=False), metadata_key="file")
    own = topics.read(folder).with_metadata(ROWS, key="file")
    assert by_name.documents.equals(own.documents)


def test_a_table_among_the_texts_is_none_of_them(folder):
    """It is neither read as documents nor listed as a file that cannot be used."""
    table = write(folder / "about.csv", [row | {"text": LAW} for row in ROWS])
    corpus = topics.read(folder, metadata=table)
    assert corpus.documents["id"].to_list() == sorted(NAMES)
    assert corpus.removed.height == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("file,mood\n", "no rows"),
        ('file,mood\n"a,b\nc,d\n', "quotation mark"),
        ("file,mood\na,b,c\n", r"m\.csv, line 2: row 1 has 3 cells"),
        ("file,mood\nnone.txt,b\n", r"the table .*m\.csv has no row of any document"),
    ],
)
def test_tables_that_cannot_be_used_are_errors(folder, tmp_path, content, message):
    """Before the documents are read, where the table is damaged."""
    (tmp_path / "m.csv").write_text(content)
    with pytest.raises(InputError, match=message):
        topics.read(folder, metadata=tmp_path / "m.csv")


def test_files_that_are_no_tables_are_errors(folder, tmp_path):
    """A missing file, a folder, a text, rows that are no objects, a key without a table."""
    with pytest.raises(MissingInputError, match="no such file"):
        topics.read(folder, metadata=tmp_path / "none.csv")
    with pytest.raises(InputError, match="is a folder"):
        topics.read(folder, metadata=folder)
    with pytest.raises(InputError, match="is no table"):
        topics.read(folder, metadata=folder / NAMES[0])
    (tmp_path / "m.json").write_text("[1, 2]")
    with pytest.raises(InputError, match="row 1 is int, expected an object"):
        topics.read(folder, metadata=tmp_path / "m.json")
    with pytest.raises(OptionError, match="metadata_key is 'id', but there is no table"):
        topics.read(folder, metadata_key="id")


def test_names_of_files_become_columns(folder):
    """Numbers where all values are; names taken get the prefix, as after a table."""
    corpus = topics.read(folder, metadata_pattern="{party}/{year}.txt")
    columns = corpus.documents.select("id", "party", "year").rows()
    assert columns == [
        ("green/1990.txt", "green", 1990),
        ("labour/1990.txt", "labour", 1990),
        ("labour/1991.txt", "labour", 1991),
    ]
    assert corpus.notices == ()
    both = topics.read(
        folder, metadata=[{"file": name, "year": 0} for name in NAMES], metadata_key="file",
        metadata_pattern="{_}/{year}.txt",
    )  # fmt: skip
    assert both.documents.select("year", "meta_year").rows() == [(0, 1990), (0, 1990), (0, 1991)]


def test_files_outside_the_pattern_are_counted_and_named(folder):
    """Their columns are empty; a pattern that no file matches is an error with a file's name."""
    corpus = topics.read(folder, metadata_pattern="labour/{year}.txt")
    assert corpus.documents["year"].to_list() == [None, 1990, 1991]
    (notice,) = corpus.notices
    assert notice.message.endswith(": 1 ('texts/green/1990.txt')")
    with pytest.raises(InputError, match=r"none of 3 files; the first is 'texts/green/1990\.txt'"):
        topics.read(folder, metadata_pattern="{year}.md")
    with pytest.raises(OptionError, match="without its other half"):
        topics.read(folder, metadata_pattern="{year.txt")


def test_rows_and_articles_have_what_their_file_has(tmp_path):
    """Rows of a table, by the name of the table; with codes that keep their zeros."""
    rows = [{"id": f"r{i}", "text": SEA} for i in range(3)]
    write(tmp_path / "007-sea.csv", rows)
    corpus = topics.read(tmp_path, metadata_pattern="{code}-{theme}.csv")
    assert corpus.documents.select("code", "theme").rows() == [("007", "sea")] * 3
    joined = topics.read(tmp_path, metadata=[{"name": "007-sea", "v": 1}])
    assert joined.documents["v"].to_list() == [1, 1, 1]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_a_run_keeps_table_and_pattern_for_new_documents(folder, tmp_path):
    """Transform uses them where they fit, says where they do not, and takes others."""
    table = write(tmp_path / "m.csv", [*ROWS, {"file": "new.txt", "mood": "new"}])
    options = {"metadata": str(table), "metadata_pattern": "{party}/{year}.txt"}
    run = topics.fit(folder, n_topics=2, n_fits=1, project=False, read_options=options)
    assert {"mood", "party", "year"} <= set(run.documents.columns)
    run.save(tmp_path / "run")
    loaded = topics.load(tmp_path / "run")
    assert loaded.options.read_options == run.options.read_options
    again = topics.transform(loaded, folder)
    assert again.documents["year"].to_list() == run.documents["year"].to_list()

    (tmp_path / "new.txt").write_text(SEA)
    new = topics.transform(loaded, tmp_path / "new.txt")
    assert new.documents["mood"].to_list() == ["new"]
    assert "matches the names of none of 1 files" in left_out(new)
    table.unlink()
    new = topics.transform(loaded, tmp_path / "new.txt")
    assert "mood" not in new.documents.columns
    assert "m.csv: no such file" in left_out(new)
    with pytest.raises(InputError, match="no such file"):
        topics.transform(loaded, tmp_path / "new.txt", read_options={"metadata": str(table)})
    other = {"metadata": {"name": ["new"], "v": [1]}, "metadata_pattern": None}
    new = topics.transform(loaded, tmp_path / "new.txt", read_options=other)
    assert new.documents["v"].to_list() == [1]
    new.save(tmp_path / "transformed")
    record = json.loads((tmp_path / "transformed" / "manifest.json").read_text())
    assert record["parameters"]["read_options"]["metadata"] == "table in memory"


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_a_table_in_memory_is_not_kept_with_the_run(folder, tmp_path):
    """The run says that there was one; new documents get a notice, and similar ones none."""
    options = {"metadata": ROWS, "metadata_key": "file"}
    run = topics.fit(folder, n_topics=2, n_fits=1, project=False, read_options=options)
    run.save(tmp_path / "run")
    loaded = topics.load(tmp_path / "run")
    assert "was in memory and is not kept" in left_out(topics.transform(loaded, folder))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        topics.similar(loaded, folder / NAMES[0], 1)


def left_out(new):
    """Notices about metadata that new documents did not get."""
    return "; ".join(w["message"] for w in new.warnings if w["code"] == "metadata-left-out")
