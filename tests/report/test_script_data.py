"""The data of the report: terms, pairs, neighbours, texts with marks, courses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from support.report_full import full_content
from topics.report import SectionTexts, TopicTerms, write_report
from topics.report.data import largest_pairs, script_data, texts_data
from topics.report.data import texts as text_limits
from topics.report.data.neighbours import N_SIMILAR, similar_documents
from topics.report.data.pairs import topics_alike, topics_together
from topics.report.data.terms import term_data
from topics.report.data.texts import term_marks
from topics.report.data.topics import topic_order
from topics.report.overview import removal_reasons, topic_groups, topic_rows
from topics.shares import rank_terms
from topics.space import hellinger

GIVEN = SectionTexts(None, pattern=r"[\p{L}\p{N}]+")


def table(n: int, **columns: Any) -> pl.DataFrame:
    """A table of n documents with counted terms."""
    return pl.DataFrame({"n_terms": [9] * n} | columns)


def test_similarity_is_that_of_the_terminal_and_the_picture() -> None:
    """1 minus the Hellinger distance; a single topic has no pair."""
    topic_term = np.random.default_rng(0).dirichlet(np.full(300, 0.05), 6)
    rows = topics_alike(topic_term)
    assert rows is not None
    for j, k, value in largest_pairs(rows, 99):
        expected = 1 - hellinger(topic_term[j], topic_term[[k]])[0]
        assert value == pytest.approx(1000 * expected, abs=0.51)
    assert topics_alike(topic_term[:1]) is None


def test_topics_of_the_same_documents_go_together() -> None:
    """Twice as often as at random, and never; rows without terms do not count."""
    shares = np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]] * 3)
    documents = table(13, n_terms=[9] * 12 + [0])
    rows = topics_together(np.vstack([shares, [[1.0, 0.0, 0.0]]]), documents)
    assert rows == [[200, 0], [0]]
    assert topics_together(shares[:4], table(4)) is None
    assert topics_together(shares[:, :1], table(12)) is None


def test_neighbours_are_those_of_the_hellinger_distance() -> None:
    """Equal to the plain loop; rows without terms have none and are nobody's."""
    shares = np.random.default_rng(1).dirichlet(np.full(5, 0.3), 700)
    shares[3] = shares[2]
    n_terms = [0 if i % 50 == 7 else 9 for i in range(700)]
    found = similar_documents(shares, table(700, n_terms=n_terms))
    counted = [i for i in range(700) if n_terms[i]]
    for i in (0, 2, 3, 11, 699):
        others = [k for k in counted if k != i]
        distance = hellinger(shares[i], shares[others])
        best = np.argsort(distance.round(9), kind="stable")[:N_SIMILAR]
        assert found[i][::2] == [others[k] for k in best]
        assert found[i][1::2] == pytest.approx(1000 * distance[best], abs=0.6)
    assert found[7] == []
    assert 7 not in {k for row in found for k in row[::2]}
    assert similar_documents(shares[:1], table(1)) == [[]]


def test_terms_are_enough_for_every_weight() -> None:
    """The first thirty terms of weights between those that were asked for are there, too."""
    chance = np.random.default_rng(2)
    topic_term = chance.dirichlet(np.full(800, 0.1), 5)
    share = pl.Series([0.4, 0.3, 0.1, 0.1, 0.1])
    terms = np.array([f"w{i}" for i in range(800)])
    data = term_data(TopicTerms(topic_term, terms, np.arange(800)), share)
    for weight in (0.1, 0.5, 0.95):
        ranked = rank_terms(
            topic_term, share.to_numpy(), order="relevance", relevance=weight, n_shown=30
        )
        for topic, row in zip(data["topics"], ranked, strict=True):
            names = {data["names"][i] for i in topic["ids"]}
            assert set(terms[row]) <= names
            assert topic["p"] == sorted(topic["p"], reverse=True)
    assert data["count"] == [int(name[1:]) for name in data["names"]]


def test_marks_are_the_terms_and_their_topics() -> None:
    """Positions are in UTF-16; case, accents that were folded and punctuation do not matter."""
    terms = TopicTerms(
        np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.6, 0.4]]),
        np.array(["reef", "deep_sea", "judge", "rare"]),
        np.ones(4),
    )
    text = "🐟 “Reef!” in the deep sea: judge's well-reef unknown"
    (marks,) = term_marks([text], np.array([[0.5, 0.5]]), terms, GIVEN)
    units = text.encode("utf-16-le")
    position, found = 0, []
    for gap, length, topic in zip(marks[::3], marks[1::3], marks[2::3], strict=True):
        begin = position + gap
        position = begin + length
        found.append((units[2 * begin : 2 * position].decode("utf-16-le"), topic))
    assert found == [("Reef", 0), ("deep sea", 0), ("judge", 1), ("reef", 0)]


def test_terms_of_no_certain_topic_are_not_marked() -> None:
    """Where no topic has half of the probability; nor those that no topic of the section has."""
    terms = TopicTerms(np.array([[1.0, 0.0]] * 3), np.array(["reef", "judge"]), np.ones(2))
    shares = np.array([[0.4, 0.3, 0.3], [0.1, 0.8, 0.1]])
    assert term_marks(["reef judge", "reef judge"], shares, terms, GIVEN) == [[], [0, 4, 1]]


def test_excerpts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty words of a section; fewer in large runs, then every n-th document only."""
    long = pl.Series([f"{' '.join(['word'] * 500)} {i}" for i in range(90)])
    data = texts_data(full_content(texts=SectionTexts(long, "excerpts")))
    assert all(text.count("word") == 60 and text.endswith(" …") for text in data["text"])
    full = texts_data(full_content(texts=SectionTexts(long, "full")))
    assert full["text"] == long.to_list()
    monkeypatch.setattr(text_limits, "MOST_CHARACTERS", 90 * 30 * 6.5)
    data = texts_data(full_content(texts=SectionTexts(long, "excerpts")))
    assert (data["words"], data["step"]) == (30, 1)
    monkeypatch.setattr(text_limits, "MOST_CHARACTERS", 90 * 10 * 6.5)
    data = texts_data(full_content(texts=SectionTexts(long, "excerpts")))
    assert (data["words"], data["step"]) == (20, 2)
    assert [bool(text) for text in data["text"][:9]] == [True] * 3 + [False] * 3 + [True] * 3


def test_no_texts_say_why() -> None:
    """Not kept, or not wanted."""
    made = full_content()
    assert texts_data(full_content(texts=SectionTexts(None)))["reason"] == "missing"
    none = SectionTexts(made.texts.texts, "none")
    assert texts_data(full_content(texts=none))["reason"] == "none"
    assert texts_data(full_content(texts=none))["text"] == []


def test_topics_are_in_the_order_of_the_tree() -> None:
    """Groups are those of its top level; hidden topics are last."""
    made = full_content()
    rows = topic_rows(made.topics, 30)
    groups = topic_groups(made, rows)
    assert made.tree is not None
    assert [row.index for _, group in groups for row in group] == made.tree.order.tolist()
    assert {label for label, _ in groups} <= {"group 0", "group 1", ""}
    hidden = made.topics.with_columns(hidden=pl.Series([True] + [False] * 5))
    edited = full_content(topics=hidden)
    assert topic_order(edited)[-1] == 0
    assert topic_groups(edited, topic_rows(hidden, 30))[-1][1][0].index == 0
    plain = full_content(tree=None)
    assert topic_groups(plain, topic_rows(plain.topics, 30))[0][0] == ""


def test_groups_made_by_hand_are_the_groups() -> None:
    """In the order of the tree's first topic of each; topics outside follow, hidden ones last."""
    made = full_content()
    names = pl.Series([None, "Law", None, None, "Sea", "Law"], dtype=pl.String)
    hidden = pl.Series([False, False, True, False, False, False])
    edited = full_content(topics=made.topics.with_columns(hidden=hidden, group=names))
    groups = topic_groups(edited, topic_rows(edited.topics, 30))
    found = {label: {row.index for row in rows} for label, rows in groups}
    assert found == {"Law": {1, 5}, "Sea": {4}, "In no group": {0, 3}, "Hidden": {2}}
    assert [label for label, _ in groups][2:] == ["In no group", "Hidden"]


def test_columns_that_the_page_leaves_out_are_counted() -> None:
    """Eight columns of metadata are shown, of which some may be empty."""
    made = full_content()
    more = {f"column{n}": pl.lit(None if n == 3 else n) for n in range(12)}
    data = script_data(full_content(documents=made.documents.with_columns(**more)))
    n_before = len(script_data(made)["extra"])
    assert len(data["extra"]) == 8
    assert data["n_left_out"] == n_before + 11 - 8
    assert script_data(made)["n_left_out"] == 0


def test_reasons_of_removals_have_examples() -> None:
    """Different texts, the most frequent reason first; a missing text is no example."""
    removed = pl.DataFrame(
        {
            "source": ["a.html"] * 6,
            "line": [1, 2, 3, 4, 5, None],
            "document": ["a"] * 6,
            "reason": ["menu"] * 5 + ["hidden"],
            "n_documents": [None] * 6,
            "text": ["Home", "Home", "News", None, "Sport", None],
        }
    )
    menu, hidden = removal_reasons(removed)
    assert (menu.name, menu.n) == ("menu", 5)
    assert menu.examples == [
        *(("a.html, line 1", "Home"), ("a.html, line 3", "News"), ("a.html, line 5", "Sport"))
    ]
    assert hidden.examples == [("a.html", "")]


def test_intervals_are_those_of_the_topics_of_the_mix() -> None:
    """Low and high in ten-thousandths, in the order of the mix; none without intervals."""
    made = full_content()
    data = script_data(made)["documents"]
    assert made.intervals is not None
    low, high = made.intervals
    for i, (mix, ends) in enumerate(zip(data["mix"], data["interval"], strict=True)):
        assert ends[::2] == np.rint(10_000 * low[i, mix[::2]]).tolist()
        assert ends[1::2] == np.rint(10_000 * high[i, mix[::2]]).tolist()
    assert script_data(full_content(intervals=None))["documents"]["interval"] is None


def test_a_document_without_terms_has_no_interval() -> None:
    """It has no topics that could have one."""
    made = full_content()
    empty = made.documents.with_columns(n_terms=0)
    assert script_data(full_content(documents=empty))["documents"]["interval"][0] == []


def test_courses_are_those_of_the_trends() -> None:
    """Shares in ten-thousandths, None where nothing is known."""
    data = script_data(full_content())
    assert data["time"]["periods"] == ["2000", "2001", "2002", "2003", "2004"]
    assert data["time"]["complete"][-1] is False
    assert data["time"]["topics"]["0"]["share"] == [1000, 1750, None, 3250, 4000]
    assert data["time"]["topics"]["0"]["low"][2:4] == [None, None]
    (by,) = data["groups"]
    assert by["groups"] == ["tide0", "tide1", "tide2"]
    assert by["topics"]["1"]["share"] == [1000, 2000, 3000]


def test_the_data_can_be_read_and_is_the_same_every_time(tmp_path: Path) -> None:
    """Two scripts of JSON, without a character that HTML interprets."""
    for name in ("a", "b"):
        write_report(tmp_path / name, full_content("</script><b>"))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    source = (tmp_path / "a").read_text(encoding="utf-8")
    for name in ("data", "texts"):
        begin = source.index(f'id="{name}">') + len(f'id="{name}">')
        part = source[begin : source.index("</script>", begin)]
        assert "<" not in part
        assert json.loads(part)


def test_two_thousand_documents_are_a_small_file(tmp_path: Path) -> None:
    """With 6,000 sections and excerpts it is below 25 MB."""
    chance = np.random.default_rng(3)
    words = np.array([f"word{i}" for i in range(5_000)])
    texts = pl.Series([" ".join(row) for row in words[chance.integers(0, 5_000, (6_000, 80))]])
    made = full_content(n_documents=2_000, n_topics=50, texts=SectionTexts(texts))
    write_report(tmp_path / "report.html", made)
    assert (tmp_path / "report.html").stat().st_size < 25_000_000
