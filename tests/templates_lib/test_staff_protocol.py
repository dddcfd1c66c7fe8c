"""The protocol for staff: short, complete, with somebody to turn to, and nothing about ages that a school lacks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.validation import validate

from .settling import settled
from .shipped import FACTS, POLICIES, REGISTER, composed, sentences

PROTOCOL = POLICIES["staff-protocol"]
OSIER_LANE = Path(__file__).parents[2] / "examples" / "osier-lane.answers.json"
JUNIOR = {
    "school.phase": "primary",
    "school.eyfs-applicable": False,
    "school.sixth-form-or-boarding": [],
    "school.examinations": False,
    "school.behaviour-guidance-applicable": True,
}
OTHER_AGES = re.compile(
    r"early years|under five|sixth form|boarding|examination|awarding body|GCSE|nappy", re.IGNORECASE
)
FIVE_MINUTES = 5 * 270  # words


def protocol(**values: Any) -> list[str]:
    return sentences(composed(PROTOCOL, settled(PROTOCOL, {**JUNIOR, **values}), FACTS).document)


def osier_lane() -> Composed:
    data = json.loads(OSIER_LANE.read_text(encoding="utf-8"))
    derived, as_of = data.pop("derived"), data.pop("as_of")
    del data["standing"]
    answers = Answers.from_json(data)
    assert [str(problem) for problem in validate(PROTOCOL, answers)] == []
    school = SchoolFacts(derived["school.name"], derived["school.name"], derived)
    return compose(PROTOCOL, answers, school=school, guidance=REGISTER, as_of=as_of)


def test_the_example_has_decided_everything() -> None:
    result = osier_lane()
    assert result.open == ()
    assert list(result.document.gaps()) == []
    assert [part.title for part in result.document.body.parts] == ["Professional identity online", "Phones"]


def test_it_is_read_in_five_minutes() -> None:
    usual = composed(PROTOCOL, settled(PROTOCOL, JUNIOR), FACTS).document
    for document in (usual, osier_lane().document):
        assert sum(len(plain(block.inline).split()) for block in document.walk()) <= FIVE_MINUTES


def test_a_junior_school_reads_nothing_about_ages_that_it_does_not_teach() -> None:
    assert [words for words in protocol() if OTHER_AGES.search(words)] == []


def test_a_school_with_children_under_five_has_a_rule_for_its_early_years_rooms() -> None:
    text = protocol(**{"school.eyfs-applicable": True})
    assert [words for words in text if "early years rooms" in words] == [
        "In our early years rooms staff do not carry their own phones or cameras, or watches that can take pictures."
    ]


@pytest.mark.parametrize("line", ["policies", "leader", "senior"])
def test_a_concern_about_the_head_goes_to_the_chair_and_staff_know_how_to_reach_the_chair(line: str) -> None:
    text = protocol(**{"misuse-report-line": line, "identity-chair-reached": "clerk"})
    start = text.index("Reports")
    to_the_chair = [words for words in text[start:] if "to the chair of the governing body" in words]
    assert [re.search(r"(about|concerns) the headteacher", words) is not None for words in to_the_chair] == [True]
    assert "in the way that the first part sets out under “Reports”." in text[-1]
    assert "The chair is reached through the clerk to the governing body." in text


def test_reports_are_signed_and_dated_and_the_designated_officer_is_asked_before_an_investigation() -> None:
    assert [words for words in protocol() if "signed and dated" in words or "(LADO) for advice" in words] == [
        "The report is made in writing, signed and dated. If a child may be in danger, staff speak up at once and "
        "write it down afterwards.",
        "If a member of staff may have harmed a child, or may not be suitable to work with children, the headteacher "
        "asks the local authority designated officer (LADO) for advice before an investigation begins, and our human "
        "resources adviser about the next steps. If it is about the headteacher, the chair of the governing body does "
        "so.",
    ]


def test_nobody_copies_or_sends_an_indecent_picture_of_a_child_as_proof() -> None:
    assert [words for words in protocol() if "indecent" in words] == [
        "Staff keep a copy of what they saw, but never of an indecent picture of a child: they do not look further, "
        "copy it or send it, and tell the designated safeguarding lead at once."
    ]
