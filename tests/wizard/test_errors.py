"""What people read when something does not work: plain English, and what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from lxml import html

from apps.policies.models import Version
from apps.schools.models import User
from tests.wizard.conftest import POLICY


def heading(content: bytes) -> str:
    (found,) = html.fromstring(content).iter("h1")
    return found.text_content()


def test_a_page_that_is_not_there(window: Client) -> None:
    response = window.get("/schools/oak-lane/policies/none/")
    assert (response.status_code, heading(response.content)) == (404, "There is no such page")


def test_a_page_that_ones_role_does_not_include(
    draft: Version, governor: User, signed_in: Callable[[User], Client]
) -> None:
    response = signed_in(governor).get(POLICY)
    assert (response.status_code, heading(response.content)) == (403, "You may not do this here")


def test_a_page_that_was_open_for_too_long(draft: Version, head: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(head)
    response = client.post(f"{POLICY}sections/pets/", {"pets-kept": "no"})
    assert (response.status_code, heading(response.content)) == (403, "Please send that again")
    assert draft.answers.count() == 0


def test_a_fault_of_ours(window: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("apps.wizard.views.groups_of", fault)
    window.raise_request_exception = False
    response = window.get(POLICY)
    assert (response.status_code, heading(response.content)) == (500, "Something went wrong on our side")


@pytest.mark.parametrize(
    "page", ["400.html", "403.html", "429.html", "403_csrf.html", "404.html", "405.html", "500.html"]
)
def test_every_error_page_stands_without_a_request(page: str) -> None:
    words = render_to_string(page)
    assert "/static/policywright/policywright.css" in words
    assert 'href="/"' in words
