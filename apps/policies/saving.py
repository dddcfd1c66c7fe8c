"""Writes answers so that none is lost: each row by one UPDATE that holds only at the revision that was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from apps.policydoc.template import CONTROL
from apps.schools.events import Actor
from apps.schools.models import School, User

from .changes import Change, Clash, Key, Saved, Seen, answer_of, fingerprint, opposite
from .models import Answer, Version

Owner = Version | School
Kind = Answer.Kind
# One person's saves of one answer within this time are one entry of its history.
FOLDED = timedelta(minutes=10)
# A forced change meets another writer at most this often before something else must be wrong.
ATTEMPTS = 20
TAKEN_BACK: Mapping[str, tuple[str, ...]] = {
    Kind.VALUE: (Kind.ACCEPTED, Kind.UNDECIDED),
    Kind.CONTROL: (Kind.ACCEPTED, Kind.UNDECIDED),
    Kind.UNDECIDED: (Kind.ACCEPTED,),
    Kind.LEFT_OUT: (Kind.KEPT, Kind.ACCEPTED),
    Kind.KEPT: (Kind.LEFT_OUT, Kind.ACCEPTED),
}


def owner_of(version: Version, change: Change) -> Owner:
    """School-wide questions are answered for the school, once for all its policies."""
    return version.policy.school if change.key.startswith("school.") else version


def owned_by(owner: Owner) -> dict[str, Owner]:
    return {"version": owner} if isinstance(owner, Version) else {"school": owner}


def stored(owner: Owner, answer: Key) -> Answer | None:
    kind, key = answer
    return Answer.objects.filter(**owned_by(owner), kind=kind, key=key).first()


def row_id(row: Answer) -> Key:
    return (row.kind, row.key)


def follow_up(change: Change) -> Iterator[Change]:
    """What an answer takes back: a question answered is not undecided, a statement kept is not left out."""
    if change.value is not None:
        key = f"{CONTROL}.{change.key}" if change.kind == Kind.CONTROL else change.key
        for kind in TAKEN_BACK.get(change.kind, ()):
            yield Change(kind, key, None, None)


class Writer:
    """One save, inside a transaction that holds the version's lock (and the school's, where its answers change)."""

    def __init__(self, version: Version, rows: Iterable[Answer], *, by: Actor, at: datetime) -> None:
        self.version = version
        self.rows = {row_id(row): row for row in rows}
        self.found = {answer: (row.revision, row.value is not None) for answer, row in self.rows.items()}
        self.by = by if isinstance(by, User) else None
        self.at = at
        self.history: list[dict[str, Any]] = []
        self.stands: list[Key] = []
        self.clashes: list[Clash] = []

    def write(self, changes: Iterable[Change]) -> Saved:
        asked = {change.id: change for change in changes}
        for change in asked.values():
            if change.kind == Kind.ACCEPTED and answer_of(change.key) in {clash.id for clash in self.clashes}:
                continue  # somebody answered it one by one while it was being confirmed with its section
            if self._write_one(change):
                for following in follow_up(change):
                    if following.id not in asked and following.id in self.rows:
                        self._write_one(following)
        return Saved({answer: token(self.rows, answer) for answer in self.stands}, tuple(self.clashes))

    def _write_one(self, change: Change) -> bool:
        """Whether the answer is another one now."""
        owner = owner_of(self.version, change)
        for _ in range(ATTEMPTS):
            row = self.rows.get(change.id)
            if _stands_already(change, row):
                self.stands.append(change.id)
                return False
            if theirs := self._met(change, row):
                self.clashes.append(self._clash(change, theirs))
                return False
            if self._insert(change, owner) if row is None else self._update(change, row):
                self.stands.append(change.id)
                return True
            if stands := stored(owner, change.id):
                self.rows[change.id] = stands
        raise RuntimeError(f"{change.kind} {change.key} changed under each of {ATTEMPTS} attempts to save it")

    def _met(self, change: Change, row: Answer | None) -> Answer | None:
        """The answer that somebody else gave to the same question since this person read it."""
        if change.seen is None:
            return None
        read = Seen.parse(change.seen) or Seen()
        if row and row.revision != read.revision:
            return row
        other = opposite(change.id)
        revision, is_given = self.found.get(other, (0, False)) if other else (0, False)
        excluded = change.value is not None and is_given and revision != read.other
        return self.rows[other] if excluded and other else None

    def _clash(self, change: Change, theirs: Answer) -> Clash:
        return Clash(
            change.kind, change.key, theirs.value, change.value, theirs.changed_by, theirs.changed_at,
            seen=token(self.rows, change.id), theirs_kind=theirs.kind,
        )  # fmt: skip

    def _insert(self, change: Change, owner: Owner) -> bool:
        """False when somebody else inserted the same answer first."""
        row = Answer(
            **owned_by(owner), kind=change.kind, key=change.key, value=change.value,
            changed_by=self.by, changed_at=self.at, recorded_at=self.at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if stored(owner, change.id) is None:
                raise
            return False
        self.rows[change.id] = row
        self._note(change, None, row.revision, recorded=True)
        return True

    def _update(self, change: Change, row: Answer) -> bool:
        """False when the row is not at the revision any more that we have just read."""
        folds = row.changed_by_id == (self.by and self.by.pk) and self.at - row.recorded_at < FOLDED
        updated = Answer.objects.filter(pk=row.pk, revision=row.revision).update(
            value=change.value,
            revision=row.revision + 1,
            changed_by=self.by,
            changed_at=self.at,
            recorded_at=row.recorded_at if folds else self.at,
        )
        if not updated:
            return False
        self._note(change, row.value, row.revision + 1, recorded=not folds)
        row.value, row.revision, row.changed_by, row.changed_at = change.value, row.revision + 1, self.by, self.at
        return True

    def _note(self, change: Change, before: Any, revision: int, *, recorded: bool) -> None:
        """History keeps the value *before* each recorded change: what it became stands in the next one, or in the row.

        So nothing is lost where one person's saves of ten minutes are one entry.
        """
        if recorded:
            entry = {"kind": change.kind, "key": change.key, "revision": revision}
            self.history.append(entry if before is None else entry | {"before": before})


def token(rows: Mapping[Key, Answer], answer: Key) -> str:
    """What a form carries of an answer that was read, so that saving can tell a change from a coincidence."""
    row = rows.get(answer)
    opposed = opposite(answer)
    other = rows.get(opposed) if opposed else None
    return str(Seen.of(row.revision if row else 0, row.value if row else None, other.revision if other else 0))


def _stands_already(change: Change, row: Answer | None) -> bool:
    """The value is there (a double click), or the person left it as they had read it."""
    mine = fingerprint(change.value)
    if mine == fingerprint(row.value if row else None):
        return True
    read = Seen.parse(change.seen) if change.seen is not None else None
    return row is not None and read is not None and read.fingerprint == mine
