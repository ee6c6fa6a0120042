"""Blocks that repeat across documents are removed and recorded; nothing else is."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from topics.reading import read
from topics.reading.lines.blocks import split_blocks
from topics.reading.repeats import hashing

WORDS = [
    a + b
    for a in "tide reef gull kelp wave sand boat mast rope sail dune fog".split()
    for b in ["", "s", "ing", "er", "ed", "less", "ful", "like", "ward", "born"]
]


def random_generator(seed):
    """A new generator of random numbers."""
    return random.Random(seed)  # noqa: S311 - no secret


def paragraphs(rng, n, words=22):
    """Paragraphs of one sentence of random words each."""
    return [" ".join(rng.choices(WORDS, k=words)).capitalize() + "." for _ in range(n)]


def articles(n, seed=0, length=4):
    """Documents of random paragraphs, as lists of blocks."""
    rng = random_generator(seed)
    return [paragraphs(rng, length) for _ in range(n)]


def rows(path, documents):
    """Write documents (lists of blocks) to a file of JSON Lines and return its path."""
    entries = [
        {"id": f"d{i}", "sections": [{"text": "\n\n".join(blocks)}]}
        for i, blocks in enumerate(documents)
    ]
    path.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    return path


def removed_texts(corpus):
    """Texts that were removed, sorted."""
    return sorted(corpus.removed["text"].to_list())


FURNITURE = [
    "Listen",
    "Back to the top",
    "Nine ways to pay for all of this",
    "You can stop these letters whenever you like, no questions asked.",
    "Every page of this site may be copied by schools. " * 6,
]


@pytest.mark.parametrize("block", FURNITURE)
@pytest.mark.parametrize("n_planted", [5, 60])
def test_a_planted_block_is_removed(tmp_path, block, n_planted):
    """In 5 or 60 of 100 documents, whatever its length and wherever it is in them."""
    rng = random_generator(n_planted)
    documents = articles(100)
    planted = rng.sample(range(100), n_planted)
    for i in planted:
        documents[i].insert(rng.randint(0, 4), block)
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    assert removed_texts(corpus) == [block] * n_planted
    assert sorted(corpus.removed["document"]) == sorted(f"d{i}" for i in planted)
    assert set(corpus.removed["reason"]) == {"repeated"}
    assert set(corpus.removed["n_documents"]) == {n_planted}


CHANGING = [
    ("Last changed on {}", ["3 May 2019", "Monday, June 4th, 2020, 10:30", "2021-07-05"]),
    ("{} people read this", ["3", "12,000", "7.5"]),
    ("Written by {}", ["Ann Lee", "Bo Max Cruz", "Cleo Day"]),
    ("{} writes about harbours for this paper.", ["Ann Lee", "Bo Cruz", "Cleo Max Day"]),
    ("{0} is our {1} reporter. Write to {0}.", ["Ann Lee", "Bo Cruz", "Cleo Day"]),
    ("Sign up for our {} letter on boats and harbours", ["weekly", "daily", "monthly", "best"]),
    ("SHARE  this\u00a0story{}", ["!", "", " \u200b", "…"]),
]


@pytest.mark.parametrize(("form", "values"), CHANGING)
def test_a_block_that_varies_is_removed(tmp_path, form, values):
    """Numbers, dates, names, one word or punctuation differ between documents."""
    documents = articles(60)
    cities = ["Paris", "New York", "Cape Town", "Oslo"]
    blocks = [form.format(values[i % len(values)], cities[i % 4]) for i in range(12)]
    for document, block in zip(documents, blocks, strict=False):
        document.insert(2, block)
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    expected = [block.replace("\u200b", "") for block in blocks]
    assert [text.strip() for text in removed_texts(corpus)] == sorted(
        text.strip() for text in expected
    )
    assert set(corpus.removed["n_documents"]) == {12}


def test_a_block_with_a_different_name_in_every_document_is_removed(tmp_path):
    """Although no two documents contain the same block."""
    documents = articles(40)
    blocks = [
        f"Photograph by {a.title()} {b.title()}"
        for a, b in zip(WORDS[:40], WORDS[50:90], strict=True)
    ]
    for document, block in zip(documents, blocks, strict=True):
        document.append(block)
    assert removed_texts(read(rows(tmp_path / "a.jsonl", documents))) == sorted(blocks)


def test_a_sentence_that_few_documents_quote_stays(tmp_path):
    """Two documents of five, or four of a hundred."""
    for n, n_quoting in ((5, 2), (100, 4)):
        documents = articles(n)
        for document in documents[:n_quoting]:
            document.insert(1, "We shall go on to the end, and we shall not tire of the sea.")
        assert read(rows(tmp_path / f"{n}.jsonl", documents)).removed.height == 0


def test_from_two_documents_nothing_is_removed(tmp_path):
    """Whatever they have in common."""
    documents = [[*blocks, *FURNITURE] for blocks in articles(2)]
    assert read(rows(tmp_path / "a.jsonl", documents)).removed.height == 0


def test_five_documents_are_enough(tmp_path):
    """A block in three of them is repeated."""
    documents = articles(5)
    for document in documents[:3]:
        document.insert(0, "Open the menu")
        document.append("All rights belong to those who wrote these pages for us.")
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    assert Counter(removed_texts(corpus)) == {
        "Open the menu": 3,
        "All rights belong to those who wrote these pages for us.": 3,
    }


def test_refrains_of_one_document_stay(tmp_path):
    """A block that repeats within a single document belongs to its text."""
    documents = articles(30)
    documents[3] = [part for block in documents[3] for part in (block, "Row on, row on, my lads")]
    assert read(rows(tmp_path / "a.jsonl", documents)).removed.height == 0


@pytest.mark.parametrize("n_copies", [4, 7])
def test_copies_of_an_article_keep_their_text(tmp_path, n_copies):
    """Copies of an article are kept, and only the line below all articles is removed."""
    documents = articles(30)
    for i in range(n_copies):
        documents[i] = [*documents[0][:4]]
        documents[i][1] = documents[0][1].replace("boat", "ship", i)
    for document in documents:
        document.append("Pages like this one are paid for by readers.")
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    assert removed_texts(corpus) == ["Pages like this one are paid for by readers."] * 30


def test_a_corpus_of_copies_stays(tmp_path):
    """If all documents are the same, furniture cannot be distinguished from text."""
    documents = [articles(1)[0]] * 12
    assert read(rows(tmp_path / "a.jsonl", documents)).removed.height == 0


def test_a_page_with_nothing_but_furniture_has_no_sections(tmp_path):
    """It stays in the table of documents, and a notice counts it."""
    documents = [[*blocks, *FURNITURE] for blocks in articles(20)]
    documents[7] = list(FURNITURE)
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    assert corpus.documents.height == 20
    assert "d7" not in corpus.sections["document"]
    assert [(notice.code, notice.count) for notice in corpus.notices] == [
        ("documents-of-furniture", 1)
    ]
    assert corpus.removed.filter(pl.col("document") == "d7")["position"].to_list() == [None] * 5


def test_marked_headings_stay(tmp_path):
    """A section keeps its heading and its row if all of its text is removed."""
    for i, (first, second, third, _) in enumerate(articles(12)):
        text = f"# Paper {i}\n\n{first}\n\n## Motive\n\n{second}\n\n## Rights\n\nFree for all.\n\n"
        (tmp_path / f"{i}.md").write_text(f"{text}## Result {i}\n\n{third}\n")
    corpus = read(tmp_path)
    assert removed_texts(corpus) == ["Free for all."] * 12
    sections = corpus.sections.filter(pl.col("document") == "0.md")
    assert sections["heading"].to_list() == ["", "Motive", "Rights", "Result 0"]
    assert sections["position"].to_list() == [0, 1, 2, 3]
    assert (sections["text"] == "").to_list() == [False, False, True, False]
    assert set(corpus.removed["position"]) == {2}


def test_plain_headings_in_a_fixed_order_stay(tmp_path):
    """Every document has the same headings in the same order."""
    for i, (first, second, third, fourth) in enumerate(articles(12)):
        text = f"{first}\n\nMotive\n\n{second}\n\nMethod\n\n{third}\n\nResults\n\n{fourth}\n"
        (tmp_path / f"{i}.txt").write_text(text)
    corpus = read(tmp_path)
    assert corpus.removed.height == 0
    assert corpus.sections["heading"].to_list() == ["", "Motive", "Method", "Results"] * 12


def test_lines_like_headings_without_a_fixed_order_are_removed(tmp_path):
    """They are between arbitrary paragraphs, and the text below joins the section above."""
    rng = random_generator(1)
    lines = ["Listen to the page", "Show the menu", "Tell the others", "Give to the boats"]
    texts = {}
    for i, blocks in enumerate(articles(40, length=6)):
        texts[f"{i}.txt"] = "\n\n".join(blocks)
        for line in rng.sample(lines, 3):
            blocks.insert(rng.randint(1, len(blocks) - 1), line)
        (tmp_path / f"{i}.txt").write_text("\n\n".join(blocks))
    corpus = read(tmp_path)
    assert corpus.removed.height == 120
    assert set(corpus.sections["heading"]) == {""}
    assert dict(corpus.sections.select("document", "text").iter_rows()) == texts


def test_a_repeated_first_line_is_not_the_title(tmp_path):
    """If the name of the site is above every headline, the headline is the title."""
    for i, (first, second, _, _) in enumerate(articles(12)):
        text = f"The Harbour Gazette\n\nFerry {WORDS[i]} sinks\n\n{first}\n\n{second}\n"
        (tmp_path / f"{i:02}.txt").write_text(text)
    corpus = read(tmp_path)
    assert corpus.documents["title"].to_list() == [f"Ferry {WORDS[i]} sinks" for i in range(12)]
    assert set(corpus.removed.select("line", "position", "text").rows()) == {
        (1, 0, "The Harbour Gazette")
    }
    assert corpus.removed.height == 12
    texts = ["\n\n".join(blocks[:2]) for blocks in articles(12)]
    assert corpus.sections["text"].to_list() == texts


def test_a_first_heading_of_all_documents_is_not_the_title(tmp_path):
    """If every text begins with the same heading, it stays a heading."""
    for i, (first, second, _, _) in enumerate(articles(12)):
        text = f"Abstract\n\n{first}\n\nMotive\n\n{second}\n"
        (tmp_path / f"{i:02}.txt").write_text(text)
    corpus = read(tmp_path)
    assert corpus.removed.height == 0
    assert corpus.documents["title"].to_list() == [f"{i:02}" for i in range(12)]
    assert corpus.sections["heading"].to_list() == ["Abstract", "Motive"] * 12
    assert corpus.sections["level"].to_list() == [1, 1] * 12


def test_documents_without_text_are_read(tmp_path):
    """Although there is nothing to compare."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps({"text": ""})] * 5))
    assert read(path).documents.height == 5


def test_the_record_says_where_a_block_was(tmp_path):
    """Source, line, document, position, and the unchanged text."""
    note = "Pages of this\u00a0kind  are paid\nfor by readers."
    for i, (first, second, third, fourth) in enumerate(articles(10)):
        text = f"{first}\n\n{note}\n\n{second}\n\n\n# The end {i}\n\n{third}\n\n{note}\n{fourth}"
        (tmp_path / f"{i}.md").write_text(text)
    corpus = read(tmp_path)
    row = corpus.removed.filter(pl.col("document") == "4.md").row(0, named=True)
    assert row == {
        "source": f"{tmp_path.name}/4.md",
        "line": 3,
        "document": "4.md",
        "position": 0,
        "reason": "repeated",
        "n_documents": 10,
        "text": note,
    }
    assert corpus.removed.height == 10


def test_positions_follow_the_cutting_of_long_sections(tmp_path):
    """The position is that of the first piece of the section that contained the block."""
    documents = [[*blocks[:2], FURNITURE[3], *blocks[2:]] for blocks in articles(12)]
    entries = [
        {"sections": [{"text": blocks[0]}, {"heading": "B", "text": "\n\n".join(blocks)}]}
        for blocks in documents
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)))
    corpus = read(path, section_tokens=20)
    assert set(corpus.removed["position"]) == {1}
    assert corpus.sections.group_by("document").len()["len"].unique().to_list() == [5]


def test_keep_furniture(tmp_path):
    """Nothing is removed, and the texts are unchanged."""
    documents = [[*blocks, *FURNITURE] for blocks in articles(20)]
    corpus = read(rows(tmp_path / "a.jsonl", documents), keep_furniture=True)
    assert corpus.removed.height == 0
    assert corpus.sections["text"].to_list() == ["\n\n".join(blocks) for blocks in documents]


def test_lines_of_pages_without_blank_lines_are_removed(tmp_path):
    """Their lines are compared instead of their blocks."""
    menu = ["Home", "News", "Weather", "Sign in", "Sport", "Culture"]
    documents = [["\n".join([*menu, *lines, "Terms and contact"])] for lines in articles(12)]
    corpus = read(rows(tmp_path / "a.jsonl", documents))
    assert corpus.sections["text"].to_list() == ["\n".join(lines) for lines in articles(12)]
    assert Counter(removed_texts(corpus)) == dict.fromkeys([*menu, "Terms and contact"], 12)


def test_numbers_and_dates_alone_stay(tmp_path):
    """A block is not repeated if it has no fixed word."""
    documents = [
        [*blocks, f"Friday, {i} May 2019", f"{i} | 20 | 30"]
        for i, blocks in enumerate(articles(20))
    ]
    assert read(rows(tmp_path / "a.jsonl", documents)).removed.height == 0


def test_the_order_of_documents_does_not_matter(tmp_path):
    """The same blocks are removed from shuffled documents."""
    rng = random_generator(3)
    documents = articles(60)
    for i, document in enumerate(documents):
        for block in rng.sample(FURNITURE, 2):
            document.insert(rng.randint(0, 4), block)
        document.append(f"Written by {WORDS[i].title()} for the page")
    first = read(rows(tmp_path / "a.jsonl", documents))
    rng.shuffle(documents)
    second = read(rows(tmp_path / "b.jsonl", documents))
    assert removed_texts(first) == removed_texts(second)
    assert sorted(first.sections["text"]) == sorted(second.sections["text"])


def test_the_size_of_chunks_does_not_matter(tmp_path, monkeypatch):
    """The same blocks are removed if each text is hashed by itself."""
    documents = [[*blocks, *FURNITURE, f"Seen by Ann {blocks[0][:4]}"] for blocks in articles(30)]
    path = rows(tmp_path / "a.jsonl", documents)
    whole = read(path)
    monkeypatch.setattr(hashing, "CHUNK_CHARACTERS", 1)
    assert read(path).removed.equals(whole.removed)


POOL = [
    *FURNITURE,
    "Seen by Ann Lee",
    "Seen by Bo",
    "two\nlines",
    "",
    " ",
    "\u00a0x",
    "5",
    "-",
    "海",
]
BLOCKS = st.lists(st.sampled_from(POOL) | st.text(max_size=30), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(BLOCKS, min_size=1, max_size=3), min_size=3, max_size=8))
def test_every_line_is_either_kept_or_removed(tmp_path, documents):
    """Kept and removed lines together are the lines of the document."""
    path = tmp_path / "a.jsonl"
    entries = [
        {"id": str(i), "sections": [{"heading": "H", "text": "\n\n".join(text)} for text in texts]}
        for i, texts in enumerate([*documents, *([[FURNITURE]] * 3)])
    ]
    entries.append({"id": "x", "text": articles(1)[0][0]})
    path.write_text("\n".join(map(json.dumps, entries)))
    before, after = read(path, keep_furniture=True), read(path)
    assert after.documents["id"].to_list() == before.documents["id"].to_list()
    assert count_lines(before.sections) == count_lines(after.sections) + count_lines(after.removed)
    positions = after.removed.drop_nulls("position").select("document", "position")
    assert positions.join(after.sections, on=["document", "position"], how="anti").height == 0


def count_lines(table):
    """Number of times that each line that is not blank occurs in each document."""
    return Counter(
        (document, line)
        for document, text in table.select("document", "text").iter_rows()
        for block in split_blocks(text)
        for line in block.lines
    )


@pytest.mark.skipif("TOPICS_CORPORA" not in os.environ, reason="needs the shared corpora")
def test_the_copyright_section_of_the_peps():
    """Its text is removed from nearly all documents, and its heading stays."""
    corpus = read(Path(os.environ["TOPICS_CORPORA"], "peps.jsonl.gz"))
    named = corpus.sections.filter(pl.col("heading") == "Copyright")
    cleared = named.join(corpus.removed, on=["document", "position"], how="semi")
    assert named.height > 700
    assert cleared["document"].n_unique() > 0.97 * named["document"].n_unique()
