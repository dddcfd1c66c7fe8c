"""What the register's facts decide, and what they leave to the head."""

from __future__ import annotations

import pytest

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


def test_nobody_decides_twice() -> None:
    assert HEADTEACHER_DECIDES.isdisjoint(PROPRIETOR_DECIDES)


def test_facts_for_the_composer(school: School) -> None:
    facts = school_facts(school)
    assert (facts.legal_name, facts.display_name) == ("Oak Lane Primary School", "Oak Lane Primary School")
    assert facts.derived["school.who-decides"] == "headteacher"
