"""Delimited tables are read in the dialect that fits; damaged rows cost only themselves."""

import pytest

from support.files import write
from topics.errors import InputError
from topics.options import ReadOptions
from topics.reading import read
from topics.reading.formats.delimited import best_dialect
from topics.reading.formats.tables import _damaged_header
from topics.reading.records import UnusableFileError

GOOD = [f"r{n},row number {n}" for n in range(2, 200)]


def ids_and_texts(folder, **options):
    """Ids and texts of the documents in a folder."""
    corpus = read(folder, **options)
    return corpus.documents["id"].to_list(), corpus.sections["text"].to_list()


OPEN_QUOTES = {
    "to the end": ["r0,opening words here", 'r1,"the quote never closes', *GOOD],
    "to the next quoted cell": ["r0,opening words", 'r1,"never closes', *GOOD, 'r200,"a, b"'],
    "to a quoted word": ["r0,words", 'r1,"never closes', *GOOD, 'r200,he said "yes"'],
    "to a quote at a line end": ["r0,words", 'r1,"never closes', *GOOD, 'r200,inches: 3"'],
    "in the last row": ["r0,words", *GOOD, 'r1,"never closes'],
}


@pytest.mark.parametrize("name", OPEN_QUOTES)
def test_rows_after_a_quote_that_never_closes_are_read(tmp_path, name):
    """The error names its line; with skip_bad only its own row is lost."""
    rows = OPEN_QUOTES[name]
    write(tmp_path, a__csv="id,text\n" + "\n".join(rows) + "\n")
    line = 2 + next(i for i, row in enumerate(rows) if "never" in row)
    with pytest.raises(InputError, match=f"line {line}: row .*never closes"):
        read(tmp_path)
    corpus = read(tmp_path, skip_bad=True)
    expected = [row.split(",")[0] for row in rows if "never" not in row]
    assert corpus.documents["id"].to_list() == expected
    assert corpus.removed.select("line", "reason").rows() == [(line, "unreadable")]
    assert [(each.code, each.count) for each in corpus.notices] == [("bad-rows", 1)]


def test_every_row_with_an_open_quote_is_counted(tmp_path):
    """Many quotes that never close, of which each pair looks like a cell of two lines."""
    rows = [f'r{n},"open {n}' if n % 10 == 0 else f"r{n},good {n}" for n in range(300)]
    write(tmp_path, a__csv="id,text\n" + "\n".join(rows) + "\n")
    corpus = read(tmp_path, skip_bad=True)
    assert corpus.n_documents == 270
    assert [(each.code, each.count) for each in corpus.notices] == [("bad-rows", 30)]


def test_cells_of_several_lines_stay_whole(tmp_path):
    """A quoted cell may hold commas, blank lines and lists."""
    cell = "1. first, of all\n2. second, then\n\n3. third, last"
    write(tmp_path, a__csv=f'id,text\na,"{cell}"\nb,"x ""y"" z"\n')
    ids, texts = ids_and_texts(tmp_path, keep_furniture=True)
    assert ids == ["a", "b"]
    assert "second, then" in texts[0]
    assert texts[-1] == 'x "y" z'


DIALECTS = {
    "semicolons, comma in a quoted name": '"id";"title, short";"text"\n"r1";"T";"tides, lift"',
    "semicolons, comma in a name": "id;title, short;text\nr1;T;tides, lift",
    "separator line": "sep=;\nid;text\nr1;tides, lift",
    "separator line with commas": 'sep=,\nid,text\nr1,"tides, lift"',
    "quoted separator line": '"sep=;"\nid;text\nr1;tides, lift',
    "separator line with tabs": "sep=\t\nid\ttext\nr1\ttides, lift",
    "tabs, comma in a name": "id\ttext\tplace, date\nr1\ttides, lift\tx",
    "tabs in quotes": '"id"\t"text"\n"r1"\t"tides, lift"',
    "bars": "id|text\nr1|tides, lift",
    "blanks after commas": 'id, "text"\n"r1", "tides, lift"',
    "blank lines above": '\n \n"id";"text"\n\n"r1";"tides, lift"',
    "byte order mark": '\ufeff"id";"text"\n"r1";"tides, lift"',
    "windows line ends": "id;text\r\nr1;tides, lift\r\n",
    "commas to the end": 'id,text,,\nr1,"tides, lift",,',
    "commas beyond the header": 'id,text\nr1,"tides, lift",,',
}


@pytest.mark.parametrize("name", DIALECTS)
def test_the_separator_is_chosen_by_evidence(tmp_path, name):
    """Not by the first sign of the header that could be one."""
    write(tmp_path, a__csv=DIALECTS[name])
    assert ids_and_texts(tmp_path) == (["r1"], ["tides, lift"])


def test_one_column_needs_no_separator(tmp_path):
    """Commas in a table of one column are text, with and without quotation marks."""
    write(tmp_path, a__csv='text\ntides lift, ships wait\n"judges, courts"\nbread\n')
    texts = ids_and_texts(tmp_path)[1]
    assert texts == ["tides lift, ships wait", "judges, courts", "bread"]


def test_quotes_in_a_table_with_tabs_may_be_text(tmp_path):
    """They are, if the rows fit only then; else they enclose cells."""
    literal = 'id\ttext\n1\t"Hello" she said\n2\the said "yes"\n3\t"never closed\n4\tfine\n'
    write(tmp_path, a__tsv=literal)
    ids, texts = ids_and_texts(tmp_path)
    assert ids == ["1", "2", "3", "4"]
    assert texts == ['"Hello" she said', 'he said "yes"', '"never closed', "fine"]
    write(tmp_path, a__tsv='id\ttext\n1\t"two\nlines"\n2\t"a ""b"""\n')
    assert ids_and_texts(tmp_path)[1] == ["two\nlines", 'a "b"']


def test_quotes_may_be_escaped_by_backslashes(tmp_path):
    """As databases write them."""
    write(tmp_path, a__csv='id,text\n1,"he said \\"yes, sir\\" twice"\n2,"plain, too"\n')
    assert ids_and_texts(tmp_path)[1] == ['he said "yes, sir" twice', "plain, too"]


def test_a_row_with_too_many_cells_says_what_to_do(tmp_path):
    """Commas of a text need quotation marks around it."""
    write(tmp_path, a__csv="id,text\n1,tides lift\n2,judges, courts\n")
    with pytest.raises(InputError, match=r"line 3: row 2 has 3 cells.*quotation marks around"):
        read(tmp_path)


@pytest.mark.parametrize(
    "header",
    ['id,"te"xt', '"id","text', '"id,text', '\n"id" ,text', 'id,"text"" '],
)
def test_a_header_with_wrong_quotation_marks_is_still_the_header(tmp_path, header):
    """The row below it would be taken for one, and be lost."""
    write(tmp_path, t__csv=header + "\nr0,opening words\nr1,tides lift\n")
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["r0", "r1"]
    assert corpus.sections["text"].to_list() == ["opening words", "tides lift"]


def test_a_first_line_that_is_no_header_is_told():
    """Its quotation mark never closes, and a cell is longer than any name of a column."""
    dialect = best_dialect("id,text\n1,tides lift the ships\n", ReadOptions(), ",")
    with pytest.raises(UnusableFileError, match="the first line is no header"):
        _damaged_header('id,text,"' + "a" * 200_000, dialect)
