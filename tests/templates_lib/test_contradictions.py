"""Rules that exclude each other never stand in one policy, whatever a school chooses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pytest

from apps.policydoc.document import Document, plain

from .any_answers import sets_of
from .shipped import FACTS, POLICIES, composed

WORDS = {"school.learner-term": "pupils"}  # as the rules below name them
Rule = tuple[str, str]  # the id of a statement, and words of it
EXCLUDING: tuple[tuple[Rule, Rule], ...] = (
    # pupils
    (("learner-rule", r"must not be brought onto our site\.$"), ("learner-handin", "")),
    (("learner-rule", r"must not be brought onto our site\.$"), ("learner-state", "")),
    (("learner-rule", r"must not be brought onto our site\.$"), ("learner-locked", "")),
    # what the school provides
    (("provided-use", "Only pupils may use them"), ("provided-work-phones", "^(Staff have|Some)")),
    (("provided-use", "^The devices that"), ("provided-work-phones", "^(Staff have|Some)")),
    (("provided-use", "Only pupils may use them"), ("staff-trips-phone", "")),
    (("provided-use", "^The devices that"), ("staff-trips-phone", "")),
    # staff
    (("staff-use-when", "not use their own devices on our site"), ("staff-use-where", "")),
    (("phones-use-when", "not use their own devices on our site"), ("phones-use-where", "")),
    (("staff-trips", "may use their own phones"), ("staff-trips-phone", "")),
    (("taking-kept", "to a parent|when a parent"), ("taking-again", "")),
    (("staff-permission-none", ""), ("staff-permission", "")),
    (("staff-contact-rule", "do not contact"), ("staff-contact-app", "")),
    (("staff-contact-rule", "do not contact"), ("staff-contact-number", "")),
    (("social-staff-friends", "unless they are relatives"), ("social-staff-friends-exception", "existed before")),
    (("identity-friends-rule", "unless they are relatives"), ("identity-friends-exception", "existed before")),
    (
        ("phones-use-when", "not use their own devices on our site"),
        ("phones-support-rule", "may carry their own phone"),
    ),
    # visitors, parents, searches
    (("everyone-areas", "where pupils are present"), ("visitors-rule", "may use their own devices")),
    (("everyone-areas", "where pupils are present"), ("parents-on-site", "may use their phones")),
    (("phones-areas", "where pupils are present"), ("phones-visitors-rule", "may use their own devices")),
    (("visitors-rule", "may use their own devices"), ("visitors-approval", "")),
    (("search-elsewhere", ""), ("search-basis", "")),
    (("search-basis", "only with the consent"), ("search-without-consent", "")),
    (("search-basis", "only with the consent"), ("search-without-consent-limited", "")),
)


@pytest.mark.parametrize("family", POLICIES)
def test_no_two_rules_of_a_policy_exclude_each_other(family: str) -> None:
    found: dict[str, str] = {}
    for made in sets_of(POLICIES[family]):
        answers = replace(made.answers, values={**made.answers.values, **WORDS})
        said = by_id(composed(POLICIES[family], answers, FACTS, final=True).document)
        for one, other in EXCLUDING:
            if (first := stands(said, one)) and (second := stands(said, other)):
                found[f"{one[0]} and {other[0]}"] = f"{first} {second}"
    assert found == {}


def test_every_rule_is_there_to_be_found() -> None:
    nodes = {node.id for bundle in POLICIES.values() for part in bundle.parts for node in part.walk()}
    assert {rule[0] for pair in EXCLUDING for rule in pair} - nodes == set()


def by_id(document: Document) -> Mapping[str, list[str]]:
    said: dict[str, list[str]] = defaultdict(list)
    for block in document.walk():
        said[block.id.partition("/")[0]].append(plain(block.inline))
    return said


def stands(said: Mapping[str, list[str]], rule: Rule) -> str:
    return next((words for words in said.get(rule[0], ()) if re.search(rule[1], words)), "")
