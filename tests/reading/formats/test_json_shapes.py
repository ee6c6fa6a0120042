"""JSON in the shapes that exports have: rows inside an object, lists of texts, odd values."""

import json

import pytest

from support.files import json_lines, write
from topics.errors import InputError
from topics.reading import read

ROWS = [{"id": "a", "text": "tides lift"}, {"id": "b", "text": "judges heard"}]
EXPECTED = (["a", "b"], ["tides lift", "judges heard"])


def ids_and_texts(path, **options):
    """Ids and texts of the documents of a file."""
    corpus = read(path, **options)
    return corpus.documents["id"].to_list(), corpus.sections["text"].to_list()


SHAPES = {
    "list in an object": {"total": 2, "items": ROWS},
    "list in two objects": {"response": {"docs": ROWS}, "status": "ok"},
    "one list with texts among several": {"links": [{"href": "x"}], "rows": ROWS},
    "objects by key": {"a": {"text": "tides lift"}, "b": {"text": "judges heard"}},
    "columns": {"id": ["a", "b"], "text": ["tides lift", "judges heard"]},
    "columns by row": {
        "id": {"0": "a", "1": "b"},
        "text": {"0": "tides lift", "1": "judges heard"},
    },
}


@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", SHAPES)
def test_rows_inside_an_object(tmp_path, name, indent, ending):
    """They are read row by row, and a notice says where they were."""
    if ending == "jsonl" and indent is None:
        pytest.skip("one object on one line of JSON Lines is a row")
    path = tmp_path / f"a.{ending}"
    path.write_text(json.dumps(SHAPES[name], indent=indent))
    assert ids_and_texts(path) == EXPECTED
    assert [each.code for each in read(path).notices] == ["rows-inside-object"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_list_may_have_any_ending(tmp_path, ending, indent):
    """Also one that says JSON Lines, on one line or on many."""
    path = tmp_path / f"a.{ending}"
    path.write_text(json.dumps(ROWS, indent=indent))
    assert ids_and_texts(path) == EXPECTED


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_objects_may_follow_each_other(tmp_path, ending):
    """On one line each, or on several as programs print them."""
    path = tmp_path / f"a.{ending}"
    for indent in (None, 2):
        path.write_text("\n".join(json.dumps(row, indent=indent) for row in ROWS))
        assert ids_and_texts(path) == EXPECTED


def test_texts_may_be_rows(tmp_path):
    """A list of strings, alone or in an object, and strings one per line."""
    texts = ["tides lift", "judges heard"]
    write(tmp_path, a__json=json.dumps(texts), b__jsonl=json_lines(*texts))
    write(tmp_path, c__json=json.dumps({"documents": texts, "n": 2}))
    for name in ("a.json", "b.jsonl", "c.json"):
        ids = [f"{name}#1", f"{name}#2"]
        assert ids_and_texts(tmp_path / name, text_column="data.text") == (ids, texts)


def test_an_object_with_a_text_is_one_document(tmp_path):
    """Lists in it are metadata; a list of tags is no list of texts."""
    write(tmp_path, a__json=json.dumps({"text": "tides", "comments": ROWS}))
    assert ids_and_texts(tmp_path / "a.json") == (["a.json"], ["tides"])
    write(tmp_path, b__json=json.dumps({"title": "x", "body": "tides", "tags": ["sea", "moon"]}))
    with pytest.raises(InputError, match=r"text_column='body'"):
        read(tmp_path / "b.json")


ODD_VALUES = ["NaN", "-Infinity", "1e999", "9" * 10_000, '"a\tb"', "{}", "[[]]", '{"a": NaN}']


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_one_odd_value_does_not_cost_the_row(tmp_path, ending, value):
    """Numbers that are none are missing; whole numbers of any length are kept as text."""
    path = tmp_path / f"a.{ending}"
    path.write_text(f'{{"id":"a","text":"tides lift ships","score":{value}}}\n')
    corpus = read(path)
    assert corpus.sections["text"].to_list() == ["tides lift ships"]
    kept = corpus.documents.to_dicts()[0].get("score")
    assert kept is None or isinstance(kept, str)


def test_an_empty_list_of_sections_does_not_hide_the_text(tmp_path):
    """The text is used."""
    write(tmp_path, a__jsonl=json_lines({"text": "tides", "sections": []}))
    assert read(tmp_path).sections["text"].to_list() == ["tides"]


MISTAKES = {
    '{"text": "a", "n": 1,}': "line 3: invalid JSON: a comma before the closing bracket",
    '{"text": "a", "n": [1, 2,]}': "a comma before the closing bracket",
    "{'text': 'a'}": "a single quotation mark where JSON has double ones",
    '{"text": None}': "a value of Python; JSON writes null",
    '{"text": "a", // why\n}': "a comment",
    "{text: 1}": "a word without double quotation marks",
    "{“text”: 1}": "a curly quotation mark",
}


@pytest.mark.parametrize("row", MISTAKES)
def test_invalid_json_is_explained(tmp_path, row):
    """The message names line and column and what is there; with skip_bad other rows are read."""
    good, other = (json.dumps({"text": text}) for text in ("tides lift", "courts rule"))
    write(tmp_path, a__json=f"[\n{good},\n{row},\n{other}\n]")
    with pytest.raises(InputError, match=MISTAKES[row]) as caught:
        read(tmp_path / "a.json")
    assert "(column " in str(caught.value)
    corpus = read(tmp_path / "a.json", skip_bad=True)
    assert corpus.sections["text"].to_list() == ["tides lift", "courts rule"]
    assert [(each.code, each.count) for each in corpus.notices] == [("bad-rows", 1)]


def test_a_comma_after_the_last_row_costs_no_row(tmp_path):
    """A notice names its line."""
    rows = ",\n".join(json.dumps({"text": f"tides {n}"}) for n in range(15))
    write(tmp_path, a__json=f"[\n{rows},\n]")
    corpus = read(tmp_path / "a.json")
    assert corpus.n_documents == 15
    assert "line 17: invalid JSON: a comma before the closing" in corpus.notices[0].message


def test_a_list_that_is_cut_off_keeps_its_whole_rows(tmp_path):
    """The last one is a bad row, unless only the bracket is missing."""
    rows = json.dumps(ROWS)
    write(tmp_path, a__json=rows[:-1], b__json=rows[:-4])
    assert ids_and_texts(tmp_path / "a.json") == EXPECTED
    with pytest.raises(InputError, match="invalid JSON"):
        read(tmp_path / "b.json")
    assert ids_and_texts(tmp_path / "b.json", skip_bad=True) == (["a"], ["tides lift"])
