"""Forms that cannot be read get a page that says so, never a bare 500."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

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
