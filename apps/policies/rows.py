"""The rows of a list question one at a time: two people who each add one both find theirs in the list."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from apps.schools.events import Actor

from .actions import AnswersRefused, Change, Clash, Saved, save_answers
from .changes import answer_of, fingerprint
from .drafts import stored_answers
from .models import Version
from .saving import ATTEMPTS, owner_of, row_id, stored, token

Row = dict[str, Any]
Rows = list[Row]
ROW_ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_row_id() -> str:
    """Made with the form and posted with it: a form that is sent twice adds one row."""
    return "r-" + "".join(secrets.choice(ROW_ID_LETTERS) for _ in range(10))


def row_seen(row: Row) -> str:
    """The token of one row as it was read, for a hidden field of the form that changes it."""
    return fingerprint(row)


def add_row(version: Version, question: str, cells: Row, *, row: str, seen: str = "", by: Actor) -> Saved:
    """Put a row at the end of the list.

    The form was sent before where the row is there already: the same cells are no change, corrected ones change the
    row. Where somebody else changed the list since then, both are in a Clash, and its `seen` insists.
    """
    mine = {**cells, "id": row}
    clashes: list[Clash] = []

    def add(rows: Rows) -> Rows:
        clashes.clear()
        place = _at(rows, row)
        if place is None:
            return [*rows, mine]
        theirs = rows[place]
        if fingerprint(theirs) == fingerprint(mine):
            return rows
        clash = _clash(version, question, theirs, mine)
        if clash.changed_by != by and seen != clash.seen:
            clashes.append(clash)
            return rows
        return [*rows[:place], mine, *rows[place + 1 :]]

    saved = _edit(version, question, add, by=by)
    return replace(saved, clashes=tuple(clashes)) if clashes else saved


def change_row(version: Version, question: str, row: str, cells: Row, *, seen: str | None, by: Actor) -> Saved:
    """Change one row. Where somebody else changed or removed it since it was read, both are in a Clash.

    `seen` None overwrites; a row that was removed comes back at the end.
    """
    mine = {**cells, "id": row}
    clashes: list[Clash] = []

    def change(rows: Rows) -> Rows:
        place = _at(rows, row)
        theirs = rows[place] if place is not None else None
        if seen is not None and seen not in (fingerprint(theirs), fingerprint(mine)):
            clashes[:] = [_clash(version, question, theirs, mine)]
            return rows
        clashes.clear()
        if fingerprint(mine) in (fingerprint(theirs), seen):
            return rows
        return [*rows, mine] if place is None else [*rows[:place], mine, *rows[place + 1 :]]

    saved = _edit(version, question, change, by=by)
    return replace(saved, clashes=tuple(clashes)) if clashes else saved


def move_row(version: Version, question: str, row: str, *, to: int, by: Actor) -> Saved:
    """Put a row at place `to`, counted from 0; beyond the ends is the first or the last place."""

    def move(rows: Rows) -> Rows:
        place = _at(rows, row)
        if place is None:
            return rows
        others = [*rows[:place], *rows[place + 1 :]]
        new_place = max(0, to)
        return [*others[:new_place], rows[place], *others[new_place:]]

    return _edit(version, question, move, by=by)


def remove_row(version: Version, question: str, row: str, *, by: Actor) -> Saved:
    """Take a row out; one that is gone already is no mistake."""
    return _edit(version, question, lambda rows: [item for item in rows if item.get("id") != row], by=by)


def _edit(version: Version, question: str, edit: Callable[[Rows], Rows], *, by: Actor) -> Saved:
    """Save what `edit` makes of the list as it stands, again from the new state where somebody else was faster."""
    kind, key = asked = answer_of(question)
    for _ in range(ATTEMPTS):
        answers = {row_id(answer): answer for answer in stored_answers(version)}
        stands = answers.get(asked)
        rows = stands.value if stands and isinstance(stands.value, list) else []
        seen = token(answers, asked)
        edited = edit(rows)
        if edited is rows:
            return Saved({asked: seen})
        saved = save_answers(version, [Change(kind, key, edited, seen)], by=by)
        if not saved.clashes:
            return saved
    raise RuntimeError(f"the list {question} changed under each of {ATTEMPTS} attempts to change it")


def _at(rows: Rows, row: str) -> int | None:
    return next((place for place, item in enumerate(rows) if item.get("id") == row), None)


def _clash(version: Version, question: str, theirs: Row | None, mine: Row) -> Clash:
    """Who changed the list last: for a row that was changed this is who changed the row, or somebody after them."""
    kind, key = asked = answer_of(question)
    stands = stored(owner_of(version, Change(kind, key, None)), asked)
    if stands is None:
        raise AnswersRefused({asked: ["There is no such list any more."]})
    return Clash(
        kind, key, theirs, mine, stands.changed_by, stands.changed_at, seen=fingerprint(theirs), theirs_kind=kind
    )
