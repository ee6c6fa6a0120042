"""The command line as a user runs it: real processes, exit codes, files, messages."""

from __future__ import annotations

import json
import shutil

import pytest

import topics
from support.commands import FAST, assert_failed, command


@pytest.fixture(scope="module")
def run(documents, tmp_path_factory):
    """A run folder, and the finished process that wrote it."""
    output = tmp_path_factory.mktemp("out") / "run"
    process = command("fit", documents, "--output", output, "--topics", 2, "--model", "nmf")
    assert process.returncode == 0, process.stderr
    return output, process


def test_fit_prints_topics_and_writes_the_run(run):
    """Every stage has a bar on stderr; the table and the path of the report are on stdout."""
    output, process = run
    for stage in ("Reading", "Counting", "Fitting", "Scoring", "Making the map", "Writing"):
        assert stage in process.stderr
    assert "reef" in process.stdout
    assert "verdict" in process.stdout
    assert "share" in process.stdout
    assert str(output / "report.html") in process.stdout.replace("\n", "")
    loaded = topics.load(output)
    assert loaded.n_topics == 2
    assert "Finding intervals" in process.stderr
    low, high = (output / f"document_topic_{end}.csv" for end in ("low", "high"))
    for path in (low, high):
        assert path.read_text(encoding="utf-8").split("\n")[0] == "document,topic_0,topic_1"
    assert (loaded.intervals().low <= loaded.intervals().high).all()


def test_show_and_report_take_the_run(run):
    """Show prints the table again; report writes files that verify."""
    output, _ = run
    process = command("show", output, "--verbose")
    assert process.returncode == 0
    assert "plankton" in process.stdout
    assert "Parameters" in process.stdout
    (output / "report.html").unlink()
    assert_failed(command("show", output), 1, "report.html is missing")
    before = (output / "map.png").read_bytes()
    process = command("report", output)
    assert process.returncode == 0, process.stderr
    assert (output / "report.html").stat().st_size > 10_000
    assert (output / "map.png").read_bytes() == before
    assert not (output / "map.svg").exists()
    process = command("report", output, "--pictures", "svg")
    assert process.returncode == 0, process.stderr
    for name in ("map", "topics", "similarity"):
        assert (output / f"{name}.svg").read_bytes().startswith(b"<?xml")
    assert (output / "map.png").read_bytes() == before
    assert_failed(command("report", output, "--pictures", "pdf"), 2, "choose from png, svg")
    topics.load(output)


def test_show_follows_the_topics_along_a_document(run, tmp_path):
    """A line a section and a sentence on turns; a picture where asked; a hint for unknown ids."""
    output, _ = run
    process = command("show", output, "--document", "03.txt", "--picture", tmp_path / "flow.png")
    assert process.returncode == 0, process.stderr
    assert "The document has one section, so its topics cannot turn." in process.stdout
    assert (tmp_path / "flow.png").read_bytes().startswith(b"\x89PNG")
    assert_failed(command("show", output, "--document", "3.txt"), 1, "close to it are '03.txt'")
    assert_failed(command("show", output, "--picture", "flow.png"), 2, "--document ID")


def test_help_and_version():
    """--version prints the version; the help of fit names its main options."""
    assert command("--version").stdout == f"topics {topics.__version__}\n"
    text = command("fit", "--help").stdout
    for option in ("--model", "--topics", "--level", "--output", "--random-state", "--threads"):
        assert option in text


def test_standard_input_is_json_lines(tmp_path):
    """The path - reads documents from a pipe and keeps their ids."""
    rows = [{"id": f"r{i}", "text": f"reef tide jury court word{i % 3}"} for i in range(6)]
    process = command(
        "fit",
        "-",
        *FAST,
        "--topics",
        2,
        "--output",
        tmp_path / "run",
        text_in="\n".join(json.dumps(row) for row in rows),
    )
    assert process.returncode == 0, process.stderr
    assert topics.load(tmp_path / "run").documents["id"].to_list() == [f"r{i}" for i in range(6)]


def test_quiet_prints_nothing(documents, tmp_path):
    """With --quiet, neither bars nor tables are printed."""
    process = command(
        "fit", documents, *FAST, "--topics", 2, "--output", tmp_path / "run", "--quiet"
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


def test_bad_inputs_exit_with_1(tmp_path):
    """Missing, empty, unreadable and broken inputs are named, and nothing is written."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "stop.txt").write_text("the and of", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.jsonl").write_text('{"text": "fine"}\n{"text": \n', encoding="utf-8")
    twice = '{"id": "a", "text": "one"}\n{"id": "a", "text": "two"}\n'
    (tmp_path / "twice.jsonl").write_text(twice, encoding="utf-8")
    cases = {
        "missing": "missing",
        "empty": "empty",
        "empty.txt": "empty.txt",
        "stop.txt": "stop words",
        "binary.txt": "binary.txt",
        "broken.jsonl": "2",
        "twice.jsonl": "'a'",
    }
    for name, word in cases.items():
        output = tmp_path / "run"
        assert_failed(command("fit", tmp_path / name, "--output", output, *FAST), 1, "error:", word)
        assert not output.exists()


def test_bad_usage_exits_with_2(documents, tmp_path):
    """Values out of range, unknown choices and options of another engine are bad usage."""
    output = ("--output", tmp_path / "run")
    assert_failed(command("fit", documents, *output, "--topics", 0), 2, "--topics")
    assert_failed(command("fit", documents, *output, *FAST, "--topics", 99), 2, "at most 12")
    assert_failed(command("fit", documents, *output, "--model", "bert"), 2, "lda")
    assert_failed(command("fit", documents, *output, "--format", "xlsx"), 2, "parquet")
    assert_failed(command("fit"), 2, "PATHS")
    assert_failed(
        command("fit", documents, *output, "--document-topic-prior", "0.1", *FAST), 2, "no option"
    )
    assert_failed(
        command("fit", documents, *output, "--topic-term-prior", "0.1", *FAST), 2, "expected seed"
    )
    assert not (tmp_path / "run").exists()


def test_an_existing_run_needs_overwrite(documents, run):
    """The error names --overwrite, and with it the run is replaced."""
    output, _ = run
    before = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert_failed(command("fit", documents, "--output", output, *FAST), 1, "--overwrite")
    process = command("fit", documents, "--output", output, *FAST, "--topics", 3, "--overwrite")
    assert process.returncode == 0, process.stderr
    after = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert before["parameters"]["n_topics"] == 2
    assert after["parameters"]["n_topics"] == 3


def test_bad_rows_are_skipped_on_request(tmp_path):
    """With --skip-bad, a broken line is listed in removed.csv and the others are fitted."""
    lines = [json.dumps({"text": f"reef tide court jury word{i % 3}"}) for i in range(5)]
    (tmp_path / "rows.jsonl").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    output = tmp_path / "run"
    process = command(
        "fit", tmp_path / "rows.jsonl", "--skip-bad", *FAST, "--topics", 2, "--output", output
    )
    assert process.returncode == 0, process.stderr
    loaded = topics.load(output)
    assert loaded.documents.height == 5
    assert loaded.removed.select("line", "reason").rows() == [(6, "unreadable")]
    assert "unreadable" in process.stdout


def test_transform_writes_the_folder_and_says_what_is_unknown(run, documents, tmp_path):
    """Transform writes a folder, draws stages on stderr and prints numbers on stdout."""
    output, _ = run
    (tmp_path / "new.txt").write_text("reef tide zorgblat", encoding="utf-8")
    target = tmp_path / "out"
    process = command(
        "transform", output, tmp_path / "new.txt", documents / "03.txt", "--output", target
    )
    assert process.returncode == 0, process.stderr
    assert "Finding shares" in process.stderr
    assert "Unknown to the run: 1 term," in process.stdout
    assert "in the run" in process.stdout
    assert "coral" in process.stdout
    assert str(target / "documents.csv") in process.stdout.replace("\n", "")
    again = command("transform", output, documents, "--output", target)
    assert_failed(again, 1, "--overwrite")
    quiet = command("transform", output, documents, "--output", target, "--overwrite", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    names = {path.name for path in target.iterdir()}
    assert {"manifest.json", "document_topic.csv", "removed.csv", "unknown_terms.csv"} <= names
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["new.txt", "out"]


def test_transform_refuses_what_it_cannot_use(run, documents, tmp_path):
    """Without a run or an input, or into the run itself, transform fails and writes nothing."""
    output, _ = run
    target = ("--output", tmp_path / "out")
    assert_failed(command("transform", tmp_path / "nowhere", documents, *target), 1, "fit")
    assert_failed(command("transform", output, tmp_path / "missing", *target), 1, "missing")
    assert_failed(
        command("transform", output, documents, "--output", output, "--overwrite"), 2, "inside"
    )
    assert_failed(
        command("transform", output, documents, *target, "--format", "xlsx"), 2, "parquet"
    )
    assert_failed(command("transform", output), 2, "PATHS")
    assert not (tmp_path / "out").exists()


def test_similar_prints_the_most_similar(run):
    """Similar prints documents, or sections with --position; an unknown id gives suggestions."""
    output, _ = run
    process = command("similar", output, "05.txt", "-n", 3)
    assert process.returncode == 0, process.stderr
    lines = process.stdout.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("'05.txt': topic ")
    assert "0.0" in process.stdout
    assert "position" in command("similar", output, "05.txt", "--position", 0).stdout
    assert_failed(command("similar", output, "3.txt"), 1, "close to it are", "'03.txt'")


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    """Escape codes in a file name are replaced in the error."""
    process = command("fit", tmp_path / "evil\x1b[2Jname", "--output", tmp_path / "run")
    assert_failed(process, 1, "error:")
    assert "\x1b[2J" not in process.stderr


def test_size_limit_option(documents, tmp_path):
    """--max-file-size leaves larger files out with a warning; other texts are bad usage."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "large.txt").write_text("tide " * 1_000)
    shutil.copytree(documents, tmp_path / "in" / "small")
    output = tmp_path / "run"
    arguments = ("fit", tmp_path / "in", "--output", output, "--topics", 2, *FAST)
    nonsense = command(*arguments, "--max-file-size", "much")
    assert_failed(nonsense, 2, "expected a size such as 500MB")
    process = command(*arguments, "--max-file-size", "2kB")
    assert process.returncode == 0, process.stderr
    run = topics.load(output)
    assert run.documents.height == 12
    assert run.removed["reason"].to_list() == ["too large"]
    quality = json.loads((output / "quality.json").read_text(encoding="utf-8"))
    assert [entry["code"] for entry in quality["warnings"]] == ["files-too-large"]


def test_metadata_come_from_a_table_and_from_names(documents, tmp_path):
    """Fit joins a table and reads names; transform does, too; a wrong pattern is bad usage."""
    table = tmp_path / "about.csv"
    table.write_text("page,desk\n00,night\n01,day\n")
    options = ["--metadata", table, "--metadata-key", "page", "--metadata-pattern", "{number}.txt"]
    process = command(
        "fit", documents, *FAST, "--topics", 2, "--output", tmp_path / "run", *options
    )
    assert process.returncode == 0, process.stderr
    assert "documents without a row in the table" in process.stdout
    rows = topics.load(tmp_path / "run").documents.select("id", "desk", "number").rows()
    assert rows[:3] == [("00.txt", "night", "00"), ("01.txt", "day", "01"), ("02.txt", None, "02")]
    process = command(
        "transform", tmp_path / "run", documents, "--output", tmp_path / "new",
        "--metadata-pattern", "0{digit}.txt",
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    header = (tmp_path / "new" / "documents.csv").read_text().splitlines()[0]
    assert "desk" in header
    assert "digit" in header
    wrong = command("fit", documents, "--output", tmp_path / "x", "--metadata-pattern", "{a}{b}")
    assert_failed(wrong, 2, "nothing between {a} and {b}")
