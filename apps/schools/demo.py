"""The invented trust, schools and people that a newcomer tries the program with."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction

from apps.schools import actions
from apps.schools.events import SYSTEM
from apps.schools.models import Role, School, Trust, User

MAIN_SCHOOL = "thistlewick-primary"


class SignIn(NamedTuple):
    """One demo account."""

    email: str
    password: str
    role: str
    school: str


# Communities, academies, a nursery, a sixth form: between them most conditions of the library are met.
SCHOOLS: dict[str, dict[str, Any]] = {
    MAIN_SCHOOL: {
        "legal_name": "Thistlewick Community Primary School",
        "display_name": "Thistlewick Primary School",
        "short_name": "Thistlewick",
        "type_code": 1,
        "phase": "primary",
        "low_age": 3,
        "high_age": 11,
        "has_nursery": True,
        "has_sixth_form": False,
        "has_boarders": False,
        "local_authority": "Wexmoor",
    },
    "marrowdown-primary": {
        "legal_name": "Marrowdown Primary Academy",
        "display_name": "Marrowdown Primary Academy",
        "short_name": "Marrowdown",
        "type_code": 34,
        "phase": "primary",
        "low_age": 4,
        "high_age": 11,
        "has_nursery": False,
        "has_sixth_form": False,
        "has_boarders": False,
        "local_authority": "Wexmoor",
    },
    "quillhaven": {
        "legal_name": "Quillhaven Academy",
        "display_name": "Quillhaven Academy",
        "short_name": "Quillhaven",
        "type_code": 28,
        "phase": "secondary",
        "low_age": 11,
        "high_age": 18,
        "has_nursery": False,
        "has_sixth_form": True,
        "has_boarders": False,
        "local_authority": "Wexmoor",
    },
}
TRUST = {"legal_name": "The Wexmoor Vale Learning Trust", "display_name": "Wexmoor Vale Learning Trust"}
IN_TRUST = frozenset({"marrowdown-primary", "quillhaven"})

PEOPLE: tuple[tuple[str, Role, str, str], ...] = (
    (MAIN_SCHOOL, Role.HEAD, "Mrs", "Harriet Plume"),
    (MAIN_SCHOOL, Role.EDITOR, "Mr", "Edwin Marsh"),
    (MAIN_SCHOOL, Role.DSL, "Ms", "Dilys Sandiford"),
    (MAIN_SCHOOL, Role.CLERK, "Mr", "Clement Orr"),
    (MAIN_SCHOOL, Role.CHAIR, "Dr", "Chandra Wren"),
    (MAIN_SCHOOL, Role.GOVERNOR, "Mr", "Gus Vellacott"),
    ("marrowdown-primary", Role.HEAD, "Miss", "Marnie Holt"),
    ("quillhaven", Role.HEAD, "Mr", "Quentin Ashdown"),
)


LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def may_be_made_at(site_url: str) -> bool:
    """Not where others can reach the site: demo accounts are strangers' keys to it."""
    return urlsplit(site_url).hostname in LOOPBACK


def exists() -> bool:
    return School.objects.filter(slug=MAIN_SCHOOL).exists()


@transaction.atomic
def make() -> list[SignIn]:
    """Make all of it, or nothing; passwords are random and known only from what this returns."""
    trust = actions.create_trust("wexmoor-vale", **TRUST, by=SYSTEM)
    schools = {slug: _school(slug, trust) for slug in SCHOOLS}
    return [_member(schools[slug], role, title, name) for slug, role, title, name in PEOPLE]


@transaction.atomic
def new_passwords() -> list[SignIn]:
    """Give each demo account a new random password."""
    signs_in = []
    for slug, role, _, _ in PEOPLE:
        user = User.objects.get(email=_email(slug, role))
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        signs_in.append(SignIn(user.email, password, role.label, SCHOOLS[slug]["display_name"]))
    return signs_in


def _school(slug: str, trust: Trust) -> School:
    return actions.create_school(slug, by=SYSTEM, trust=trust if slug in IN_TRUST else None, **SCHOOLS[slug])


def _email(slug: str, role: Role) -> str:
    """An address that can belong to nobody: .example is reserved."""
    return f"{role}@{slug.removesuffix('-primary')}.example"


def _member(school: School, role: Role, title: str, name: str) -> SignIn:
    password = secrets.token_urlsafe(12)
    user = actions.create_user(_email(school.slug, role), password, name=name, by=SYSTEM)
    actions.give_role(school, user=user, role=role, by=SYSTEM)
    actions.add_person(school, title=title, name=name, role=role.label, user=user, by=SYSTEM)
    return SignIn(user.email, password, role.label, school.display_name)
