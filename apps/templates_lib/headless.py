"""What the commands share that work without a database: mistakes all at once on standard error, and exit code 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.core.management.base import BaseCommand

from apps.policydoc.problem import Problem, SourceError

from . import library


class HeadlessCommand(BaseCommand):
    """A command that touches no database, and so runs no check that would."""

    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def fail(self, mistakes: Iterable[str]) -> NoReturn:
        for mistake in mistakes:
            self.stderr.write(mistake)
        raise SystemExit(1)


def template_mistakes(name: str, error: SourceError | library.NotFound | OSError) -> list[str]:
    """One line for each mistake: the file as it was named, or the family it stands in, and the line."""
    match error:
        case SourceError():
            return [placed(name, problem) for problem in error.problems]
        case OSError():
            return [f"{name}: it cannot be read ({error.strerror or error})."]
        case _:
            return [str(error)]


def placed(name: str, problem: Problem) -> str:
    place = f"{name} (in {problem.family})" if problem.family and problem.family not in name else name
    return f"{place}:{problem.line}: {problem.message}" if problem.line else f"{place}: {problem.message}"
