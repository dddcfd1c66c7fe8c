"""The register of guidance: the edition in force on a day, and a file that says all its mistakes at once."""

from __future__ import annotations

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


REGISTER = Register.from_json([edition("2026"), edition("2024"), edition("2025", checked=True)])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-08-31", None),
        ("2024-09-01", "safe-2024"),
        ("2025-08-31", "safe-2024"),
        ("2026-08-31", "safe-2025"),
        ("2030-01-01", "safe-2026"),
    ],
)
def test_the_edition_in_force_is_the_latest_that_has_begun(on, expected):
    entry = REGISTER.entry("safe", on)
    assert (entry.id if entry else None) == expected


def test_nothing_is_in_force_after_the_last_day_of_the_last_edition():
    register = Register.from_json([edition("2024"), edition("2025", in_force_until="2025-12-31")])
    assert register.entry("safe", "2025-12-31") == GuidanceEdition(
        id="safe-2025",
        family="safe",
        title="Keeping safe",
        edition="2025",
        in_force_from="2025-09-01",
        url="https://example.org/2025",
        in_force_until="2025-12-31",
    )
    assert register.entry("safe", "2026-01-01") is None


def test_an_unknown_family_has_no_edition():
    assert REGISTER.entry("brave", "2026-01-01") is None


def test_all_mistakes_of_a_register_are_told_at_once():
    with pytest.raises(GuidanceError) as error:
        Register.from_json([
            edition("2024", url="http://example.org", colour="red"),
            {"id": "bare", "family": "bare", "title": "Bare", "in_force_from": "2026-13-01", "checked": "yes"},
            edition("2025"),
            edition("2025"),
            "text",
        ])  # fmt: skip
    known = "id, family, title, in_force_from, url, short_title, edition, in_force_until, checked, note"
    assert error.value.problems == [
        f"edition 1 (safe-2024): “colour” is not one of: {known}",
        "edition 1 (safe-2024): “url” must begin with https://",
        "edition 2 (bare): “url” is missing",
        "edition 2 (bare): “checked” must be true or false",
        "edition 2 (bare): “in_force_from” must be a day such as 2026-09-01",
        "edition 5 (without an id): an edition is an object",
        "the id “safe-2025” stands twice",
    ]


def test_a_register_is_a_list():
    with pytest.raises(GuidanceError, match="the register is a list of editions"):
        Register.from_json({"safe": []})
