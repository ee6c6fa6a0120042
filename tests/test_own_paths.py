"""No file of a run names the folders of the analyst's disk."""

import json

import pytest

import topics
from topics.own_paths import own_folders, without_own_folders

BAD_ROW = '{"text": "the reef and the tide"}\n{bad\n{"text": "a judge and a jury"}\n'


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
@pytest.mark.parametrize("pattern", [False, True])
def test_a_run_of_absolute_paths_names_none_of_their_folders(tmp_path, pattern):
    """Neither manifest, warnings nor report do; the names of files stay."""
    secret = tmp_path / "ann's secret project"
    (secret / "crawl").mkdir(parents=True)
    (secret / "crawl" / "rows.jsonl").write_text(BAD_ROW * 4)
    path = str(secret / "crawl" / "*.jsonl") if pattern else secret / "crawl"
    run = topics.fit(path, n_topics=2, n_fits=1, read_options={"skip_bad": True})
    folder = run.save(tmp_path / "run")
    for file in folder.rglob("*"):
        if file.suffix in (".json", ".csv", ".html"):
            assert "secret" not in file.read_text(), file.name
    manifest = json.loads((folder / "manifest.json").read_text())
    assert [each["path"] for each in manifest["inputs"]] == ["crawl/rows.jsonl"]
    assert any("crawl/rows.jsonl, line 2" in each["message"] for each in run.warnings)


def test_what_is_named_by_relative_paths_stays():
    """It says nothing of the disk."""
    assert own_folders(["seeds", "more/a.txt", "*.txt"]) == ()
    assert without_own_folders("seeds/a.txt, line 3", ()) == "seeds/a.txt, line 3"


def test_files_in_the_root_folder_are_left_as_they_are():
    """Removing "/" would take the separators out of every path."""
    assert own_folders(["/a.txt"]) == ()
