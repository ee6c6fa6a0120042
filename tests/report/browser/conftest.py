"""A real browser without a network, and reports to open in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.report_full import full_content
from topics.report import ReportContent, write_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once for all tests of a process."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Opened:
    """A page of the browser, and what it complained about or asked for."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.address = path.as_uri()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if request.url.split("#")[0] != self.address and not request.url.startswith("data:"):
            self.requests.append(request.url)

    def go(self, view: str) -> Any:
        """Show a view; return the page."""
        self.page.goto(f"{self.address}#{view}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the view of the address is shown."""
        self.until("typeof routed !== 'undefined' && routed === location.hash")

    def click(self, selector: str) -> None:
        """Click, and wait for the view that the click leads to."""
        self.page.click(selector)
        self.settle()

    def until(self, script: str) -> None:
        """Wait until a script gives something true; the policy of the page allows no other way."""
        for _ in range(400):
            if self.page.evaluate(script):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never true: {script}")

    def shown(self) -> list[str]:
        """Ids of the views that can be seen."""
        self.settle()
        script = "all => all.filter(e => e.checkVisibility()).map(e => e.id)"
        ids: list[str] = self.page.eval_on_selector_all("section.view", script)
        return ids


OpenReport = Callable[..., Any]


@pytest.fixture
def open_report(browser: Any, tmp_path: Path) -> OpenReport:
    """Function that writes a report and opens it, offline, as a context manager."""

    @contextmanager
    def opened(content: ReportContent | Path, **settings: Any) -> Iterator[Opened]:
        path = content if isinstance(content, Path) else tmp_path / "report.html"
        if isinstance(content, ReportContent):
            write_report(path, content)
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | settings)
        context.set_offline(True)
        context.route(lambda url: not url.startswith(path.as_uri()), lambda route: route.abort())
        try:
            yield Opened(context.new_page(), path)
        finally:
            context.close()

    return opened


@pytest.fixture(scope="session")
def full_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with every view."""
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(path, full_content())
    return path
