"""JSON and JSON Lines become documents, one per object."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.files import BODY, json_lines, write
from topics.cleaning import clean
from topics.errors import InputError
from topics.reading import read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_json_shapes(tmp_path):
    """An object is one document, a list one an object, and JSON Lines may be misnamed."""
    write(
        tmp_path,
        a__json=json.dumps({"text": BODY}, indent=1),
        b__json=json.dumps([{"text": BODY}, {"text": BODY}]),
        c__json=json_lines({"text": BODY}, {"text": BODY}),
    )
    expected = ["a.json", "b.json#1", "b.json#2", "c.json#1", "c.json#2"]
    assert read(tmp_path).documents["id"].to_list() == expected


def test_sections_key(tmp_path):
    """Headings, levels and texts stay as they are; strings are untitled sections."""
    write(
        tmp_path,
        a__jsonl=json_lines(
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


BAD_ROWS = {
    "invalid JSON": '{"text": "a"',
    "expected an object": "[1]",
    "expected text": '{"text": 5}',
    "expected a list": '{"sections": "a"}',
    "neither 'heading' nor 'text'; its keys are title, content": (
        '{"sections": [{"title": "a", "content": "b"}]}'
    ),
    "expected 0, 1": '{"sections": [{"text": "a", "level": "2"}]}',
    "nested too deeply": '{"text": "a", "x": ' + "[" * 100_000,
    "neither 'text' nor": '{"body": "a"}',
    "the id is": '{"text": "a", "id": [1]}',
}


@pytest.mark.parametrize("why", BAD_ROWS)
def test_bad_rows(tmp_path, why):
    """The error names file and line; with skip_bad the row is counted and listed."""
    good = json_lines({"id": "one", "text": BODY}), json_lines({"text": f"{BODY} Or so."})
    rows = [good[0], "", BAD_ROWS[why], good[1]]
    write(tmp_path, a__jsonl="\n".join(rows))
    with pytest.raises(InputError, match=r"a\.jsonl, line 3") as caught:
        read(tmp_path)
    assert why in str(caught.value)
    corpus = read(tmp_path, skip_bad=True)
    assert corpus.documents["id"].to_list() == ["one", "a.jsonl#3"]
    assert corpus.removed.select("line", "reason").rows() == [(3, "unreadable")]
    assert why in corpus.removed["text"][0]
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("bad-rows", 1)]


@pytest.mark.parametrize(
    "row",
    [
        '{"id": "a",\x00"text": "a tide"}',
        '{"id": "a",\ufeff"text": "a tide"}',
        '{\u200e"id": "a",\u200b"text": "a tide"}',
        '{"id": "a",\u2028"text":\x0b"a tide"}',
        '{"id": "a", "text": "a tide"},',
        '\x1e{"id": "a", "text": "a tide"}, \x00',
    ],
)
def test_rows_with_invisible_characters_or_commas_around_values_are_read(tmp_path, row):
    """They are no JSON, but nothing in them is doubtful; other rows and texts stay as they are."""
    write(tmp_path, a__jsonl=row + "\n" + json_lines({"id": "b", "text": "the lift},"}))
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["a", "b"]
    assert corpus.sections["text"].to_list() == ["a tide", "the lift},"]


@pytest.mark.parametrize("depth", [1, 400])
def test_nested_metadata_is_kept(tmp_path, depth):
    """Lists in lists become JSON text."""
    write(tmp_path, a__jsonl='{"text": "a", "x": ' + "[" * depth + "]" * depth + "}")
    assert read(tmp_path).documents["x"][0].count("[") == depth


@pytest.mark.parametrize("depth", [*range(500, 1000, 25), 5_000])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deeply_nested_rows_are_bad_rows(tmp_path, name, depth):
    """No depth ends in a traceback: Python's limits for reading and writing JSON differ."""
    (tmp_path / name).write_text('{"text": "a", "x": ' + "[" * depth + "]" * depth + "}")
    with pytest.raises(InputError, match=r"line 1: .*nested too deeply"):
        read(tmp_path / name)


def test_lone_surrogates_can_be_stored(tmp_path):
    """JSON can name half characters; they become U+FFFD everywhere."""
    row = '{"text": "a \\ud800 b", "title": "\\ud800", "id": "\\udfff", "k\\ud800": ["\\ud800"]}'
    write(tmp_path, a__jsonl=row)
    documents = read(tmp_path).documents
    assert documents.row(0)[0] == "\ufffd"
    assert documents.columns[-1] == "k\ufffd"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 6), TEXTS), min_size=1, max_size=5))
def test_sections_survive_json_lines(tmp_path, sections):
    """Levels and texts come back as they were, but for control characters."""
    rows = [{"heading": h, "level": level, "text": text} for h, level, text in sections]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "sections": rows}), "utf-8")
    table = read(tmp_path / "a.jsonl").sections
    assert table["text"].to_list() == [clean(text) for _, _, text in sections]
    assert table["level"].to_list() == [level for _, level, _ in sections]
    assert table["heading"].to_list() == [" ".join(clean(h).split()) for h, _, _ in sections]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "a tide", "text": "a reef"}\n{"text": "a ship"}\n'),
        ("a.json", '{"text": "a tide", "text": "a reef"}\n{"text": "a ship"}\n'),
        ("a.json", '[{"text": "a tide", "text": "a reef"}, {"text": "a ship"}]'),
        ("a.jsonl", '[{"text": "a tide", "text": "a reef"}, {"text": "a ship"}]'),
        ("a.json", '[{"text": "a tide", "text": "a reef"}, {"text": "a ship"}'),
        ("a.json", '{"items": [{"text": "a tide", "text": "a reef"}, {"text": "a ship"}]}'),
    ],
)
def test_repeated_keys_are_counted(tmp_path, name, content):
    """The last value is read, as every reader of JSON does, and that is said."""
    (tmp_path / name).write_text(content)
    corpus = read(tmp_path)
    assert corpus.sections["text"].to_list() == ["a reef", "a ship"]
    (notice,) = (notice for notice in corpus.notices if notice.code == "repeated-keys")
    assert notice.count == 1
    assert "several times" in notice.message
    assert "'text'" in notice.message


def test_repeated_keys_inside_a_row_are_counted(tmp_path):
    """Wherever a value would be lost."""
    (tmp_path / "a.jsonl").write_text('{"text": "tide", "meta": {"by": "Ann", "by": "Bo"}}\n' * 3)
    counts = {notice.code: notice.count for notice in read(tmp_path).notices}
    assert counts["repeated-keys"] == 3
