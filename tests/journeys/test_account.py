"""Signing in and looking after one's account: every page that a person can reach looks right to axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

HEAD = "head@thistlewick.example"


def test_the_pages_of_the_entrance(visit: Callable[..., Visitor]) -> None:
    stranger = visit()
    page, address = stranger.page, stranger.site.address
    page.goto(f"{address}/account/login/")
    stranger.check()
    page.get_by_label("E-mail address").fill("nobody@thistlewick.example")
    page.get_by_label("Password").first.fill("not the password")
    stranger.press("Sign in")
    assert page.title().startswith("Error: ")
    stranger.check()
    for place in ("login/code/", "password/reset/", "signup/", "inactive/"):
        page.goto(f"{address}/account/{place}")
        stranger.check()
    page.goto(f"{address}/account/login/code/")
    page.get_by_label("E-mail address").fill(HEAD)
    stranger.press("Send me a code")
    stranger.check()
    page.goto(f"{address}/account/password/reset/")
    page.get_by_label("E-mail address").fill(HEAD)
    stranger.press("Send me a code")
    stranger.check()
    page.goto(f"{address}/no-such-page/")
    stranger.check()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_the_account(visit: Callable[..., Visitor], width: int) -> None:
    head = visit(HEAD, width=width)
    address = head.site.address
    for place in ("2fa/", "email/", "password/change/", "logout/"):
        head.page.goto(f"{address}/account/{place}")
        head.check()
    head.page.goto(f"{address}/account/password/change/")
    head.press("Change your password")
    assert head.page.title().startswith("Error: ")
    head.check()
    head.page.goto(f"{address}/account/2fa/totp/activate/")
    head.check()
    head.page.get_by_label("Password").fill(head.site.password_of(HEAD))
    head.press("Continue")
    assert head.page.get_by_alt_text("QR code of the secret below").evaluate("image => image.naturalWidth") > 0
    head.check()
    head.page.goto(f"{address}/account/2fa/webauthn/add/")
    head.check()
    head.page.goto(f"{address}/schools/no-such-school/")
    assert head.heading == "There is no such page"
    head.check()
