"""Answer rows in the shape of an answers file, and so as the core's Answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apps.policydoc.answers import Answers

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
