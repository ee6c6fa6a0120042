"""Text files with a document on every line."""

import random

import pytest

from support.files import BODY, write
from topics.reading import read

WORDS = (
    "tides lift ships judges heard appeals bakers knead dough pilots wait dawn court reef".split()
)


def lines_of(n, seed=0):
    """Lines of five to forty words."""
    chance = random.Random(seed)  # noqa: S311 - no secrets
    return [" ".join(chance.choices(WORDS, k=chance.randrange(5, 40))) for _ in range(n)]


def wrapped(text, width=72):
    """The text broken at a width, without blank lines."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def test_every_line_is_a_document(tmp_path):
    """Named by file and line; blank lines count; other files are read as ever."""
    write(tmp_path, a__txt="tides lift\n\n  judges heard\r\nbakers knead", b__csv="text\nships\n")
    corpus = read(tmp_path, lines=True)
    assert corpus.documents["id"].to_list() == ["a.txt#1", "a.txt#3", "a.txt#4", "b.csv#1"]
    texts = ["tides lift", "judges heard", "bakers knead", "ships"]
    assert corpus.sections["text"].to_list() == texts
    assert corpus.documents["title"].to_list() == texts
    assert corpus.notices == ()


FIELDS = {
    "a1\tsea\ttides lift\na2\tlaw\tjudges heard\tthe appeal\n": (
        [("a1", "sea"), ("a2", "law")],
        ["tides lift", "judges heard\tthe appeal"],
    ),
    "a1\ttides lift\na2\tjudges heard\n": ([("a1", None), ("a2", None)], None),
    "\n".join(f"{'ham' if n % 3 else 'spam'}\ttides {n}" for n in range(10)): (
        [(f"f.txt#{n + 1}", "ham" if n % 3 else "spam") for n in range(10)],
        None,
    ),
}


@pytest.mark.parametrize("text", FIELDS)
def test_fields_before_the_text_are_recognised(tmp_path, text):
    """Id and label as MALLET writes them, or one of the two; a notice says so."""
    write(tmp_path, f__txt=text)
    corpus = read(tmp_path, lines=True)
    expected, texts = FIELDS[text]
    documents = corpus.documents.to_dicts()
    assert [(each["id"], each.get("label")) for each in documents] == expected
    assert [each.code for each in corpus.notices] == ["fields-of-lines"]
    if texts is not None:
        assert corpus.sections["text"].to_list() == texts


def test_tabs_in_some_lines_are_text(tmp_path):
    """Or if what is before them has blanks."""
    for text in ("a b\ttides\nc d\tships\n", "a\ttides\nships\n", "tides\there\n"):
        write(tmp_path, a__txt=text)
        assert read(tmp_path, lines=True).sections["text"].to_list() == text.splitlines()


def test_lines_that_only_say_missing(tmp_path):
    """They are counted, as in tables."""
    write(tmp_path, a__txt="tides\nnan\nNULL\n")
    assert [each.code for each in read(tmp_path, lines=True).notices] == [
        "documents-without-text",
        "missing-cells",
    ]


def test_a_file_of_many_lines_brings_a_hint(tmp_path):
    """One notice for all such files names the option."""
    write(tmp_path, a__txt="\n".join(lines_of(300)), b__txt="\n".join(lines_of(250, seed=1)))
    notices = [each for each in read(tmp_path).notices if each.code == "one-document-per-line"]
    assert [each.count for each in notices] == [2]
    assert "lines=True" in notices[0].message
    assert "299 lines" in notices[0].message


TABBED = {
    "MALLET": "\n".join(f"d{i}\tsea\t{line}" for i, line in enumerate(lines_of(30))),
    "label first": "\n".join(f"sea\t{line}" for line in lines_of(5)),
    "labels of several words": "\n".join(f"{i}\tlaw of the sea\t{BODY}" for i in range(9)),
    "a table": "id\ttext\tyear\n" + "\n".join(f"{i}\t{BODY}\t2021" for i in range(9)),
    "Windows": "\r\n".join(f"d{i}\t{line}" for i, line in enumerate(lines_of(30))),
}


@pytest.mark.parametrize("kind", TABBED)
def test_a_tab_in_every_line_brings_a_hint(tmp_path, kind):
    """However few lines there are; it names both what they can be."""
    write(tmp_path, a__txt=TABBED[kind])
    (notice,) = [each for each in read(tmp_path).notices if each.code == "fields-in-lines"]
    assert "lines=True" in notice.message
    assert ".tsv" in notice.message


@pytest.mark.parametrize(
    "text",
    [
        "a\tthe tide lifts\n" * 4,
        "\tthe tide lifts the boats\n" * 9,
        "1\t2\t3\n" * 9,
        "a\tthe tide lifts\nno tab here\n" * 9,
        f"{BODY}\n\n" + "a\tthe tide lifts\n" * 9,
        "".join(f"{BODY} {i}\t{BODY}\n" for i in range(9)),
    ],
)
def test_other_tabs_bring_no_hint(tmp_path, text):
    """Too few lines, indented ones, numbers, and tabs in some lines or behind much text."""
    write(tmp_path, a__txt=text)
    assert "fields-in-lines" not in [each.code for each in read(tmp_path).notices]


PROSE = {
    "wrapped": wrapped(" ".join(lines_of(300))),
    "paragraphs": "\n\n".join(lines_of(300)),
    "few lines": "\n".join(lines_of(100)),
    "wrapped paragraphs": "\n\n".join(wrapped(BODY * 9) for _ in range(60)),
}


@pytest.mark.parametrize("kind", PROSE)
def test_prose_brings_no_hint(tmp_path, kind):
    """Broken at a width, with blank lines, or short."""
    write(tmp_path, a__txt=PROSE[kind])
    assert "one-document-per-line" not in [each.code for each in read(tmp_path).notices]
