"""Tables and values of every library become a corpus, or one sentence names the call."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import tempfile

import numpy as np
import polars as pl
import pytest

from topics.corpus import Corpus
from topics.errors import InputError

pandas = pytest.importorskip("pandas", reason="pandas is no dependency")

TEXTS = ["tides lift", "judges heard", "bakers knead"]
MANY = {
    "list": TEXTS,
    "tuple": tuple(TEXTS),
    "generator": (text for text in TEXTS),
    "numpy": np.array(TEXTS),
    "objects": np.array(TEXTS, dtype=object),
    "polars": pl.Series(TEXTS),
    "pandas": pandas.Series(TEXTS),
    "pandas objects": pandas.Series(TEXTS, dtype=object),
    "pandas category": pandas.Series(TEXTS, dtype="category"),
    "pandas index": pandas.Index(TEXTS),
    "values of a mapping": dict(enumerate(TEXTS)).values(),
}


@pytest.mark.parametrize("kind", MANY)
def test_texts_of_every_kind(kind):
    """Lists, generators, arrays and series."""
    assert Corpus.from_texts(MANY[kind]).sections["text"].to_list() == TEXTS


NOT_MANY = {
    "one text": "one long string",
    "one text.*": np.array("one long string"),
    "one text.+": np.array("one long string", dtype=object),
    "bytes.*": np.array(b"one long string"),
    "a mapping.*": np.array({"a": "a tide"}),
    "bytes": b"one long string",
    "a mapping": {"a": "a tide"},
    "a table": pandas.DataFrame({"text": TEXTS}),
    "int": 5,
}


@pytest.mark.parametrize("what", NOT_MANY)
@pytest.mark.parametrize("call", ["from_texts", "from_tokens"])
def test_one_value_is_not_taken_apart(call, what):
    """The error says what came and which call was meant."""
    with pytest.raises(InputError, match=f"is {what}.*expected a list.*; use topics.Corpus"):
        getattr(Corpus, call)(NOT_MANY[what])


def closing_of(file):
    """The file, closed in the end if it is one."""
    return contextlib.closing(file) if hasattr(file, "close") else contextlib.nullcontext(file)


LINES = "the tide rose\nthe judges heard\n"


def _file(tmp_path, kind):
    path = tmp_path / "lines.txt"
    path.write_text(LINES)
    return {
        "open file": lambda: path.open(),
        "binary": lambda: path.open("rb"),
        "string": lambda: io.StringIO(LINES),
        "temporary": lambda: tempfile.NamedTemporaryFile("w+"),
        "path": lambda: path,
    }[kind]()


@pytest.mark.parametrize("kind", ["open file", "binary", "string", "temporary", "path"])
@pytest.mark.parametrize("call", ["from_texts", "from_tokens", "from_frame"])
def test_files_are_not_taken_for_texts(tmp_path, call, kind):
    """Their lines would be documents, their blanks the ends of tokens."""
    with closing_of(_file(tmp_path, kind)) as file:
        with pytest.raises(
            InputError, match=r"(open file|path).*read files with topics.read\(path"
        ):
            getattr(Corpus, call)(file)
        if call != "from_frame":
            with pytest.raises(
                InputError, match=r"0 is .*files with topics.read\(path.*lines=True"
            ):
                getattr(Corpus, call)([file])


def test_files_are_no_ids(tmp_path):
    """Every id would end in a line end."""
    (tmp_path / "ids.txt").write_text("a\nb\n")
    said = "ids is an open file, expected a list"
    with (tmp_path / "ids.txt").open() as file, pytest.raises(InputError, match=said):
        Corpus.from_texts(TEXTS[:2], ids=file)


@pytest.mark.parametrize("ids", [[b"a", b"b"], [["a"], ["b"]]])
def test_ids_are_strings_or_numbers(ids):
    """No printed values of Python."""
    with pytest.raises(InputError, match=r"an id is (bytes|list), expected str"):
        Corpus.from_texts(TEXTS[:2], ids=ids)


@pytest.mark.parametrize("call", ["from_texts", "from_tokens"])
@pytest.mark.parametrize("kind", [set, frozenset])
def test_sets_have_no_order(call, kind):
    """The numbers of the documents would depend on the start of Python."""
    with pytest.raises(InputError, match=r"a set, which has no order, .*; use sorted\(t"):
        getattr(Corpus, call)(kind(TEXTS))


def test_sets_of_ids_and_titles():
    """Sorted, they would belong to other texts."""
    for given in ({"ids": {"x", "y"}}, {"titles": {"x", "y"}}, {"metadata": {"n": {1, 2}}}):
        with pytest.raises(InputError, match=r"has no order.*; give a list in the right order"):
            Corpus.from_texts(TEXTS[:2], **given)


def test_rows_of_a_csv_reader():
    """They are rows of a table, and mappings of a DictReader make one."""
    with pytest.raises(InputError, match=r"rows of a table.*topics\.read\(path, text_column"):
        Corpus.from_texts(csv.reader(io.StringIO(LINES)))
    reader = csv.DictReader(io.StringIO("id,text\na,tides lift\nb,judges heard\n"))
    with pytest.raises(InputError, match=r"rows of a table.*from_frame\(list\(reader\)"):
        Corpus.from_texts(reader)
    assert Corpus.from_frame(reader).sections["text"].to_list() == TEXTS[:2]
    assert Corpus.from_frame({"text": text} for text in TEXTS).n_documents == 3


def test_none_is_no_list():
    """The message says what is expected."""
    with pytest.raises(InputError, match="texts is None, expected a list with one entry per"):
        Corpus.from_texts(None)


def test_names_of_files_are_said(tmp_path):
    """A list of paths as strings was to be read, probably."""
    (tmp_path / "a.txt").write_text(LINES)
    corpus = Corpus.from_texts([str(tmp_path / "a.txt")] * 2)
    assert [(each.code, each.count) for each in corpus.notices] == [("names-of-files", 2)]
    assert not Corpus.from_texts([str(tmp_path / "a.txt"), "b.txt"]).notices


NO_TEXTS = {
    "text 1 is bytes, expected str; decode": ["a", b"b"],
    "text 0 is list, .*from_tokens": [["a", "b"]],
    "text 1 is dict": ["a", {"b": "c"}],
    "text 0 is float": [0.5],
}


@pytest.mark.parametrize("why", NO_TEXTS)
def test_values_that_are_no_texts(why):
    """The error names the number of the text."""
    with pytest.raises(InputError, match=why):
        Corpus.from_texts(NO_TEXTS[why])


def test_paths_are_no_texts(tmp_path):
    """Files are read with another call."""
    with pytest.raises(InputError, match=r"topics\.read"):
        Corpus.from_texts([tmp_path])


@pytest.mark.parametrize("missing", [None, float("nan"), pandas.NA, pandas.NaT])
def test_missing_texts_are_empty(missing):
    """They are documents without text."""
    texts = pandas.Series(["tides", missing], dtype=object)
    assert Corpus.from_texts(texts).sections["text"].to_list() == ["tides", ""]
    frame = pandas.DataFrame({"text": texts})
    assert Corpus.from_frame(frame).sections["text"].to_list() == ["tides", ""]


def test_texts_that_only_say_missing_are_counted():
    """As programs write them when they make text of missing values."""
    texts = ["tides", "None", "nan"]
    corpus = Corpus.from_texts(texts, ids=["a", "b", "c"])
    assert corpus.sections["text"].to_list() == ["tides", "", ""]
    assert [each.message for each in corpus.notices] == [
        "2 cells are just 'None' or 'nan', taken as missing"
    ]
    assert corpus.removed.select("document", "reason").rows()[-1] == ("c", "missing value")


TOKENS = [["a", "b"], ["c"]]
MANY_TOKENS = {
    "lists": TOKENS,
    "tuples": (("a", "b"), ("c",)),
    "generators": ((token for token in row) for row in TOKENS),
    "arrays": [np.array(row) for row in TOKENS],
    "polars": pl.Series(TOKENS),
    "pandas": pandas.Series(TOKENS),
}


@pytest.mark.parametrize("kind", MANY_TOKENS)
def test_tokens_of_every_kind(kind):
    """Lists of lists, arrays and series."""
    assert Corpus.from_tokens(MANY_TOKENS[kind]).sections["tokens"].to_list() == TOKENS


def test_what_is_no_list_of_tokens():
    """Texts are not taken apart; a bag of words goes to Counts; nan is a token."""
    with pytest.raises(InputError, match=r"document 0 is one text.*from_texts"):
        Corpus.from_tokens(["one text", "two text"])
    with pytest.raises(InputError, match=r"document 1 is int"):
        Corpus.from_tokens([["a"], 5])
    with pytest.raises(InputError, match=r"has pairs.*topics\.Counts"):
        Corpus.from_tokens([[(0, 1), (4, 2)]])
    assert Corpus.from_tokens([["nan"]]).sections["text"].to_list() == ["nan"]


COLUMNS = {"text": TEXTS, "lang": ["en", None, "de"], "n": [1, 2, 3]}
TABLES = {
    "polars": pl.DataFrame(COLUMNS),
    "lazy": pl.LazyFrame(COLUMNS),
    "pandas": pandas.DataFrame(COLUMNS),
    "mapping": COLUMNS,
    "mapping of series": {name: pandas.Series(values) for name, values in COLUMNS.items()},
    "mappings": [
        dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)
    ],
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_of_every_kind(kind):
    """Polars, also lazy, pandas, mappings of columns, lists of mappings."""
    corpus = Corpus.from_frame(TABLES[kind])
    assert corpus.sections["text"].to_list() == TEXTS
    metadata = corpus.documents.select("lang", "n")
    assert metadata.rows() == [("en", 1), (None, 2), ("de", 3)]


@pytest.mark.parametrize("kind", TABLES)
def test_metadata_of_every_kind(kind):
    """Strings of pandas need no further package."""
    corpus = Corpus.from_texts(TEXTS, metadata=TABLES[kind])
    assert corpus.documents.select("lang", "n").rows() == [("en", 1), (None, 2), ("de", 3)]


def test_ids_and_titles_of_pandas():
    """Series of strings, whatever their index."""
    names = pandas.Series(["x", "y", "z"], index=[7, 8, 9])
    documents = Corpus.from_texts(TEXTS, ids=names, titles=names).documents
    assert documents.select("id", "title").rows() == [("x", "x"), ("y", "y"), ("z", "z")]
    with pytest.raises(InputError, match="ids is one text"):
        Corpus.from_texts(TEXTS, ids="xyz")


NO_TABLES = {
    "is a Series, .*from_texts": pandas.Series(TEXTS),
    "the table is a Series": pl.Series(TEXTS),
    "the table is str": "table.csv",
    "the table is NoneType": None,
    "the table is int": 5,
    "different lengths: text 2, n 1": {"text": ["a", "b"], "n": [1]},
    "no column 'text'": np.array([["a", "b"]]),
    "column 'text' is one text": {"text": "a"},
}


@pytest.mark.parametrize("why", NO_TABLES)
def test_what_is_no_table(why):
    """One sentence, never a foreign error."""
    with pytest.raises(InputError, match=why):
        Corpus.from_frame(NO_TABLES[why])


CELLS = {
    "row 1: 'text' is dict, expected text": {"b": "c"},
    "row 1: 'text' is list, .*from_tokens": ["b", "c"],
    "row 1: 'text' is bytes, .*decode": b"b",
    "row 1: 'text' is object": object(),
}


@pytest.mark.parametrize("why", CELLS)
@pytest.mark.parametrize("make", [pandas.DataFrame, dict, lambda t: pl.DataFrame(t, strict=False)])
def test_cells_that_are_no_texts(make, why):
    """The error names row and column."""
    columns = {"text": ["a", CELLS[why]]}
    if make not in (dict, pandas.DataFrame):
        columns = {"text": pl.Series("text", columns["text"], dtype=pl.Object)}
    with pytest.raises(InputError, match=why):
        Corpus.from_frame(make(columns))


def test_numbers_among_texts_are_texts():
    """As spreadsheets give them; a column of numbers only is no column of texts."""
    frame = pandas.DataFrame({"text": ["a", 5, 2.5, True]})
    assert Corpus.from_frame(frame).sections["text"].to_list() == ["a", "5", "2.5", "True"]
    with pytest.raises(InputError, match="column 'text' is int, expected text"):
        Corpus.from_frame(pandas.DataFrame({"text": [1, 2]}))


def test_values_of_metadata_keep_their_types():
    """Missing values are null, times stay times, mixed and nested values become text."""
    frame = pandas.DataFrame(
        {
            "text": TEXTS,
            "when": pandas.to_datetime(["2024-05-01", None, "2024-05-02"]),
            "score": [0.5, float("nan"), float("inf")],
            "mixed": ["a", {"b": "c"}, 2],
            "user": [{"name": "Ann", "n": 1}, None, {"name": "Bo"}],
            "array": [np.array([1, 2]), None, None],
        }
    )
    documents = Corpus.from_frame(frame).documents
    assert documents["when"].to_list()[:2] == [datetime.datetime(2024, 5, 1), None]
    assert documents["score"].to_list() == [0.5, None, None]
    assert documents["mixed"].to_list() == ["a", '{"b": "c"}', "2"]
    assert documents["user.name"].to_list() == ["Ann", None, "Bo"]
    assert documents["array"][0] == "[1, 2]"
    score = Corpus.from_frame(pl.DataFrame({"text": ["a"], "x": [float("nan")]})).documents["x"]
    assert score.to_list() == [None]


def test_structs_are_columns_with_dots():
    """A text inside one can be named."""
    frame = pl.DataFrame({"data": [{"text": "tides", "n": 1}], "id": ["a"]})
    corpus = Corpus.from_frame(frame, text_column="data.text")
    assert corpus.sections["text"].to_list() == ["tides"]
    assert corpus.documents["data.n"].to_list() == [1]


def test_pandas_index_and_names():
    """A named index is a column; names may be numbers or repeat."""
    frame = pandas.DataFrame({7: TEXTS, "n": [1, 2, 3]}, index=pandas.Index(list("xyz"), name="id"))
    corpus = Corpus.from_frame(frame, text_column=7)
    assert corpus.documents["id"].to_list() == ["x", "y", "z"]
    twice = pandas.DataFrame([["a", 1, 2]], columns=["text", "n", "n"])
    assert Corpus.from_frame(twice).documents.columns[-2:] == ["n", "n_2"]


def test_column_names_are_forgiven_and_suggested():
    """As in files."""
    corpus = Corpus.from_frame({" Text": ["a"], "ID": ["x"], "Title": ["T"]})
    assert corpus.documents.select("id", "title").row(0) == ("x", "T")
    assert "' Text' as 'text'" in corpus.notices[0].message
    with pytest.raises(InputError, match=r"no column 'text'; its columns are n, body; .*'body'"):
        Corpus.from_frame({"n": [1], "body": ["a"]})


def test_rows_of_a_group_are_one_document():
    """With a section for each row, in their order."""
    frame = pandas.DataFrame(
        {
            "book": ["a", "b", "a", None],
            "head": ["H1", None, "H2", None],
            "text": ["one", "two", "three", "four"],
            "page": [1, 2, 3, 4],
            "year": [1914, 1920, 1914, None],
            "day": ["d", "e", "d", None],
        }
    )
    corpus = Corpus.from_frame(
        frame, group_by="book", section_column="head", title_column="book", date_column="day"
    )
    assert corpus.sections.rows() == [
        ("a", 0, 1, "H1", "one"),
        ("a", 1, 1, "H2", "three"),
        ("b", 0, 0, "", "two"),
        ("3", 0, 0, "", "four"),
    ]
    assert corpus.documents["page"].to_list() == [1, 2, 4]
    assert corpus.documents["year"].to_list() == [1914, 1920, None]
    assert corpus.documents["date"].to_list() == ["d", "e", None]
    assert [each.code for each in corpus.notices] == [
        "rows-without-group",
        "values-differ-in-group",
    ]


@pytest.mark.parametrize("option", ["text_column", "id_column", "group_by"])
def test_two_columns_of_one_name(option):
    """Which of them is meant cannot be known; the message says where they are."""
    name = "text" if option == "text_column" else "code"
    table = pandas.DataFrame([["a", "tides lift", "x"], ["b", "judges heard", "y"]])
    table.columns = ["text", "code", "code"] if option != "text_column" else ["n", "text", "text"]
    with pytest.raises(InputError, match=f"columns 2 and 3 are both named '{name}', expected one"):
        Corpus.from_frame(table, **{option: name})


def test_two_columns_of_one_spelling():
    """The one that is written as the option is meant; without one there is an error."""
    exact = {"Text": ["x"], "text": ["tides lift"]}
    assert Corpus.from_frame(exact).sections["text"].to_list() == ["tides lift"]
    with pytest.raises(InputError, match="columns 1 and 2 are both named 'Text' and 'TEXT'"):
        Corpus.from_frame({"Text": ["x"], "TEXT": ["tides lift"]})
