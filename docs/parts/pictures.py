"""Draws the pictures of the README again, from a fit of the sample articles; needs chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 1590
"""Size of the picture of the report, in pixels: as high as its table of topics."""


def main() -> None:
    """Fit, copy the map, and take a picture of the report in a browser without a window."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("chromium is needed to take a picture of the report; install it")
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        fit = [sys.executable, "-m", "topics", "fit", "seeds", "--topics", "8", "--output", run]
        subprocess.run(fit, check=True, cwd=ROOT)  # noqa: S603 - our own command
        shutil.copy(run / "map.png", PICTURES / "map.png")
        picture = [
            *(browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"),
            *(f"--window-size={WIDTH},{HEIGHT}", "--virtual-time-budget=3000"),
            *(f"--screenshot={PICTURES / 'report.png'}", (run / "report.html").as_uri()),
        ]
        subprocess.run(picture, check=True, cwd=folder)  # noqa: S603 - our own file


if __name__ == "__main__":
    main()
