"""Makes files in the format of the public register, with invented schools: as many as wanted, the same each time."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

from apps.schools.register.file import INVENTED_REGISTER

FIRST_URN = 100_001
PLACES = ("Alder", "Bram", "Cress", "Dun", "Elm", "Fen", "Gorse", "Hollin", "Ives", "Juniper", "Kite", "Larch", "Marl")
ENDS = ("ford", "bank", "wick", "ley", "combe", "thorpe", "stead", "mere", "hurst", "well")
KINDS = (
    ("01", "Community school", "Primary", 3, 11),
    ("02", "Voluntary aided school", "Primary", 4, 11),
    ("15", "Local authority nursery school", "Nursery", 2, 5),
    ("28", "Academy sponsor led", "Secondary", 11, 18),
    ("34", "Academy converter", "Primary", 4, 11),
    ("11", "Other independent school", "Not applicable", 3, 18),
    ("07", "Community special school", "Not applicable", 2, 19),
)


def header() -> list[str]:
    with INVENTED_REGISTER.open(encoding="windows-1252", newline="") as opened:
        return next(csv.reader(opened))


def school(urn: int = 900_100, **cells: str) -> dict[str, str]:
    """The cells of one open community primary school in England; keyword arguments name columns without brackets.

    `school(Town="Larchwell", LA_code="991")`: an underscore stands for the space and the brackets.
    """
    row = dict.fromkeys(header(), "")
    row |= {
        "URN": str(urn),
        "LA (code)": "991",
        "LA (name)": "Wexmoor",
        "EstablishmentNumber": "2999",
        "EstablishmentName": "Larchwell Primary School",
        "TypeOfEstablishment (code)": "01",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "StatutoryLowAge": "4",
        "StatutoryHighAge": "11",
        "Boarders (name)": "No boarders",
        "NurseryProvision (name)": "No Nursery Classes",
        "OfficialSixthForm (name)": "Does not have a sixth form",
        "Street": "School Lane",
        "Town": "Larchwell",
        "Postcode": "ZZ99 9AA",
        "HeadTitle (name)": "Ms",
        "HeadFirstName": "Lara",
        "HeadLastName": "Wells",
        "HeadPreferredJobTitle": "Headteacher",
    }
    for name, value in cells.items():
        column = name.replace("_code", " (code)").replace("_name", " (name)")
        assert column in row, column
        row[column] = value
    return row


def text_of(*rows: dict[str, str]) -> str:
    """The file's text: the header, then the rows."""
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header())
    writer.writerows(row.values() for row in rows)
    return lines.getvalue()


def write(path: Path, *rows: dict[str, str], encoding: str = "windows-1252") -> Path:
    path.write_bytes(text_of(*rows).encode(encoding))
    return path


def write_many(path: Path, count: int, *, seed: int = 1) -> Path:
    """A file of `count` schools, nearly as wide as the real one: about 1,000 bytes a row."""
    with path.open("w", encoding="windows-1252", newline="") as opened:
        writer = csv.writer(opened, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(header())
        for row in _many(count, random.Random(seed)):
            writer.writerow(value or "Not applicable" if "SEN" in name else value for name, value in row.items())
    return path


def _many(count: int, dice: random.Random) -> Iterator[dict[str, str]]:
    """School by school; the row is one dict that changes, so that making a large file takes no memory either."""
    row = school()
    for place in range(count):
        code, kind, phase, low, high = dice.choice(KINDS)
        town = dice.choice(PLACES) + dice.choice(ENDS)
        row["URN"] = str(FIRST_URN + place)
        row["UKPRN"] = str(99_000_000 + place)
        row["LA (code)"], row["LA (name)"] = str(900 + place % 90), f"Council {place % 90}"
        row["EstablishmentNumber"] = str(1000 + place % 8000)
        row["EstablishmentName"] = f"{town} {dice.choice(('', 'St Zoë’s ', 'Park '))}{kind.split()[0]} School"
        row["TypeOfEstablishment (code)"], row["TypeOfEstablishment (name)"] = code, kind
        row["PhaseOfEducation (name)"] = phase
        row["StatutoryLowAge"], row["StatutoryHighAge"] = str(low), str(high)
        row["Trusts (name)"] = f"THE {town.upper()} TRUST" if code in ("28", "34") else ""
        row["Street"], row["Town"] = f"{dice.randrange(1, 300)} School Lane", town
        row["Postcode"] = f"ZZ{dice.randrange(1, 99)} {dice.randrange(1, 9)}AB"
        row["SchoolWebsite"] = f"www.school{place}.example"
        row["HeadFirstName"], row["HeadLastName"] = dice.choice(PLACES), dice.choice(PLACES) + "son"
        yield row
