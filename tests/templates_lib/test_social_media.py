"""What the policies on phones and on social media say to schools that are unlike most."""

from __future__ import annotations

from typing import Any

from apps.policydoc.document import plain

from .settling import settled
from .shipped import FACTS, POLICIES, SCHOOL_WITH_ALL, composed

NURSERY = {
    **SCHOOL_WITH_ALL,
    "school.phase": "nursery",
    "school.sixth-form-or-boarding": [],
    "school.examinations": False,
    "school.part-of-trust": False,
    "school.learner-term": "children",
}


def said(family: str, values: dict[str, Any]) -> dict[str, str]:
    """The words of each block, by its id."""
    document = composed(POLICIES[family], settled(POLICIES[family], values), FACTS, final=True).document
    return {block.id: plain(block.inline) for block in document.walk()}


def test_a_nursery_says_nothing_of_accounts_sanctions_or_searches_of_its_children() -> None:
    social, mobile = (said(family, NURSERY) for family in ("social-media", "mobile-and-smart-technology"))
    assert social["social-young-rule"].startswith("Children of this age do not use social media.")
    assert {"social-learners-rule", "social-learners-advice", "social-learners-misuse", "misuse-consequence"} & {
        *social
    } == set()
    assert "Children and staff may" not in social["misuse-consequence-staff"]
    assert {"confiscation", "searching", "learning-own-devices", "learning-home"} & {*mobile} == set()
    assert "young carer" not in " ".join(mobile.values())


def test_other_schools_say_nothing_that_is_meant_for_nurseries() -> None:
    social = said("social-media", NURSERY | {"school.phase": "primary"})
    assert [key for key in social if "young" in key] == []
    assert {"social-learners-rule", "social-learners-misuse", "misuse-consequence"} <= {*social}


def test_a_school_without_channels_claims_none() -> None:
    with_one = said("social-media", NURSERY | {"school.official-channels": [{"id": "r-1", "name": "Photogram"}]})
    without = said("social-media", NURSERY | {"school.official-channels": []})
    assert with_one["social-official-only"].startswith("No other account speaks for ")
    assert "social-official-none" not in with_one
    assert without["social-official-none"].startswith("We have no official channel at present")
    assert "social-official-only" not in without


def test_in_an_academy_nobody_is_suggested_who_may_not_be_the_one_to_approve() -> None:
    """The proprietor decides on phones there, so the approval of its policy is for the head to look up."""
    approver = POLICIES["mobile-and-smart-technology"].questions["control.approval-body"]
    (usual,) = approver.recommended
    assert [(when.question, when.values, when.negated) for when in usual.when] == [
        ("school.who-decides", ("proprietor",), True)
    ]
