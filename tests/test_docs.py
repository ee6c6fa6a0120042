"""Every block and every command of the documentation runs, and starting up is fast."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import typer

import topics
from support.pages import blocks_of, called, commands_of, run_page
from topics.cli import COMMANDS, app
from topics.errors import TopicsWarning

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
HEAVY = ("numpy", "polars", "scipy", "sklearn", "numba", "gensim", "umap", "matplotlib")
KIND = ("--metadata-pattern", "{kind}/{}")
"""Gives the run of the pages a column: the folder that a text was in."""

MOST_SKIPPED = 3
"""Blocks of all pages that do not run."""


def python(*arguments):
    """Run Python with this checkout on its path; return the finished process."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory):
    """A small run of the sample articles, which most pages begin with."""
    folder = tmp_path_factory.mktemp("run") / "run"
    fit = ["fit", ROOT / "seeds", "--topics", 8, "--fits", 2, *KIND, "--output", folder, "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", sys.argv)
        assert called(["topics", *map(str, fit)]) == (0, "")
    return folder


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """A folder with the programs python and topics, for commands that need a shell."""
    folder = tmp_path_factory.mktemp("bin")
    for name, arguments in (("python", ""), ("topics", "-m topics ")):
        script = folder / name  # a link would lose the packages of a virtual environment
        script.write_text(f'#!/bin/sh\nexec {sys.executable} {arguments}"$@"\n')
        script.chmod(0o755)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_block_of_a_page_runs(page, request, programs, tmp_path, monkeypatch):
    """In order, in a folder with the sample articles, and with a run of them where one is used.

    In this process, since a process for each page would import everything each time.
    """
    text = page.read_text(encoding="utf-8")
    if not blocks_of(text):
        return
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    if "<!-- test: with a run -->" in text:
        shutil.copytree(request.getfixturevalue("seeds_run"), tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "argv", sys.argv)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        run_page(page)


def test_blocks_that_do_not_run_are_few():
    """Each says why, in a comment before it."""
    skipped = [
        f"{name}, line {block.line}: {block.skipped}"
        for name, page in zip(NAMES, PAGES, strict=True)
        for block in blocks_of(page.read_text(encoding="utf-8"))
        if block.skipped
    ]
    assert len(skipped) <= MOST_SKIPPED, skipped


def test_the_first_lines_are_commands_as_they_are_run():
    """The first line with the fit command, and the first with pytest, set everything up."""
    lines = README.splitlines()
    fit = next(line.strip() for line in lines if "python -m topics fit" in line)
    test = next(line.strip() for line in lines if "python -m pytest" in line)
    setup = "python3 -m venv .venv && .venv/bin/pip install"
    assert fit == f"{setup} . && .venv/bin/python -m topics fit seeds/ --output run"
    assert test == f"{setup} '.[test]' && .venv/bin/python -m pytest"


def test_every_option_that_the_documentation_names_exists():
    """Also in running text and in tables, where nothing runs."""
    commands = typer.main.get_command(app).commands.values()
    flags = {
        flag
        for each in commands
        for option in each.params
        for flag in (*option.opts, *option.secondary_opts)
    }
    for name, page in zip(NAMES, PAGES, strict=True):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        # The first column of these tables has the options of other programs.
        text = re.sub(r"^\|[^|]*\|", "", text, flags=re.MULTILINE) if "| there |" in text else text
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
        assert named - flags <= {"--help", "--version"}, name


def test_every_command_has_its_place_in_the_documentation():
    """A block of some page runs it."""
    run = " ".join(
        line
        for page in PAGES
        for block in blocks_of(page.read_text(encoding="utf-8"))
        if block.kind in ("sh", "console") and not block.skipped
        for line, _ in commands_of(block)
    )
    for each in COMMANDS:
        assert f"topics {each.__name__} " in run, each.__name__


def test_every_link_between_pages_leads_to_a_file():
    """Also from the README into docs/."""
    for name, page in zip(NAMES, PAGES, strict=True):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{name}: {target}"


def test_every_public_name_is_in_the_reference():
    """Of `topics` itself and of its run."""
    text = "".join(page.read_text() for page in (ROOT / "docs" / "reference").glob("*.md"))
    for name in topics.__all__:
        assert (
            name == "__version__"
            or f"topics.{name}" in text
            or name
            in (
                "TopicsError",
                "TopicsWarning",
            )
        ), name


@pytest.mark.parametrize("code", ["import topics", "import topics.cli"])
def test_nothing_heavy_is_imported_before_it_is_used(code):
    """`import topics` and `--help` import none of the slow packages."""
    check = f"{code}; import sys; print([m for m in {HEAVY} if m in sys.modules])"
    assert python("-c", check).stdout.strip() == "[]"


def test_public_names_resolve():
    """Every name in __all__ can be imported and has a docstring."""
    for name in topics.__all__:
        value = getattr(topics, name)
        assert name == "__version__" or value.__doc__, name
    with pytest.raises(AttributeError, match="no attribute"):
        topics.nonsense  # noqa: B018 - the access is the test
