"""`manage.py load_schools FILE.csv`: brings the rows of the public register of schools up to its file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from apps.schools.events import SYSTEM
from apps.schools.register.file import ENCODINGS, Broken, FileRefused, RegisterFile
from apps.schools.register.loading import Report, load

ROWS_WERE_BROKEN = 2


class Command(BaseCommand):
    help = """Load the public register of schools from its file of all establishment fields (CSV).
    Run it again with each new file: rows that changed are changed, and none is removed. Rows that cannot be
    read are named with their line and skipped. Exit code 0: all well; 1: the file was refused and nothing is
    loaded; 2: loaded, but for the rows named."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file, as the register publishes it")
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="otherwise the file's bytes decide")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            file = RegisterFile(path, options["encoding"])
            self.stdout.write(f"{path.name}: read as {file.encoding}, {file.reading}")
            report = self._loaded(file)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        except FileRefused as refused:
            raise CommandError(f"{path}: {refused}") from refused
        self.stdout.write(summary(report))
        if report.broken:
            raise CommandError(f"{_rows(report.broken)} broken and skipped, named above.", returncode=ROWS_WERE_BROKEN)

    def _loaded(self, file: RegisterFile) -> Report:
        """Under a progress bar, where a person watches; a pipe or a log gets none."""
        with tqdm(
            total=file.size, unit="B", unit_scale=True, desc=file.path.name, disable=None, file=sys.stderr
        ) as bar:

            def tell(broken: Broken) -> None:
                bar.clear()
                urn = f" (URN {broken.urn})" if broken.urn else ""
                self.stderr.write(f"line {broken.line}{urn}: {broken.reason}")

            return load(file, by=SYSTEM, tell=tell, progress=lambda now: bar.update(now.position - bar.n))


def summary(report: Report) -> str:
    lines = [
        f"{report.rows:,} rows: {report.added:,} added, {report.changed:,} changed, {report.same:,} as before, "
        f"{report.broken:,} broken."
    ]
    if report.gone:
        lines.append(f"{report.gone:,} schools are no longer in the file: marked, not removed.")
    if report.not_marked:
        lines.append(
            f"{report.not_marked:,} schools are not in this file. It does not seem to be the whole register, "
            "so none of them is marked as gone."
        )
    return "\n".join(lines)


def _rows(count: int) -> str:
    return "One row is" if count == 1 else f"{count:,} rows are"
