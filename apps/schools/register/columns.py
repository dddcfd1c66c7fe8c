"""Which columns of the register's file are used, and what their cells mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from apps.policydoc.normalise import clean
from apps.schools.register.file import FileRefused
from apps.schools.register.words import name_words, postcode_key

Read = Callable[[str], Any]

_DATE = re.compile(r"(\d{2})-(\d{2})-(\d{4})", re.ASCII)
# Codes of "LA (code)" that are no council in England: none at all, Wales, and overseas or offshore. Our reading.
_COUNCILS_ELSEWHERE = frozenset({0, *range(660, 682), *range(700, 710)})
# Offshore schools, service children's education, Welsh establishments, British schools overseas.
_TYPES_ELSEWHERE = frozenset({25, 26, 30, 37})
# The register leaves the country of most schools in England empty.
_HERE = frozenset({"", "england", "united kingdom", "great britain"})
OPEN = frozenset({1, 3, 4})  # open; open, but proposed to close; proposed to open


class WrongCell(ValueError):
    """A cell does not hold what its column is for."""


def text(longest: int) -> Read:
    """Words in one line, without what nobody can see; raises WrongCell if too long, or if nobody can print them."""

    def read(cell: str) -> str:
        if not cell:
            return ""
        words = " ".join(cell.split())
        if len(words) > longest:
            raise WrongCell(f"{len(words)} characters are more than {longest}")
        if words.isascii() and words.isprintable():
            return words
        cleaned = clean(words, limit=longest)
        if cleaned.problems:
            raise WrongCell(" ".join(cleaned.problems))
        return cleaned.text

    return read


def number(lowest: int, highest: int) -> Read:
    def read(cell: str) -> int | None:
        digits = cell.strip()
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or not lowest <= int(digits) <= highest:
            raise WrongCell(f"{_quoted(cell)} is not a number from {lowest} to {highest}")
        return int(digits)

    return read


def urn(cell: str) -> int:
    digits = cell.strip()
    if not re.fullmatch("[1-9][0-9]{5}", digits):
        raise WrongCell(f"{_quoted(cell)} is not a number of six digits")
    return int(digits)


def ukprn(cell: str) -> str:
    digits = cell.strip()
    if digits and not re.fullmatch("[0-9]{8}", digits):
        raise WrongCell(f"{_quoted(cell)} is not a number of eight digits")
    return digits


def day(cell: str) -> date | None:
    """dd-MM-yyyy."""
    if not cell.strip():
        return None
    found = _DATE.fullmatch(cell.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else _no_day(cell)
    except ValueError:
        return _no_day(cell)


def name(cell: str) -> str:
    words: str = text(200)(cell)
    if not words:
        raise WrongCell("it is empty")
    return words


def one_of(**answers: bool) -> Read:
    """Yes or no by how the register's words begin; None for "Not applicable", for nothing and for words unknown to us.

    >>> one_of(has=True, no=False)("No Nursery Classes")
    False
    """

    def read(cell: str) -> bool | None:
        first = cell.casefold().split()[:1]
        return answers.get(first[0]) if first else None

    return read


def boarders(cell: str) -> bool | None:
    words = " ".join(cell.casefold().split())
    if words == "no boarders":
        return False
    return True if "boarding school" in words else None


def postcode(cell: str) -> str:
    """Of plain letters and digits: others may grow when they are put in capitals, and would not fit their key."""
    words: str = text(12)(cell)
    if not words.isascii():
        raise WrongCell(f"{_quoted(cell)} is no postcode: it holds other letters than those from A to Z")
    return words


def religious_character(cell: str) -> str:
    words: str = text(100)(cell)
    return "" if words.casefold() in {"none", "does not apply", "not applicable"} else words


class Column(NamedTuple):
    header: str
    field: str
    read: Read


COLUMNS = tuple(
    Column(*column)
    for column in (
        ("URN", "urn", urn),
        ("UKPRN", "ukprn", ukprn),
        ("LA (code)", "local_authority_code", number(0, 999)),
        ("LA (name)", "local_authority", text(100)),
        ("EstablishmentNumber", "establishment_number", number(0, 9999)),
        ("EstablishmentName", "name", name),
        ("TypeOfEstablishment (code)", "type_code", number(0, 999)),
        ("TypeOfEstablishment (name)", "type_name", text(100)),
        ("EstablishmentStatus (code)", "status_code", number(0, 99)),
        ("EstablishmentStatus (name)", "status_name", text(60)),
        ("OpenDate", "opened_on", day),
        ("CloseDate", "closed_on", day),
        ("PhaseOfEducation (name)", "phase_name", text(60)),
        ("StatutoryLowAge", "low_age", number(0, 99)),
        ("StatutoryHighAge", "high_age", number(0, 99)),
        ("NurseryProvision (name)", "has_nursery", one_of(has=True, no=False)),
        ("OfficialSixthForm (name)", "has_sixth_form", one_of(has=True, does=False)),
        ("Boarders (name)", "has_boarders", boarders),
        ("ReligiousCharacter (name)", "religious_character", religious_character),
        ("Trusts (name)", "trust_name", text(200)),
        ("Street", "street", text(120)),
        ("Locality", "locality", text(120)),
        ("Address3", "address3", text(120)),
        ("Town", "town", text(100)),
        ("County (name)", "county", text(100)),
        ("Postcode", "postcode", postcode),
        ("SchoolWebsite", "website", text(200)),
        ("HeadTitle (name)", "head_title", text(30)),
        ("HeadFirstName", "head_first_name", text(80)),
        ("HeadLastName", "head_last_name", text(80)),
        ("HeadPreferredJobTitle", "head_job_title", text(100)),
        ("Country (name)", "country", text(60)),
    )
)
_HEAD = ("head_title", "head_first_name", "head_last_name", "head_job_title")


class Columns:
    """The columns that are used, found by their names in a file's header, in whatever order and among whatever others.

    Raises FileRefused that names every one that is missing or stands there twice.
    """

    def __init__(self, header: list[str]) -> None:
        folded = [heading.casefold() for heading in header]
        missing = [column.header for column in COLUMNS if column.header.casefold() not in folded]
        double = [column.header for column in COLUMNS if folded.count(column.header.casefold()) > 1]
        if missing or double:
            told = [f"has no column {', '.join(missing)}"] if missing else []
            told += [f"has more than one column {', '.join(double)}"] if double else []
            raise FileRefused(f"The file {' and '.join(told)}. Is it the register's file of all establishment fields?")
        self._places = [(folded.index(column.header.casefold()), column) for column in COLUMNS]

    def values(self, cells: list[str]) -> dict[str, Any]:
        """Field of RegisterEntry -> value, of one row; raises WrongCell with all that is wrong in it."""
        found: dict[str, Any] = {}
        wrong = []
        for place, column in self._places:
            try:
                found[column.field] = column.read(cells[place])
            except WrongCell as error:
                wrong.append(f"{column.header}: {error}")
        if not wrong and None not in (found["low_age"], found["high_age"]) and found["low_age"] > found["high_age"]:
            wrong.append(f"StatutoryLowAge {found['low_age']} is above StatutoryHighAge {found['high_age']}")
        if wrong:
            raise WrongCell("; ".join(wrong))
        if not is_open(found) or is_elsewhere(found):
            found.update(dict.fromkeys(_HEAD, ""))
        found["name_words"] = name_words(found["name"])[:260]
        found["postcode_key"] = postcode_key(found["postcode"])
        return found

    def urn_of(self, cells: list[str]) -> str:
        """What stands in the column of the URN."""
        return cells[self._places[0][0]].strip()


def is_open(values: Mapping[str, Any]) -> bool:
    return values["status_code"] in OPEN


def is_elsewhere(values: Mapping[str, Any]) -> bool:
    """Whether it is outside England, by its type, its council or its country."""
    return (
        values["type_code"] in _TYPES_ELSEWHERE
        or values["local_authority_code"] in _COUNCILS_ELSEWHERE
        or values["country"].casefold() not in _HERE
    )


def _no_day(cell: str) -> date:
    raise WrongCell(f"{_quoted(cell)} is not a day such as 01-09-2024")


def _quoted(cell: str) -> str:
    shown = " ".join(cell.split())
    return f"“{shown[:30]}…”" if len(shown) > 30 else f"“{shown}”"
