"""Large files of JSON Lines are parsed in several processes, with the same results."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest

from topics.errors import InputError
from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats import registry
from topics.reading.formats.json import lines as json_lines
from topics.reading.formats.json.rows import read_json_lines
from topics.reading.parallel.crew import Crew
from topics.reading.records import BadRow, Document, Remark
from topics.scheduling import Processes


def lines(n=300):
    """Rows with blank lines, bad rows, repeated keys and columns by spelling among them."""
    made = [json.dumps({"ID": f"r{i}", "text": f"The tide rose {i} times."}) for i in range(n)]
    made[10] = ""
    made[20] = "   "
    made[30] = "{ bad"
    made[40] = json.dumps({"ID": "no text"})
    made[250] = '{"ID": "x", "ID": "y", "text": "Twice."}'
    made[260] = '{"ID": "x2", "ID": "y2", "text": "Twice again."}'
    made[270] = "\u200b"
    return "\n".join(made).encode()


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of about ten lines."""
    monkeypatch.setattr(json_lines, "PART_BYTES", 500)


@pytest.mark.parametrize("part_bytes", [1, 500, 10_000_000])
def test_results_do_not_depend_on_parts(monkeypatch, part_bytes):
    """Numbers of rows and lines count on, and remarks are those of the whole file."""
    expected = list(read_json_lines(lines(), ReadOptions()))
    monkeypatch.setattr(json_lines, "PART_BYTES", part_bytes)
    found = list(read_json_lines(lines(), ReadOptions()))
    assert found == expected
    documents = [each for each in found if isinstance(each, Document)]
    assert (documents[-1].line, documents[-1].row) == (300, 297)
    assert [each.line for each in found if isinstance(each, BadRow)] == [31, 41]
    counts = {each.code: each.count for each in found if isinstance(each, Remark)}
    assert counts == {"columns-by-spelling": 1, "repeated-keys": 2}


@pytest.mark.usefixtures("small_parts")
def test_results_do_not_depend_on_processes():
    """Two processes give what one gives."""
    options = ReadOptions()
    with closing(Processes(2)) as two:
        found = list(read_json_lines(lines(), options, Crew(two)))
    assert found == list(read_json_lines(lines(), options))


@pytest.mark.usefixtures("small_parts")
def test_a_large_file_is_read_by_processes(tmp_path, monkeypatch):
    """From the number of threads that `read` is given; a bad row stops it at its line."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines())
    monkeypatch.setattr(registry, "MIN_BYTES_OF_PARTS", 1)
    monkeypatch.setattr("topics.reading.parallel.ahead.most_processes", lambda n_threads: n_threads)
    one, two = (read(path, skip_bad=True, n_threads=n) for n in (1, 2))
    assert one.documents.equals(two.documents)
    assert one.notices == two.notices
    with pytest.raises(InputError, match="line 31: invalid JSON"):
        read(path, n_threads=2)


def test_a_list_in_one_line_is_json_wherever_parts_end(monkeypatch):
    """Although the ending of the file says JSON Lines."""
    monkeypatch.setattr(json_lines, "PART_BYTES", 5)
    data = b'\n\n[{"text": "Tides rise."}, {"text": "Courts rule."}]\n \n'
    found = [replace(each) for each in read_json_lines(data, ReadOptions())]
    assert [each.sections[0].text for each in found] == ["Tides rise.", "Courts rule."]
