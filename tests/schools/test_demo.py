"""The demo: invented schools, only on this machine, with passwords that only its owner can read."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from apps.schools import demo
from apps.schools.doors import ROLES, verbs_of
from apps.schools.events import verify
from apps.schools.models import School, User


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    settings.SITE_URL = "http://localhost:8000"
    return tmp_path


def run_demo(*options: str) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def test_every_person_has_their_role_and_their_password(here: Path, db: None) -> None:
    lines = [line.split(maxsplit=2) for line in run_demo().splitlines()]
    assert [email for email, _, _ in lines] == [
        "head@thistlewick.example", "editor@thistlewick.example", "dsl@thistlewick.example",
        "clerk@thistlewick.example", "chair@thistlewick.example", "governor@thistlewick.example",
        "head@marrowdown.example", "head@quillhaven.example", "administrator@policywright.example",
    ]  # fmt: skip
    main = School.objects.get(slug=demo.MAIN_SCHOOL)
    for (email, password, _), (slug, role, _, _) in zip(lines, demo.PEOPLE, strict=False):
        user = User.objects.get(email=email)
        assert user.check_password(password)
        assert verbs_of(user, main) == (ROLES[role] if slug == demo.MAIN_SCHOOL else frozenset())
    assert len({password for _, password, _ in lines}) == 9
    assert [user.email for user in User.objects.filter(is_superuser=True)] == [lines[-1][0]]
    assert [verify(school) for school in School.objects.all()] == [[], [], []]


def test_its_schools_come_from_the_invented_register(here: Path, db: None) -> None:
    run_demo()
    assert [
        (school.slug, school.type_code, school.phase, school.low_age, school.high_age, school.has_nursery,
         school.has_sixth_form, school.has_boarders, school.trust and school.trust.slug)
        for school in School.objects.order_by("slug")
    ] == [
        ("marrowdown-primary", 34, "primary", 4, 11, False, False, False, "wexmoor-vale"),
        ("quillhaven", 28, "secondary", 11, 18, False, True, False, "wexmoor-vale"),
        ("thistlewick-primary", 1, "primary", 3, 11, True, False, False, None),
    ]  # fmt: skip


def test_a_second_run_changes_nothing_and_tells_the_same(here: Path, db: None) -> None:
    assert run_demo() == run_demo()
    assert School.objects.count() == 3


def test_the_passwords_are_for_their_owner_only(here: Path, db: None) -> None:
    run_demo()
    assert stat.S_IMODE((here / "demo-sign-ins.txt").stat().st_mode) == 0o600


def test_new_passwords_replace_lost_ones(here: Path, db: None) -> None:
    before = run_demo()
    (here / "demo-sign-ins.txt").unlink()
    lost = run_demo()
    asked = run_demo("--new-passwords")
    assert len({before, lost, asked}) == 3
    email, password, _ = asked.splitlines()[0].split(maxsplit=2)
    assert User.objects.get(email=email).check_password(password)


@pytest.mark.parametrize("address", ["https://policies.example.org", "http://192.168.1.5:8000", "http://localhost.org"])
def test_it_is_refused_where_others_can_reach_it(here: Path, db: None, settings: Settings, address: str) -> None:
    settings.SITE_URL = address
    with pytest.raises(CommandError, match=r"only made on localhost\.$"):
        run_demo()
    assert not School.objects.exists()


def test_the_head_can_sign_in(here: Path, db: None, client: Client) -> None:
    email, password, _ = run_demo().splitlines()[0].split(maxsplit=2)
    answer = client.post("/account/login/", {"login": email, "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")
