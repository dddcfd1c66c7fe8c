"""The invented trust, schools and people that a newcomer tries the program with."""

from __future__ import annotations

import secrets
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import transaction

from apps.schools import actions
from apps.schools.events import SYSTEM
from apps.schools.invitations import make_administrator
from apps.schools.models import RegisterEntry, Role, School, User
from apps.schools.register.actions import add_school
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load

MAIN_SCHOOL = "thistlewick-primary"


class SignIn(NamedTuple):
    """One demo account."""

    email: str
    password: str
    role: str
    school: str


# Communities, academies, a nursery, a sixth form: between them most conditions of the library are met. The rest of
# what is known of them stands in the invented register.
SCHOOLS: dict[str, tuple[int, dict[str, str]]] = {
    MAIN_SCHOOL: (900001, {"display_name": "Thistlewick Primary School", "short_name": "Thistlewick"}),
    "marrowdown-primary": (900002, {"display_name": "Marrowdown Primary Academy", "short_name": "Marrowdown"}),
    "quillhaven": (900003, {"display_name": "Quillhaven Academy", "short_name": "Quillhaven"}),
}
TRUST = {"legal_name": "The Wexmoor Vale Learning Trust", "display_name": "Wexmoor Vale Learning Trust"}
ADMINISTRATOR = ("administrator@policywright.example", "Ada Keeper")

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
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM, whole=False)
    actions.create_trust("wexmoor-vale", **TRUST, by=SYSTEM)
    schools = {slug: _school(slug) for slug in SCHOOLS}
    members = [_member(schools[slug], role, title, name) for slug, role, title, name in PEOPLE]
    return [*members, _administrator()]


@transaction.atomic
def new_passwords() -> list[SignIn]:
    """Give each demo account a new random password."""
    signs_in = [
        SignIn(email, _new_password(email), role.label, SCHOOLS[slug][1]["display_name"])
        for slug, role, _, _ in PEOPLE
        for email in [_email(slug, role)]
    ]
    return [*signs_in, _administrator()]


def _school(slug: str) -> School:
    urn, names = SCHOOLS[slug]
    return add_school(RegisterEntry.objects.get(urn=urn), slug=slug, by=SYSTEM, **names)


def _email(slug: str, role: Role) -> str:
    """An address that can belong to nobody: .example is reserved."""
    return f"{role}@{slug.removesuffix('-primary')}.example"


def _member(school: School, role: Role, title: str, name: str) -> SignIn:
    email = _email(school.slug, role)
    user = actions.create_user(email, name=name, by=SYSTEM)
    actions.give_role(school, user=user, role=role, by=SYSTEM)
    actions.add_person(school, title=title, name=name, role=role.label, user=user, by=SYSTEM)
    return SignIn(email, _new_password(email), role.label, school.display_name)


def _administrator() -> SignIn:
    email, name = ADMINISTRATOR
    make_administrator(email=email, name=name, by=SYSTEM)
    return SignIn(email, _new_password(email), "Administrator", "may add schools")


def _new_password(email: str) -> str:
    user = User.objects.get(email=email)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
