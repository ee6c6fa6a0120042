"""One topic and one document in the terminal."""

from __future__ import annotations

import pytest

from support.commands import FAST, assert_failed, command
from topics.cli.screen.tables import empty_table, print_wide


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Six documents of two sections, and one whose words are all stop words."""
    folder = tmp_path_factory.mktemp("texts")
    for number in range(6):
        sea, law = "reef tide coral plankton. " * 8, "judge jury court appeal. " * 8
        parts = (sea, law) if number % 2 else (sea, sea)
        text = "".join(f"# Part {i}\n\n{part}\n\n" for i, part in enumerate(parts))
        (folder / f"d{number}.md").write_text(f"---\nauthor: A. Writer\n---\n{text}")
    (folder / "empty.md").write_text("# And\n\nthe and of\n\n# Of\n\nand the of\n")
    output = folder / "run"
    process = command("fit", folder, "--topics", 2, "--output", output, *FAST)
    assert process.returncode == 0, process.stderr
    return output


def test_one_topic_with_its_terms_and_what_shows_it(run):
    """Terms with shares, similar topics, representative documents and sections."""
    process = command("show", run, "--topic", 1)
    assert process.returncode == 0, process.stderr
    lines = process.stdout.splitlines()
    assert lines[0].startswith("Topic 1: ")
    assert "of the counted terms; the largest topic of" in lines[1]
    text = process.stdout
    for words in ("times as frequent", "Topics with similar terms", "NPMI of its terms"):
        assert words in text
    assert "Documents that show what it is about:" in text
    assert "Sections that show what it is about:" in text
    assert_failed(command("show", run, "--topic", 2), 2, "there is no topic 2; the topics are 0 to")


def test_one_document_with_its_topics_and_sections(run):
    """What it is, its largest topics, and the topics along its sections."""
    text = command("show", run, "--document", "d1.md").stdout
    lines = text.splitlines()
    assert lines[0].startswith("d1.md: ")
    assert lines[1].startswith("by A. Writer, from ")
    assert lines[1].endswith("2 sections, 64 counted terms")
    assert lines[2].startswith("Topics: ")
    assert "position" in text
    assert "Part 1" in text


def test_a_document_without_terms_is_shown_with_its_sections(run):
    """It has no topics and no flow; a picture of it is an error."""
    text = command("show", run, "--document", "empty.md").stdout
    assert "It has no counted terms, so nothing is known about its topics." in text
    assert text.rstrip().splitlines()[-1].strip().startswith("1  Of")
    picture = command("show", run, "--document", "empty.md", "--picture", run / "x.png")
    assert_failed(picture, 1, "there is no flow")


def test_a_topic_and_a_document_are_not_shown_together(run):
    """Bad usage; an unknown document brings ids that are close."""
    both = command("show", run, "--topic", 1, "--document", "d1.md")
    assert_failed(both, 2, "expected --topic or --document, and not both")
    assert_failed(command("show", run, "--document", "d9.md"), 1, "no document has the id")


def test_tables_that_end_with_ids_have_no_blanks_at_their_end(capsys):
    """They would be an empty line on a narrow terminal; ids are whole."""
    table = empty_table()
    table.add_column("title")
    table.add_column("document")
    for name in ("a", "b" * 200):
        table.add_row("harbour", name)
    print_wide(table)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [["harbour", "a"], ["harbour", "b" * 200]]
    assert lines == [line.rstrip() for line in lines]
