"""Answer rows in the shape of an answers file, and as the core's Answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apps.policydoc.answers import Addition, Answers, Reason, Rewording, Undecided

from .models import Answer

Kind = Answer.Kind

# Kinds whose answers are ids in a list: the row says yes.
LISTED: Mapping[str, str] = {Kind.LEFT_OUT: "left_out", Kind.KEPT: "kept", Kind.ACCEPTED: "accepted"}
KEYED: Mapping[str, str] = {
    Kind.VALUE: "values",
    Kind.CONTROL: "control",
    Kind.REWORDED: "reworded",
    Kind.ORDER: "order",
    Kind.REASON: "reasons",
    Kind.UNDECIDED: "undecided",
}


def as_answers(rows: Iterable[Answer]) -> Answers:
    return trusted_answers(as_json(rows))


def trusted_answers(found: Mapping[str, Any]) -> Answers:
    """Answers from our own JSON. They were cleaned and checked when they were saved: a page need not pay for it again,
    and what was once ratified stays readable whatever later limits say.
    """
    return Answers(
        values=found.get("values", {}),
        control=found.get("control", {}),
        left_out=frozenset(found.get("left_out", ())),
        kept=frozenset(found.get("kept", ())),
        accepted=frozenset(found.get("accepted", ())),
        reworded={key: _rewording(item) for key, item in found.get("reworded", {}).items()},
        added=tuple(Addition(**item) for item in found.get("added", ())),
        order={key: tuple(ids) for key, ids in found.get("order", {}).items()},
        reasons={key: Reason(**item) for key, item in found.get("reasons", {}).items()},
        undecided={key: Undecided(**item) for key, item in found.get("undecided", {}).items()},
    )


def read_answers(rows: Iterable[Answer]) -> Answers:
    """The answers of rows that somebody wants to save, cleaned; AnswerError with every mistake."""
    return Answers.from_json(as_json(rows))


def as_json(rows: Iterable[Answer]) -> dict[str, Any]:
    """What Answers.from_json reads; additions stand in the order in which they were made."""
    found: dict[str, Any] = {}
    for row in rows:
        if row.value is None:
            continue
        if row.kind in LISTED:
            found.setdefault(LISTED[row.kind], []).append(row.key)
        elif row.kind == Kind.ADDED:
            found.setdefault("added", []).append({"id": row.key} | row.value)
        else:
            found.setdefault(KEYED[row.kind], {})[row.key] = row.value
    return found


def _rewording(item: str | dict[str, str]) -> Rewording:
    return Rewording(item) if isinstance(item, str) else Rewording(**item)
