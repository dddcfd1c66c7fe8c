"""Standing: what the record of a version says about it, beside what its author answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STATUSES = ("draft", "submitted", "ratified", "withdrawn")


class StandingError(ValueError):
    """All the mistakes of a `standing` object at once."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Standing:
    """`values` are control answers by name (without `control.`) that win over the author's.

    `in_force_from` and `withdrawn_from` are ISO days; `approvals` are objects with whatever a meeting has recorded.
    """

    status: str = "draft"
    version: str = ""
    in_force_from: str = ""
    withdrawn_from: str = ""
    approvals: tuple[Mapping[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def from_json(data: Any) -> Standing:
        if not isinstance(data, dict):
            raise StandingError(["“standing” must be an object."])
        problems = [f"“standing” has no “{str(key)[:40]}”." for key in data if key not in Standing.__dataclass_fields__]
        for key in ("status", "version", "in_force_from", "withdrawn_from"):
            if not isinstance(data.get(key, ""), str):
                problems.append(f"“standing.{key}” must be text.")
        if data.get("status", "draft") not in STATUSES:
            problems.append(f"“standing.status” must be one of: {', '.join(STATUSES)}.")
        approvals = data.get("approvals", [])
        if not isinstance(approvals, list) or not all(isinstance(item, dict) for item in approvals):
            problems.append("“standing.approvals” must be a list of objects.")
        if not isinstance(data.get("values", {}), dict):
            problems.append("“standing.values” must be an object: { control name: value }.")
        if problems:
            raise StandingError(problems)
        return Standing(**{**data, "approvals": tuple(approvals)})

    @property
    def final(self) -> bool:
        return self.status == "ratified"

    @property
    def facts(self) -> dict[str, Any]:
        """The dates and approvals as `Control.values` holds them."""
        found = {
            "in-force-from": self.in_force_from,
            "withdrawn-from": self.withdrawn_from,
            "approvals": [dict(item) for item in self.approvals],
        }
        return {key: item for key, item in found.items() if item}
