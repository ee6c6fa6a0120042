"""Runs the blocks of a page of the documentation in order, as a reader would.

A page is Markdown. Its ``python`` blocks share their names; those with prompts (``>>>``) must give
what is shown. Commands of ``sh`` blocks must end well; in ``console`` blocks, where they follow a
``$``, what is shown must be printed (``...`` stands for anything). Comments that a reader does not
see prepare a page or leave a block out:

    <!-- test: setup
    Path("articles").mkdir()        Python that runs here
    -->
    <!-- test: skip, needs BERTopic, which is not installed for tests -->

A page runs in the present folder, in this process.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(
    r"^<!-- test: setup\n(?P<setup>.*?)^-->"
    r"|^<!-- test: skip, (?P<reason>[^\n]+?) -->"
    r"|^```(?P<kind>[\w{}-]*)\n(?P<text>.*?)^```",
    re.DOTALL | re.MULTILINE,
)
RUN_KINDS = ("python", "sh", "console")
OTHER_KINDS = ("text", "json", "toml", "csv", "{toctree}", "{eval-rst}")
"""Kinds of blocks that run, and that are only shown; a page has no others."""

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SHELL_SIGNS = re.compile(r"[|<>;&$*?`]")


class Block(NamedTuple):
    """A block of a page: its kind (also "setup"), text, first line, and why it is left out."""

    kind: str
    text: str
    line: int
    skipped: str = ""


def blocks_of(text: str) -> list[Block]:
    """Blocks of a page that run, and those that are left out with the reason."""
    found, reason = [], ""
    for match in BLOCK.finditer(text):
        line = text[: match.start()].count("\n") + 1
        if match["setup"] is not None:
            found.append(Block("setup", match["setup"], line))
        elif match["reason"]:
            reason = match["reason"]
        elif match["kind"] in RUN_KINDS:
            found.append(Block(match["kind"], match["text"], line, reason))
            reason = ""
        elif match["kind"] not in OTHER_KINDS:
            raise ValueError(f"line {line}: a block of kind {match['kind']!r}")
    if reason:
        raise ValueError("a reason to skip without a block after it")
    return found


def commands_of(block: Block) -> list[tuple[str, str | None]]:
    """Commands of a block with what they print, where the block shows it."""
    text = re.sub(r"\\\n\s*", "", block.text)
    if block.kind == "sh":
        return [(line, None) for line in text.splitlines() if line.strip()]
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def run_page(path: Path) -> None:
    """Run all blocks of a page in the present folder; the first that fails is an error."""
    names: dict[str, object] = {"Path": Path}
    for block in blocks_of(path.read_text(encoding="utf-8")):
        if block.skipped:
            continue
        try:
            if block.kind in ("sh", "console"):
                for command, shown in commands_of(block):
                    run_command(command, shown)
            elif block.text.lstrip().startswith(">>>"):
                run_examples(block, names, path)
            else:
                code = compile("\n" * block.line + block.text, str(path), "exec")
                exec(code, names)  # noqa: S102 - the page is our own
        except BaseException:
            print(f"{path}, line {block.line}:\n{block.text}", file=sys.stderr)
            raise


def run_examples(block: Block, names: dict[str, object], path: Path) -> None:
    """Run examples with prompts, whose results must be as shown."""
    test = doctest.DocTestParser().get_doctest(block.text, names, path.name, str(path), block.line)
    out = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    if runner.run(test, out=out.write, clear_globs=False).failed:
        raise AssertionError(out.getvalue())
    names.update(test.globs)


def run_command(line: str, shown: str | None) -> None:
    """Run one line of a terminal; `topics` runs in this process unless the shell has to help."""
    words = shlex.split(line, comments=True)
    if words[:3] == ["python", "-m", "topics"]:
        words = ["topics", *words[3:]]
    if not words:
        return
    if words[0] == "topics" and not SHELL_SIGNS.search(re.sub(r"'[^']*'|#.*", "", line)):
        code, printed = called(words)
    else:
        process = subprocess.run(  # noqa: S602 - the page is our own
            line, shell=True, executable="/bin/bash", capture_output=True, text=True, check=False
        )
        code, printed = process.returncode, process.stdout
        sys.stderr.write(process.stderr)
    if code:
        raise AssertionError(f"{line} ended with {code}")
    if shown is not None and not doctest.OutputChecker().check_output(shown, printed, FLAGS):
        raise AssertionError(f"{line} printed:\n{printed}")


def called(words: list[str]) -> tuple[int, str]:
    """Exit code and output of the command line, called with these words."""
    from topics.cli import main

    out = io.StringIO()
    sys.argv = words
    try:
        with contextlib.redirect_stdout(out):
            main()
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()
