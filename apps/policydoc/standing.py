"""Standing: what the record of a version says about it, beside what its author answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.policydoc.answers import AnswerError, Answers
from apps.policydoc.normalise import clean, shown
from apps.policydoc.problem import ProblemsError

STATUSES = ("draft", "submitted", "ratified", "withdrawn")


class StandingError(ProblemsError[str]):
    """All the mistakes of a `standing` object at once."""


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
        """Reads what `standing` holds in an answer file, its texts cleaned; raises StandingError."""
        if not isinstance(data, dict):
            raise StandingError(["“standing” must be an object."])
        problems = [f"“standing” has no “{shown(key)}”." for key in data if key not in Standing.__dataclass_fields__]
        texts = {key: _text(key, data[key], problems) for key in _TEXTS if key in data}
        if texts.get("status", "draft") not in STATUSES:
            problems.append(f"“standing.status” must be one of: {', '.join(STATUSES)}.")
        approvals = _approvals(data.get("approvals", []), problems)
        values = _values(data.get("values", {}), problems)
        if problems:
            raise StandingError(problems)
        return Standing(**texts, approvals=approvals, values=values)

    @property
    def final(self) -> bool:
        """Whether the text is what governors approved, in force or not."""
        return self.status in ("ratified", "withdrawn")

    @property
    def facts(self) -> dict[str, Any]:
        """The dates and approvals as `Control.values` holds them."""
        found = {
            "in-force-from": self.in_force_from,
            "withdrawn-from": self.withdrawn_from,
            "approvals": [dict(item) for item in self.approvals],
        }
        return {key: item for key, item in found.items() if item}


_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TEXTS = ("status", "version", "in_force_from", "withdrawn_from")


def _text(name: str, text: Any, problems: list[str]) -> str:
    if not isinstance(text, str):
        problems.append(f"“standing.{name}” must be text.")
        return ""
    cleaned = clean(text)
    problems += [f"“standing.{name}”: {message}" for message in cleaned.problems]
    return cleaned.text


def _approvals(items: Any, problems: list[str]) -> tuple[Mapping[str, str], ...]:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        problems.append("“standing.approvals” must be a list of objects.")
        return ()
    problems += [
        f"“standing.approvals”: “{shown(key)}” is no name of a field: use small letters, digits, hyphens."
        for item in items
        for key in item
        if not _FIELD.fullmatch(key)
    ]
    return tuple({key: _text(f"approvals.{key[:40]}", text, problems) for key, text in item.items()} for item in items)


def _values(values: Any, problems: list[str]) -> Mapping[str, Any]:
    if not isinstance(values, dict):
        problems.append("“standing.values” must be an object: { control name: value }.")
        return {}
    try:
        return Answers.from_json({"control": values}).control
    except AnswerError as error:
        problems += [f"“standing.values”: {problem}" for problem in error.problems]
        return {}
