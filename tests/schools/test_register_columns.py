"""What the cells of the register's file mean, and which are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apps.schools.models import RegisterEntry
from apps.schools.register.columns import COLUMNS, Columns, WrongCell
from apps.schools.register.file import FileRefused
from apps.schools.register.loading import FIELDS
from tests.schools.invented_register import header, school


def values(**cells: str) -> dict[str, Any]:
    return Columns(header()).values(list(school(**cells).values()))


def wrong(**cells: str) -> str:
    with pytest.raises(WrongCell) as refused:
        values(**cells)
    return str(refused.value)


def test_an_ordinary_row() -> None:
    assert values(OpenDate="01-09-2004", UKPRN="99000001", Country_name="England") == {
        "urn": 900_100, "ukprn": "99000001", "local_authority_code": 991, "local_authority": "Wexmoor",
        "establishment_number": 2999, "name": "Larchwell Primary School", "type_code": 1,
        "type_name": "Community school", "status_code": 1, "status_name": "Open", "opened_on": date(2004, 9, 1),
        "closed_on": None, "phase_name": "Primary", "low_age": 4, "high_age": 11, "has_nursery": False,
        "has_sixth_form": False, "has_boarders": False, "religious_character": "", "trust_name": "",
        "street": "School Lane", "locality": "", "address3": "", "town": "Larchwell", "county": "",
        "postcode": "ZZ99 9AA", "website": "", "head_title": "Ms", "head_first_name": "Lara",
        "head_last_name": "Wells", "head_job_title": "Headteacher", "country": "England",
        "name_words": " larchwell primary school", "postcode_key": "ZZ999AA",
    }  # fmt: skip


def test_every_field_of_an_entry_comes_from_the_file() -> None:
    fields = {field.name for field in RegisterEntry._meta.get_fields()}
    assert fields - {"id"} == set(FIELDS)


def test_columns_are_found_by_name_in_any_order_among_others() -> None:
    names = [*reversed(header()), "A new column"]
    cells = [*reversed(school().values()), "whatever"]
    assert Columns(names).values(cells) == values()


def test_all_missing_columns_are_told_at_once() -> None:
    names = [name for name in header() if name not in ("URN", "Postcode", "Trusts (name)")]
    with pytest.raises(FileRefused, match=r"has no column URN, Trusts \(name\), Postcode\. Is it"):
        Columns(names)


def test_a_column_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(FileRefused, match=r"has more than one column URN\."):
        Columns([*header(), "urn"])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"URN": ""}, "URN: “” is not a number of six digits"),
        ({"URN": "12345"}, "URN: “12345” is not a number of six digits"),
        ({"URN": "٩٠٠٠٠١"}, "URN: “٩٠٠٠٠١” is not a number of six digits"),
        ({"UKPRN": "1234"}, "UKPRN: “1234” is not a number of eight digits"),
        ({"EstablishmentName": " "}, "EstablishmentName: it is empty"),
        ({"EstablishmentName": "a " * 120}, "EstablishmentName: 239 characters are more than 200"),
        ({"Town": "é" * 5000}, "Town: 5000 characters are more than 100"),
        ({"Town": "☃"}, "Town: Take out “☃” (snowman): our documents cannot print it."),
        ({"StatutoryLowAge": "four"}, "StatutoryLowAge: “four” is not a number from 0 to 99"),
        ({"StatutoryLowAge": "-1"}, "StatutoryLowAge: “-1” is not a number from 0 to 99"),
        ({"StatutoryHighAge": "1" * 5000}, f"StatutoryHighAge: “{'1' * 30}…” is not a number from 0 to 99"),
        ({"StatutoryLowAge": "12"}, "StatutoryLowAge 12 is above StatutoryHighAge 11"),
        ({"OpenDate": "2004-09-01"}, "OpenDate: “2004-09-01” is not a day such as 01-09-2024"),
        ({"OpenDate": "31-02-2004"}, "OpenDate: “31-02-2004” is not a day such as 01-09-2024"),
        ({"CloseDate": "01-09-0000"}, "CloseDate: “01-09-0000” is not a day such as 01-09-2024"),
        ({"TypeOfEstablishment_code": "1.0"}, "TypeOfEstablishment (code): “1.0” is not a number from 0 to 999"),
        ({"Postcode": "ßßßßßßß"}, "Postcode: “ßßßßßßß” is no postcode: it holds other letters than those from A to Z"),
        ({"URN": "x", "OpenDate": "y"}, "URN: “x” is not a number of six digits; "
                                        "OpenDate: “y” is not a day such as 01-09-2024"),
    ],
)  # fmt: skip
def test_what_a_column_is_not_for(cells: dict[str, str], reason: str) -> None:
    assert wrong(**cells) == reason


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("Oak\x07wick", "Oakwick"), ("Oak\ud83d", "Oak"), ("Oak\n\t\xa0 wick", "Oak wick"), ("e\u0301", "é")],
)
def test_what_nobody_can_see_is_taken_out(cell: str, kept: str) -> None:
    assert values(Town=cell)["town"] == kept


@pytest.mark.parametrize(
    ("column", "field", "answers"),
    [
        ("NurseryProvision_name", "has_nursery",
         {"Has Nursery Classes": True, "No Nursery Classes": False, "Not applicable": None, "": None}),
        ("OfficialSixthForm_name", "has_sixth_form",
         {"Has a sixth form": True, "Does not have a sixth form": False, "Not applicable": None, "": None}),
        ("Boarders_name", "has_boarders",
         {"Boarding school": True, "Children's home (Boarding school)": True, "No boarders": False,
          "College / FE residential accommodation": None, "Not applicable": None, "": None}),
        ("ReligiousCharacter_name", "religious_character",
         {"Church of England": "Church of England", "None": "", "Does not apply": "", "": ""}),
    ],
)  # fmt: skip
def test_the_registers_words(column: str, field: str, answers: dict[str, Any]) -> None:
    assert {words: values(**{column: words})[field] for words in answers} == answers


@pytest.mark.parametrize(
    "cells",
    [
        {"EstablishmentStatus_code": "2"},
        {"TypeOfEstablishment_code": "30"},
        {"TypeOfEstablishment_code": "37"},
        {"LA_code": "673"},
        {"Country_name": "Portugal"},
    ],
)
def test_the_heads_name_is_kept_of_open_schools_in_england_only(cells: dict[str, str]) -> None:
    found = values(**cells)
    assert [value for name, value in found.items() if name.startswith("head_")] == ["", "", "", ""]


def test_nothing_is_read_that_is_not_used() -> None:
    assert "TelephoneNum" not in {column.header for column in COLUMNS}
