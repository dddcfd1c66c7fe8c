"""Brings the register's rows here up to its file: adds, changes, marks what is gone; removes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from apps.policydoc.normalise import clean
from apps.schools.events import Actor, record_event
from apps.schools.register.columns import COLUMNS, Columns, WrongCell
from apps.schools.register.entry import RegisterEntry
from apps.schools.register.file import Broken, RegisterFile
from apps.schools.register.words import is_urn

BATCH = 500
LOADED = "register-loaded"
# A file that lacks more of the rows than this is not the whole register: then none is marked as gone.
GREATEST_LOSS = 0.10
FIELDS = (*(column.field for column in COLUMNS), "name_words", "postcode_key", "missing_since")

Tell = Callable[[Broken], None]
Progress = Callable[[RegisterFile], None]


@dataclass
class Report:
    """How many rows of the file were what; `gone`: how many stored rows it no longer holds, marked as such now.

    `not_marked` counts rows that it does not hold either, where so many are missing that it cannot be the whole
    register, or where it ends in the middle of a row.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    broken: int = 0
    gone: int = 0
    not_marked: int = 0


def load(
    file: RegisterFile,
    *,
    by: Actor,
    tell: Tell = lambda broken: None,
    progress: Progress = lambda file: None,
    whole: bool = True,
) -> Report:
    """Load the file, each batch in a transaction of its own: a run that was cut short is finished by the next.

    `tell` hears of every row that is skipped, `progress` now and then of how far it is. Without `whole`, rows that
    the file does not hold are left as they are. Two runs at once are harmless: each stores what its file says.
    Raises FileRefused before anything is stored.
    """
    loading = _Loading(Columns(file.header), tell)
    for record in file.records():
        loading.take(record)
        if len(loading.batch) == BATCH:
            loading.store()
            progress(file)
    loading.store()
    progress(file)
    if whole:
        loading.mark_gone(is_cut=file.ends_early)
    told = clean(file.path.name).text
    record_event(None, LOADED, {"file": told, "encoding": file.encoding, **asdict(loading.report)}, by=by)
    return loading.report


@dataclass
class _Loading:
    columns: Columns
    tell: Tell
    report: Report = field(default_factory=Report)
    batch: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    """Where each row of the batch stands in the file."""
    seen: _Numbers = field(default_factory=lambda: _Numbers())
    """The URNs that the file holds, also in rows that are broken: these schools are not gone."""
    counting: _Numbers = field(default_factory=lambda: _Numbers())
    """The URNs of which a row was sound: the first such row counts."""

    def take(self, record: Any) -> None:
        self.report.rows += 1
        if isinstance(record, Broken):
            self._skip(record)
            return
        try:
            values = self.columns.values(record.cells)
        except WrongCell as error:
            self._skip(Broken(record.line, str(error), self.columns.urn_of(record.cells)))
            return
        urn = values["urn"]
        if urn in self.counting:
            self._skip(Broken(record.line, "this URN stands further up already, and that row counts", str(urn)))
            return
        self.seen.add(urn)
        self.counting.add(urn)
        self.batch[urn] = tuple(values.get(name) for name in FIELDS)
        self.lines[urn] = record.line

    def store(self) -> None:
        """What differs of the batch, in the order of the URNs, so that two runs never wait for each other in a ring."""
        stored = RegisterEntry.objects.filter(urn__in=self.batch).values_list(*FIELDS)
        before = {row[0]: row for row in stored}
        differing = [row for urn, row in sorted(self.batch.items()) if before.get(urn) != row]
        written = self._written(differing)
        known = sum(row[0] in before for row in written)
        self.report.changed += known
        self.report.added += len(written) - known
        self.report.same += len(self.batch) - len(differing)
        self.batch.clear()
        self.lines.clear()

    def _written(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Those of them that could be written: at once, or one by one where the database takes one of them not."""
        if not rows:
            return []
        try:
            _write(rows)
        except (DataError, IntegrityError) as error:
            if len(rows) > 1:
                return [row for each in rows for row in self._written([each])]
            urn = rows[0][0]
            why = str(error).partition("\n")[0]
            self._skip(Broken(self.lines[urn], f"the database does not take it ({why})", str(urn)))
            return []
        return rows

    def mark_gone(self, *, is_cut: bool) -> None:
        here = RegisterEntry.objects.filter(missing_since=None).order_by("urn").values_list("urn", flat=True)
        count = 0
        gone = []
        for urn in here.iterator(chunk_size=2000):
            count += 1
            if urn not in self.seen:
                gone.append(urn)
        if is_cut or len(gone) > count * GREATEST_LOSS:
            self.report.not_marked = len(gone)
            return
        today = timezone.localdate()
        for start in range(0, len(gone), BATCH):
            RegisterEntry.objects.filter(urn__in=gone[start : start + BATCH]).update(missing_since=today)
        self.report.gone = len(gone)

    def _skip(self, broken: Broken) -> None:
        """Its school stands in the file all the same: it is not marked as gone."""
        self.report.broken += 1
        if is_urn(broken.urn):
            self.seen.add(int(broken.urn))
        self.tell(broken)


class _Numbers:
    """A set of numbers of six digits, in the same memory however many they are: one bit for each."""

    def __init__(self) -> None:
        self._bits = bytearray(1_000_000 // 8)

    def add(self, number: int) -> None:
        self._bits[number >> 3] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        return bool(self._bits[number >> 3] & 1 << (number & 7))


@transaction.atomic
def _write(rows: list[tuple[Any, ...]]) -> None:
    RegisterEntry.objects.bulk_create(
        [RegisterEntry(**dict(zip(FIELDS, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=["urn"],
        update_fields=FIELDS[1:],
    )
