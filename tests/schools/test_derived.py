"""What the register's facts decide, and what they leave to the head."""

from __future__ import annotations

import pytest

from apps.policydoc.document import Image
from apps.schools.derived import HEADTEACHER_DECIDES, PROPRIETOR_DECIDES, derived_values, school_facts
from apps.schools.models import School, Trust


def test_a_community_primary_with_a_nursery(school: School) -> None:
    assert derived_values(school) == {
        "school.name": "Oak Lane Primary School",
        "school.short-name": "Oak Lane",
        "school.part-of-trust": False,
        "school.who-decides": "headteacher",
        "school.phase": "primary",
        "school.eyfs-applicable": True,
        "school.sixth-form-or-boarding": [],
        "school.examinations": False,
        "school.behaviour-guidance-applicable": True,
        "school.searching-guidance-applicable": True,
    }


def test_an_academy_with_a_sixth_form() -> None:
    trust = Trust(slug="vale", legal_name="The Vale Trust", display_name="Vale")
    academy = School(
        legal_name="High Academy", display_name="High", trust=trust, type_code=34, phase="secondary",
        low_age=11, high_age=18, has_nursery=False, has_sixth_form=True, has_boarders=True,
    )  # fmt: skip
    assert derived_values(academy) == {
        "school.name": "High",
        "school.trust-name": "The Vale Trust",
        "school.part-of-trust": True,
        "school.who-decides": "proprietor",
        "school.phase": "secondary",
        "school.eyfs-applicable": False,
        "school.sixth-form-or-boarding": ["sixth-form", "boarding"],
        "school.examinations": True,
        "school.behaviour-guidance-applicable": True,
        "school.searching-guidance-applicable": True,
    }


def test_what_the_register_does_not_say_is_asked() -> None:
    unknown = School(legal_name="Somewhere", display_name="Somewhere")
    assert derived_values(unknown) == {
        "school.name": "Somewhere",
    }


@pytest.mark.parametrize(
    ("nursery", "low_age", "expected"),
    [
        (True, None, True),
        (True, 5, True),
        (False, 4, True),  # a reception class without a nursery
        (False, 5, False),
        (None, 4, True),
        (None, 5, False),
        (False, None, None),
        (None, None, None),
    ],
)
def test_the_early_years_framework_applies_where_there_are_children_under_five(
    nursery: bool | None, low_age: int | None, expected: bool | None
) -> None:
    school = School(legal_name="A", display_name="A", has_nursery=nursery, low_age=low_age)
    assert derived_values(school).get("school.eyfs-applicable") is expected


@pytest.mark.parametrize(
    ("sixth_form", "boarders", "expected"),
    [
        (True, False, ["sixth-form"]),
        (False, True, ["boarding"]),
        (False, False, []),
        (True, None, None),
        (None, False, None),
        (None, None, None),
    ],
)
def test_sixth_form_and_boarding_are_known_together_or_asked(
    sixth_form: bool | None, boarders: bool | None, expected: list[str] | None
) -> None:
    school = School(legal_name="A", display_name="A", has_sixth_form=sixth_form, has_boarders=boarders)
    assert derived_values(school).get("school.sixth-form-or-boarding") == expected


@pytest.mark.parametrize(
    ("type_code", "expected"),
    [(1, "headteacher"), (7, "headteacher"), (14, "headteacher"), (15, "headteacher"),
     (11, "proprietor"), (28, "proprietor"), (34, "proprietor"), (10, "proprietor"),
     (39, None), (57, None), (18, None), (30, None), (None, None)],
)  # fmt: skip
def test_who_decides_follows_from_the_type(type_code: int | None, expected: str | None) -> None:
    school = School(legal_name="A", display_name="A", type_code=type_code)
    assert derived_values(school).get("school.who-decides") == expected


@pytest.mark.parametrize(
    ("sixth_form", "high_age", "expected"),
    [
        (None, 16, []),  # "not applicable" in the register: nobody stays beyond the GCSEs
        (None, 11, []),
        (None, 18, None),
        (None, None, None),
        (True, 16, ["sixth-form"]),
    ],
)
def test_where_all_leave_at_sixteen_there_is_no_sixth_form(
    sixth_form: bool | None, high_age: int | None, expected: list[str] | None
) -> None:
    school = School(display_name="A", has_sixth_form=sixth_form, high_age=high_age, has_boarders=False)
    assert derived_values(school).get("school.sixth-form-or-boarding") == expected


@pytest.mark.parametrize(
    ("type_code", "high_age", "expected"),
    [
        (1, 11, False), (5, 13, False), (28, 16, True), (11, 18, True), (31, 19, True), (None, 18, True),
        (7, 11, False), (7, 19, None), (14, 16, None), (36, 16, None), (1, None, None),
    ],
)  # fmt: skip
def test_examinations_follow_from_the_age_but_in_special_schools(
    type_code: int | None, high_age: int | None, expected: bool | None
) -> None:
    school = School(display_name="A", type_code=type_code, high_age=high_age)
    assert derived_values(school).get("school.examinations") is expected


@pytest.mark.parametrize(
    ("type_code", "has_trust", "expected"),
    [
        (1, False, False), (11, False, False), (34, True, True), (34, False, True), (57, False, True),
        (18, False, None), (None, False, None), (None, True, True),
    ],
)  # fmt: skip
def test_an_academy_is_part_of_a_trust_even_where_its_name_is_not_known(
    type_code: int | None, has_trust: bool, expected: bool | None
) -> None:
    trust = Trust(slug="vale", legal_name="The Vale Trust", display_name="Vale") if has_trust else None
    derived = derived_values(School(display_name="A", type_code=type_code, trust=trust))
    assert derived.get("school.part-of-trust") is expected
    assert ("school.trust-name" in derived) is has_trust


def test_a_special_school_is_asked_what_the_register_calls_not_applicable() -> None:
    school = School(legal_name="A", display_name="A", type_code=7, phase="not-applicable", low_age=2, high_age=19)
    assert derived_values(school) == {
        "school.name": "A", "school.part-of-trust": False, "school.who-decides": "headteacher",
        "school.eyfs-applicable": True, "school.behaviour-guidance-applicable": True,
        "school.searching-guidance-applicable": True,
    }  # fmt: skip


def test_nobody_decides_twice() -> None:
    assert HEADTEACHER_DECIDES.isdisjoint(PROPRIETOR_DECIDES)


def test_facts_for_the_composer(school: School) -> None:
    facts = school_facts(school)
    assert (facts.legal_name, facts.display_name) == ("Oak Lane Primary School", "Oak Lane Primary School")
    assert facts.derived["school.who-decides"] == "headteacher"


@pytest.mark.parametrize(
    ("address", "postcode", "lines"),
    [
        ("Mill Lane\n\n Oakwick \n", "ZZ99 1AA", ("Mill Lane", "Oakwick", "ZZ99 1AA")),
        ("Mill Lane", "", ("Mill Lane",)),
        ("", "ZZ99 1AA", ()),
        ("", "", ()),
    ],
)
def test_the_address_in_lines(address: str, postcode: str, lines: tuple[str, ...]) -> None:
    assert school_facts(School(display_name="A", address=address, postcode=postcode)).address == lines


def test_the_logo() -> None:
    assert school_facts(School(display_name="A")).logo is None
    with_logo = School(display_name="A", logo_sha256="0" * 64, logo_alt="An oak")
    assert school_facts(with_logo).logo == Image("0" * 64, "An oak")
