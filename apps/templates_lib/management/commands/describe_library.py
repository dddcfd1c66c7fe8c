"""manage.py describe_library: docs/library.md, made of the shipped library and its ledger of decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.policydoc.problem import SourceError
from apps.templates_lib.headless import HeadlessCommand
from apps.templates_lib.ledger import LedgerError, read_ledger
from apps.templates_lib.library_page import library_page
from apps.templates_lib.overview import Overview


class Command(HeadlessCommand):
    help = "Describe which decisions the library lets a school take, and where. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, metavar="FILE", help="a file to write; else standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            page = library_page(Overview(), read_ledger())
        except (LedgerError, SourceError) as error:
            self.fail(map(str, error.problems))
        output: Path | None = options["output"]
        if output is None:
            self.stdout.write(page, ending="")
        else:
            output.write_text(page, encoding="utf-8")
