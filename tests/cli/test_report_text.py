"""`--report-text` says how much of the texts the report has."""

import json
import shutil

import pytest

import topics
from support.commands import FAST, command
from topics.errors import OptionError
from topics.runs import report_again


def texts_in(run):
    """What the report of a run says of its texts."""
    source = (run / "report.html").read_text(encoding="utf-8")
    begin = source.index('id="texts">') + len('id="texts">')
    return json.loads(source[begin : source.index("</script>", begin)])


def test_the_report_has_excerpts_by_default(older, tmp_path):
    """`topics report` writes it again with all of the texts, with none, or as the run has it."""
    run = shutil.copytree(older, tmp_path / "run")
    assert texts_in(run)["kind"] == "excerpts"
    for kind in ("full", "none"):
        done = command("report", run, "--report-text", kind)
        assert done.returncode == 0, done.stderr
        assert texts_in(run)["kind"] == kind
    assert command("report", run).returncode == 0
    assert "number1." in texts_in(run)["text"][1]
    topics.load(run)
    with pytest.raises(
        OptionError, match="unknown report_text 'some'; choose from none, excerpts, full"
    ):
        report_again(run, report_text="some")


def test_fit_takes_the_option_and_keeps_it(documents, tmp_path):
    """Later commands write the report as the fit was asked to; without texts there are none."""
    run = tmp_path / "run"
    options = ("--topics", 2, "--output", run, *FAST, "--quiet")
    done = command("fit", documents, *options, "--report-text", "none")
    assert done.returncode == 0, done.stderr
    assert texts_in(run)["reason"] == "none"
    assert topics.load(run).options.report_text == "none"
    assert command("cluster", run, "--method", "kmeans", "--clusters", 2).returncode == 0
    assert texts_in(run)["reason"] == "none"
    done = command("fit", documents, *options, "--overwrite", "--no-text")
    assert done.returncode == 0, done.stderr
    assert texts_in(run)["reason"] == "missing"
    assert "coral" not in "".join(texts_in(run)["text"])
