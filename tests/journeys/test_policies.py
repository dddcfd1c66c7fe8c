"""Heads make the other policies of the library: the combined one with a logo, the protocol, social media alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.test_head import FILES_TAKE, HEAD, HEAD_ON_A_PHONE, HEAD_WITHOUT_SCRIPTS, download, words_of_pdf
from tests.journeys.visitor import Visitor
from tests.journeys.walking import answer_what_is_open
from tests.policies.pictures import bomb, with_a_clear_corner

pytestmark = pytest.mark.journey

COMBINED = "Mobile, smart technology and social media policy"
PROTOCOL = "Staff protocol on online identity and phones"
SOCIAL = "Social media policy"
ALT = "A thistle in a red shield"


def start(head: Visitor, title: str) -> None:
    head.follow("Choose from the library")
    head.page.get_by_role("button", name=f"Start {title}", exact=True).click()
    assert head.heading == title


def give_logo(head: Visitor, picture: bytes) -> None:
    path = head.folder / "logo.png"
    path.write_bytes(picture)
    head.page.get_by_label("Choose the picture of your logo").set_input_files(path)
    head.page.get_by_label("What does the logo show?").fill(ALT)
    head.press("Save")


def make_files(head: Visitor, *names: str) -> None:
    head.follow("Continue to your files")
    head.press("Make the Word and PDF files")
    for name in names:
        head.page.get_by_role("link", name=f"Download {name}").wait_for(timeout=FILES_TAKE)


def test_the_combined_policy_with_a_logo_on_its_front_page(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD)
    start(head, COMBINED)
    head.follow("Add your logo")
    head.check()
    give_logo(head, bomb(30_000, 30_000))
    assert "too many" in head.page.locator(".govuk-error-summary").inner_text()
    head.check()
    give_logo(head, with_a_clear_corner())
    assert head.page.get_by_alt_text(ALT).evaluate("image => image.naturalWidth") == 120
    head.check()
    head.follow(COMBINED)
    head.check()
    passed = answer_what_is_open(head)
    assert "People" in passed
    head.follow("Check your answers")
    head.check()
    head.follow("Read the whole policy")
    assert head.page.get_by_alt_text(ALT).evaluate("image => image.naturalWidth") == 120
    assert {"Mobile and smart technology policy", SOCIAL} <= set(head.page.locator("main h2").all_inner_texts())
    head.check()
    make_files(head, "PDF", "Word")
    name, pdf = download(head, "PDF")
    assert name == "thistlewick-primary-mobile-and-social-media-v1-draft.pdf"
    words = words_of_pdf(pdf)
    assert COMBINED in words
    assert re.search(r"Social media policy .* Our official channels", words)


def test_the_staff_protocol_in_large_print_without_scripts(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD_WITHOUT_SCRIPTS, scripts=False)
    start(head, PROTOCOL)
    head.check()
    answer_what_is_open(head)
    head.follow("Check your answers")
    head.check()
    make_files(head, "PDF")
    head.press("Make the large print PDF")
    head.page.get_by_role("link", name="Download large print PDF").wait_for(timeout=FILES_TAKE)
    head.check()
    name, pdf = download(head, "large print PDF")
    assert name == "marrowdown-primary-staff-protocol-v1-large-print-draft.pdf"
    assert PROTOCOL in words_of_pdf(pdf)


def test_social_media_alone_on_a_phone(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    head = visit(HEAD_ON_A_PHONE, width=320)
    start(head, SOCIAL)
    answer_what_is_open(head)
    policy = f"{head.site.address}/schools/quillhaven/policies/social-media/"
    row = "lists/school.official-channels/add/"
    for place in ("", "control/", "check/", "preview/", "files/", "school/school-front/", row):
        head.page.goto(policy + place)
        head.check()
    head.page.goto(f"{head.site.address}/schools/quillhaven/logo/")
    give_logo(head, with_a_clear_corner())
    head.check()
    head.follow("Remove the logo")
    head.check()
    head.press("Remove it")
    assert head.page.get_by_label("Choose the picture of your logo").count() == 1
    head.page.goto(f"{head.site.address}/schools/quillhaven/library/")
    head.check()
