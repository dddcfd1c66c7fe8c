"""What is wrong with something that was read, and where: first of all with a template's source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P")


@dataclass(frozen=True)
class Problem:
    """One mistake for the template's author. `line` counts from 1; 0 means the file as a whole.

    `family` says which file it stands in where several are composed together, and is empty while one file is read.
    """

    line: int
    message: str
    family: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{self.family}, {place}{self.message}" if self.family else f"{place}{self.message}"


class ProblemsError(ValueError, Generic[P]):
    """All the mistakes of one thing that was read, each told in a line of its own."""

    def __init__(self, problems: Iterable[P]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class SourceError(ProblemsError[Problem]):
    """All the mistakes of a source at once, in the order of the files and lines they stand in."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(in_order(problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and line."""
    return sorted(set(problems), key=lambda problem: (problem.family, problem.line, problem.message))
