"""What a head is asked: few things without a suggestion, and nothing that is for another kind of school."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from apps.policydoc.bundle import Bundle
from apps.policydoc.document import plain
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import POLICY, SCHOOL, Question
from apps.templates_lib.overview import decides

from .any_answers import AnswerSet, Dimensions, answer_sets, sets_of
from .shipped import FACTS, POLICIES, composed

MOST_TO_DECIDE = 20
SETS = 60
# What a school is asked once, without a suggestion that anybody could make for it: its people, names and facts.
NOT_TO_SUGGEST = re.compile(
    r"school\.(?:.*-name|short-name|dsl-.*|named-governor|phase|official-channels|behaviour-policy-link|.*-partnership)"
)
A_PRIMARY = {
    "school.phase": "primary",
    "school.eyfs-applicable": False,
    "school.examinations": False,
    "school.sixth-form-or-boarding": [],
    "school.who-decides": "headteacher",
    "school.behaviour-guidance-applicable": True,
    "school.searching-guidance-applicable": True,
    "school.part-of-trust": False,
    "school.organisation-term": "school",
    "school.leader-title": "headteacher",
}
OF_OTHERS = re.compile(
    r"sixth[ -]form|boarder|boarding|GCSE|A levels?|public examination|early years|under[- ]five|nursery|nappy|"
    r"reception class|registered person|\bcollege\b",
    re.IGNORECASE,
)
# What nobody can suggest.
OF_MOBILE = {
    "behaviour-policy-names-devices", "dfe-quotation-text", "learner-devices-permitted", "parent-messaging-app",
    "some-times-where",
}  # fmt: skip
TO_DECIDE = {
    "mobile-and-smart-technology": OF_MOBILE,
    "mobile-and-social-media": OF_MOBILE,
    "social-media": set(),
    "staff-protocol": set(),
}
policies = pytest.mark.parametrize("family", POLICIES)


@cache
def sets_of_a_primary(family: str) -> list[AnswerSet]:
    return list(answer_sets(POLICIES[family], at_most=SETS, facts=A_PRIMARY))


def live(bundle: Bundle, made: AnswerSet) -> Iterator[tuple[State, Question]]:
    state = State(bundle, made.answers)
    for question in Dimensions(bundle).questions.values():
        if state.live(question.id):
            yield state, question


def decided(bundle: Bundle, made: AnswerSet) -> set[str]:
    """What the head of this school decides without a suggestion of ours that is offered there."""
    return {
        question.id
        for state, question in live(bundle, made)
        if question.scope == POLICY and not question.optional
        if not any(option.recommended for option in state.offered(question.id))
    }


@policies
def test_no_policy_asks_for_more_than_twenty_decisions_without_a_suggestion(family: str) -> None:
    asked = [decided(POLICIES[family], made) for made in sets_of(POLICIES[family])]
    assert max(map(len, asked)) <= MOST_TO_DECIDE
    assert set().union(*asked) == TO_DECIDE[family]


@policies
def test_what_a_school_is_asked_once_has_a_usual_choice_but_for_its_names_and_facts(family: str) -> None:
    asked = [q for q in Dimensions(POLICIES[family]).questions.values() if q.scope == SCHOOL and decides(q)]
    assert [q.id for q in asked if not q.derived and not NOT_TO_SUGGEST.fullmatch(q.id)] == []


@policies
def test_a_primary_school_is_never_asked_about_other_ages_whatever_it_answers(family: str) -> None:
    bundle = POLICIES[family]
    found: set[str] = set()
    for made in sets_of_a_primary(family):
        for state, question in live(bundle, made):
            if question.id not in A_PRIMARY:
                words = (question.prompt, *(option.label for option in state.offered(question.id)))
                said = [Printer(state).said(line) for line in words]
                found |= {f"{question.id}: {line}" for line in said if OF_OTHERS.search(line)}
    assert found == set()


@policies
def test_a_primary_school_never_prints_rules_for_other_ages(family: str) -> None:
    bundle = POLICIES[family]
    found: set[str] = set()
    for made in sets_of_a_primary(family):
        document = composed(bundle, made.answers, {**FACTS, **A_PRIMARY}).document
        found |= {plain(block.inline) for block in document.walk() if OF_OTHERS.search(plain(block.inline))}
    assert found == set()
