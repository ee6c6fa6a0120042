"""similar: the most similar documents and sections, and suggestions for an unknown id."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.errors import OptionError, UnknownIdError


@pytest.fixture(scope="module")
def run(planted):
    """A run of the planted themes."""
    return topics.fit(planted, model="nmf", n_topics=4, project=False)


def test_documents_are_those_of_the_theme(run):
    """Documents are sorted by Hellinger distance, without the document itself."""
    similar = run.similar("d2", 14)
    assert similar.columns == ["document", "title", "distance"]
    assert all(int(name[1:]) % 4 == 2 for name in similar["document"])
    assert "d2" not in similar["document"]
    roots = np.sqrt(run.document_topic)
    expected = np.sort(np.linalg.norm(roots - roots[2], axis=1) / np.sqrt(2))[1:15]
    assert np.allclose(similar["distance"], expected)


def test_sections_are_compared_with_sections(run):
    """With a position, sections are returned, without the section itself."""
    similar = run.similar("d2", 5, position=1)
    assert similar.columns == ["document", "position", "heading", "distance"]
    assert similar.height == 5
    assert ("d2", 1) not in similar.select("document", "position").rows()


def test_fewer_rows_than_asked_for(run):
    """If there are fewer documents than n, all others are returned."""
    assert run.similar("d0", 1_000).height == 59


def test_an_unknown_id_names_close_ones(run):
    """The error lists ids that contain the text or are spelled alike, else the first ids."""
    with pytest.raises(UnknownIdError, match="close to it are 'd55'"):
        run.similar("D55")
    with pytest.raises(UnknownIdError, match=r"close to it are .*'d11'"):
        run.similar("dd11")
    with pytest.raises(UnknownIdError, match="the first are 'd0', 'd1', 'd2'"):
        run.similar("zzzzzzzz")
    with pytest.raises(UnknownIdError, match="'d1' has 3 sections, none at position 7"):
        run.similar("d1", position=7)


def test_a_number_out_of_range_is_refused(run):
    """N must be at least 1."""
    with pytest.raises(OptionError, match="n is 0"):
        run.similar("d1", 0)


def test_a_run_folder_gives_the_same_table_as_its_run(run, tmp_path):
    """topics.similar takes a folder or a run."""
    folder = run.save(tmp_path / "run")
    assert topics.similar(folder, "d3").equals(run.similar("d3"))
