"""Ctrl-C ends every command with one line, even if a library drops the exception."""

from __future__ import annotations

import os
import signal
import time
import warnings

import pytest
import typer

from support.commands import ANNOUNCED, error_line, start, wait_for_line
from support.run_folders import names
from topics.cli.exits import guarded
from topics.cli.interrupts import insistent_interrupts

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers")


@insistent_interrupts()
def drop_an_interrupt(then):
    """Interrupt this process, drop the exception as a C library would, and continue."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    except KeyboardInterrupt:
        pass
    then()


def fail():
    """Raise the error of a library that was interrupted in a callback."""
    raise RuntimeError("no compiled object yet")


def test_a_dropped_interrupt_is_raised_again():
    """If the exception was dropped, it is raised a second time."""
    with pytest.raises(KeyboardInterrupt):
        drop_an_interrupt(lambda: time.sleep(20))
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_an_error_after_a_dropped_interrupt_is_an_interrupt():
    """An error that follows from the interrupt is reported as an interrupt."""
    with pytest.raises(KeyboardInterrupt):
        drop_an_interrupt(fail)


def test_cleaning_up_is_not_interrupted():
    """While an interrupt is being handled, it is not raised again."""
    has_cleaned = []

    @insistent_interrupts()
    def cleans_up():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        finally:
            time.sleep(0.7)
            has_cleaned.append(True)

    with pytest.raises(KeyboardInterrupt):
        cleans_up()
    assert has_cleaned


def test_without_an_interrupt_nothing_changes():
    """Other errors pass through, and the signal handlers are restored."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="tide"), insistent_interrupts():
        raise ValueError("tide")
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_waits_while_numba_compiles():
    """It is raised once the compiler's lock is free."""
    from numba.core.compiler_lock import global_compiler_lock

    is_done = []

    @insistent_interrupts()
    def compiles():
        with global_compiler_lock:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.7)
            is_done.append(True)
        time.sleep(20)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        compiles()
    assert is_done
    assert time.monotonic() - began < 15


UNCOMPILED = """
import importlib, pkgutil, numba
numba.config.CACHE_DIR = {folder!r}
package = importlib.import_module("topics.kernels.{kernels}")
for each in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
    importlib.import_module(each.name)
numba.config.CACHE_DIR = ""
"""
"""Code after which a command compiles kernels of one kind anew."""


@pytest.mark.parametrize(
    ("stage", "wait", "kernels", "options"),
    [
        ("read", 0.8, "", ("--model", "nmf", "--no-map")),
        ("fit", 1.0, "lda", ("--model", "lda", "--no-map")),
        ("project", 1.0, "map", ("--model", "nmf", "--max-document-share", 1)),
    ],
)
def test_an_interrupted_fit_writes_nothing(
    stage, wait, kernels, options, documents, pages, tmp_path
):
    """After Ctrl-C, which goes to all its processes, a fit prints one line and leaves no file.

    The stages fit and project start without compiled kernels of their own and compile them.
    """
    inputs = {"read": pages, "fit": documents, "project": f"{pages}/0[0-3]*"}[stage]
    before = UNCOMPILED.format(folder=str(tmp_path / "kernels"), kernels=kernels) if kernels else ""
    process = start(
        *("fit", inputs, "--output", tmp_path / "run", "--topics", 2, "--quiet", *options),
        code=before + ANNOUNCED,
    )
    wait_for_line(process, stage)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    assert error_line(process, 130) == "error: interrupted; nothing was written\n"
    assert (tmp_path / "kernels").exists() == bool(kernels)
    assert "run" not in names(tmp_path)
    assert not any(".partial-" in name for name in names(tmp_path))


SLOW_LOAD = """
import atexit, time
import topics.runs

def load(folder):
    print("loading", flush=True)
    time.sleep(60)

atexit.register(print, "tidied")
topics.runs.load = load
from topics.cli import main
main()
"""


def test_an_interrupted_show_does_not_speak_of_writing(tmp_path):
    """Commands that write nothing print "interrupted" and no more; the process ends in order."""
    process = start("show", tmp_path, code=SLOW_LOAD)
    wait_for_line(process, "loading")
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=120) == ("tidied\n", "error: interrupted\n")
    assert process.returncode == 130


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("is_new", [True, False])
def test_the_message_of_an_interrupt_says_what_was_written(moment, is_new, tmp_path, capsys):
    """Ctrl-C while the table of topics is printed does not say that nothing was written."""
    output = tmp_path / "run"
    if not is_new:
        output.mkdir()
        (output / "manifest.json").write_text("{}")

    @guarded(writes="output")
    def interrupted_command(*, output):
        if moment == "after":
            (tmp_path / "staging").mkdir()
            (tmp_path / "staging" / "manifest.json").write_text("{}")
            if output.exists():
                output.rename(tmp_path / "old")
            (tmp_path / "staging").rename(output)
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as caught:
        interrupted_command(output=output)
    assert caught.value.exit_code == 130
    written = f"interrupted, but {output} was written completely before"
    expected = "interrupted; nothing was written" if moment == "before" else written
    assert capsys.readouterr().err == f"error: {expected}\n"


def test_warnings_of_other_packages_are_not_printed(capsys):
    """A RuntimeWarning of gensim or NumPy is no message of a command."""

    @guarded()
    def command():
        warnings.warn("divide by zero encountered in log", RuntimeWarning, stacklevel=1)

    command()
    assert capsys.readouterr().err == ""
