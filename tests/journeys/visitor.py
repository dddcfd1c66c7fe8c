"""Somebody at a browser, who notes everything that is wrong with the pages they pass."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response

from tests.journeys.site import Site

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Visitor:
    """`complaints` must be empty in the end: server errors, script errors, refused styles, what axe finds."""

    def __init__(self, site: Site, page: Page, *, scripts: bool, folder: Path) -> None:
        self.site = site
        self.page = page
        self.scripts = scripts
        self.folder = folder
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._note_console)
        page.on("response", self._note_response)

    def _note_console(self, message: Any) -> None:
        # The browser logs every answer that is not 200: the pages that say what to put right are such answers.
        # htmx logs a request that it drops because a newer choice has overtaken it.
        expected = ("the server responded with a status of", "htmx:afterRequest", "htmx:sendAbort")
        if message.type == "error" and not any(words in message.text for words in expected):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")

    # --- getting about --------------------------------------------------------------------------------------------

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.site.address}/account/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").first.fill(self.site.password_of(email))
        self.press("Sign in")

    def press(self, name: str) -> None:
        """The last button of that name: the first may be the hidden one that Enter presses."""
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.page.wait_for_load_state("load")

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state("load")

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).first.inner_text()

    # --- looking at the page --------------------------------------------------------------------------------------

    def check(self) -> None:
        """What axe finds on this page, and what sticks out of it on a narrow screen."""
        page = self.page if self.scripts else self._copy()
        page.evaluate(AXE)
        for found in page.evaluate("axe.run()")["violations"]:
            places = [f"{node['target']} {node['failureSummary']}" for node in found["nodes"][:3]]
            self.complaints.append(f"{self.page.url}: {found['id']}: {places}")
        width = page.viewport_size["width"]  # type: ignore[index]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.complaints.append(f"{self.page.url}: {wide} pixels wide on a screen of {width}")
        if page is not self.page:
            page.context.close()

    def _copy(self) -> Page:
        """The page as it stands here without scripts, in a window where axe can run: without its own scripts."""
        html = re.sub(r"<meta http-equiv=.refresh.*?>|<script.*?</script>", "", self.page.content(), flags=re.DOTALL)
        html = re.sub(r"(</?)noscript>", r"\1div>", html)
        browser = self.page.context.browser
        assert browser is not None
        page = browser.new_context(viewport=self.page.viewport_size).new_page()
        page.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(self.page.url)
        return page
