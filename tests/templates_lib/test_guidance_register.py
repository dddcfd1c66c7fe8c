"""The shipped guidance register: what it knows, how it knows it, and that it claims no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apps.policydoc.guidance import GuidanceEdition
from apps.templates_lib.library import GUIDANCE, guidance_register

from .real_data import REAL_DATA, needs_real_data

REGISTER = guidance_register()
AS_OF = "2026-11-20"
# The source tells a month, and a second source that we found tells its day.
MORE_EXACT = {"mobile-2024": "2024-02-19"}


def test_every_entry_says_how_it_is_known_and_links_to_it() -> None:
    rows = json.loads(GUIDANCE.read_text(encoding="utf-8"))
    assert [row["id"] for row in rows if not row.get("evidence") or not row.get("note")] == []
    assert [row["id"] for row in rows if row["evidence"] != "B" and not row.get("sources")] == []
    assert {edition.id for edition in REGISTER.editions if edition.checked} == {"ea1996-s550c"}


def test_on_the_day_of_this_release_each_family_names_one_edition() -> None:
    named = {family: REGISTER.entry(family, AS_OF) for family in REGISTER.families}
    assert {family: entry.id for family, entry in named.items() if entry} == {
        "behaviour": "behaviour-2024",
        "ea1996-s550c": "ea1996-s550c",
        "equality-act": "equality-act-2010",
        "eyfs": "eyfs-2025",
        "filtering": "filtering-2023",
        "kcsie": "kcsie-2025",
        "mobile": "mobile-2026",
        "nudes": "nudes-2024",
        "online-safety-act": "online-safety-act-2023",
        "rshe": "rshe-2019",
        "ssc": "ssc-2022",
        "teachers-standards": "teachers-standards-2012",
        "uk-gdpr": "uk-gdpr-2021",
        "under16": "under16-social",
        "wt": "wt-2026",
    }


def test_the_edition_that_was_only_planned_waits_for_a_person() -> None:
    assert [edition.id for edition in REGISTER.to_be_checked("2026-08-31")] == []
    assert [edition.id for edition in REGISTER.to_be_checked(AS_OF)] == ["kcsie-2026", "rshe-2025"]


def test_what_is_announced_is_not_law_on_any_day() -> None:
    (announced,) = (edition for edition in REGISTER.editions if not edition.is_law)
    assert (announced.id, announced.title) == (
        "under16-social", "Announced restriction on social media for under-16s (not law)",
    )  # fmt: skip
    assert REGISTER.status(announced, "2040-01-01") == "not law"


def test_an_edition_of_guidance_is_the_one_in_force_on_the_day() -> None:
    days = {"2024-09-01": "kcsie-2023", "2024-09-02": "kcsie-2024", "2025-09-01": "kcsie-2025", AS_OF: "kcsie-2025"}
    assert {day: entry.id for day in days if (entry := REGISTER.entry("kcsie", day))} == days
    assert REGISTER.entry("kcsie", "2021-08-31") is None


# --- against the collected facts, where they are at hand ------------------------------------------------------------


def collected() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((Path(REAL_DATA) / "guidance_registry.json").read_text(encoding="utf-8"))
    return rows


def ours(row: dict[str, Any]) -> GuidanceEdition:
    return next(edition for edition in REGISTER.editions if edition.id == row["id"])


@needs_real_data
def test_every_collected_entry_stands_in_the_register() -> None:
    assert {row["id"] for row in collected()} - {edition.id for edition in REGISTER.editions} == set()
    assert [e.id for e in REGISTER.editions if e.evidence == "P"] == [
        row["id"] for row in collected() if row["evidence"] == "P"
    ]


@needs_real_data
def test_its_facts_are_the_collected_ones() -> None:
    for row in collected():
        edition = ours(row)
        assert (edition.family, edition.evidence) == (row["family"], row["evidence"])
        assert edition.edition == "" or row["edition"].endswith(edition.edition), edition.id
        pages = {page.strip() for page in row["source"].split(" ; ")}
        assert {page for page in pages if page.startswith("http")} <= set(edition.sources), edition.id


@needs_real_data
def test_its_dates_are_as_exact_as_the_collected_ones_and_no_more() -> None:
    for row in collected():
        edition, date = ours(row), row["in_force_from"] or ""
        if not edition.is_law:
            assert date == f"expected {edition.expected}"
        elif "not seen" in row.get("note", ""):  # then the day is none that anybody read
            assert (edition.in_force_from, edition.counted_from) == (date[:7], date)
        else:
            assert edition.in_force_from == MORE_EXACT.get(edition.id, date)
            assert edition.day_is_known == (len(edition.in_force_from) == len("2026-11-20"))


@needs_real_data
def test_what_the_collection_calls_planned_or_not_law_is_neither_in_force() -> None:
    planned = {row["id"] for row in collected() if row["status"].startswith(("planned", "not law"))} | {"rshe-2025"}
    assert {e.id for e in REGISTER.editions if REGISTER.status(e, AS_OF) in ("to be checked", "not law")} == planned
    replaced = {row["id"] for row in collected() if row["status"].startswith("superseded")} - {"kcsie-2025"}
    assert {e.id for e in REGISTER.editions if REGISTER.status(e, AS_OF) == "replaced"} == replaced
