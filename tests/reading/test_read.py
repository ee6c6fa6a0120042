"""`read`: files of all kinds become one corpus."""

import gzip
import hashlib
import json
import os

import polars as pl
import pytest

from support.files import BODY, json_lines, write
from topics.errors import InputError, MissingInputError, OptionError
from topics.reading import read


def test_every_format_in_one_folder(tmp_path):
    """All kinds of files, plain and gzipped, become documents of one corpus."""
    pl.DataFrame({"text": [BODY], "year": [2020]}).write_parquet(tmp_path / "j.parquet")
    write(
        tmp_path,
        a__txt=BODY,
        b__md=f"# Tides\n\n{BODY}",
        c__rst=f"Tides\n=====\n\n{BODY}",
        d__html=f"<title>Tides</title><p>{BODY}",
        e__json=json_lines({"text": BODY}),
        f__jsonl=json_lines({"text": BODY}),
        g__csv=f"text,n\n{BODY},1\n",
        h__tsv=f"text\tn\n{BODY}\t1\n",
        i__ndjson__gz=json_lines({"text": BODY}),
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
    rows = ["The ferry left the harbour at dawn and did not come back…"] * 5
    titles = ["a", *["Tides"] * 3, "e", *rows, "k", "Tides"]
    assert corpus.documents["title"].to_list() == titles
    assert corpus.documents["duplicate_of"].to_list() == [None, *["a.txt"] * 11]
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("copies", 11)]


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


def test_progress_counts_the_lines_of_a_large_file_of_rows(tmp_path):
    """Rows read, then documents put together; small files bring neither."""
    rows = [json.dumps({"text": f"the reef and the tide {i}"}) for i in range(2500)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows) + "\n")
    calls = []
    read(tmp_path, progress=lambda *call: calls.append(call))
    assert [call for call in calls if call[0] == "read rows"] == [
        ("read rows", 1000, 2500),
        ("read rows", 2000, 2500),
        ("read rows", 2500, 2500),
    ]
    assembled = [call for call in calls if call[0] == "assemble"]
    assert assembled == [
        ("assemble", 0, 1),
        ("assemble", 1000, 2500),
        ("assemble", 2000, 2500),
        ("assemble", 1, 1),
    ]
    assert ("read", 1, 1) in calls


def test_rows_bring_ids_titles_and_metadata(tmp_path):
    """Own ids stay; known keys fill columns; other keys are metadata of one type each."""
    write(
        tmp_path,
        a__jsonl=json_lines(
            {"id": 7, "text": BODY, "title": "Ferry", "author": ["Ann", "Bo"], "n": 1, "x": 1},
            {"id": "q", "text": BODY, "date": "2020", "language": "en", "n": 2.5, "x": "b"},
            {"text": BODY, "source": "http://x.org", "tags": ["sea"], "big": 2**70},
        ),
    )
    documents = read(tmp_path).documents
    assert documents["id"].to_list() == ["7", "q", "a.jsonl#3"]
    first_words = "The ferry left the harbour at dawn and did not come back…"
    assert documents["title"].to_list() == ["Ferry", "q", first_words]
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


def test_section_tokens_cuts_at_paragraph_ends(tmp_path):
    """Pieces keep heading and level and hold at most N tokens, or one paragraph."""
    paragraphs = ["one two three", "four five", "six", "seven eight nine ten eleven", "twelve"]
    write(
        tmp_path,
        a__jsonl=json_lines({"sections": [{"heading": "H", "text": "\n\n".join(paragraphs)}]}),
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
    write(tmp_path, a__jsonl=json_lines({"text": BODY}, {"text": ""}, {"text": None}))
    corpus = read(tmp_path)
    assert (corpus.n_documents, corpus.n_sections) == (3, 1)
    assert [(notice.code, notice.count) for notice in corpus.notices] == [
        ("documents-without-text", 2)
    ]


UNUSABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t",
    "binary.txt": bytes(range(256)),
    "cut.txt.gz": gzip.compress(b"words " * 100, mtime=0)[:-9],
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


def test_ids_that_repeat_in_a_file_name_both_places_and_a_way_out(tmp_path):
    """The message says where the id was used first, and how to lose nothing."""
    rows = [{"id": "x", "text": BODY}, {"id": "y", "text": BODY}, {"id": "x", "text": BODY}]
    write(tmp_path, a__jsonl=json_lines(*rows))
    with pytest.raises(InputError, match=r"a\.jsonl, line 3.*'x'.*line 1.*group_by='id'"):
        read(tmp_path)


def test_ids_of_several_files_get_the_name_of_their_file(tmp_path):
    """Nothing is lost, with and without skip_bad; ids of one file only stay as they are."""
    tables = {
        "2023__csv": "id,text\n1,tides lift\n2,judges heard\n3,bakers knead",
        "2024__csv": "id,text\n1,ships wait\n2,courts rule\n4,ovens burn",
    }
    write(tmp_path, **tables)
    expected = ["2023.csv#1", "2023.csv#2", "3", "2024.csv#1", "2024.csv#2", "4"]
    for skip_bad in (False, True):
        corpus = read(tmp_path, skip_bad=skip_bad)
        assert corpus.documents["id"].to_list() == expected
        assert corpus.sections["text"].to_list()[3] == "ships wait"
        notices = [(each.code, each.count) for each in corpus.notices]
        assert notices == [("ids-in-several-files", 4)]


def test_an_id_that_is_the_name_of_a_file(tmp_path):
    """The file keeps its name; new ids that are taken, too, get more in front."""
    write(
        tmp_path,
        a__txt="Tides lift.",
        b__jsonl=json_lines({"id": "a.txt", "text": "Judges heard."}, {"text": "Bakers knead."}),
        c__jsonl=json_lines({"id": "b.jsonl#2", "text": "Ships wait."}, {"id": "1", "text": "x y"}),
        d__jsonl=json_lines({"text": "z z"}, {"id": "1", "text": "Ovens burn."}),
    )
    assert read(tmp_path).documents["id"].to_list() == [
        "a.txt",
        "b.jsonl#a.txt",
        "b.jsonl#2",
        "c.jsonl#b.jsonl#2",
        "c.jsonl#1",
        "d.jsonl#1",
        "d.jsonl#d.jsonl#1",
    ]


def test_rows_of_one_id_become_sections_if_bad_rows_are_skipped(tmp_path):
    """Paragraphs of a book are kept; a row with the same text again is listed."""
    rows = [
        ("a", "Tides lift."),
        ("b", "Judges heard."),
        ("a", "Ships wait."),
        ("a", "Tides lift."),
    ]
    for name in ("one__jsonl", "two__jsonl"):
        write(tmp_path, **{name: json_lines(*({"id": i, "text": t} for i, t in rows))})
    corpus = read(tmp_path, skip_bad=True)
    assert corpus.documents["id"].to_list() == [
        "one.jsonl#a",
        "one.jsonl#b",
        "two.jsonl#a",
        "two.jsonl#b",
    ]
    texts = corpus.sections.filter(pl.col("document") == "two.jsonl#a")["text"].to_list()
    assert texts == ["Tides lift.", "Ships wait."]
    counts = {each.code: each.count for each in corpus.notices}
    assert counts == {"ids-in-several-files": 4, "rows-of-one-id": 2, "bad-rows": 2, "copies": 2}
    assert corpus.removed["text"].to_list()[0].startswith("the id and text of")


def test_unknown_endings_are_counted(tmp_path):
    """Pictures in a folder are no removals."""
    write(tmp_path, a__txt=BODY, b__jpg=b"x", c__png=b"x")
    corpus = read(tmp_path)
    assert corpus.removed.height == 0
    assert [(notice.code, notice.count) for notice in corpus.notices] == [("unknown-endings", 2)]


def test_nothing_to_read(tmp_path):
    """An empty folder, a folder of pictures, no argument and a missing path are errors."""
    for match in (r"\(no files\).*\.parquet", "unknown or no ending"):
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


def test_file_names_need_not_be_utf8(tmp_path):
    """Bytes in a file name that are no text are written out."""
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text(BODY)
    documents = read(tmp_path).documents
    assert documents.select("id", "title").row(0) == ("a\\xff.txt", "a\\xff")


def test_keys_without_end_share_a_column(tmp_path):
    """Rows that bring new keys each do not make the table as wide as long."""
    write(tmp_path, a__jsonl=json_lines(*({"text": "a", f"k{i}": i} for i in range(1200))))
    documents = read(tmp_path).documents
    assert documents.width < 1100
    assert json.loads(documents["more"][1100]) == {"k1100": 1100}


def test_names_titles_and_cells_are_cleaned(tmp_path):
    """Spellings of a letter meet in ids, titles, names and values; web residue goes everywhere."""
    (tmp_path / "cafe\u0301.txt").write_text("The tide rose.", encoding="utf-8")
    (tmp_path / "evil\u202etxt.txt").write_text("The court sat.<br/>It rose.", encoding="utf-8")
    row = {
        "id": "e\u0301",
        "title": "A &amp; B",
        "text": "b &#39;90s",
        "gro\u0308ße": "u\u0308 &lt; 1",
    }
    (tmp_path / "t.jsonl").write_text(json.dumps(row), encoding="utf-8")
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["café.txt", "eviltxt.txt", "é"]
    assert corpus.documents["title"].to_list() == ["café", "eviltxt", "A & B"]
    assert corpus.documents["größe"].to_list() == [None, None, "ü < 1"]
    assert corpus.sections["text"].to_list() == [
        "The tide rose.",
        "The court sat.\nIt rose.",
        "b '90s",
    ]


def test_file_names_in_two_spellings_stay_two_documents(tmp_path):
    """Their ids get as much of the path as tells them apart."""
    for name in ("caf\u00e9.txt", "cafe\u0301.txt"):
        (tmp_path / name).write_text(f"The tide {len(name)}.", encoding="utf-8")
    if len(os.listdir(tmp_path)) == 2:
        assert read(tmp_path).documents["id"].n_unique() == 2


def test_guessed_encodings_are_one_counted_warning(tmp_path):
    """Formats of every kind count; the warning names file, guess and option."""
    (tmp_path / "a.txt").write_bytes("Děti si hrály na břehu a sbíraly kamínky.".encode("cp1250"))
    (tmp_path / "b.csv").write_bytes("id,text\n1,Včera večer jsme šli podél řeky".encode("cp1250"))
    (tmp_path / "c.txt").write_text("plain words", encoding="utf-8")
    corpus = read(tmp_path)
    assert "řeky" in corpus.sections["text"].to_list()[1]
    notice = next(each for each in corpus.notices if each.code == "guessed-encodings")
    assert notice.count == 2
    assert "a.txt: cp1250" in notice.message
    assert "encoding=…" in notice.message
    given = read(tmp_path, encoding="iso8859_2")
    assert [each.code for each in given.notices] == []
    with pytest.raises(OptionError, match="did you mean cp1250"):
        read(tmp_path, encoding="cp_1250")


def test_files_without_ending_are_said_and_read_on_demand(tmp_path):
    """A tree of mails: the notice names the option; what is no text is listed."""
    (tmp_path / "sci.sea").mkdir()
    (tmp_path / "sci.sea" / "12345").write_text("The tide rose over the wall.", encoding="utf-8")
    (tmp_path / "sci.sea" / "photo").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(InputError, match=r"2 files of unknown or no ending.*all_files=True"):
        read(tmp_path)
    (tmp_path / "a.txt").write_text("The court sat.", encoding="utf-8")
    notice = next(each for each in read(tmp_path).notices if each.code == "unknown-endings")
    assert notice.count == 2
    assert "all_files=True" in notice.message
    corpus = read(tmp_path, all_files=True)
    assert corpus.documents["id"].to_list() == ["a.txt", "sci.sea/12345"]
    assert corpus.removed["text"].to_list() == ["binary data, not text"]


def test_a_run_in_the_folder_is_said(tmp_path):
    """Its tables are no documents."""
    (tmp_path / "a.txt").write_text("The court sat.", encoding="utf-8")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text('{"format_version": 1, "files": {}}')
    (tmp_path / "run" / "documents.csv").write_text("id,text\n1,words")
    corpus = read(tmp_path)
    assert corpus.documents["id"].to_list() == ["a.txt"]
    assert [(each.code, each.count) for each in corpus.notices] == [("runs-in-folders", 1)]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.7z", "unpack archives"),
        ("a.tar.zst", "unpack archives"),
        ("A.PPTX", "save documents of other programs"),
        ("a.doc", "save documents of other programs"),
    ],
)
def test_archives_and_office_documents(tmp_path, name, hint):
    """They hold texts, which no option reads: the message says what to do."""
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    for path in (tmp_path, tmp_path / name):
        with pytest.raises(InputError, match=hint):
            read(path)
    write(tmp_path, b__txt=BODY)
    (notice,) = read(tmp_path).notices
    assert (notice.code, notice.count) == ("files-of-others", 1)
    assert hint in notice.message
