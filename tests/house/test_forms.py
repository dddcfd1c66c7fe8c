"""Forms that cannot be read get a page that says so, never a bare 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.forms import LARGEST_FILE, LARGEST_REQUEST, ReadableFormMiddleware

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def browser(db: None) -> Client:
    """One that has a token against forged forms, as real ones do."""
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    return client


@pytest.mark.parametrize("address", ["/account/login/", "/", "/no-such-page"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"login=a", f"{FORM}; charset=utf-16"),
        (b"login=a", f"{FORM}; charset=latin-1"),
        (b"--x\r\nContent-Disposition: form-data\r\n", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary=" + "x" * 300),
        ("&".join(f"a{number}=1" for number in range(2001)).encode(), FORM),
        (b"a=" + b"x" * 1_000_001, FORM),
    ],
    ids=["utf-16", "latin-1", "no boundary", "long boundary", "too many fields", "too large"],
)
def test_a_form_that_cannot_be_read_is_refused(browser: Client, address: str, body: bytes, content_type: str) -> None:
    answer = browser.post(address, body, content_type=content_type)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert answer["Content-Security-Policy"]


def test_a_form_with_odd_bytes_is_read_with_replacements(browser: Client) -> None:
    answer = browser.post("/account/login/", b"login=%ff%fe%00", content_type=f"{FORM}; charset=utf-8")
    assert answer.status_code == 403  # it holds no token against forged forms


def test_a_forged_form_is_refused_with_a_page(browser: Client, settings: Settings) -> None:
    answer = browser.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


def read(**extra: Any) -> Any:
    """The request as views see it, or the answer that keeps it from them."""
    seen: list[Any] = []
    request = RequestFactory().post("/", **extra)
    answer = ReadableFormMiddleware(lambda request: seen.append(request))(request)
    return seen[0] if seen else answer.status_code


def test_of_a_file_that_is_too_large_little_is_kept_and_its_size_is_known() -> None:
    request = read(data={"picture": SimpleUploadedFile("big.png", bytes(LARGEST_FILE + 3_000_000))})
    file = request.FILES["picture"]
    assert file.size == LARGEST_FILE + 3_000_000
    assert len(file.read()) <= LARGEST_FILE + 100_000


def test_a_file_that_is_not_too_large_is_whole() -> None:
    content = bytes(range(256)) * 10_000
    assert read(data={"picture": SimpleUploadedFile("logo.png", content)}).FILES["picture"].read() == content


def test_several_files_and_what_is_larger_than_any_form_are_refused() -> None:
    two = [SimpleUploadedFile(name, b"x") for name in ("a", "b")]
    assert read(data={"picture": two}) == 400
    assert read(data=b"a=1", content_type=FORM, CONTENT_LENGTH=str(LARGEST_REQUEST + 1)) == 400
    assert read(data=b"a=1", content_type=FORM, CONTENT_LENGTH="many") == 400
