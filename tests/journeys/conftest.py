"""One site and one browser for the journeys of a file, and a visitor who checks every page that they see."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(site: Site, browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window of its own for one person: `visit("head@...", width=320, scripts=False)`."""
    visitors: list[Visitor] = []

    def open_window(email: str = "", *, width: int = 1280, scripts: bool = True) -> Visitor:
        window = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, accept_downloads=True
        )
        visitor = Visitor(site, window.new_page(), scripts=scripts, folder=tmp_path)
        visitors.append(visitor)
        if email:
            visitor.sign_in(email)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.page.context.close()
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert complaints == []
