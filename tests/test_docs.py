"""The examples in the documentation run, and starting up imports nothing slow."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import topics

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAVY = ("numpy", "polars", "scipy", "sklearn", "numba", "gensim", "umap", "matplotlib")


def python(*arguments, cwd=ROOT):
    """Run Python with this checkout on its path; return the finished process."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_the_first_lines_are_commands_as_they_are_run():
    """The first line with the fit command, and the first with pytest, set everything up."""
    lines = README.splitlines()
    fit = next(line.strip() for line in lines if "python -m topics fit" in line)
    test = next(line.strip() for line in lines if "python -m pytest" in line)
    setup = "python3 -m venv .venv && .venv/bin/pip install"
    assert fit == f"{setup} . && .venv/bin/python -m topics fit seeds/ --output run"
    assert test == f"{setup} '.[test]' && .venv/bin/python -m pytest"


def test_the_python_blocks_run(tmp_path):
    """The Python blocks of the README run unchanged one after another, next to the seeds."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    process = python("-c", blocks, cwd=tmp_path)
    assert process.returncode == 0, process.stderr
    assert (tmp_path / "nmf-run" / "report.html").is_file()


def test_every_option_in_the_readme_exists():
    """The README names no option that the commands do not have."""
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    commands = "fit show transform similar edit evaluate cluster project effects trends tree report"
    help_texts = "".join(python("-m", "topics", name, "--help").stdout for name in commands.split())
    assert named - set(re.findall(r"--[a-z][a-z-]+", help_texts)) <= {"--help"}


def test_every_command_of_the_readme_exists():
    """Every `python -m topics NAME` in the README is a command that has --help."""
    for name in set(re.findall(r"python -m topics (\w+)", README)):
        assert python("-m", "topics", name, "--help").returncode == 0, name


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
