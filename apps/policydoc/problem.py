"""What is wrong with a template's source, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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


class SourceError(ValueError):
    """All the mistakes of a source at once, in the order of the files and lines they stand in."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and line."""
    return sorted(set(problems), key=lambda problem: (problem.family, problem.line, problem.message))
