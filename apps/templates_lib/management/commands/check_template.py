"""manage.py check_template FILE: every mistake of a template with its line, all at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks import check_bundle, warnings
from apps.policydoc.problem import SourceError
from apps.templates_lib import library
from apps.templates_lib.headless import HeadlessCommand, placed, template_mistakes


class Command(HeadlessCommand):
    help = "Check a template and everything it composes with. Needs no database. Exit code 1 if there are mistakes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("template", metavar="FILE", help="a path, or family@edition")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["template"]
        bundle = self.bundle_of(name)
        for problem in warnings(bundle):
            self.stderr.write(f"Warning: {placed(name, problem)}")
        if problems := check_bundle(bundle, library.guidance_register().families):
            self.fail(placed(name, problem) for problem in problems)
        self.stdout.write(f"{name}: no mistakes.")

    def bundle_of(self, name: str) -> Bundle:
        try:
            return library.bundle_at(name)
        except (SourceError, library.NotFound, OSError) as error:
            self.fail(template_mistakes(name, error))
