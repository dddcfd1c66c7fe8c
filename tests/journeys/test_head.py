"""The head of the demo school makes the whole mobile policy, from signing in to both files on the desk."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest

from tests.journeys.visitor import Visitor
from tests.journeys.walking import walk_to_the_check

pytestmark = pytest.mark.journey

HEAD = "head@thistlewick.example"
TITLE = "Mobile and smart technology policy"


def download(visitor: Visitor, name: str) -> tuple[str, bytes]:
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=f"Download {name}").click()
    path = visitor.folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, Path(path).read_bytes()


def words_of_docx(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def words_of_pdf(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def make_files(head: Visitor) -> None:
    head.press("Make the Word and PDF files")
    head.page.get_by_role("link", name="Download PDF").wait_for(timeout=60_000)
    head.page.get_by_role("link", name="Download Word").wait_for(timeout=60_000)


def test_the_head_walks_the_whole_policy_to_both_downloads(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD)
    head.check()
    head.follow("Choose from the library")
    head.check()
    head.page.get_by_role("button", name=re.compile("Start")).click()
    assert head.heading == TITLE
    head.check()
    head.follow("Words")
    walk_to_the_check(head)
    head.check()
    head.follow("Continue to your files")
    head.check()
    make_files(head)
    head.check()
    name, word = download(head, "Word")
    assert name == "thistlewick-primary-mobile-and-smart-technology-v1-draft.docx"
    name, pdf = download(head, "PDF")
    assert name == "thistlewick-primary-mobile-and-smart-technology-v1-draft.pdf"
    sentence = "must not be brought onto our site, except a device that is needed for the journey"
    assert sentence in words_of_docx(word)
    assert sentence in words_of_pdf(pdf)
