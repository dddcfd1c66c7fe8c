"""manage.py describe_template TEMPLATE|--all --json: what a template asks and says."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser

from apps.policydoc.problem import SourceError
from apps.templates_lib import library
from apps.templates_lib.describing import Json, describe
from apps.templates_lib.headless import HeadlessCommand, template_mistakes


class Command(HeadlessCommand):
    help = "Describe the questions and statements of a template as JSON. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("template", nargs="?", metavar="TEMPLATE", help="a path, or family@edition")
        which.add_argument("--all", action="store_true", help="every shipped file, the school and shared files too")
        parser.add_argument("--json", action="store_true", required=True, help="print JSON (the only form so far)")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [str(path) for path in library.shipped_paths()] if options["all"] else [options["template"]]
        found: list[Json] = []
        mistakes: list[str] = []
        for name in names:
            try:
                found.append(describe(library.bundle_at(name)))
            except (SourceError, library.NotFound, OSError) as error:
                mistakes += template_mistakes(name, error)
        if mistakes:
            self.fail(mistakes)
        self.stdout.write(json.dumps(found if options["all"] else found[0], ensure_ascii=False, indent=2))
