"""The register of guidance: the edition in force on a day, what each is then, and all mistakes of a file at once."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from apps.policydoc.guidance import GuidanceEdition, GuidanceError, Register


def edition(year: str, **more: object) -> dict[str, object]:
    return {
        "id": f"safe-{year}",
        "family": "safe",
        "title": "Keeping safe",
        "edition": year,
        "in_force_from": f"{year}-09-01",
        "url": f"https://example.org/{year}",
        **more,
    }


def dated(year: str, **dates: str) -> dict[str, object]:
    return edition(year, **{"in_force_from": "", "note": "Why.", **dates})


def named(register: Register, on: str) -> str:
    entry = register.entry("safe", on)
    return entry.id if entry else ""


def statuses(register: Register, on: str) -> list[str]:
    return [register.status(edition, on) for edition in register.families["safe"]]


REGISTER = Register.from_json([edition("2026"), edition("2024"), edition("2025", evidence="P")])
ANNOUNCED = edition("2027", in_force_from="", published="2026-06-15", expected="spring 2028")


@pytest.mark.parametrize(
    ("on", "expected", "each"),
    [
        ("2024-08-31", "", ["planned", "planned", "planned"]),
        ("2024-09-01", "safe-2024", ["in force", "planned", "planned"]),
        ("2025-08-31", "safe-2024", ["in force", "planned", "planned"]),
        ("2026-08-31", "safe-2025", ["replaced", "in force", "planned"]),
        ("2030-01-01", "safe-2026", ["replaced", "replaced", "in force"]),
    ],
)
def test_the_edition_in_force_is_the_latest_that_has_begun(on: str, expected: str, each: list[str]) -> None:
    assert named(REGISTER, on) == expected
    assert statuses(REGISTER, on) == each


def test_nothing_is_in_force_after_the_last_day_of_the_last_edition() -> None:
    register = Register.from_json([edition("2024"), edition("2025", in_force_until="2025-12-31")])
    assert (named(register, "2025-12-31"), statuses(register, "2025-12-31")) == ("safe-2025", ["replaced", "in force"])
    assert (named(register, "2026-01-01"), statuses(register, "2026-01-01")) == ("", ["replaced", "replaced"])


def test_an_unknown_family_has_no_edition() -> None:
    assert REGISTER.entry("brave", "2026-01-01") is None


class TestWithoutADay:
    @pytest.mark.parametrize(
        ("dates", "counted_from"),
        [
            ({"in_force_from": "2024-02"}, "2024-02-29"),
            ({"in_force_from": "2025-09"}, "2025-09-30"),
            ({"in_force_from": "2025-09", "counts_from": "2025-09-01"}, "2025-09-01"),
            ({"counts_from": "2023-12-31"}, "2023-12-31"),
        ],
    )
    def test_it_counts_from_a_day_that_is_never_said_to_be_known(
        self, dates: dict[str, str], counted_from: str
    ) -> None:
        (undated,) = Register.from_json([dated("2024", **dates)]).editions
        assert (undated.counted_from, undated.day_is_known) == (counted_from, False)
        (known,) = Register.from_json([edition("2024")]).editions
        assert (known.counted_from, known.day_is_known) == ("2024-09-01", True)

    def test_a_month_is_not_in_force_before_its_last_day(self) -> None:
        register = Register.from_json([edition("2023"), dated("2024", in_force_from="2024-02")])
        assert [named(register, day) for day in ("2024-02-28", "2024-02-29")] == ["safe-2023", "safe-2024"]


class TestPlanned:
    @pytest.mark.parametrize(
        ("known", "newer", "sure"),
        [
            ({}, {"planned": True}, False),
            ({"evidence": "P"}, {"planned": True}, True),
            ({"checked_on": "2026-08-01", "checked_by": "Ada Reed"}, {"planned": True}, True),
            ({}, {"planned": True, "in_force_from": "2026-09-02"}, True),
            ({}, {"expected": "spring 2027", "in_force_from": "", "published": "2026-06-15"}, True),
        ],
    )
    def test_an_edition_is_not_sure_while_a_newer_one_waits_and_nobody_has_read_it(
        self, known: dict[str, object], newer: dict[str, object], sure: bool
    ) -> None:
        register = Register.from_json([edition("2025", **known), edition("2026", **newer)])
        entry = register.entry("safe", "2026-09-01")
        assert (named(register, "2026-09-01"), entry and register.is_sure(entry, "2026-09-01")) == ("safe-2025", sure)

    def test_one_that_nobody_checked_is_to_be_checked_from_its_day_and_the_one_before_it_stays(self) -> None:
        register = Register.from_json([edition("2025"), edition("2026", planned=True)])
        assert (named(register, "2026-08-31"), statuses(register, "2026-08-31")) == (
            "safe-2025", ["in force", "planned"],
        )  # fmt: skip
        assert (named(register, "2026-09-01"), statuses(register, "2026-09-01")) == (
            "safe-2025", ["in force", "to be checked"],
        )  # fmt: skip
        assert [row.id for row in register.to_be_checked("2026-09-01")] == ["safe-2026"]
        assert register.to_be_checked("2026-08-31") == ()

    @pytest.mark.parametrize("proof", [{"evidence": "P"}, {"checked_on": "2026-09-02", "checked_by": "Ash Grove"}])
    def test_one_that_was_checked_follows_the_calendar(self, proof: dict[str, str]) -> None:
        register = Register.from_json([edition("2025"), edition("2026", planned=True, **proof)])
        assert [named(register, day) for day in ("2026-08-31", "2026-09-01")] == ["safe-2025", "safe-2026"]
        assert statuses(register, "2026-09-01") == ["replaced", "in force"]

    def test_a_later_one_in_force_leaves_nothing_to_check(self) -> None:
        register = Register.from_json([edition("2025", planned=True), edition("2026")])
        assert statuses(register, "2026-01-01") == ["to be checked", "planned"]
        assert statuses(register, "2026-09-01") == ["replaced", "in force"]


class TestNotLaw:
    def test_an_announcement_is_never_in_force_and_is_named_where_there_is_no_law(self) -> None:
        register = Register.from_json([ANNOUNCED])
        assert [statuses(register, day) for day in ("2026-06-14", "2040-01-01")] == [["not law"], ["not law"]]
        assert [named(register, day) for day in ("2026-06-14", "2026-06-15")] == ["", "safe-2027"]

    def test_beside_law_it_is_never_named(self) -> None:
        assert named(Register.from_json([edition("2026"), ANNOUNCED]), "2030-01-01") == "safe-2026"


class TestReading:
    def test_all_mistakes_of_a_register_are_told_at_once(self) -> None:
        with pytest.raises(GuidanceError) as error:
            Register.from_json([
                edition("2024", url="http://example.org", colour="red"),
                {"id": "bare", "family": "bare", "title": "Bare", "planned": "yes", "note": 3, "sources": "x"},
                edition("2025"),
                edition("2025"),
                "text",
                edition("2026", in_force_from="2026-13-01", checked_on="2026-11"),
                dated("2027", sources=["gov.uk"], evidence="X", checked_by="Ash Grove"),  # type: ignore[arg-type]
            ])  # fmt: skip
        known = (
            "id, family, title, url, short_title, edition, published, in_force_from, counts_from, in_force_until, "
            "expected, planned, evidence, sources, checked_on, checked_by, note"
        )
        assert error.value.problems == [
            f"edition 1 (safe-2024): “colour” is not one of: {known}",
            "edition 1 (safe-2024): “url” must begin with https://",
            "edition 2 (bare): “url” is missing",
            "edition 2 (bare): “planned” must be true or false",
            "edition 2 (bare): “note” must be text",
            "edition 2 (bare): “sources” must be a list of addresses",
            "edition 5 (without an id): an edition is an object",
            "edition 6 (safe-2026): “checked_on” must be a day such as 2026-09-01",
            "edition 6 (safe-2026): “in_force_from” must be a day such as 2026-09-01, or a month such as 2026-09",
            "edition 6 (safe-2026): “checked_on” and “checked_by” belong together: when a person looked, and who",
            "edition 7 (safe-2027): without “in_force_from”, “counts_from” must say from which day it counts, and "
            "“note” why",
            "edition 7 (safe-2027): each of “sources” must begin with https:// or http://",
            "edition 7 (safe-2027): “evidence” must be one of: P, S, B",
            "edition 7 (safe-2027): “checked_on” and “checked_by” belong together: when a person looked, and who",
            "the id “safe-2025” stands twice",
        ]

    @pytest.mark.parametrize(
        ("row", "mistake"),
        [
            (dated("2024", counts_from="2024-01-31", note=""), "“note” must say why it counts from “counts_from”"),
            (edition("2024", counts_from="2024-09-01", note="Why."),
             "“counts_from” stands only where “in_force_from” is no day"),
            (dated("2024", in_force_from="2024-02", counts_from="2024-03-01"),
             "“counts_from” must be a day of the month that “in_force_from” names"),
            (edition("2024", in_force_until="2024-08-31"), "“in_force_until” is before the edition begins"),
            (ANNOUNCED | {"published": ""}, "what is “expected” needs “published”: when it was announced"),
            (ANNOUNCED | {"in_force_from": "2028-03"}, "what is “expected” is not law: it has no day in force"),
        ],
    )  # fmt: skip
    def test_dates_that_contradict_each_other(self, row: dict[str, object], mistake: str) -> None:
        with pytest.raises(GuidanceError) as error:
            Register.from_json([row])
        assert error.value.problems == [f"edition 1 ({row['id']}): {mistake}"]

    def test_two_editions_that_begin_on_one_day_are_refused(self) -> None:
        with pytest.raises(GuidanceError, match="“safe-2024” and “safe-2025” count from the same day, 2024-09-01"):
            Register.from_json([edition("2024"), edition("2025", in_force_from="2024-09-01")])

    def test_a_register_is_a_list(self) -> None:
        with pytest.raises(GuidanceError, match="the register is a list of editions"):
            Register.from_json({"safe": []})

    def test_it_is_read_back_from_its_own_json_and_from_that_of_the_first_release(self) -> None:
        register = Register.from_json([edition("2024", sources=["https://example.org"], planned=True), ANNOUNCED])
        assert Register.from_json(json.loads(json.dumps([asdict(row) for row in register.editions]))) == register
        first = [edition("2024", checked=True), edition("2025", checked=False)]
        assert [row.checked for row in Register.from_json(first).editions] == [True, False]

    def test_what_was_read_at_its_source_or_looked_at_by_a_person_is_checked(self) -> None:
        assert GuidanceEdition("a", "a", "A", "https://example.org", evidence="P").checked
        assert GuidanceEdition("a", "a", "A", "https://example.org", checked_on="2026-11-20", checked_by="A").checked
        assert not GuidanceEdition("a", "a", "A", "https://example.org", evidence="S").checked
