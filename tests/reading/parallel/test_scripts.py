"""A script without a main guard may read and fit: worker processes do not run it again."""

import os
import subprocess
import sys
from pathlib import Path

import topics
from support.files import BODY

SCRIPT = """
import topics.reading.parallel.ahead as ahead
print("begins", flush=True)
ahead.MIN_BYTES = ahead.BATCH_BYTES = 1
ahead._max_processes = lambda n_threads: 2
import topics
print(topics.read("pages").n_documents)
"""


def test_a_script_without_a_main_guard(tmp_path):
    """It begins once, whether it is a file or comes from standard input."""
    (tmp_path / "pages").mkdir()
    for number in range(6):
        page = f"<title>Tides {number}</title><p>{BODY}"
        (tmp_path / "pages" / f"{number}.html").write_text(page, encoding="utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    root = str(Path(topics.__file__).parents[1])
    for arguments, given in ([["script.py"], ""], [["-"], SCRIPT]):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            input=given,
            text=True,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": root},
            timeout=100,
            check=True,
        )
        assert done.stdout.split() == ["begins", "6"]
