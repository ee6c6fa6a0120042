"""`read`: files of all kinds become one corpus."""

import contextlib
import gzip
import hashlib
import json
import math
import os

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from topics.errors import InputError, MissingInputError, OptionError
from topics.reading import read

BODY = "The ferry left the harbour at dawn and did not come back before the evening tide."


def write(folder, **files):
    """Write files; double underscores in the names stand for dots."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return folder


def lines(*rows):
    """JSON Lines of the rows."""
    return "\n".join(json.dumps(row) for row in rows)


def test_every_format_in_one_folder(tmp_path):
    """All kinds of files, plain and gzipped, become documents of one corpus."""
    pl.DataFrame({"text": [BODY], "year": [2020]}).write_parquet(tmp_path / "j.parquet")
    write(
        tmp_path,
        a__txt=BODY,
        b__md=f"# Tides\n\n{BODY}",
        c__rst=f"Tides\n=====\n\n{BODY}",
        d__html=f"<title>Tides</title><p>{BODY}",
        e__json=lines({"text": BODY}),
        f__jsonl=lines({"text": BODY}),
        g__csv=f"text,n\n{BODY},1\n",
        h__tsv=f"text\tn\n{BODY}\t1\n",
        i__ndjson__gz=lines({"text": BODY}),
        k__txt__gz=BODY,
        l__html__gz=f"<title>Tides</title><p>{BODY}",
    )
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == [
        "a.txt",
        "b.md",
        "c.rst",
        "d.html",
        "e.json",
        "f.jsonl#1",
        "g.csv#1",
        "h.tsv#1",
        "i.ndjson.gz#1",
        "j.parquet#1",
        "k.txt.gz",
        "l.html.gz",
    ]
    assert corpus.sections["text"].unique().to_list() == [BODY]
    assert corpus.documents["title"].to_list() == ["a", *["Tides"] * 3, *"efghijk", "Tides"]
    assert corpus.notices == ()


def test_inputs_are_recorded(tmp_path):
    """Path, checksum and size of the file as it lies on the disk."""
    write(tmp_path, a__txt__gz=BODY)
    data = (tmp_path / "a.txt.gz").read_bytes()
    row = read(tmp_path).inputs.row(0)
    assert row == ((tmp_path / "a.txt.gz").as_posix(), hashlib.sha256(data).hexdigest(), len(data))


def test_progress_counts_files(tmp_path):
    """The callback gets stage, files done and all files."""
    calls = []
    write(tmp_path, a__txt=BODY, b__txt=BODY)
    read(tmp_path, progress=lambda *call: calls.append(call))
    assert calls == [("read", 1, 2), ("read", 2, 2)]


def test_rows_bring_ids_titles_and_metadata(tmp_path):
    """Own ids stay; known keys fill columns; other keys are metadata of one type each."""
    write(
        tmp_path,
        a__jsonl=lines(
            {"id": 7, "text": BODY, "title": "Ferry", "author": ["Ann", "Bo"], "n": 1, "x": 1},
            {"id": "q", "text": BODY, "date": "2020", "language": "en", "n": 2.5, "x": "b"},
            {"text": BODY, "source": "http://x.org", "tags": ["sea"], "big": 2**70},
        ),
    )
    documents = read(tmp_path).documents
    assert documents["id"].to_list() == ["7", "q", "a.jsonl#3"]
    assert documents["title"].to_list() == ["Ferry", "a", "a"]
    assert documents["author"].to_list() == ["Ann, Bo", None, None]
    assert documents["part"].null_count() == 3
    assert documents["n"].to_list() == [1.0, 2.5, None]
    assert documents["x"].to_list() == ["1", "b", None]
    assert documents["meta_source"].to_list()[2] == "http://x.org"
    assert documents["tags"].to_list()[2] == '["sea"]'
    assert documents["big"].to_list()[2] == str(2**70)


def test_text_and_id_columns_can_be_named(tmp_path):
    """Then the usual names are metadata."""
    write(tmp_path, a__csv=f"key,id,body,text\nk1,5,{BODY},short\n")
    corpus = read(tmp_path / "a.csv", text_column="body", id_column="key")
    assert corpus.sections["text"].to_list() == [BODY]
    assert corpus.documents["id"].to_list() == ["k1"]
    assert corpus.documents.select("meta_id", "text").row(0) == ("5", "short")


def test_sections_key(tmp_path):
    """Headings, levels and texts stay as they are; strings are untitled sections."""
    write(
        tmp_path,
        a__jsonl=lines(
            {
                "text": "not used",
                "sections": [
                    {"text": "one"},
                    {"heading": "B", "text": "two\n\n\nthree"},
                    {"heading": "C", "level": 4, "text": None},
                    "four",
                ],
            }
        ),
    )
    assert read(tmp_path).sections.drop("document").rows() == [
        (0, 0, "", "one"),
        (1, 1, "B", "two\n\n\nthree"),
        (2, 4, "C", ""),
        (3, 0, "", "four"),
    ]


def test_text_of_rows_is_cut_at_headings(tmp_path):
    """A text in a table shows its plain-line headings."""
    write(tmp_path, a__csv=f'text\n"{BODY}\n\nThe boats\n\n{BODY}"\n')
    assert read(tmp_path).sections["heading"].to_list() == ["", "The boats"]


def test_parquet_sections_and_dates(tmp_path):
    """A column of lists of structs is used as sections; dates keep their type."""
    import datetime

    pl.DataFrame(
        {
            "sections": [[{"heading": "A", "level": 2, "text": BODY}]],
            "date": [datetime.date(2020, 1, 2)],
            "day": [datetime.date(2020, 1, 3)],
        }
    ).write_parquet(tmp_path / "a.parquet")
    corpus = read(tmp_path)
    assert corpus.sections.row(0) == ("a.parquet#1", 0, 2, "A", BODY)
    assert corpus.documents["date"].to_list() == ["2020-01-02"]
    assert corpus.documents["day"].dtype == pl.Date


def test_csv_details(tmp_path):
    """Quoted line ends, semicolons, repeated names, types, short rows, huge cells."""
    huge = "word " * 50_000
    write(
        tmp_path,
        a__csv=f'text;n;zip;ok;n\n"a; b\n\nc ""d""";1;007;true;x\n\n{huge};2.5;123\n',
    )
    corpus = read(tmp_path / "a.csv")
    assert corpus.sections["text"].to_list() == ['a; b\n\nc "d"', huge]
    assert corpus.documents["n"].to_list() == [1.0, 2.5]
    assert corpus.documents["zip"].to_list() == ["007", "123"]
    assert corpus.documents["ok"].to_list() == [True, None]
    assert corpus.documents["n_2"].to_list() == ["x", None]


def test_json_shapes(tmp_path):
    """An object is one document, a list one an object, and JSON Lines may be misnamed."""
    write(
        tmp_path,
        a__json=json.dumps({"text": BODY}, indent=1),
        b__json=json.dumps([{"text": BODY}, {"text": BODY}]),
        c__json=lines({"text": BODY}, {"text": BODY}),
    )
    expected = ["a.json", "b.json#1", "b.json#2", "c.json#1", "c.json#2"]
    assert read(tmp_path).documents["id"].to_list() == expected


def test_section_tokens_cuts_at_paragraph_ends(tmp_path):
    """Pieces keep heading and level and hold at most N tokens, or one paragraph."""
    paragraphs = ["one two three", "four five", "six", "seven eight nine ten eleven", "twelve"]
    write(
        tmp_path, a__jsonl=lines({"sections": [{"heading": "H", "text": "\n\n".join(paragraphs)}]})
    )
    sections = read(tmp_path, section_tokens=4).sections
    assert sections["text"].to_list() == [
        "one two three",
        "four five\n\nsix",
        "seven eight nine ten eleven",
        "twelve",
    ]
    assert set(sections["heading"]) == {"H"}
    assert sections["position"].to_list() == [0, 1, 2, 3]
    with pytest.raises(OptionError, match="section_tokens"):
        read(tmp_path, section_tokens=0)


def test_a_document_without_text_has_no_sections(tmp_path):
    """Rows with an empty text are counted and kept as documents."""
    write(tmp_path, a__jsonl=lines({"text": BODY}, {"text": ""}, {"text": None}))
    corpus = read(tmp_path)
    assert (corpus.n_documents, corpus.n_sections) == (3, 1)
    assert [(notice.code, notice.count) for notice in corpus.notices] == [
        ("documents-without-text", 2)
    ]


UNUSABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t",
    "binary.txt": bytes(range(256)),
    "cut.txt.gz": gzip.compress(b"words " * 100)[:-9],
    "other.csv": b"name,age\nx,1\n",
    "rows.jsonl": b'{"name": "x"}\n{"name": "y"}\n',
    "none.json": b"[]",
    "header.csv": b"text\n",
    "fake.parquet": b"PAR1 no table",
    "page.html": b"<html><script>x</script></html>",
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_files(tmp_path, name):
    """Named directly an error that names the file; in a folder counted and listed."""
    (tmp_path / name).write_bytes(UNUSABLE[name])
    with pytest.raises(InputError, match=name):
        read(tmp_path / name)
    with pytest.raises(InputError, match="nothing to read"):
        read(tmp_path)
    (tmp_path / "good.txt").write_text(BODY)
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["good.txt"]
    assert corpus.removed["reason"].to_list() == ["unreadable"]
    assert corpus.removed["source"][0].endswith(name)
    assert [notice.code for notice in corpus.notices] == ["unreadable-files"]


BAD_ROWS = {
    "invalid JSON": '{"text": "a"',
    "NaN": '{"text": "a", "x": NaN}',
    "expected an object": "[1]",
    "expected text": '{"text": 5}',
    "expected a list": '{"sections": "a"}',
    "expected 0, 1": '{"sections": [{"text": "a", "level": "2"}]}',
    "nested too deeply": '{"text": "a", "x": ' + "[" * 100_000,
    "neither 'text' nor": '{"body": "a"}',
    "the id is": '{"text": "a", "id": [1]}',
    "invalid JSON: Exceeds": '{"text": "a", "x": ' + "9" * 10_000 + "}",
    "the id 'one' is taken": '{"text": "a", "id": "one"}',
}


@pytest.mark.parametrize("why", BAD_ROWS)
def test_bad_rows(tmp_path, why):
    """The error names file and line; with skip_bad the row is counted and listed."""
    rows = [json.dumps({"id": "one", "text": BODY}), "", BAD_ROWS[why], lines({"text": BODY})]
    write(tmp_path, a__jsonl="\n".join(rows))
    with pytest.raises(InputError, match=r"a\.jsonl, line 3") as caught:
        read(tmp_path)
    assert why in str(caught.value)
    corpus = read(tmp_path, skip_bad=True)
    assert corpus.documents["id"].to_list() == ["one", "a.jsonl#3"]
    assert corpus.removed.select("line", "reason").rows() == [(3, "unreadable")]
    assert why in corpus.removed["text"][0]
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("bad-rows", 1)]


def test_duplicate_ids_name_both_places(tmp_path):
    """The message says where the id was used first."""
    row = {"id": "x", "text": BODY}
    write(tmp_path, a__jsonl=lines(row), b__jsonl=lines({"id": "y", "text": BODY}, row))
    with pytest.raises(InputError, match=r"b\.jsonl, line 2.*'x'.*a\.jsonl, line 1"):
        read(tmp_path)


def test_bad_csv_rows(tmp_path):
    """Too many cells and broken quotes are errors that name the line."""
    write(tmp_path, a__csv=f'n,text\n1,"{BODY}\nmore"\n2,a,b,c\n3,"x"y\n4,good\n')
    with pytest.raises(InputError, match="line 4"):
        read(tmp_path / "a.csv")
    corpus = read(tmp_path / "a.csv", skip_bad=True)
    assert corpus.documents["n"].to_list() == [1, 4]
    assert corpus.removed["line"].to_list() == [4, 5]


def test_a_quote_that_never_ends_is_an_error(tmp_path):
    """It would swallow the rest of the table."""
    write(tmp_path, a__csv='text\ngood\n"bad\nlost\n')
    with pytest.raises(InputError, match="line 3"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("option", ["text_column", "id_column"])
def test_a_column_that_is_not_there(tmp_path, option):
    """The message lists the columns that are."""
    write(tmp_path, a__csv="text,n\na,1\n")
    with pytest.raises(InputError, match=r"'nope'.*text, n"):
        read(tmp_path / "a.csv", **{option: "nope"})


def test_unknown_endings_are_counted(tmp_path):
    """Pictures in a folder are no removals."""
    write(tmp_path, a__txt=BODY, b__jpg=b"x", c__docx=b"x")
    corpus = read(tmp_path)
    assert corpus.removed.height == 0
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("unknown-endings", 2)]


def test_nothing_to_read(tmp_path):
    """An empty folder, a folder of pictures, no argument and a missing path are errors."""
    for match in (r"\(no files\).*\.parquet", "other endings"):
        with pytest.raises(InputError, match=match):
            read(tmp_path)
        write(tmp_path, b__jpg=b"x")
    with pytest.raises(InputError, match="no path"):
        read()
    with pytest.raises(MissingInputError):
        read(tmp_path / "nowhere")


def test_broken_front_matter_is_told(tmp_path):
    """The text stays, and a notice names the file."""
    write(tmp_path, a__md="---\na: [\n---\nText.\n")
    assert [notice.code for notice in read(tmp_path).notices] == ["files-with-problems"]


def test_lone_surrogates_can_be_stored(tmp_path):
    """JSON can name half characters; they become U+FFFD everywhere."""
    row = '{"text": "a \\ud800 b", "title": "\\ud800", "id": "\\udfff", "k\\ud800": ["\\ud800"]}'
    write(tmp_path, a__jsonl=row)
    documents = read(tmp_path).documents
    assert documents.row(0)[0] == "\ufffd"
    assert documents.columns[-1] == "k\ufffd"


def test_file_names_need_not_be_utf8(tmp_path):
    """Bytes in a file name that are no text are written out."""
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text(BODY)
    documents = read(tmp_path).documents
    assert documents.select("id", "title").row(0) == ("a\\xff.txt", "a\\xff")


@pytest.mark.parametrize("depth", [500, 900, 950, 980, 990])
def test_deep_metadata_is_kept_or_refused(tmp_path, depth):
    """Nested values near Python's limit do not end in a traceback."""
    write(tmp_path, a__jsonl='{"text": "a", "x": ' + "[" * depth + "]" * depth + "}")
    with contextlib.suppress(InputError):
        assert read(tmp_path).documents["x"][0].count("[") == depth


def test_keys_without_end_share_a_column(tmp_path):
    """Rows that bring new keys each do not make the table as wide as long."""
    write(tmp_path, a__jsonl=lines(*({"text": "a", f"k{i}": i} for i in range(1200))))
    documents = read(tmp_path).documents
    assert documents.width < 1100
    assert json.loads(documents["more"][1100]) == {"k1100": 1100}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 6), TEXTS), min_size=1, max_size=5))
def test_sections_survive_json_lines(tmp_path, sections):
    """Levels and texts come back as they were, but for control characters."""
    from topics.reading.files.decoding import clean

    rows = [{"heading": h, "level": level, "text": text} for h, level, text in sections]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "sections": rows}), "utf-8")
    table = read(tmp_path / "a.jsonl").sections
    assert table["text"].to_list() == [clean(text) for _, _, text in sections]
    assert table["level"].to_list() == [level for _, level, _ in sections]
    assert table["heading"].to_list() == [" ".join(clean(h).split()) for h, _, _ in sections]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1), WORDS)
def test_csv_metadata_survives(tmp_path, number, whole, text):
    """Numbers in a table are the numbers that were written."""
    frame = pl.DataFrame({"text": ["a"], "number": [number], "whole": [whole], "s": ["x" + text]})
    frame.write_csv(tmp_path / "a.csv")
    documents = read(tmp_path / "a.csv").documents
    assert math.isclose(float(documents["number"][0]), number, rel_tol=1e-15)
    assert int(documents["whole"][0]) == whole
