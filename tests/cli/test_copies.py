"""Copies in files: found by `topics fit`, named in its tables, counted where that is asked for."""

import csv
import json

import pytest

from support.commands import command
from support.copies import edited, text_of

N = 12


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder of twelve pages with one menu, and three copies of some of them."""
    folder = tmp_path_factory.mktemp("pages")
    menu = "Home\nAbout us\nContact\nSubscribe to our newsletter\n"
    texts = {f"page{state:02}": text_of(80, state) for state in range(N)}
    texts["x-exact"] = texts["page03"]
    texts["y-near"] = edited(texts["page05"], "swap", 0.05, 1)
    texts["z-quoting"] = texts["page07"] + "\n\n" + text_of(40, 99)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{menu}\n{text}\n\n{menu}")
    return folder


def documents_of(run):
    """The rows of documents.csv, by id."""
    with (run / "documents.csv").open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def fitted(pages, run, *options):
    """What the command printed about a fit, on one line."""
    process = command(
        "fit", pages, "--topics", 2, "--fits", 1, "--min-documents", 1, *options, "--output", run
    )
    assert process.returncode == 0, process.stderr
    return " ".join(process.stdout.split())


def test_copies_are_named_and_not_counted(pages, tmp_path):
    """In the terminal, documents.csv, the manifest, the warnings and the report."""
    run = tmp_path / "run"
    printed = fitted(pages, run)
    assert "2 documents are copies of earlier ones, not counted" in printed
    assert "--keep-duplicates" in printed
    rows = documents_of(run)
    named = {name: row["duplicate_of"] for name, row in rows.items() if row["duplicate_of"]}
    assert named == {"x-exact.txt": "page03.txt", "y-near.txt": "page05.txt"}
    assert len(rows) == N + 3
    assert all(int(row["n_terms"]) > 0 for row in rows.values())
    assert rows["x-exact.txt"]["topic_share"] == rows["page03.txt"]["topic_share"]
    manifest = json.loads((run / "manifest.json").read_text())
    assert manifest["n_copies"] == 2
    assert manifest["parameters"]["keep_duplicates"] is False
    assert "15, of which 2 are copies, not counted" in (run / "report.html").read_text()
    shown = command("show", run, "--document", "y-near.txt")
    assert "a copy of page05.txt" in shown.stdout
    again = command("show", run)
    assert "2 documents are copies of earlier ones, not counted" in " ".join(again.stdout.split())


def test_keep_duplicates_counts_them(pages, tmp_path):
    """They are named as before."""
    run = tmp_path / "run"
    printed = fitted(pages, run, "--keep-duplicates", "--no-map")
    assert "not counted" not in printed
    assert "2 documents are copies of earlier ones" in printed
    manifest = json.loads((run / "manifest.json").read_text())
    assert manifest["parameters"]["keep_duplicates"] is True
    assert "n_copies" not in manifest
    assert documents_of(run)["x-exact.txt"]["duplicate_of"] == "page03.txt"


def test_pages_with_one_menu_are_no_copies(tmp_path):
    """Furniture is removed before documents are compared."""
    folder = tmp_path / "site"
    folder.mkdir()
    menu = "\n".join(f"{text_of(9, state).capitalize()}." for state in range(500, 512))
    for state in range(30):
        (folder / f"{state}.txt").write_text(f"{menu}\n\n{text_of(40, state).capitalize()}.\n")
    run = tmp_path / "run"
    fitted(folder, run, "--no-map")
    assert not any(row["duplicate_of"] for row in documents_of(run).values())
