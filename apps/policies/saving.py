"""Writes answers so that none is lost: each row by one UPDATE that holds only at the revision that was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from apps.schools.events import Actor
from apps.schools.models import School, User

from .changes import Change, Clash, Key, Saved, Seen, fingerprint
from .models import Answer, Version

Owner = Version | School
Kind = Answer.Kind
# One person's saves of one answer within this time are one entry of its history.
FOLDED = timedelta(minutes=10)
# A forced change meets another writer at most this often before something else must be wrong.
ATTEMPTS = 20
TAKEN_BACK: Mapping[str, tuple[str, ...]] = {
    Kind.VALUE: (Kind.ACCEPTED, Kind.UNDECIDED),
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
        for kind in TAKEN_BACK.get(change.kind, ()):
            yield Change(kind, change.key, None, None)


class Writer:
    """One save, inside a transaction that holds the version's lock (and the school's, where its answers change)."""

    def __init__(self, version: Version, rows: Iterable[Answer], *, by: Actor, at: datetime) -> None:
        self.version = version
        self.rows = {row_id(row): row for row in rows}
        self.by = by if isinstance(by, User) else None
        self.at = at
        self.history: list[dict[str, Any]] = []
        self.seen: dict[Key, str] = {}
        self.clashes: list[Clash] = []

    def write(self, changes: Iterable[Change]) -> Saved:
        asked = {change.id: change for change in changes}
        for change in asked.values():
            if change.kind == Kind.ACCEPTED and (Kind.VALUE, change.key) in {clash.id for clash in self.clashes}:
                continue  # somebody answered it one by one while it was being confirmed with its section
            if self._write_one(change):
                for following in follow_up(change):
                    if following.id not in asked and following.id in self.rows:
                        self._write_one(following)
        return Saved(self.seen, tuple(self.clashes))

    def _write_one(self, change: Change) -> bool:
        """Whether the answer is another one now."""
        owner = owner_of(self.version, change)
        row = self.rows.get(change.id)
        for _ in range(ATTEMPTS):
            if _stands_already(change, row):
                self.seen[change.id] = str(_seen(row))
                return False
            if row and change.seen is not None and row.revision != _read_revision(change.seen):
                self.clashes.append(_clash(change, row))
                return False
            if self._insert(change, owner) if row is None else self._update(change, row):
                return True
            row = stored(owner, change.id)
        raise RuntimeError(f"{change.kind} {change.key} changed under each of {ATTEMPTS} attempts to save it")

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
        if updated:
            self._note(change, row.value, row.revision + 1, recorded=not folds)
        return bool(updated)

    def _note(self, change: Change, before: Any, revision: int, *, recorded: bool) -> None:
        """History keeps the value *before* each recorded change: what it became stands in the next one, or in the row.

        So nothing is lost where one person's saves of ten minutes are one entry.
        """
        self.seen[change.id] = str(Seen.of(revision, change.value))
        if recorded:
            entry = {"kind": change.kind, "key": change.key, "revision": revision}
            self.history.append(entry if before is None else entry | {"before": before})


def _stands_already(change: Change, row: Answer | None) -> bool:
    """The value is there (a double click), or the person left it as they had read it."""
    mine = fingerprint(change.value)
    if mine == _seen(row).fingerprint:
        return True
    read = Seen.parse(change.seen) if change.seen is not None else None
    return row is not None and read is not None and read.revision > 0 and read.fingerprint == mine


def _seen(row: Answer | None) -> Seen:
    return Seen.of(row.revision, row.value) if row else Seen()


def _read_revision(token: str) -> int:
    read = Seen.parse(token)
    return read.revision if read else 0


def _clash(change: Change, row: Answer) -> Clash:
    return Clash(change.kind, change.key, row.value, change.value, row.changed_by, row.changed_at, seen=str(_seen(row)))
