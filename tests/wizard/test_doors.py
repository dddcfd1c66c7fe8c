"""Every page of the wizard: 404 for outsiders as if it did not exist, 403 for who may only read, sign-in for others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from apps.policies import actions, rows
from apps.policies.models import Version
from apps.policies.pictures import kept_picture
from apps.schools.models import Role, User
from tests.policies.pictures import drawn
from tests.wizard.conftest import POLICY

ROW = "r-abcdef"
LOGO = drawn("PNG")
PICTURE = hashlib.sha256(kept_picture(LOGO)).hexdigest()
LIST = f"{POLICY}lists/school.vets/"
# name of the address -> a page that is there for the head, and the methods that it answers
PAGES = {
    "school": ("/schools/oak-lane/", "GET"),
    "details": ("/schools/oak-lane/details/", "GET POST"),
    "register": ("/schools/oak-lane/register/", "GET POST"),
    "library": ("/schools/oak-lane/library/", "GET POST"),
    "logo": ("/schools/oak-lane/logo/", "GET POST"),
    "logo-remove": ("/schools/oak-lane/logo/remove/", "GET POST"),
    "picture": (f"/schools/oak-lane/pictures/{PICTURE}/", "GET"),
    "tasks": (POLICY, "GET"),
    "usual-choices": (f"{POLICY}usual/", "GET POST"),
    "school-facts": (f"{POLICY}school/school-words/", "GET POST"),
    "section": (f"{POLICY}sections/pets/", "GET POST"),
    "control": (f"{POLICY}control/", "GET POST"),
    "row-add": (f"{LIST}add/", "GET POST"),
    "row-change": (f"{LIST}{ROW}/", "GET POST"),
    "row-remove": (f"{LIST}{ROW}/remove/", "GET POST"),
    "check": (f"{POLICY}check/", "GET"),
    "still-open": (f"{POLICY}open/", "GET"),
    "preview": (f"{POLICY}preview/", "GET"),
    "files": (f"{POLICY}files/", "GET POST"),
    "file-again": (f"{POLICY}files/pdf/again/", "GET POST"),
    "download": (f"{POLICY}files/pdf/", "GET"),
}
# Those that belong to no school's slug: home, and what the tests of the register walk.
OTHERS = {"home", "add-school", "add-school-confirm", "school-by-urn", "all-schools", "school-numbers"}
CALLS = [(name, url, method) for name, (url, methods) in PAGES.items() for method in methods.split()]
# What only somebody who may edit is let into; the others are for everybody who may see drafts.
FOR_EDITORS = {
    "details", "register", "library", "logo", "logo-remove", "usual-choices", "school-facts", "section", "control",
    "row-add", "row-change", "row-remove", "file-again",
}  # fmt: skip


@pytest.fixture
def whole(draft: Version, head: User) -> Version:
    """A draft with a row and with files that were asked for, at a school with a logo."""
    actions.set_logo(draft.policy.school, LOGO, alt="An oak", by=head)
    rows.add_row(draft, "school.vets", {"name": "Paws", "lead": {"name": "Dr Hoof"}}, row=ROW, by=head)
    actions.export_version(draft, "pdf", by=head)
    return draft


def call(client: Client, method: str, url: str) -> int:
    return client.generic(method, url).status_code


def test_no_page_is_forgotten_here() -> None:
    (wizard,) = [
        found for found in get_resolver().url_patterns if str(getattr(found, "urlconf_module", "")).find("wizard") > 0
    ]
    assert {pattern.name for pattern in wizard.url_patterns} == {*OTHERS, *PAGES}


@pytest.mark.parametrize(("name", "url", "method"), CALLS)
def test_outsiders_find_nothing(
    whole: Version, outsider: User, signed_in: Callable[[User], Client], name: str, url: str, method: str
) -> None:
    client = signed_in(outsider)
    assert call(client, method, url) == 404
    missing = url.replace("oak-lane", "no-such-school")
    there, absent = client.generic(method, url).content, client.generic(method, missing).content
    assert there == absent


@pytest.mark.parametrize(("name", "url", "method"), CALLS)
def test_a_governor_is_refused_all_but_the_list(
    whole: Version, governor: User, signed_in: Callable[[User], Client], name: str, url: str, method: str
) -> None:
    assert call(signed_in(governor), method, url) == (200 if name in ("school", "picture") else 403)


@pytest.mark.parametrize(("name", "url", "method"), CALLS)
def test_the_chair_sees_drafts_and_changes_nothing(
    whole: Version, chair: User, signed_in: Callable[[User], Client], name: str, url: str, method: str
) -> None:
    refused = name in FOR_EDITORS or method == "POST"
    missing = name == "download"  # nobody has made the file yet
    assert call(signed_in(chair), method, url) == (403 if refused else 404 if missing else 200)


@pytest.mark.parametrize(("name", "url", "method"), CALLS)
def test_strangers_sign_in_first(whole: Version, client: Client, name: str, url: str, method: str) -> None:
    response = client.generic(method, url)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/account/login/")


def test_the_list_of_a_governor_names_no_draft(
    whole: Version, governor: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(governor).get("/schools/oak-lane/").content.decode()
    assert "Pets" not in page
    assert "Nothing to read yet" in page


def test_a_policy_of_another_school_does_not_exist_here(
    whole: Version, outsider: User, signed_in: Callable[[User], Client]
) -> None:
    assert signed_in(outsider).get("/schools/elm-road/policies/pets/").status_code == 404


def test_home_leads_to_the_only_school(window: Client) -> None:
    response = window.get("/")
    assert (response.status_code, response["Location"]) == (302, "/schools/oak-lane/")


@pytest.mark.parametrize("role", [Role.HEAD, Role.EDITOR, Role.DSL])
def test_who_may_edit_is_let_in(
    whole: Version, member: Callable[[Role], User], signed_in: Callable[[User], Client], role: Role
) -> None:
    user = whole.created_by if role == Role.HEAD else member(role)
    assert user is not None
    assert signed_in(user).get(f"{POLICY}sections/pets/").status_code == 200
