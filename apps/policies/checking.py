"""Lets through only what an answer may hold: every change of a save is cleaned and checked before one is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from apps.policydoc.answers import AnswerError, Answers
from apps.policydoc.canonical import canonical
from apps.policydoc.normalise import POLICY_BYTES
from apps.policydoc.validation import validate
from apps.templates_lib.editions import bundle_of

from .changes import AnswersRefused, Change, Key
from .models import Answer, Version
from .shape import KEYED, LISTED, as_answers, read_answers

Kind = Answer.Kind
FILE: Key = ("file", "")


def checked(version: Version, rows: Iterable[Answer], changes: Iterable[Change]) -> list[Change]:
    """The changes with their texts cleaned; AnswersRefused with every mistake of all of them.

    Only the changes are judged: an older answer that the edition no longer knows does not stand in the way.
    """
    changes = list({change.id: change for change in changes}.values())
    given = [change for change in changes if change.value is not None]
    rows = list(rows)
    problems = [(change.id, message) for change in changes if (message := _mistake(change))]
    if problems:
        raise refused(problems)
    answers = _read(given)
    context = _with_additions(answers, rows, changes)
    if problems := _relevant(validate(bundle_of(version.edition), context), changes):
        raise refused(problems)
    cleaned = [_cleaned(change, answers) for change in changes]
    if _size(rows, cleaned) > POLICY_BYTES:
        limit = f"The answers of one policy may take {POLICY_BYTES // 1000} kB: shorten some texts."
        raise refused([(FILE, limit)])
    return cleaned


def refused(problems: Iterable[tuple[Key, str]]) -> AnswersRefused:
    found: dict[Key, list[str]] = {}
    for key, message in problems:
        found.setdefault(key, []).append(message)
    return AnswersRefused(found)


def _mistake(change: Change) -> str:
    """What is wrong with the change itself, whatever the template asks."""
    if change.kind not in Kind.values:
        return "There is no such kind of answer."
    if not isinstance(change.key, str) or not change.key:
        return "An answer stands under the id of a question or of a statement."
    if change.kind in LISTED and change.value is not None and change.value is not True:
        return "This can only be set, or taken back."
    if change.kind == Kind.ADDED and change.value is not None and not isinstance(change.value, dict):
        return "An addition is an object."
    return ""


def _read(given: list[Change]) -> Answers:
    try:
        return _answers(given)
    except AnswerError as error:
        found = [problem for change in given for problem in _unreadable(change)]
        raise refused(found or [(FILE, problem.message) for problem in error.problems]) from None


def _unreadable(change: Change) -> list[tuple[Key, str]]:
    """Read alone, so that every problem is known to be of this change, whatever it names."""
    try:
        _answers([change])
    except AnswerError as error:
        return [(change.id, problem.message) for problem in error.problems]
    return []


def _answers(given: list[Change]) -> Answers:
    return read_answers(Answer(kind=change.kind, key=change.key, value=change.value) for change in given)


def _with_additions(answers: Answers, rows: list[Answer], changes: list[Change]) -> Answers:
    """The changed answers beside the additions that stay: an addition or an order may name one of those."""
    changed = {change.id for change in changes}
    staying = [row for row in rows if row.kind == Kind.ADDED and (row.kind, row.key) not in changed]
    if not staying:
        return answers
    return replace(answers, added=(*as_answers(staying).added, *answers.added))


def _relevant(problems: Iterable[Any], changes: list[Change]) -> list[tuple[Key, str]]:
    """Problems of the changes, and of the file as a whole; not those of additions that were there before."""
    changed = {change.id for change in changes}
    return [
        ((problem.kind, problem.key), problem.message)
        for problem in problems
        if (problem.kind, problem.key) in changed or problem.kind == "file"
    ]


def _cleaned(change: Change, answers: Answers) -> Change:
    if change.value is None or change.kind in LISTED:
        return change
    if change.kind == Kind.ADDED:
        (value,) = [dict(item) for item in answers.to_json()["added"] if item["id"] == change.key]
        del value["id"]
    else:
        value = answers.to_json()[KEYED[Kind(change.kind)]][change.key]
    return Change(change.kind, change.key, value, change.seen)


def _size(rows: list[Answer], changes: list[Change]) -> int:
    """Bytes of all the answers as they would be."""
    merged = {(row.kind, row.key): row.value for row in rows} | {change.id: change.value for change in changes}
    return sum(len(canonical([kind, key, value])) for (kind, key), value in merged.items() if value is not None)
