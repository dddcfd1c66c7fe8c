"""The register of guidance: which edition of a national document was in force on which day, and how we know."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cached_property
from typing import Any, Literal

from apps.policydoc.days import is_day, is_day_or_month
from apps.policydoc.problem import ProblemsError

Status = Literal["planned", "to be checked", "in force", "replaced", "not law"]
EVIDENCE = ("P", "S", "B")  # read at the source, told by a secondary page, background knowledge


class GuidanceError(ProblemsError[str]):
    """All the mistakes of a register file at once."""


@dataclass(frozen=True)
class GuidanceEdition:
    """One edition. Dates are ISO days, or months where the source tells no day.

    `in_force_from` is what the source tells: a day, a month or nothing. Where it is no day, nobody makes one up: a
    month counts from its last day, the first on which it has surely begun; without either, `counts_from` says from
    which day we take the edition to count, and `note` why. `in_force_until` is its last day; empty: until the next
    edition begins. `planned` marks an edition of which the source only tells that it is to begin. `expected` marks
    what is announced and not law, in words such as “spring 2027”, which are printed and never read as a date.

    `evidence` is how it is known: P, S or B. `sources` are the pages that tell it, `url` is the link that policies
    print. `checked_on` and `checked_by` say when a person last looked at the source, and who. `note` is free text for
    the keepers of the register; nothing reads it.
    """

    id: str
    family: str
    title: str
    url: str
    short_title: str = ""
    edition: str = ""
    published: str = ""
    in_force_from: str = ""
    counts_from: str = ""
    in_force_until: str = ""
    expected: str = ""
    planned: bool = False
    evidence: str = "B"
    sources: tuple[str, ...] = ()
    checked_on: str = ""
    checked_by: str = ""
    note: str = ""

    @property
    def checked(self) -> bool:
        """Whether the source itself was read."""
        return self.evidence == "P" or bool(self.checked_on)

    @property
    def is_law(self) -> bool:
        """False for what is only announced: nobody has to follow it yet."""
        return not self.expected

    @cached_property
    def counted_from(self) -> str:
        """The ISO day from which it counts as in force; empty for what is not law."""
        return self.counts_from or last_day(self.in_force_from)

    @property
    def day_is_known(self) -> bool:
        """Whether `counted_from` is the day that the source tells."""
        return is_day(self.in_force_from)

    def has_begun(self, on: str) -> bool:
        """Whether it can be relied on: its day has come, and somebody has seen that it began as planned."""
        return self.is_law and self.counted_from <= on and (self.checked or not self.planned)


@dataclass(frozen=True)
class Register:
    """All editions that we know of."""

    editions: tuple[GuidanceEdition, ...] = ()

    @staticmethod
    def from_json(rows: Any) -> Register:
        """Reads the list that `guidance.json` holds; raises GuidanceError."""
        if not isinstance(rows, list):
            raise GuidanceError(["the register is a list of editions"])
        problems: list[str] = []
        editions = []
        for place, row in enumerate(rows, 1):
            row = _of_today(row)
            mistakes = list(_mistakes(row))
            problems += [f"edition {place} ({_name(row)}): {mistake}" for mistake in mistakes]
            if not mistakes:
                editions.append(GuidanceEdition(**{**row, "sources": tuple(row.get("sources", ()))}))
        problems += _clashes(editions)
        if problems:
            raise GuidanceError(problems)
        return Register(tuple(editions))

    @cached_property
    def families(self) -> Mapping[str, tuple[GuidanceEdition, ...]]:
        """The editions of each family, the oldest first; what is not law stands by the day of its announcement."""
        found: dict[str, list[GuidanceEdition]] = {}
        for edition in sorted(self.editions, key=lambda row: (row.counted_from or last_day(row.published), row.id)):
            found.setdefault(edition.family, []).append(edition)
        return {family: tuple(editions) for family, editions in found.items()}

    def entry(self, family: str, on: str) -> GuidanceEdition | None:
        """The edition that a policy composed for the ISO day `on` names.

        The one in force: the latest that has begun, unless its last day has passed. A planned edition whose day has
        come does not count until somebody has seen that it began; the one before it stays. Where a family holds
        nothing but announcements, its latest is named; its title says that it is not law.
        """
        known = self.families.get(family, ())
        law = [edition for edition in known if edition.is_law]
        if known and not law:
            told = [edition for edition in known if last_day(edition.published) <= on]
            return told[-1] if told else None
        begun = [edition for edition in law if edition.has_begun(on)]
        return begun[-1] if begun and not _is_over(begun[-1], on) else None

    def status(self, edition: GuidanceEdition, on: str) -> Status:
        """What it is on the ISO day `on`; never stored, because it changes with the day."""
        if not edition.is_law:
            return "not law"
        if edition.counted_from > on:
            return "planned"
        begun = [other for other in self.families[edition.family] if other.has_begun(on)]
        if _is_over(edition, on) or any(other.counted_from > edition.counted_from for other in begun):
            return "replaced"
        return "in force" if edition in begun else "to be checked"

    def is_sure(self, edition: GuidanceEdition, on: str) -> bool:
        """Whether a policy may print which edition it names on the ISO day `on`.

        Not where a newer one waits to be checked, unless a person has read this one at its source: the title alone
        then claims neither.
        """
        later = (other for other in self.families[edition.family] if other.counted_from > edition.counted_from)
        return edition.checked or not any(self.status(other, on) == "to be checked" for other in later)

    def to_be_checked(self, on: str) -> tuple[GuidanceEdition, ...]:
        """The planned editions whose day has come: somebody has to look whether they began."""
        return tuple(edition for edition in self.editions if self.status(edition, on) == "to be checked")


def last_day(date: str) -> str:
    """A month as its last day; a day, or nothing, as it is."""
    if len(date) != len("2026-09"):
        return date
    year, month = map(int, date.split("-"))
    return f"{date}-{calendar.monthrange(year, month)[1]:02}"


def _is_over(edition: GuidanceEdition, on: str) -> bool:
    return bool(edition.in_force_until) and edition.in_force_until < on


# --- reading --------------------------------------------------------------------------------------------------------

_FIELDS: Mapping[str, Field[Any]] = {field.name: field for field in fields(GuidanceEdition)}
_DAYS = ("counts_from", "in_force_until", "checked_on")
_DAYS_OR_MONTHS = ("published", "in_force_from")


def _of_today(row: Any) -> Any:
    """Versions that were frozen by the first release hold `checked`: true where the source was read."""
    if not isinstance(row, dict) or not isinstance(row.get("checked"), bool) or "evidence" in row:
        return row
    return {key: item for key, item in row.items() if key != "checked"} | ({"evidence": "P"} if row["checked"] else {})


def _mistakes(row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "an edition is an object"
        return
    yield from (f"“{key}” is not one of: {', '.join(_FIELDS)}" for key in row if key not in _FIELDS)
    required = [name for name, field in _FIELDS.items() if field.default is MISSING]
    yield from (f"“{name}” is missing" for name in required if not row.get(name))
    mistyped = dict(_mistyped(row))
    yield from mistyped.values()
    if not mistyped:
        yield from _wrong_days(row)
        yield from _wrong_proof(row)


def _mistyped(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, item in row.items():
        if key == "planned" and not isinstance(item, bool):
            yield key, f"“{key}” must be true or false"
        elif key == "sources" and not (isinstance(item, list | tuple) and all(isinstance(page, str) for page in item)):
            yield key, f"“{key}” must be a list of addresses"
        elif key in _FIELDS and key not in ("planned", "sources") and not isinstance(item, str):
            yield key, f"“{key}” must be text"


def _wrong_days(row: dict[str, Any]) -> Iterator[str]:
    day = [key for key in _DAYS if row.get(key) and not is_day(row[key])]
    month = [key for key in _DAYS_OR_MONTHS if row.get(key) and not is_day_or_month(row[key])]
    yield from (f"“{key}” must be a day such as 2026-09-01" for key in day)
    yield from (f"“{key}” must be a day such as 2026-09-01, or a month such as 2026-09" for key in month)
    if day or month:
        return
    begins, counts = row.get("in_force_from", ""), row.get("counts_from", "")
    if row.get("expected"):
        if begins or counts or row.get("in_force_until"):
            yield "what is “expected” is not law: it has no day in force"
        if not row.get("published"):
            yield "what is “expected” needs “published”: when it was announced"
        return
    if not begins and not counts:
        yield "without “in_force_from”, “counts_from” must say from which day it counts, and “note” why"
    if is_day(begins) and counts:
        yield "“counts_from” stands only where “in_force_from” is no day"
    if counts and not row.get("note"):
        yield "“note” must say why it counts from “counts_from”"
    if begins and counts and not counts.startswith(begins):
        yield "“counts_from” must be a day of the month that “in_force_from” names"
    if row.get("in_force_until") and row["in_force_until"] < (counts or begins):
        yield "“in_force_until” is before the edition begins"


def _wrong_proof(row: dict[str, Any]) -> Iterator[str]:
    if row.get("url") and not row["url"].startswith("https://"):
        yield "“url” must begin with https://"
    if not all(page.startswith(("https://", "http://")) for page in row.get("sources", ())):
        yield "each of “sources” must begin with https:// or http://"
    if row.get("evidence", "B") not in EVIDENCE:
        yield f"“evidence” must be one of: {', '.join(EVIDENCE)}"
    if bool(row.get("checked_on")) != bool(row.get("checked_by")):
        yield "“checked_on” and “checked_by” belong together: when a person looked, and who"


def _name(row: Any) -> str:
    return str(row.get("id", "without an id")) if isinstance(row, dict) else "without an id"


def _clashes(editions: Iterable[GuidanceEdition]) -> Iterator[str]:
    """An id or a beginning that two editions share: nobody could say which of the two is in force."""
    ids: set[str] = set()
    begins: dict[tuple[str, str], str] = {}
    for edition in editions:
        if edition.id in ids:
            yield f"the id “{edition.id}” stands twice"
            continue
        ids.add(edition.id)
        first = begins.setdefault((edition.family, edition.counted_from), edition.id)
        if edition.is_law and first != edition.id:
            yield f"“{first}” and “{edition.id}” count from the same day, {edition.counted_from}"
