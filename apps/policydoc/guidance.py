"""The register of guidance: which edition of a national document was in force on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

from apps.policydoc.days import is_day
from apps.policydoc.problem import ProblemsError


class GuidanceError(ProblemsError[str]):
    """All the mistakes of a register file at once."""


@dataclass(frozen=True)
class GuidanceEdition:
    """One edition. Dates are ISO days; `in_force_until` is its last day, empty: until the next edition begins.

    `checked` is true where we have read the source itself; `note` is for the keepers of the register.
    """

    id: str
    family: str
    title: str
    in_force_from: str
    url: str
    short_title: str = ""
    edition: str = ""
    in_force_until: str = ""
    checked: bool = False
    note: str = ""


@dataclass(frozen=True)
class Register:
    """All editions that we know of."""

    editions: tuple[GuidanceEdition, ...] = ()

    @staticmethod
    def from_json(rows: Any) -> Register:
        """Reads the list that `guidance.json` holds; raises GuidanceError."""
        if not isinstance(rows, list):
            raise GuidanceError(["the register is a list of editions"])
        problems: list[str] = []
        editions = []
        for place, row in enumerate(rows, 1):
            mistakes = _mistakes(row)
            problems += [f"edition {place} ({_name(row)}): {mistake}" for mistake in mistakes]
            if not mistakes:
                editions.append(GuidanceEdition(**row))
        problems += _twice(edition.id for edition in editions)
        if problems:
            raise GuidanceError(problems)
        return Register(tuple(editions))

    @cached_property
    def families(self) -> Mapping[str, tuple[GuidanceEdition, ...]]:
        """The editions of each family, the oldest first."""
        found: dict[str, list[GuidanceEdition]] = {}
        for edition in sorted(self.editions, key=lambda edition: (edition.in_force_from, edition.id)):
            found.setdefault(edition.family, []).append(edition)
        return {family: tuple(editions) for family, editions in found.items()}

    def entry(self, family: str, on: str) -> GuidanceEdition | None:
        """The edition in force on the ISO day `on`: the latest that had begun, unless its last day has passed."""
        begun = [edition for edition in self.families.get(family, ()) if edition.in_force_from <= on]
        if not begun or (begun[-1].in_force_until and begun[-1].in_force_until < on):
            return None
        return begun[-1]


def _mistakes(row: Any) -> list[str]:
    if not isinstance(row, dict):
        return ["an edition is an object"]
    known = {field.name: field for field in fields(GuidanceEdition)}
    found = [f"“{key}” is not one of: {', '.join(known)}" for key in row if key not in known]
    found += [f"“{name}” is missing" for name, field in known.items() if field.default is MISSING and not row.get(name)]
    for key, item in row.items():
        wanted = bool if key == "checked" else str
        if key in known and type(item) is not wanted:
            found.append(f"“{key}” must be {'true or false' if wanted is bool else 'text'}")
    found += [
        f"“{key}” must be a day such as 2026-09-01"
        for key in ("in_force_from", "in_force_until")
        if row.get(key) and not is_day(row[key])
    ]
    if isinstance(row.get("url"), str) and not row["url"].startswith("https://"):
        found.append("“url” must begin with https://")
    return found


def _name(row: Any) -> str:
    return str(row.get("id", "without an id")) if isinstance(row, dict) else "without an id"


def _twice(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [f"the id “{key}” stands twice" for key in ids if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
