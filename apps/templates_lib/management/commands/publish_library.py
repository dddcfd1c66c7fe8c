"""manage.py publish_library: puts the shipped template files into the database. Safe to run at every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.schools.events import SYSTEM
from apps.templates_lib.actions import NotPublished, publish_library


class Command(BaseCommand):
    help = "Publish the editions of the shipped library. A published edition is never changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drafts", action="store_true",
            help="keep new editions as drafts, whose text may be replaced: for work on templates",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = publish_library(by=SYSTEM, drafts=options["drafts"])
        except NotPublished as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise SystemExit(1) from None
        for edition in changed:
            self.stdout.write(f"{edition}: {'stored as a draft' if edition.is_draft else 'published'}")
        if not changed:
            self.stdout.write("The library is up to date.")
