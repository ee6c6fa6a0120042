"""A work folder goes at the end, stays after a failure, and is never somebody else's."""

from __future__ import annotations

import pytest

from topics.errors import OutputExistsError
from topics.storage import work_folder


def stop_in(path):
    """Write a file into a new work folder, and stop as Ctrl-C does."""
    with work_folder(path, resume=False) as folder:
        (folder / "rows").touch()
        raise KeyboardInterrupt


def test_it_goes_at_the_end_and_stays_after_a_failure(tmp_path):
    """It is removed at the end, and stays after Ctrl-C for the next fit."""
    path = tmp_path / "work"
    with work_folder(path, resume=False) as folder:
        (folder / "rows").touch()
    assert not path.exists()
    with pytest.raises(KeyboardInterrupt):
        stop_in(path)
    with work_folder(path, resume=True) as folder:
        assert (folder / "rows").exists()
    assert not path.exists()


def test_without_resume_it_begins_empty(tmp_path):
    """Files of a fit that was stopped are removed without `resume`."""
    path = tmp_path / "work"
    with pytest.raises(KeyboardInterrupt):
        stop_in(path)
    with work_folder(path, resume=False) as folder:
        assert not (folder / "rows").exists()


def test_other_folders_are_left_alone(tmp_path):
    """Other folders are left alone."""
    (tmp_path / "mine").write_text("x")
    with (
        pytest.raises(OutputExistsError, match="no work folder of a fit"),
        work_folder(tmp_path, resume=False),
    ):
        pytest.fail("it was used")
    assert (tmp_path / "mine").read_text() == "x"


def test_two_fits_do_not_share_one(tmp_path):
    """Two fits do not share a work folder."""
    path = tmp_path / "work"
    with work_folder(path, resume=False):
        with (
            pytest.raises(OutputExistsError, match="another fit works in"),
            work_folder(path, resume=True),
        ):
            pytest.fail("it was used twice")
        assert path.exists()


def test_an_empty_one_goes_after_a_failure(tmp_path):
    """Nothing is left of a fit that failed before it wrote anything."""
    with pytest.raises(ZeroDivisionError), work_folder(tmp_path / "work", resume=False):
        divmod(1, 0)
    assert list(tmp_path.iterdir()) == []
