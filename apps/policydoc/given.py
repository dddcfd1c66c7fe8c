"""What is given beside a school's answers: the facts about the school, and what its trust has settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.policydoc.answers import Addition, Answers


@dataclass(frozen=True)
class SchoolFacts:
    """What is known about the school without asking: its names, and the answers derived from the school register."""

    legal_name: str = ""
    display_name: str = ""
    derived: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Trust:
    """What a trust has settled for its schools.

    `locks` are values that a school cannot change, `defaults` values that it has to confirm, `allowed` the options
    that it may choose from. `statements` says per node "must-stay", "may-reword" or "may-leave-out".
    """

    locks: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    allowed: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Addition, ...] = ()

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Trust:
        """The trust's layer as architecture.md spells it; a lock keeps its value and leaves its reason behind."""
        return Trust(
            locks={key: lock["value"] for key, lock in data.get("locks", {}).items()},
            defaults=dict(data.get("defaults", {})),
            allowed={key: tuple(values) for key, values in data.get("allowed", {}).items()},
            statements=dict(data.get("statements", {})),
            added=Answers.from_json({"added": list(data.get("added", []))}).added,
        )
