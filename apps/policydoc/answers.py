"""Answers: all that a school has decided about one policy, read strictly from JSON and written back the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from apps.policydoc.canonical import canonical
from apps.policydoc.normalise import LONG, POLICY_BYTES, clean, shown
from apps.policydoc.problem import ProblemsError

Kind = Literal[
    "value", "control", "left-out", "kept", "accepted", "reworded", "added", "order", "reason", "undecided", "file"
]  # fmt: skip
Value = Any  # JSON as template-format.md §1 gives it for each kind of question


@dataclass(frozen=True)
class AnswerProblem:
    """One mistake in a school's answers: `kind` is the kind of Answer row, `key` the id that it stands under."""

    kind: Kind
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind} “{shown(self.key)}”: {self.message}" if self.kind != "file" else self.message


class AnswerError(ProblemsError[AnswerProblem]):
    """All the mistakes of an answer file at once."""


@dataclass(frozen=True)
class Rewording:
    """Words of the school's own instead of the template's; source with tokens, made against `edition`."""

    text: str
    edition: str = ""


@dataclass(frozen=True)
class Addition:
    """A statement or section of the school's own, placed after a node or another addition.

    A statement after a heading stands first under it. `text` is source with tokens.
    """

    after: str
    id: str
    text: str
    section: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a choice that asks for a reason was made, and the risk that goes with it; shown to governors only."""

    reason: str
    risk: str = ""


@dataclass(frozen=True)
class Undecided:
    """A question that the school has set aside: who will decide, and what there is to know."""

    owner: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answers:
    """`control` holds the `control.` answers without their prefix; all other ids are whole ids."""

    values: Mapping[str, Value] = field(default_factory=dict)
    control: Mapping[str, Value] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    reworded: Mapping[str, Rewording] = field(default_factory=dict)
    added: tuple[Addition, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    undecided: Mapping[str, Undecided] = field(default_factory=dict)

    @staticmethod
    def from_json(data: Any) -> Answers:
        """Reads answers whose types, keys and limits are right; raises AnswerError with every mistake.

        Every text is cleaned as `normalise.clean` does. Whether the ids and options exist is the validation's to say.
        """
        reader = _Reader()
        answers = reader.answers(data)
        if not reader.problems and len(canonical(answers.to_json())) > POLICY_BYTES:
            reader.problem(
                "file", "", f"The answers of one policy may take {POLICY_BYTES // 1000} kB: shorten some texts."
            )
        if reader.problems:
            raise AnswerError(reader.problems)
        return answers

    def to_json(self) -> dict[str, Any]:
        """What `from_json` reads; whatever is empty has no key."""
        out: dict[str, Any] = {
            "values": dict(self.values),
            "control": dict(self.control),
            "left_out": sorted(self.left_out),
            "kept": sorted(self.kept),
            "accepted": sorted(self.accepted),
            "reworded": {key: _record(item) if item.edition else item.text for key, item in self.reworded.items()},
            "added": [_record(item) for item in self.added],
            "order": {key: list(ids) for key, ids in self.order.items()},
            "reasons": {key: _record(item) for key, item in self.reasons.items()},
            "undecided": {key: _record(item) for key, item in self.undecided.items()},
        }
        return {key: item for key, item in out.items() if item}


def _record(item: Rewording | Addition | Reason | Undecided) -> dict[str, Any]:
    return {key: value for key, value in vars(item).items() if value not in ("", False)}


class _Reader:
    """Reads one answer file and collects its mistakes."""

    def __init__(self) -> None:
        self.problems: list[AnswerProblem] = []

    def problem(self, kind: Kind, key: str, message: str) -> None:
        self.problems.append(AnswerProblem(kind, key, message))

    def answers(self, data: Any) -> Answers:
        if not isinstance(data, dict):
            self.problem("file", "", "Answers are an object: { … }.")
            return Answers()
        known = Answers.__dataclass_fields__
        for key in data:
            if key not in known:
                self.problem("file", "", f"“{shown(key)}” is not a part of answers; these are: {', '.join(known)}.")
        return Answers(
            values=self.mapping(data, "values", "value", self.value),
            control=self.mapping(data, "control", "control", self.value),
            left_out=self.ids(data, "left_out", "left-out"),
            kept=self.ids(data, "kept", "kept"),
            accepted=self.ids(data, "accepted", "accepted"),
            reworded=self.mapping(data, "reworded", "reworded", self.rewording),
            added=self.additions(data.get("added", [])),
            order=self.mapping(data, "order", "order", self.order),
            reasons=self.mapping(data, "reasons", "reason", self.reason),
            undecided=self.mapping(data, "undecided", "undecided", self.set_aside),
        )

    def mapping(
        self, data: dict[str, Any], name: str, kind: Kind, read: Callable[[Kind, str, Any], Any]
    ) -> dict[str, Any]:
        found = data.get(name, {})
        if not isinstance(found, dict):
            self.problem("file", "", f"“{name}” must be an object: {{ id: … }}.")
            return {}
        return {self.id(kind, key): read(kind, key, item) for key, item in found.items()}

    def ids(self, data: dict[str, Any], name: str, kind: Kind) -> frozenset[str]:
        found = data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            self.problem("file", "", f"“{name}” must be a list of ids.")
            return frozenset()
        return frozenset(self.id(kind, item) for item in found)

    def id(self, kind: Kind, key: str) -> str:
        cleaned = clean(key)
        if cleaned != (key, (), ()) or not key:
            self.problem(kind, key, "This is not an id.")
        return key

    def text(self, kind: Kind, key: str, text: Any, limit: int = LONG, *, what: str = "The text") -> str:
        if not isinstance(text, str):
            self.problem(kind, key, f"{what} must be text between quotation marks.")
            return ""
        cleaned = clean(text, limit=limit, lines=True)
        for message in cleaned.problems:
            self.problem(kind, key, message)
        return cleaned.text

    def value(self, kind: Kind, key: str, value: Any, deep: int = 0) -> Value:
        """A value of any kind of question; what each kind allows is checked against its question by the validation."""
        match value:
            case bool():
                return value
            case str():
                return self.text(kind, key, value)
            case list() if deep < 4:
                return [self.value(kind, key, item, deep + 1) for item in value]
            case dict() if deep < 4:
                return {self.id(kind, name): self.value(kind, key, item, deep + 1) for name, item in value.items()}
            case None:
                self.problem(kind, key, "Leave an answer that is not there out: null is not used.")
            case _:
                self.problem(kind, key, "An answer is text, true, false, a list or an object.")
        return ""

    def record(
        self, kind: Kind, key: str, item: Any, needed: tuple[str, ...], known: tuple[str, ...]
    ) -> dict[str, str]:
        if not isinstance(item, dict) or not set(needed) <= set(item) <= set(known):
            may = ", ".join(name for name in known if name not in needed)
            what = ", ".join(needed)
            also = f" and, if you like, {may}" if needed and may else f"{may} as you like" if may else ""
            self.problem(kind, key, f"This is an object with {what}{also}.")
            return dict.fromkeys(known, "")
        return {name: self.text(kind, key, text, what=f"“{name}”") for name, text in item.items()}

    def rewording(self, kind: Kind, key: str, item: Any) -> Rewording:
        if isinstance(item, dict):
            return Rewording(**self.record(kind, key, item, ("text",), ("text", "edition")))
        return Rewording(self.text(kind, key, item))

    def reason(self, kind: Kind, key: str, item: Any) -> Reason:
        return Reason(**self.record(kind, key, item, ("reason",), ("reason", "risk")))

    def set_aside(self, kind: Kind, key: str, item: Any) -> Undecided:
        return Undecided(**self.record(kind, key, item, (), ("owner", "note")))

    def order(self, kind: Kind, key: str, item: Any) -> tuple[str, ...]:
        if not isinstance(item, list) or not all(isinstance(name, str) for name in item):
            self.problem(kind, key, "The order is a list of ids.")
            return ()
        return tuple(self.id(kind, name) for name in item)

    def additions(self, items: Any) -> tuple[Addition, ...]:
        if not isinstance(items, list):
            self.problem("file", "", "“added” must be a list.")
            return ()
        return tuple(self.addition(item, place) for place, item in enumerate(items, 1))

    def addition(self, item: Any, place: int) -> Addition:
        """An addition without an id is named by its place, from 1."""
        section = item.get("section", False) if isinstance(item, dict) else False
        key = item["id"] if isinstance(item, dict) and isinstance(item.get("id"), str) else str(place)
        if not isinstance(section, bool):
            self.problem("added", key, "“section” is true or absent.")
        rest = {name: text for name, text in item.items() if name != "section"} if isinstance(item, dict) else item
        words = ("after", "id", "text")
        return Addition(**self.record("added", key, rest, words, words), section=section is True)
