"""What is given beside a school's answers: the facts about the school, and what its trust has settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.policydoc.answers import Addition, AnswerError, Answers
from apps.policydoc.document import Image
from apps.policydoc.index import Index
from apps.policydoc.normalise import shown
from apps.policydoc.problem import ProblemsError
from apps.policydoc.template import Node

RULES = ("must-stay", "may-reword", "may-leave-out")


@dataclass(frozen=True)
class SchoolFacts:
    """What is known about the school without asking: its names, its address in lines, its logo, and the answers derived
    from the school register.
    """

    legal_name: str = ""
    display_name: str = ""
    derived: Mapping[str, Any] = field(default_factory=dict)
    address: tuple[str, ...] = ()
    logo: Image | None = None

    def to_json(self) -> dict[str, Any]:
        """As a submitted version keeps them; an address or a logo that is not there has no key."""
        found: dict[str, Any] = {
            "legal_name": self.legal_name,
            "display_name": self.display_name,
            "derived": dict(self.derived),
        }
        if self.address:
            found["address"] = list(self.address)
        return found | ({"logo": {"sha256": self.logo.sha256, "alt": self.logo.alt}} if self.logo else {})

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> SchoolFacts:
        """The inverse of `to_json`; what is read was written by it."""
        logo = data.get("logo")
        return SchoolFacts(
            legal_name=data["legal_name"],
            display_name=data["display_name"],
            derived=data["derived"],
            address=tuple(data.get("address", ())),
            logo=Image(logo["sha256"], logo["alt"]) if logo else None,
        )


class TrustError(ProblemsError[str]):
    """All the mistakes of a trust's layer at once."""


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
    def from_json(data: Any) -> Trust:
        """Reads a trust's layer, its texts cleaned as a school's are; raises TrustError.

        `{"locks": {id: {"value", "reason"?}}, "defaults": {id: value}, "allowed": {id: [values]},
        "statements": {id: rule}, "added": [...]}`; a lock keeps its value and leaves its reason behind.
        """
        return _Reader().trust(data)

    def rule_of(self, node: Node) -> str:
        """The rule for a node, else for the statement whose words it takes; "" for none."""
        return self.statements.get(node.id) or self.statements.get(node.same, "")

    def keeps_words(self, node: Node) -> bool:
        """Whether the school may not reword a node: at either end of a `same=`, must-stay is enough."""
        return "must-stay" in (self.statements.get(node.id), self.statements.get(node.same))


def kept_in(trust: Trust, index: Index) -> frozenset[str]:
    """The nodes that the trust keeps in, with the headings and lead-ins above them, without which they would go."""
    if not trust.statements:
        return frozenset()
    return frozenset(
        above.id
        for place in index.places.values()
        if trust.rule_of(place.above[-1]) in ("must-stay", "may-reword")
        for above in place.above
    )


class _Reader:
    """Reads one trust's layer and collects its mistakes."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def trust(self, data: Any) -> Trust:
        if not isinstance(data, dict):
            raise TrustError(["What a trust has settled is an object: { … }."])
        known = Trust.__dataclass_fields__
        self.problems += [
            f"“{shown(key)}” is not a part of what a trust settles; these are: {', '.join(known)}."
            for key in data
            if key not in known
        ]
        locks, defaults, allowed = (self.mapping(data, name) for name in ("locks", "defaults", "allowed"))
        read = Trust(
            locks=self.values("locks", {key: self.lock(key, lock) for key, lock in locks.items()}),
            defaults=self.values("defaults", defaults),
            allowed={key: tuple(values) for key, values in self.values("allowed", self.lists(allowed)).items()},
            statements=self.rules(self.mapping(data, "statements")),
            added=self.answers("added", {"added": data.get("added", [])}).added,
        )
        if self.problems:
            raise TrustError(self.problems)
        return read

    def mapping(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        found = data.get(name, {})
        if isinstance(found, dict):
            return found
        self.problems.append(f"“{name}” must be an object: {{ id: … }}.")
        return {}

    def lock(self, key: str, lock: Any) -> Any:
        if isinstance(lock, dict) and {"value"} <= set(lock) <= {"value", "reason"}:
            return lock["value"]
        self.problems.append(f"locks “{shown(key)}”: This is an object with value and, if you like, reason.")
        return ""

    def lists(self, allowed: dict[str, Any]) -> dict[str, list[Any]]:
        for key, values in allowed.items():
            if not isinstance(values, list):
                self.problems.append(f"allowed “{shown(key)}”: This is a list of options.")
        return {key: values for key, values in allowed.items() if isinstance(values, list)}

    def rules(self, statements: dict[str, Any]) -> dict[str, str]:
        for key, rule in statements.items():
            if rule not in RULES:
                self.problems.append(f"statements “{shown(key)}”: The rule is one of: {', '.join(RULES)}.")
        return dict(statements)

    def values(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        return dict(self.answers(name, {"values": values}).values)

    def answers(self, name: str, data: dict[str, Any]) -> Answers:
        """The trust's values and additions keep the same rules as a school's."""
        try:
            return Answers.from_json(data)
        except AnswerError as error:
            self.problems += [
                f"{name} “{shown(problem.key)}”: {problem.message}" if problem.key else problem.message
                for problem in error.problems
            ]
            return Answers()
