"""The account pages and e-mails speak as the rest of the program does."""

from __future__ import annotations

import gettext
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from lxml import html

from apps.schools.models import User

OURS = Path(apps.get_app_config("wizard").path, "locale/en_GB/LC_MESSAGES")


def entries(path: Path) -> dict[str, str]:
    """msgid -> msgstr of a .po file, without its head and without plurals."""
    found = {}
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        match = re.search(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', entry, re.MULTILINE)
        if match:
            source, words = ("".join(re.findall(r'"(.*)"', text)) for text in match.groups())
            found[unescaped(source)] = unescaped(words)
    found.pop("", None)
    return found


def unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace('\\"', '"')


def test_what_is_compiled_is_what_is_written() -> None:
    written = entries(OURS / "django.po")
    with (OURS / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {source: compiled.gettext(source) for source in written} == written


def test_each_of_our_sentences_stands_for_one_that_is_still_there() -> None:
    spec = find_spec("allauth")
    assert spec is not None
    assert spec.origin is not None
    theirs = entries(Path(spec.origin).parent / "locale/en/LC_MESSAGES/django.po")
    assert set(entries(OURS / "django.po")) - set(theirs) == set()


def test_our_sentences_have_the_same_gaps() -> None:
    gaps = {
        source: (set(re.findall(r"%\(\w+\)s", source)), words) for source, words in entries(OURS / "django.po").items()
    }
    extra = [source for source, (names, words) in gaps.items() if set(re.findall(r"%\(\w+\)s", words)) - names]
    assert extra == []


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["login/", "login/code/", "password/reset/", "signup/", "inactive/"])
def test_no_page_of_the_entrance_says_email(client: Client, place: str) -> None:
    assert said(client, place) == []


@pytest.mark.parametrize("place", ["2fa/", "email/", "password/change/", "logout/", "reauthenticate/"])
def test_no_page_of_the_account_says_email_or_writes_capitals(head: User, client: Client, place: str) -> None:
    head.set_password("a password")
    head.save()
    client.force_login(head)
    assert said(client, place) == []


def said(client: Client, place: str) -> list[str]:
    """Words of other voices on the page: email, log in, headings In Capitals."""
    response = client.get(f"/account/{place}")
    assert response.status_code == 200
    page = html.fromstring(response.content)
    (main,) = page.iter("main")
    headings = [heading.text_content().strip() for heading in main.xpath(".//h1|.//h2|.//button")]
    capitals = [
        words for words in headings if re.search(r" [A-Z](?!-mail)[a-z]", words) and "Policywright" not in words
    ]
    foreign = re.findall(r"(?i)\bemail\b|\blog ?in\b|authentication", main.text_content())
    return capitals + foreign


def test_the_account_page_says_who_one_is_and_leads_to_the_password(head: User, client: Client) -> None:
    client.force_login(head)
    page = html.fromstring(client.get("/account/2fa/").content)
    assert [term.getnext().text_content() for term in page.iter("dt")] == ["The Headteacher", head.email, "Not shown"]
    assert page.xpath("//dd/a/@href") == ["/account/email/", "/account/password/change/"]


def test_a_wrong_password_says_what_to_do(head: User, client: Client) -> None:
    page = client.post("/account/login/", {"login": head.email, "password": "no"}).content.decode()
    assert "The e-mail address and the password do not belong together." in page


def test_the_code_comes_in_our_words(head: User, client: Client) -> None:
    client.post("/account/login/code/", {"email": head.email})
    (message,) = mail.outbox
    assert message.subject == "Your code to sign in"
    assert "If you did not ask for it, you need do nothing" in message.body
    assert "mail can be safely ignored" not in message.body


def test_too_many_tries_are_told_in_our_words() -> None:
    assert "Wait five minutes, then try again." in render_to_string("429.html")


def test_nobody_is_told_that_they_are_signed_in(head: User, client: Client) -> None:
    head.set_password("a password")
    head.save()
    response = client.post("/account/login/", {"login": head.email, "password": "a password"}, follow=True)
    assert response.status_code == 200
    assert "signed in as" not in response.content.decode()
