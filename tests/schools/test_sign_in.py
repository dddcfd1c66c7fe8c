"""Signing in: by password, by a code from an e-mail; what strangers learn (nothing) and how often they may try."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from apps.schools import actions
from apps.schools.events import SYSTEM
from apps.schools.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def account(db: None) -> User:
    return actions.create_user("head@oak-lane.example", PASSWORD, name="Head", by=SYSTEM)


@pytest.fixture(autouse=True)
def no_attempts_so_far() -> Iterator[None]:
    """The limits on attempts are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/account/login/", {"login": email, "password": password})  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    """What the page says, without what differs on each: the token against forged forms, and what was typed."""
    text = re.sub(r'(csrfmiddlewaretoken"[^>]*value=)"[^"]*"', r"\1", answer.content.decode())
    return re.sub(r"[a-z]+@oak-lane\.example", "someone", text)


class TestPassword:
    @pytest.mark.parametrize("typed", ["head@oak-lane.example", "Head@Oak-Lane.Example", " head@oak-lane.example "])
    def test_opens_the_site(self, account: User, client: Client, typed: str) -> None:
        answer = sign_in(client, typed)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert client.session["_auth_user_id"] == str(account.pk)

    def test_that_is_wrong_and_an_unknown_address_read_the_same(self, account: User, client: Client) -> None:
        wrong = sign_in(client, account.email, "wrong")
        unknown = sign_in(Client(), "nobody@oak-lane.example", "wrong")
        assert (wrong.status_code, unknown.status_code) == (200, 200)
        assert words(wrong) == words(unknown)
        assert "_auth_user_id" not in client.session

    def test_of_a_closed_account_does_not_open_it(self, account: User, client: Client) -> None:
        User.objects.update(is_active=False)
        sign_in(client, account.email)
        assert "_auth_user_id" not in client.session

    def test_may_be_tried_five_times(self, account: User, client: Client) -> None:
        for _ in range(5):
            sign_in(client, account.email, "wrong")
        sign_in(client, account.email)
        assert "_auth_user_id" not in client.session

    def test_leads_only_to_our_own_pages(self, account: User, client: Client) -> None:
        answer = client.post(
            "/account/login/?next=https://elsewhere.example/", {"login": account.email, "password": PASSWORD}
        )
        assert answer["Location"] == "/"


class TestCode:
    def test_from_an_email_opens_the_site(self, account: User, client: Client) -> None:
        asked = client.post("/account/login/code/", {"email": account.email})
        assert asked["Location"] == "/account/login/code/confirm/"
        [message] = mail.outbox
        assert message.to == [account.email]
        code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)?)$", message.body, re.MULTILINE)
        assert code is not None
        client.post("/account/login/code/confirm/", {"code": code[1]})
        assert client.session["_auth_user_id"] == str(account.pk)

    def test_is_not_sent_to_strangers_who_are_told_the_same(self, account: User, client: Client) -> None:
        known = client.post("/account/login/code/", {"email": account.email}, follow=True)
        unknown = Client().post("/account/login/code/", {"email": "nobody@oak-lane.example"}, follow=True)
        assert [message.to for message in mail.outbox] == [[account.email]]
        assert known.redirect_chain == unknown.redirect_chain
        assert words(known) == words(unknown)

    def test_that_is_wrong_three_times_is_worth_nothing(self, account: User, client: Client) -> None:
        client.post("/account/login/code/", {"email": account.email})
        for _ in range(3):
            client.post("/account/login/code/confirm/", {"code": "WRONG1"})
        code = re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)?)$", mail.outbox[0].body, re.MULTILINE)
        assert code is not None
        client.post("/account/login/code/confirm/", {"code": code[1]})
        assert "_auth_user_id" not in client.session


def test_emails_name_our_own_address_whatever_the_browser_asked_for(
    account: User, client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://policies.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/account/password/reset/", {"email": account.email}, headers={"host": "evil.example:666"})
    client.post("/account/login/code/", {"email": account.email}, headers={"host": "evil.example:666"})
    assert len(mail.outbox) == 2
    told = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert "evil" not in told
    assert "policies.example.org" in told


def test_nobody_signs_up(account: User, client: Client) -> None:
    form = {"email": "new@oak-lane.example", "password1": PASSWORD}
    assert client.get("/account/signup/").status_code == 200
    client.post("/account/signup/", form)
    assert list(User.objects.all()) == [account]


def test_a_reset_password_is_told_to_nobody_else(account: User, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": account.email}, follow=True)
    unknown = Client().post("/account/password/reset/", {"email": "nobody@oak-lane.example"}, follow=True)
    assert [message.to for message in mail.outbox] == [[account.email]]
    assert known.redirect_chain == unknown.redirect_chain
    assert words(known) == words(unknown)


def test_opening_a_link_signs_nobody_out(account: User, client: Client) -> None:
    client.force_login(account)
    client.get("/account/logout/")
    assert client.session["_auth_user_id"] == str(account.pk)
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session
