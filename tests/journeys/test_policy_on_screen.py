"""A policy as a page of its own: read on a phone, much enlarged, with a keyboard, and printed from the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from apps.policies.rendering import rendered
from tests.exports import documents
from tests.journeys.visitor import AXE

WIDTHS = (320, 768, 1280)  # 320 is also 1280 at 400 %


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "policy.html"
    path.write_bytes(rendered(documents.combined(), "html"))
    return path.as_uri()


def _opened(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_nobody_is_shut_out(browser: Browser, address: str, width: int) -> None:
    page = _opened(browser, address, width)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")

    assert [(problem["id"], problem["nodes"][0]["html"]) for problem in found["violations"]] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    page = _opened(browser, address, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_lines_are_as_long_as_can_be_read_well(browser: Browser, address: str) -> None:
    page = _opened(browser, address, 1280)
    lines = page.evaluate(
        """() => {
            const words = document.getElementById("m-staff-1")?.querySelector("p")
                ?? document.querySelector("#s-staff-1 p");
            const range = document.createRange(), text = words.lastChild, tops = {};
            for (let place = 0; place < text.length; place++) {
                range.setStart(text, place); range.setEnd(text, place + 1);
                const top = Math.round(range.getBoundingClientRect().top);
                tops[top] = (tops[top] ?? 0) + 1;
            }
            return Object.values(tops);
        }"""
    )

    assert len(lines) > 3
    assert 60 <= max(lines) <= 80


def test_numbers_stand_in_a_column_of_their_own(browser: Browser, address: str) -> None:
    page = _opened(browser, address, 1280)
    left = "element => { const range = document.createRange(); range.selectNodeContents(element.lastChild); "
    left += "return Math.round(range.getBoundingClientRect().left) }"
    statements = page.locator("ol.statements:not(ol.statements ol.statements) > li.statement:not(.callout) > p")
    starts = {words.evaluate(left) for words in statements.all() if words.locator("a, mark").count() == 0}

    assert len(starts) == 1


def test_the_contents_lead_to_the_headings(browser: Browser, address: str) -> None:
    page = _opened(browser, address, 320)
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Staff").last.click()

    assert page.evaluate("document.querySelector(':target').innerText").split("\n")[-1].endswith("Staff")


def test_a_link_that_has_the_keyboard_shows_it(browser: Browser, address: str) -> None:
    page = _opened(browser, address, 1280)
    page.keyboard.press("Tab")
    grounds = page.evaluate("getComputedStyle(document.activeElement).backgroundColor")

    assert grounds == "rgb(255, 221, 0)"
