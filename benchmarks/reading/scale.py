"""How reading grows: many small files in one folder, one large file, pages full of markup."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILES = (10_000, 50_000, 100_000)
LARGE_BYTES = (150_000_000, 300_000_000)
PAGES = (400, 1_200)
MARKUP = 300 * "<div class=wrap><span style='margin:0 auto;padding:0 0 2px'><i></i></span></div>\n"
"""25 KB of markup without text, added to every page."""

READ = """
import json, resource, sys, time
import topics
begin = time.perf_counter()
corpus = topics.read(sys.argv[1])
seconds = time.perf_counter() - begin
tables = sum(getattr(corpus, name).estimated_size()
             for name in ("documents", "sections", "removed", "inputs"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps([corpus.n_documents, seconds, time.process_time(), tables, peak]))
"""


def run(corpora: Path) -> None:
    """Print seconds, core seconds and peak memory for every size; needs no corpora."""
    print("what: documents, seconds, core seconds of the first process, MB of tables, peak MB")
    texts = _texts()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES[-1]):
            if number in FILES:
                _measure(f"{number} files", folder)
            Path(folder, f"{number:06d}.txt").write_text(next(texts), encoding="utf-8")
        _measure(f"{FILES[-1]} files", folder)
    for n_wanted in LARGE_BYTES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "large.jsonl")
            n_bytes = 0
            with path.open("w", encoding="utf-8") as lines:
                while n_bytes < n_wanted:
                    row = json.dumps({"text": "\n\n".join(next(texts) for _ in range(4))})
                    n_bytes += lines.write(row + "\n")
            _measure(f"JSON Lines of {n_bytes // 10**6} MB", str(path))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(PAGES[-1]):
            if number in PAGES:
                _measure(f"{number} HTML pages", folder)
            page = f"<html><body><p>{next(texts)}</p>{MARKUP}<p>{next(texts)}</p></body></html>"
            Path(folder, f"{number:06d}.html").write_text(page, encoding="utf-8")
        _measure(f"{PAGES[-1]} HTML pages", folder)


def _measure(what: str, path: str) -> None:
    """Read in a separate process, so that each peak belongs to one size."""
    process = subprocess.run(
        [sys.executable, "-c", READ, path],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    n_documents, seconds, core_seconds, tables, peak = json.loads(process.stdout)
    print(
        f"{what}: {n_documents}, {seconds:.1f}, {core_seconds:.1f}, "
        f"{tables / 1e6:.0f}, {peak / 1e6:.0f}",
        flush=True,
    )


def _texts() -> Iterator[str]:
    """Yield texts of about 500 bytes, made of invented words."""
    chance = random.Random(0)  # noqa: S311 - no secrets
    syllables = "ba ke li mo ru ta ne so vi da fe gu ha jo pa qui ra se tu wo".split()
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 1) ** 0.9 for rank in range(len(words))]
    pool = chance.choices(words, weights, k=500_000)
    while True:
        start = chance.randrange(len(pool) - 90)
        sentences = []
        end = start + 75
        while start < end:
            length = chance.randint(6, 15)
            sentences.append(" ".join(pool[start : start + length]).capitalize() + ".")
            start += length
        yield " ".join(sentences)
