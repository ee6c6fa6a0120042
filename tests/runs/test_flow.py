"""run.flow: the topics along one document."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

import topics
from topics.errors import InputError, OptionError, OutputError, UnknownIdError

SEA = "The reef, the tide and the ships of the harbour. " * 8
LAW = "A judge, a jury and the court of appeal. " * 8


@pytest.fixture(scope="module")
def run():
    """A run with a document that turns, one that stays, one of one section, one without terms."""
    rows = [
        *({"book": "turns", "text": text, "part": f"S{i} $x$"} for i, text in enumerate([SEA] * 3)),
        *({"book": "turns", "text": LAW, "part": f"L{i}"} for i in range(3)),
        *({"book": "stays", "text": SEA, "part": ""} for _ in range(3)),
        {"book": "one", "text": LAW, "part": "Alone"},
        {"book": "gaps", "text": LAW, "part": "Law"},
        {"book": "gaps", "text": "the", "part": ""},
        {"book": "empty", "text": "the and", "part": ""},
    ]
    corpus = topics.Corpus.from_frame(
        rows, group_by="book", section_column="part", keep_furniture=True
    )
    with pytest.warns(topics.TopicsWarning):
        return topics.fit(corpus, model="nmf", n_topics=2, n_fits=1, project=False)


def test_the_turn_is_named(run):
    """Position, heading, the topic before and the new one; sections in order with their terms."""
    flow = run.flow("turns")
    assert flow.turns.columns == ["position", "heading", "before", "topic"]
    assert flow.turns.select("position", "heading").rows() == [(3, "L0")]
    before, after = flow.turns.select("before", "topic").row(0)
    assert before != after
    assert flow.sections["topic"].to_list() == [before] * 3 + [after] * 3
    assert flow.sections.columns == ["position", "level", "heading", "n_terms", "topic"]
    assert flow.remark == ""


def test_rows_sum_to_one_and_shares_are_those_of_the_run(run):
    """Smoothed rows have the shape of the shares."""
    flow = run.flow("turns")
    is_own = (run.sections["document"] == "turns").to_numpy()
    assert np.array_equal(flow.shares, run.section_topic[is_own])
    assert flow.smoothed.shape == flow.shares.shape
    assert np.allclose(flow.smoothed.sum(axis=1), 1)


def test_a_document_that_stays_has_no_turn(run):
    """The table of turns is empty, and there is no remark."""
    flow = run.flow("stays")
    assert flow.turns.height == 0
    assert flow.remark == ""


@pytest.mark.parametrize(
    ("document", "remark"),
    [
        ("one", "the document has one section, so its topics cannot turn"),
        ("gaps", "only one section of the document has counted terms, so its topics cannot turn"),
    ],
)
def test_a_document_of_one_section_says_so(run, document, remark):
    """The result has the shares and a remark."""
    flow = run.flow(document)
    assert flow.remark == remark
    assert flow.turns.height == 0
    assert np.allclose(flow.smoothed, flow.shares[0])


def test_unknown_and_empty_documents_are_errors(run):
    """An unknown id names close ones; a document without counted terms has no topics."""
    with pytest.raises(UnknownIdError, match="close to it are 'turns'"):
        run.flow("turn")
    with pytest.raises(InputError, match="'empty' has no counted terms"):
        run.flow("empty")
    with pytest.raises(OptionError, match=r"bandwidth is 0\.5, expected 1 or more"):
        run.flow("turns", bandwidth=0.5)


def test_the_flow_of_an_edited_run_has_its_topics(run):
    """With both topics merged, nothing turns."""
    flow = run.edit(merge={"All": [0, 1]}).flow("turns")
    assert flow.smoothed.shape[1] == 1
    assert flow.turns.height == 0
    assert flow.labels == ("All",)


def test_the_picture_has_its_size_and_the_same_bytes(run, tmp_path):
    """3200 × 1800 pixels, with the colours of the topics; headings may hold any signs."""
    flow = run.flow("turns")
    first, second = (flow.save_picture(tmp_path / name) for name in ("a.png", "b.png"))
    assert first.read_bytes() == second.read_bytes()
    with Image.open(first) as image:
        assert image.size == (3200, 1800)
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(0x30, 0x78, 0xD8), (0xCC, 0, 0)} <= colours
    run.flow("one").save_picture(tmp_path / "c.png")
    with pytest.raises(OutputError):
        flow.save_picture(tmp_path / "absent" / "d.png")
