"""`manage.py create_school`: adds a school of the register, or one that has no URN, and invites its head."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.schools import actions
from apps.schools.events import SYSTEM, hold
from apps.schools.invitations import invite
from apps.schools.models import Role, School
from apps.schools.register.actions import add_school, free_slug
from apps.schools.register.facts import suggested_short_name
from apps.schools.register.search import by_urn


class Command(BaseCommand):
    help = """Add a school and invite its head, by e-mail. With --urn everything else comes from the school
    register (load it with load_schools). A nursery that has no URN is given by --name, and asked for the rest."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--urn", default="", help="six digits")
        which.add_argument("--name", default="", help="the legal name of a school without a URN")
        parser.add_argument("--head-email", required=True, help="who becomes head there, with or without an account")
        parser.add_argument("--head-name", default="", help="otherwise the register's")
        parser.add_argument("--display-name", default="", help="as it stands on covers; otherwise the register's")
        parser.add_argument("--short-name", default="", help="as it stands in running text")
        parser.add_argument("--slug", default="", help="as it stands in addresses, for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            school = _from_register(options) if options["urn"] else _without_urn(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{school}: /schools/{school.slug}/")
        self.stdout.write(f"{options['head_email']} is its head, and is told so by e-mail.")


def _from_register(options: dict[str, Any]) -> School:
    entry = by_urn(options["urn"])
    if entry is None:
        raise CommandError(f"URN {options['urn']}: not in the school register here. Is it loaded (load_schools)?")
    names = ("head_email", "head_name", "display_name", "short_name", "slug")
    return add_school(entry, by=SYSTEM, **{name: options[name] for name in names})


@transaction.atomic
def _without_urn(options: dict[str, Any]) -> School:
    hold(None)  # so that nobody else is given the same slug
    display = options["display_name"] or options["name"]
    short = options["short_name"] or suggested_short_name(display)
    names = {"legal_name": options["name"], "display_name": display, "short_name": short}
    school = actions.create_school(options["slug"] or free_slug(School, display), by=SYSTEM, **names)
    invite(school, email=options["head_email"], role=Role.HEAD, name=options["head_name"], by=SYSTEM)
    return school
