"""`manage.py make_administrator EMAIL`: lets somebody look after this installation, for example add schools."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from apps.schools.events import SYSTEM
from apps.schools.invitations import make_administrator


class Command(BaseCommand):
    help = "Let whoever has this e-mail address look after the installation: they may add schools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = make_administrator(email=options["email"], name=options["name"], by=SYSTEM)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.email} looks after this installation. They sign in with a code sent by e-mail.")
