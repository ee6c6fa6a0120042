"""Rows become documents: columns found by name, cells as they are written, missing values told."""

import polars as pl
import pytest

from support.files import BODY, json_lines, write
from topics.errors import InputError
from topics.reading import read


def notices(corpus):
    """Messages of the notices by code."""
    return {each.code: each.message for each in corpus.notices}


def test_cells_of_named_columns_stay_as_written(tmp_path):
    """Ids, titles and dates such as 1.10, 007 and True are codes, whatever the column is called."""
    codes = ["1.1", "1.10", "1.2", "007", "True", "False", "1e5", "2021-04-03T10:00:00Z"]
    rows = [f"{code},tides lift,{code},{code}" for code in codes]
    write(tmp_path, a__csv="key,body,name,day\n" + "\n".join(rows))
    named = {"text_column": "body", "id_column": "key", "title_column": "name"}
    documents = read(tmp_path, **named, date_column="day").documents
    for column in ("id", "title", "date"):
        assert documents[column].to_list() == codes
    assert "key" not in documents.columns


def test_texts_that_are_numbers_are_texts(tmp_path):
    """A column of texts such as 1984 is no column of numbers."""
    write(tmp_path, a__csv="id,text\n1,1984\n2,2001\n3,True\n")
    assert read(tmp_path).sections["text"].to_list() == ["1984", "2001", "True"]


DATES = ["03/04/2021", "2021-04-03T10:00:00Z", "April 2021", "1914", "n.d.", "44289", "", "NaN"]


@pytest.mark.parametrize("name", ["date", "Date", "published"])
def test_dates_stay_as_written(tmp_path, name):
    """Nothing is guessed from a date; an empty one is missing."""
    write(tmp_path, a__csv=f"text,{name}\n" + "\n".join(f"tides lift,{each}" for each in DATES))
    documents = read(tmp_path, date_column=name if name == "published" else None).documents
    assert documents["date"].to_list() == [each or None for each in DATES]
    write(tmp_path, a__csv="text\nx", b__jsonl=json_lines(*({"text": "a", name: d} for d in DATES)))
    documents = read(tmp_path / "b.jsonl", date_column=name).documents
    assert documents["date"].to_list() == [each or None for each in DATES]


MARKS = ["nan", "NaN", "NULL", "null", "None", "N/A", "n/a", "<NA>", "#N/A", " nan "]
MARKS += ["[deleted]", "[removed]", "#VALUE!", "#REF!"]


def test_cells_that_say_missing_are_missing_and_counted(tmp_path):
    """They are no words: the document has no text, and removed lists the cell."""
    rows = [f"judges heard appeal {n}" for n in range(21)]
    cells = [*rows, "NULL", "NULL", "nan", "nan", "None", "nan and null are words here"]
    write(tmp_path, a__csv="id,text\n" + "\n".join(f"{n},{cell}" for n, cell in enumerate(cells)))
    corpus = read(tmp_path)
    assert notices(corpus)["missing-cells"] == (
        "5 cells are just 'NULL', 'nan' or 'None', taken as missing"
    )
    assert corpus.sections["text"].to_list() == [*rows, "nan and null are words here"]
    removed = corpus.removed.select("line", "reason", "document", "text").rows()
    assert removed[0] == (23, "missing value", "21", "NULL")
    assert len(removed) == 5
    assert corpus.n_documents == 27


@pytest.mark.parametrize("mark", MARKS)
def test_every_spelling_of_missing_counts(tmp_path, mark):
    """Also as a title, and in every format of rows."""
    row = {"text": mark, "title": mark}
    write(tmp_path, a__jsonl=json_lines(row, {"text": BODY}), b__csv=f"text,title\n{mark},{mark}\n")
    pl.DataFrame(row).write_parquet(tmp_path / "c.parquet")
    corpus = read(tmp_path)
    assert corpus.sections["text"].to_list() == [BODY]
    assert notices(corpus)["missing-cells"].startswith("6 cells are just")
    assert corpus.documents["title"][0] == "a.jsonl#1"


def test_numbers_with_missing_marks_stay_numbers(tmp_path):
    """One cell NA does not make text of a column of numbers; a column of codes is left alone."""
    write(tmp_path, a__csv="text,score,country\na,1.5,NA\nb,NA,DE\nc,NaN,FR\n")
    corpus = read(tmp_path)
    assert corpus.documents["score"].to_list() == [1.5, None, None]
    assert corpus.documents["country"].to_list() == ["NA", "DE", "FR"]
    assert "missing: 2" in notices(corpus)["missing-values"]


@pytest.mark.parametrize(
    "header", ["Text,ID,Title", " text , id , title ", "\u200btext,\ufeffid,TITLE"]
)
def test_case_and_blanks_of_column_names_are_forgiven(tmp_path, header):
    """A notice names the columns that differ."""
    (tmp_path / "a.csv").write_text(f"{header}\ntides lift,r1,Sea\n", encoding="utf-8")
    corpus = read(tmp_path)
    assert corpus.documents.select("id", "title").rows() == [("r1", "Sea")]
    assert corpus.documents.columns[-1] == "duplicate_of"


def test_forgiven_names_are_told(tmp_path):
    """Once for each file and column; the exact name wins where there is one."""
    rows = json_lines({"Text": "tides", "Date": "1914"}, {"Text": "ships", "Date": "1915"})
    write(tmp_path, a__jsonl=rows, b__csv="Text,text\nx,courts\n")
    corpus = read(tmp_path)
    assert corpus.sections["text"].to_list() == ["tides", "ships", "courts"]
    assert corpus.documents["Text"].to_list() == [None, None, "x"]
    message = notices(corpus)["columns-by-spelling"]
    assert "differ a little: 2 (" in message
    assert "'Text' as 'text'" in message


def test_accents_of_column_names_meet(tmp_path):
    """In whichever Unicode form the header is written."""
    (tmp_path / "a.csv").write_text("id,re\u0301sume\u0301\n1,tides lift\n", encoding="utf-8")
    assert read(tmp_path, text_column="résumé").sections["text"].to_list() == ["tides lift"]


HINTS = {
    "x" * 1000 + "\n1": "x{60}; name one with",
    "id,body\n1,tides\n": "id, body; if 'body' is meant, .*text_column='body'",
    "n,abstract,venue\n1,tides,x\n": "text_column='abstract'",
    "opinion\ntides\n": "text_column='opinion'",
    f"a,b,c\n1,{BODY},x\n": "text_column='b'",
    "a,body,content\n1,x,y\n": r"a, body, content; name one with text_column=…",
    "a,Title,text 2\n1,x,y\n": "text_column=…",
    "a,long name\n1," + BODY: "text_column='long name'",
}


@pytest.mark.parametrize("table", HINTS)
def test_an_error_about_columns_names_the_option(tmp_path, table):
    """It lists the columns, and suggests the only one that could hold the texts."""
    write(tmp_path, a__csv=table)
    with pytest.raises(InputError, match=f"no column 'text'; its columns are .*{HINTS[table]}"):
        read(tmp_path / "a.csv")


def test_keys_of_nested_objects_can_be_named(tmp_path):
    """Dots lead into objects; the error suggests such a name."""
    rows = [{"data": {"full_text": f"tides {n}", "Key": f"k{n}"}} for n in range(2)]
    write(tmp_path, a__jsonl=json_lines(*rows))
    with pytest.raises(InputError, match=r"text_column='data\.full_text'"):
        read(tmp_path / "a.jsonl")
    corpus = read(tmp_path, text_column="data.full_text", id_column="data.key")
    assert corpus.documents["id"].to_list() == ["k0", "k1"]
    assert corpus.sections["text"].to_list() == ["tides 0", "tides 1"]
    assert corpus.documents.width == 8


def test_a_text_that_is_an_object_suggests_its_key(tmp_path):
    """As blogs export their posts."""
    write(tmp_path, a__jsonl=json_lines({"content": {"rendered": "tides"}}))
    with pytest.raises(
        InputError, match=r"'content' is an object.*text_column='content\.rendered'"
    ):
        read(tmp_path / "a.jsonl", text_column="content")


def test_nested_metadata_becomes_columns_with_dots(tmp_path):
    """Lists become JSON text; a name that is taken gets a prefix."""
    row = {"text": "tides", "user": {"name": "Ann", "at": {"x": 1}}, "tags": ["a"], "user.name": 2}
    write(tmp_path, a__jsonl=json_lines(row | {"source": {}}))
    documents = read(tmp_path).documents
    assert documents.row(0)[8:] == ("Ann", 1, '["a"]', 2, "{}")
    assert documents.columns[8:] == [
        "user.name",
        "user.at.x",
        "tags",
        "meta_user.name",
        "meta_source",
    ]


def test_nested_columns_of_parquet(tmp_path):
    """A struct is an object."""
    frame = pl.DataFrame({"data": [{"text": "tides", "n": 1}], "x": [2]})
    frame.write_parquet(tmp_path / "a.parquet")
    corpus = read(tmp_path, text_column="data.text")
    assert corpus.sections["text"].to_list() == ["tides"]
    assert corpus.documents.select("data.n", "x").row(0) == (1, 2)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_an_empty_id_keeps_the_row(tmp_path, name):
    """It is named by file and number, and a notice says so."""
    rows = [{"code": "x", "text": "tides"}, {"code": "", "text": "ships"}]
    write(tmp_path, a__csv="code,text\nx,tides\n,ships\n", a__jsonl=json_lines(*rows))
    corpus = read(tmp_path / name, id_column="code")
    assert corpus.documents["id"].to_list() == ["x", f"{name}#2"]
    assert "number: 1 (" in notices(corpus)["rows-without-id"]


def test_a_key_that_no_row_has_is_an_error(tmp_path):
    """A name that is close is suggested."""
    write(tmp_path, a__jsonl=json_lines({"codes": "x", "text": "tides"}))
    with pytest.raises(
        InputError, match=r"no 'code' among its keys: codes, text.*id_column='codes'"
    ):
        read(tmp_path, id_column="code")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_named_column_of_titles_may_be_missing(tmp_path, name):
    """A notice says so: new documents for a run may have fewer columns than its own had."""
    write(tmp_path, a__csv="n,text\n1,b\n", a__jsonl=json_lines({"n": 1, "text": "b"}))
    corpus = read(tmp_path / name, title_column="head", section_column="n", date_column="day")
    message = notices(corpus)["columns-not-there"]
    assert "no row has: 2 (" in message
    assert "title_column 'head'" in message


def test_rows_without_title_show_their_first_words(tmp_path):
    """Never the name of their file; without text, or if others begin so, their id."""
    long = "The ferry left the harbour at dawn, and nobody on the island saw it again"
    rows = [{"text": "Tides lift"}, {"text": long}, {"text": "", "id": "q"}, {"text": "x" * 99}]
    address = "Fellow citizens of the harbour, of the island and of the open sea"
    rows += [{"text": f"{address}: ship {n} waits.", "id": f"s{n}"} for n in range(2)]
    write(tmp_path, news__jsonl=json_lines(*rows))
    assert read(tmp_path).documents["title"].to_list() == [
        "Tides lift",
        "The ferry left the harbour at dawn, and nobody on the island…",
        "q",
        "x" * 60 + "…",
        "s0",
        "s1",
    ]


def test_rows_of_tokens_are_read(tmp_path):
    """Their tokens are joined by blanks, and a notice names the option that keeps them."""
    rows = [{"id": "a", "tokens": ["潮汐", "港口"]}, {"id": "b", "text": "tides"}]
    write(tmp_path, a__jsonl=json_lines(*rows))
    corpus = read(tmp_path)
    assert corpus.sections["text"].to_list() == ["潮汐 港口", "tides"]
    assert "pre_tokenized=True" in notices(corpus)["rows-of-tokens"]
