"""`manage.py demo`: makes the invented schools once, and tells how to sign in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.schools import demo


class Command(BaseCommand):
    help = "Make the invented demo schools and their accounts (once), on this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new-passwords", action="store_true", help="give the demo accounts new passwords")

    def handle(self, *args: Any, **options: Any) -> None:
        if not demo.may_be_made_at(settings.SITE_URL):
            raise CommandError(f"SITE_URL={settings.SITE_URL}: demo accounts are only made on localhost.")
        kept: Path = settings.VAR / "demo-sign-ins.txt"
        if not demo.exists():
            _keep(kept, demo.make())
        elif options["new_passwords"] or not kept.exists():
            _keep(kept, demo.new_passwords())
        self.stdout.write(kept.read_text(encoding="utf-8"), ending="")


def _keep(path: Path, signs_in: list[demo.SignIn]) -> None:
    """Write the accounts where only this user can read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    width = max(len(account.email) for account in signs_in)
    lines = [f"{a.email:{width}}  {a.password}  {a.role}, {a.school}\n" for a in signs_in]
    path.write_text("".join(lines), encoding="utf-8")
